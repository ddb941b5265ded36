"""Drafts that a stop left behind: offered when the desk opens, and on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teleconseil import french
from teleconseil.domain import Channel, Draft
from teleconseil.errors import TeleconseilError
from teleconseil.screens.capture_form import from_draft
from teleconseil.widgets.choice import Choice, ChoiceDialog

if TYPE_CHECKING:
    from teleconseil.widgets.desk import Desk


async def offer_drafts(app: Desk, *, said_when_none: bool = False) -> None:
    """Ask which draft to take up again, if there is any, and open it as it was."""
    if app.services is None:
        return
    try:
        drafts = [d for d in app.services.drafts.restore() if not from_draft(d).is_empty]
    except TeleconseilError as error:
        app.complain(error)
        return
    if not drafts:
        if said_when_none:
            app.say("Aucun brouillon : tout ce qui a été saisi est enregistré.")
        return
    title = "Reprendre ce qui était en cours de saisie ?"
    choices = [Choice(draft.ident, _label(app, draft)) for draft in drafts]
    chosen = await app.push_screen_wait(ChoiceDialog(title, choices))
    for draft in drafts:
        if draft.ident == chosen:
            await resume(app, draft)


async def resume(app: Desk, draft: Draft) -> None:
    """Open the draft in its screen."""
    from teleconseil.screens.appel import CaptureScreen

    await app.switch_mode("appel" if draft.channel is Channel.PHONE else "ecrit")
    if isinstance(app.screen, CaptureScreen):
        app.screen.take_up(from_draft(draft))


def _label(app: Desk, draft: Draft) -> str:
    state = from_draft(draft)
    when = french.when(draft.updated_at, app.now(), app.settings.zone)
    words = " ".join((state.text or state.answer or state.note).split())[:60]
    who = state.typed_member or "sans adhérent"
    return f"{when} · {draft.channel.label} · {who} · {words or '…'}"
