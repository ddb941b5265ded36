"""``teleconseil kb a-reviser``: the entries that time or the law has overtaken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.output import console, print_json, say
from teleconseil.cli.text_changes import find_calls, write_calls
from teleconseil.config import load_settings
from teleconseil.french import plural, short_date
from teleconseil.kb.freshness import Currency, StaleCitation
from teleconseil.kb.model import Entry, EntryState, Freshness, LegalArticle
from teleconseil.kb.revision import citing_sentences
from teleconseil.reports.callbacks import Callback
from teleconseil.reports.cells import one_line


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An entry to revise, and why."""

    entry: Entry
    freshness: Freshness
    citations: tuple[StaleCitation, ...]


@click.command("a-reviser", cls=FrenchCommand)
@option(
    "--rappels",
    "call_file",
    type=click.Path(path_type=Path),
    metavar="FICHIER.csv",
    help="Écrit aussi les adhérents à rappeler : répondus avec ces fiches depuis le changement.",
)
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def a_reviser(call_file: Path | None, as_json: bool) -> None:
    """Les fiches dont la date de révision est passée, ou dont un article cité a changé.

    Pour chaque article : ce qui a changé, mot à mot, et les phrases de la fiche qui le nomment.
    """
    from teleconseil.kb.library import Library
    from teleconseil.kb.texts import TextLibrary

    settings = load_settings()
    today = datetime.now(settings.zone).date()
    entries = Library(settings.kb_dir).load().entries
    texts = TextLibrary(settings.texts_dir)
    found = to_revise(entries.values(), Currency(texts), today)
    moved = {each.entry.slug for each in found if each.citations}
    calls = find_calls(settings, moved, entries, texts) if moved else []
    if call_file is not None:
        write_calls(call_file, calls, settings.zone)
    if as_json:
        rows = [_payload(each, calls) for each in found]
        print_json({"le": today.isoformat(), "fiches": rows})
        return
    for each in found:
        _print(each, calls)
    say(f"{plural(len(found), 'fiche')} à réviser sur {len(entries)}.")


def to_revise(entries: Iterable[Entry], currency: Currency, today: date) -> list[Overtaken]:
    """The entries to revise, those that the law has moved under first."""
    found = []
    for entry in entries:
        state = currency.freshness(entry, today)
        if entry.state is EntryState.ARCHIVED or state not in (
            Freshness.CHANGED,
            Freshness.OVERDUE,
        ):
            continue
        found.append(Overtaken(entry, state, currency.stale(entry)))
    return sorted(
        found, key=lambda each: (each.freshness is not Freshness.CHANGED, each.entry.slug)
    )


def _print(overtaken: Overtaken, calls: Sequence[Callback]) -> None:
    from teleconseil.cli.difference import difference

    out, entry = console(), overtaken.entry
    review = f", à revoir le {short_date(entry.review_on)}" if entry.review_on else ""
    say(f"{overtaken.freshness.glyph} {entry.slug} : {overtaken.freshness.label}{review}")
    say(f"  {entry.path}")
    for stale in overtaken.citations:
        read = _since(stale.read) or "version inconnue"
        current = _since(stale.current)
        now = f"en vigueur : {current}" if current else "n’est plus en vigueur"
        say(f"  {stale.citation.text} {stale.citation.article} : lu {read} ; {now}")
        if stale.read is not None and stale.current is not None:
            out.print("   ", difference(stale.read.body, stale.current.body), soft_wrap=True)
        for sentence in citing_sentences(entry, stale.citation):
            out.print(f"    « {one_line(sentence, 160)} »", style="dim", soft_wrap=True)
    if told := _told(entry, calls):
        say(f"  {plural(told, 'réponse')} à corriger : --rappels FICHIER.csv en fait la liste.")


def _told(entry: Entry, calls: Sequence[Callback]) -> int:
    """How many answers were given with it since the change."""
    return sum(call.entry == entry.slug for call in calls)


def _payload(overtaken: Overtaken, calls: Sequence[Callback]) -> dict[str, Any]:
    entry = overtaken.entry
    return {
        "fiche": entry.slug,
        "titre": entry.title,
        "chemin": str(entry.path),
        "raison": overtaken.freshness.value,
        "a_revoir_le": entry.review_on.isoformat() if entry.review_on else None,
        "verifiee_le": entry.verified_on.isoformat() if entry.verified_on else None,
        "articles": [
            {
                "texte": stale.citation.text,
                "article": stale.citation.article,
                "lu": _version(stale.read),
                "en_vigueur": _version(stale.current),
                "passages": citing_sentences(entry, stale.citation),
            }
            for stale in overtaken.citations
        ],
        "reponses_a_corriger": _told(entry, calls),
    }


def _version(article: LegalArticle | None) -> dict[str, Any] | None:
    if article is None:
        return None
    since = article.valid_from.isoformat() if article.valid_from else None
    return {"id": article.ident, "depuis": since}


def _since(article: LegalArticle | None) -> str:
    if article is None:
        return ""
    return f"version du {short_date(article.valid_from)}" if article.valid_from else article.ident
