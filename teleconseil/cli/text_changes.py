"""``teleconseil textes changements``: what the law changed, whom it touches, whom to call back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.opening import database_exists, opened_store
from teleconseil.cli.output import console, note, print_json
from teleconseil.cli.params import DAY
from teleconseil.config import Settings, load_settings
from teleconseil.french import plural, short_date
from teleconseil.kb.model import Entry, EntryState, LegalArticle
from teleconseil.kb.texts import ArticleChange, ChangeKind, TextLibrary
from teleconseil.reports.callbacks import (
    Callback,
    Touched,
    callbacks,
    csv_rows,
    touched_entries,
)
from teleconseil.reports.cells import one_line

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the changes of the law entail here."""

    changes: Sequence[ArticleChange]
    touched: Mapping[ArticleChange, Sequence[Touched]]
    calls: Sequence[Callback]


@click.command(cls=FrenchCommand)
@option("--depuis", "since", type=DAY, metavar="DATE", help="Ce qui a pris effet depuis ce jour.")
@option(
    "--rappels",
    "call_file",
    type=click.Path(path_type=Path),
    metavar="FICHIER.csv",
    help="Écrit aussi la liste des adhérents à rappeler.",
)
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def changements(since: date | None, call_file: Path | None, as_json: bool) -> None:
    """Ce qui a changé dans les textes, les fiches que cela touche, les adhérents à rappeler.

    Une correction de pure forme est dite, mais ne touche aucune fiche et ne fait rappeler personne.
    """
    settings = load_settings()
    found = find_consequences(settings, since)
    if call_file is not None:
        write_calls(call_file, found.calls, settings.zone)
    if as_json:
        print_json(_payload(found, since, settings.zone))
    else:
        _print(found)


def find_consequences(settings: Settings, since: date | None) -> Consequences:
    """The changes learnt since a day, the entries they touch, the answers to correct."""
    from teleconseil.kb.library import Library

    library = TextLibrary(settings.texts_dir)
    changes = library.changes(since)
    real = [change for change in changes if change.kind is not ChangeKind.EDITORIAL]
    entries = Library(settings.kb_dir).load().entries
    current = [e for e in entries.values() if e.state is not EntryState.ARCHIVED]
    touched = touched_entries(real, current, library)
    return Consequences(changes, touched, _calls(settings, real, entries, library))


def find_calls(
    settings: Settings, slugs: Set[str], entries: Mapping[str, Entry], texts: TextLibrary
) -> list[Callback]:
    """The answers to correct that were given with these entries, whenever the law changed."""
    changes = [c for c in texts.changes() if c.kind is not ChangeKind.EDITORIAL]
    return [call for call in _calls(settings, changes, entries, texts) if call.entry in slugs]


def _calls(
    settings: Settings,
    changes: Sequence[ArticleChange],
    entries: Mapping[str, Entry],
    texts: TextLibrary,
) -> list[Callback]:
    if not changes or not database_exists(settings):
        return []
    with opened_store(settings) as store:
        return callbacks(store, changes, entries, texts, settings.zone)


def write_calls(file: Path, calls: Sequence[Callback], zone: ZoneInfo) -> None:
    from teleconseil.reports.files import whole_file
    from teleconseil.reports.writers.csv_file import write_rows

    with whole_file(file) as stream:
        write_rows(csv_rows(calls, zone), stream)
    note(f"{plural(len(calls), 'réponse')} à corriger : {file}")


def _print(found: Consequences) -> None:
    from teleconseil.cli.difference import difference

    out = console()
    for change in found.changes:
        out.print(_heading(change), soft_wrap=True)
        if change.before is not None and change.after is not None:
            words = difference(change.before.body, change.after.body)
            out.print(words, soft_wrap=True)
        for touched in found.touched.get(change, ()):
            out.print(f"    fiche {touched.entry.slug}", style="yellow", soft_wrap=True)
            for passage in touched.passages:
                out.print(f"      « {one_line(passage, 160)} »", style="dim", soft_wrap=True)
    if found.calls:
        out.print("À rappeler", style="bold")
    for call in found.calls:
        question = call.question
        who = " ".join(filter(None, (question.member_number, question.member_name)))
        told = f"{call.text} {call.number}" + (f" par la fiche {call.entry}" if call.entry else "")
        phone = call.member.phone if call.member else ""
        parts = [one_line(who) or "adhérent inconnu", one_line(phone), one_line(question.contact)]
        parts += [question.reference, told]
        out.print("  " + " · ".join(filter(None, parts)), soft_wrap=True)
    slugs = {touched.entry.slug for many in found.touched.values() for touched in many}
    counts = (
        plural(len(found.changes), "article changé", "articles changés"),
        plural(len(slugs), "fiche touchée", "fiches touchées"),
        plural(len(found.calls), "réponse", "réponses") + " à corriger",
    )
    out.print(", ".join(counts) + ".")


def _heading(change: ArticleChange) -> Text:
    from rich.text import Text

    title = Text(f"{change.text} {change.number}", style="bold")
    title.append(f"  {change.kind.label}", style="cyan")
    dates = [
        short_date(article.valid_from)
        for article in (change.before, change.after)
        if article is not None and article.valid_from is not None
    ]
    title.append(f"  {' → '.join(dates)}", style="dim")
    return title


def _payload(found: Consequences, since: date | None, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "depuis": since.isoformat() if since else None,
        "changements": [
            {
                "genre": change.kind.value,
                "texte": change.text,
                "article": change.number,
                "cid": change.cid,
                "avant": _version(change.before),
                "apres": _version(change.after),
                "fiches": [
                    {"fiche": touched.entry.slug, "passages": list(touched.passages)}
                    for touched in found.touched.get(change, ())
                ],
            }
            for change in found.changes
        ],
        "a_rappeler": [_call(call, zone) for call in found.calls],
    }


def _call(call: Callback, zone: ZoneInfo) -> dict[str, Any]:
    question = call.question
    moment = (question.answered_at or question.received_at).astimezone(zone)
    return {
        "adherent": question.member_number,
        "nom_adherent": question.member_name,
        "telephone": call.member.phone if call.member else "",
        "courriel": call.member.email if call.member else "",
        "contact": question.contact,
        "reference": question.reference,
        "repondue_le": moment.isoformat(timespec="seconds"),
        "texte": call.text,
        "article": call.number,
        "fiche": call.entry,
    }


def _version(article: LegalArticle | None) -> dict[str, Any] | None:
    if article is None:
        return None
    since = article.valid_from.isoformat() if article.valid_from else None
    return {"id": article.ident, "depuis": since}
