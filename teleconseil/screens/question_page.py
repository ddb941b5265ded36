"""The parts of a question as they are read on its screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from teleconseil import french
from teleconseil.domain import Question, QuestionEvent, QuestionSource, SourceKind
from teleconseil.widgets.question_columns import status_content

if TYPE_CHECKING:
    from teleconseil.services import Services

_DIM = "$texte-discret"


def head(question: Question, now: datetime, services: Services | None) -> Content:
    """Its status, who asks, what it is about, its times and who holds it."""
    zone = now.tzinfo
    assert zone is not None, "the desk's clock is aware"
    who = (
        question.member_name or "sans adhérent",
        question.contact,
        question.establishment_name,
    )
    about = (
        question.channel.label,
        services.pole_label(question.pole) if services else question.pole,
        services.topic_label(question.topic) if services else question.topic or "",
    )
    times = [f"reçue {french.moment(question.received_at, zone)}"]
    if question.due_at is not None and question.status.is_open:
        times.append(f"échéance {french.moment(question.due_at, zone)}")
    if question.answered_at is not None:
        times.append(f"répondue {french.moment(question.answered_at, zone)}")
    if question.duration_s:
        times.append(f"durée {french.duration(question.duration_s)}")
    held = question.advisor or ("personne ne l’a prise" if question.status.is_open else "")
    return Content.assemble(
        status_content(question, now),
        (f" {question.reference}", "bold"),
        (f"  {', '.join(part for part in (question.status.label, held) if part)}", _DIM),
        f"\n{_joined(who)}\n",
        (f"{_joined(about)}\n{_joined(times)}", _DIM),
    )


def body(question: Question) -> Content:
    """What was asked, word for word, and the note for colleagues."""
    note = Content.styled(f"\n\nNote : {question.note}", _DIM) if question.note else Content("")
    return Content(question.text).append(note)


def journal(events: Sequence[QuestionEvent], now: datetime) -> Content:
    """One line an event, the last one first."""
    zone = now.tzinfo
    assert zone is not None, "the desk's clock is aware"
    lines = []
    for event in reversed(events):
        detail = f" — {event.detail}" if event.detail else ""
        at = french.when(event.at, now, zone)
        lines.append(Content(f"{at:<12} {event.kind.label}, {event.by}{detail}"))
    return Content("\n").join(lines)


def sources(used: Iterable[QuestionSource], services: Services | None) -> Content:
    """What the answer rests on, the version of each, and whether it is still today's."""
    return Content("\n").join(_source(source, services) for source in used)


def _source(source: QuestionSource, services: Services | None) -> Content:
    glyph = "■" if source.stale else "↳"
    said = [source.title or source.ident]
    if source.kind is SourceKind.ENTRY:
        said.append(f"version {source.version[:7]}")
        said.append(_since(source, services))
    elif source.version not in (source.ident, ""):
        said.append(f"version {source.version}")
    return Content(f"{glyph} {_joined(said)}")


def _since(source: QuestionSource, services: Services | None) -> str:
    if services is None or services.knowledge is None:
        return ""
    entry = services.entry(source.ident)
    if entry is None:
        return "fiche retirée depuis"
    return "" if entry.version == source.version else "fiche modifiée depuis"


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
