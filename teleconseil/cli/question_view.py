"""A question, printed: as the documented JSON object, or for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from teleconseil.cli.output import print_json, say
from teleconseil.domain import Question, QuestionEvent, QuestionSource
from teleconseil.reports.cells import one_line
from teleconseil.reports.figures import delay

if TYPE_CHECKING:
    from teleconseil.store import Store


Said = Callable[[QuestionSource], str | None]


def show(
    store: Store,
    question: Question,
    zone: ZoneInfo,
    *,
    as_json: bool,
    said: Said | None = None,
) -> None:
    """Print a question: everything in JSON, or with ``said``; else a line that says it is done.

    Args:
        said: gives the text that a source had when it was used, None when it was not kept.
    """
    if as_json:
        events, sources = store.events(question.reference), store.sources(question.reference)
        print_json(payload(question, events, sources, zone, said))
    elif said is not None:
        events, sources = store.events(question.reference), store.sources(question.reference)
        _print_whole(question, events, sources, zone)
    else:
        say(summary(question))


def summary(question: Question) -> str:
    """« TC-2026-000123 · répondue · téléphone · affaires-sociales · par Anne »."""
    parts = [
        question.reference,
        question.status.label,
        question.channel.label,
        question.pole,
        f"par {question.advisor}" if question.advisor else "sans conseiller",
    ]
    return " · ".join(parts)


def payload(
    question: Question,
    events: list[QuestionEvent],
    sources: list[QuestionSource],
    zone: ZoneInfo,
    said: Said | None = None,
) -> dict[str, Any]:
    """The whole question with French keys; moments carry the offset of the service's zone."""
    return {
        "reference": question.reference,
        "canal": question.channel.value,
        "pole": question.pole,
        "theme": question.topic,
        "statut": question.status.value,
        "texte": question.text,
        "recue_le": _iso(question.received_at, zone),
        "adherent": question.member_number,
        "nom_adherent": question.member_name,
        "etablissement": question.establishment_code,
        "nom_etablissement": question.establishment_name,
        "region": question.region,
        "contact": question.contact,
        "conseiller": question.advisor,
        "reponse": question.answer,
        "note": question.note,
        "duree_s": question.duration_s,
        "echeance": _iso(question.due_at, zone),
        "prise_le": _iso(question.taken_at, zone),
        "repondue_le": _iso(question.answered_at, zone),
        "version": question.version,
        "evenements": [
            {
                "le": _iso(event.at, zone),
                "par": event.by,
                "genre": event.kind.value,
                "detail": event.detail,
            }
            for event in events
        ],
        "sources": [
            {
                "genre": source.kind.value,
                "id": source.ident,
                "version": source.version,
                "titre": source.title,
                "perimee": source.stale,
                **({"contenu": said(source)} if said else {}),
            }
            for source in sources
        ],
    }


def _print_whole(
    question: Question, events: list[QuestionEvent], sources: list[QuestionSource], zone: ZoneInfo
) -> None:
    say(summary(question))
    member = " ".join(filter(None, (question.member_number, question.member_name)))
    rows = [
        ("Adhérent", member),
        ("Établissement", question.establishment_name),
        ("Contact", question.contact),
        ("Thème", question.topic or ""),
        ("Reçue", _shown(question.received_at, zone)),
        ("Échéance", _shown(question.due_at, zone)),
        ("Répondue", _shown(question.answered_at, zone)),
        ("Durée", delay(question.duration_s) if question.duration_s is not None else ""),
    ]
    for name, value in rows:
        if value:
            say(f"  {name:<14}{one_line(value)}")
    for name, text in (
        ("Question", question.text),
        ("Réponse", question.answer),
        ("Note", question.note),
    ):
        if text:
            say(f"\n{name}\n{text}")
    if sources:
        say("\nSources — « kb historique FICHE --version EMPREINTE » montre ce qui a été dit")
        for source in sources:
            stale = " — n’était plus à jour" if source.stale else ""
            say(f"  {source.kind.value} {source.ident} ({source.version}) {source.title}{stale}")
    say("\nJournal")
    for event in events:
        detail = f" : {one_line(event.detail)}" if event.detail else ""
        say(f"  {_shown(event.at, zone)}  {event.kind.label} par {event.by}{detail}")


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%d/%m/%Y %H:%M") if moment else ""
