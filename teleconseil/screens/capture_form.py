"""What the call form holds, as plain values: to a draft and back, and to what is logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time
from uuid import uuid4

from teleconseil.desk.capture import CallForm
from teleconseil.desk.received import parse_received
from teleconseil.domain import Channel, Draft, QuestionSource, SourceKind

_ANSWER = "reponse-"


@dataclass(frozen=True, slots=True)
class FormState:
    """The whole form at one moment. ``ident`` names its draft."""

    ident: str
    channel: Channel
    started_at: datetime
    typed_member: str = ""
    member_number: str = ""
    establishment_code: str = ""
    contact: str = ""
    received: str = ""
    """When a written question came, as it was typed; empty: when the form was opened."""
    text: str = ""
    pole: str = ""
    pole_chosen: bool = False
    topic: str = ""
    topic_chosen: bool = False
    answer: str = ""
    note: str = ""
    reference: str = ""
    version: int = 0
    sources: tuple[QuestionSource, ...] = ()
    spent_s: int = 0
    """Seconds already spent on it before it was last taken up."""

    @property
    def is_empty(self) -> bool:
        """Nothing that someone would miss."""
        who = (self.typed_member, self.member_number, self.contact, self.received)
        return not any((*who, self.text, self.answer, self.note))


def new_form(channel: Channel, started_at: datetime, pole: str = "") -> FormState:
    """An empty form for a contact that begins now."""
    return FormState(uuid4().hex, channel, started_at, pole=pole)


def to_draft(state: FormState, advisor: str, now: datetime) -> Draft:
    """The form as text, word for word."""
    fields = {
        name: value
        for name, value in asdict(state).items()
        if isinstance(value, str) and name not in {"ident", "channel"}
    }
    fields["version"] = str(state.version)
    fields["spent_s"] = str(state.spent_s)
    fields["pole_chosen"] = "1" if state.pole_chosen else ""
    fields["topic_chosen"] = "1" if state.topic_chosen else ""
    fields["sources"] = json.dumps([asdict(source) for source in state.sources])
    return Draft(
        ident=state.ident,
        advisor=advisor,
        channel=state.channel,
        started_at=state.started_at.astimezone(UTC),
        updated_at=now.astimezone(UTC),
        fields=fields,
    )


def from_draft(draft: Draft) -> FormState:
    """The form as it was; what is missing or unreadable is empty."""
    fields = draft.fields
    return FormState(
        ident=draft.ident,
        channel=draft.channel,
        started_at=draft.started_at,
        typed_member=fields.get("typed_member", ""),
        member_number=fields.get("member_number", ""),
        establishment_code=fields.get("establishment_code", ""),
        contact=fields.get("contact", ""),
        received=fields.get("received", ""),
        text=fields.get("text", ""),
        pole=fields.get("pole", ""),
        pole_chosen=bool(fields.get("pole_chosen")),
        topic=fields.get("topic", ""),
        topic_chosen=bool(fields.get("topic_chosen")),
        answer=fields.get("answer", ""),
        note=fields.get("note", ""),
        reference=fields.get("reference", ""),
        version=_whole(fields.get("version", "0")),
        sources=_sources(fields),
        spent_s=_whole(fields.get("spent_s", "0")),
    )


def answer_draft(reference: str) -> str:
    """Name of the draft of an answer to that question."""
    return f"{_ANSWER}{reference}"


def answered_reference(draft: Draft) -> str:
    """The question that the draft answers; empty for one of a call or a letter."""
    return draft.ident.removeprefix(_ANSWER) if draft.ident.startswith(_ANSWER) else ""


def to_call(
    state: FormState, *, duration_s: int | None, now: datetime, day_start: time
) -> CallForm:
    """What is logged; a caller that no member matches is kept in the note.

    Raises:
        IncompleteForm: the date of reception that was typed is none.
    """
    started_at = state.started_at
    if state.received.strip():
        started_at = parse_received(state.received, now, day_start)
    note = state.note
    if state.typed_member.strip() and not state.member_number:
        note = f"{note}\nAdhérent non reconnu : {state.typed_member.strip()}".strip()
    return CallForm(
        channel=state.channel,
        pole=state.pole,
        text=state.text,
        started_at=started_at,
        topic=state.topic or None,
        member_number=state.member_number or None,
        establishment_code=state.establishment_code or None,
        contact=state.contact,
        answer=state.answer,
        note=note,
        duration_s=duration_s,
        sources=state.sources,
        reference=state.reference or None,
        version=state.version or None,
    )


def with_source(state: FormState, source: QuestionSource) -> FormState:
    """The form with one more source; a newer version of the same one takes its place."""
    others = tuple(s for s in state.sources if (s.kind, s.ident) != (source.kind, source.ident))
    return replace(state, sources=(*others, source))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _sources(fields: Mapping[str, str]) -> tuple[QuestionSource, ...]:
    try:
        rows = json.loads(fields.get("sources", "[]"))
        return tuple(
            QuestionSource(
                SourceKind(row["kind"]), row["ident"], row["version"], row["title"], row["stale"]
            )
            for row in rows
        )
    except (ValueError, KeyError, TypeError):
        return ()
