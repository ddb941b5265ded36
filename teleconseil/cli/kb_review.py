"""``teleconseil kb a-reviser``: the entries that time or the law has overtaken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.output import print_json, say
from teleconseil.config import load_settings
from teleconseil.french import plural, short_date
from teleconseil.kb.freshness import ArticleSource, StaleCitation, freshness, stale_citations
from teleconseil.kb.model import Entry, EntryState, Freshness, LegalArticle


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An entry to revise, and why."""

    entry: Entry
    freshness: Freshness
    citations: tuple[StaleCitation, ...]


@click.command("a-reviser", cls=FrenchCommand)
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def a_reviser(as_json: bool) -> None:
    """Les fiches dont la date de révision est passée, ou dont un article cité a changé."""
    from teleconseil.kb.library import Library
    from teleconseil.kb.texts import TextLibrary

    settings = load_settings()
    today = datetime.now(settings.zone).date()
    entries = Library(settings.kb_dir).load().entries
    found = to_revise(list(entries.values()), TextLibrary(settings.texts_dir), today)
    if as_json:
        print_json({"le": today.isoformat(), "fiches": [_payload(each) for each in found]})
        return
    for each in found:
        _print(each)
    say(f"{plural(len(found), 'fiche')} à réviser sur {len(entries)}.")


def to_revise(entries: list[Entry], texts: ArticleSource, today: date) -> list[Overtaken]:
    """The entries to revise, those that the law has moved under first."""
    found = []
    for entry in entries:
        state = freshness(entry, texts, today)
        if entry.state is EntryState.ARCHIVED or state not in (
            Freshness.CHANGED,
            Freshness.OVERDUE,
        ):
            continue
        found.append(Overtaken(entry, state, tuple(stale_citations(entry, texts))))
    return sorted(
        found, key=lambda each: (each.freshness is not Freshness.CHANGED, each.entry.slug)
    )


def _print(overtaken: Overtaken) -> None:
    entry = overtaken.entry
    review = f", à revoir le {short_date(entry.review_on)}" if entry.review_on else ""
    say(f"{overtaken.freshness.glyph} {entry.slug} : {overtaken.freshness.label}{review}")
    say(f"  {entry.path}")
    for stale in overtaken.citations:
        read = _since(stale.read) or "version inconnue"
        current = _since(stale.current)
        now = f"en vigueur : {current}" if current else "n’est plus en vigueur"
        say(f"  {stale.citation.text} {stale.citation.article} : lu {read} ; {now}")


def _payload(overtaken: Overtaken) -> dict[str, Any]:
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
            }
            for stale in overtaken.citations
        ],
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
