"""Drafts that a stop left behind: offered when the desk opens, and on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from teleconseil import commands, french
from teleconseil.domain import Channel, Draft
from teleconseil.errors import TeleconseilError
from teleconseil.screens.capture_form import answered_reference, from_draft
from teleconseil.widgets.choice import Choice, ChoiceDialog
from teleconseil.widgets.desk import Tone

if TYPE_CHECKING:
    from teleconseil.widgets.desk import Desk

_WORDS = 60
"""How much of what was typed names a draft in the list."""


async def offer_at_start(desk: Desk) -> None:
    """What was being typed when the desk stopped. A call that already runs is not disturbed."""
    drafts = await _left(desk)
    if not drafts:
        return
    if desk.call_started is None:
        await _offer(desk, drafts)
    else:
        key = commands.Drafts.shown_keys(desk.settings.keymap)[0]
        waits = french.plural(len(drafts), "brouillon attend", "brouillons attendent")
        desk.say(f"{waits} depuis la dernière fois — {key} pour reprendre", Tone.WARNING)


async def offer_drafts(desk: Desk) -> None:
    """Ask which draft to take up again and open it as it was."""
    if drafts := await _left(desk):
        await _offer(desk, drafts)
    else:
        desk.say("Aucun brouillon : tout ce qui a été saisi est enregistré.")


async def _left(desk: Desk) -> Sequence[Draft]:
    """The drafts that hold something; read in a thread, for the database may be busy."""
    services = desk.services
    if services is None:
        return ()
    await asyncio.to_thread(desk.drafts.flush)
    try:
        drafts = await asyncio.to_thread(services.drafts.restore)
    except TeleconseilError as error:
        desk.complain(error)
        return ()
    return [draft for draft in drafts if _would_be_missed(draft)]


def _would_be_missed(draft: Draft) -> bool:
    state = from_draft(draft)
    if answered_reference(draft):
        return bool(state.answer.strip() or state.sources)
    return not state.is_empty


async def _offer(desk: Desk, drafts: Sequence[Draft]) -> None:
    title = "Reprendre ce qui était en cours de saisie ?"
    choices = [Choice(draft.ident, _label(desk, draft)) for draft in drafts]
    chosen = await desk.push_screen_wait(ChoiceDialog(title, choices))
    for draft in drafts:
        if draft.ident == chosen:
            await resume(desk, draft)


async def resume(desk: Desk, draft: Draft) -> None:
    """Open the draft in its screen."""
    if reference := answered_reference(draft):
        await _resume_answer(desk, reference)
        return
    from teleconseil.screens.appel import CaptureScreen

    await desk.switch_mode("appel" if draft.channel is Channel.PHONE else "ecrit")
    if isinstance(desk.screen, CaptureScreen):
        desk.screen.take_up(from_draft(draft))


async def _resume_answer(desk: Desk, reference: str) -> None:
    """An answer that was begun: its question opens, and finds it."""
    from teleconseil.screens.question import QuestionScreen

    services = desk.services
    if services is None:
        return
    try:
        question = await asyncio.to_thread(services.store.question, reference)
    except TeleconseilError as error:
        desk.complain(error)
        return
    await desk.switch_mode("triage")
    desk.push_screen(QuestionScreen(question, answering=True))


def _label(desk: Desk, draft: Draft) -> str:
    state = from_draft(draft)
    when = french.when(draft.updated_at, desk.now(), desk.settings.zone)
    if answered_reference(draft):
        said, about = state.answer, f"réponse à {state.reference}"
    else:
        said = state.text or state.answer or state.note
        about = f"{draft.channel.label} · {state.typed_member or 'sans adhérent'}"
    words = " ".join(said.split())[:_WORDS]
    return f"{when} · {about} · {words or '…'}"
