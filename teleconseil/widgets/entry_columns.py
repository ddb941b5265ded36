"""How the lists of the workshop show entries, remarks and searches without an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from textual.content import Content

from teleconseil import french
from teleconseil.config import Settings
from teleconseil.desk.workshop import Dossier
from teleconseil.domain import EntryFeedback, SearchGap
from teleconseil.kb.freshness import StaleCitation
from teleconseil.kb.model import Freshness
from teleconseil.widgets.row_list import Column

COLOURS: Mapping[Freshness, str] = {
    Freshness.CHANGED: "$error",
    Freshness.OVERDUE: "$warning",
    Freshness.UNVALIDATED: "$texte-discret",
    Freshness.VERIFIED: "$success",
}
Told = Callable[[Dossier], int]
"""How many answers to correct were given with an entry."""


def entry_columns(short_pole: Callable[[str], str], told: Told) -> tuple[Column[Dossier], ...]:
    """State, title, why it waits; then pôle and answers to correct where there is room."""
    return (
        Column("", glyph, width=1),
        Column("Fiche", _title, share=3),
        Column(
            "Pôle", lambda d: short_pole(d.entry.pole) if d.entry else "", width=5, from_width=100
        ),
        Column("État", _state, width=10, from_width=100),
        Column("Ce qui attend", why, share=2),
        Column("Rappels", lambda d: _number(told(d)), width=7, right=True, from_width=100),
    )


def remark_columns(
    title: Callable[[str], str], now: Callable[[], datetime], settings: Settings
) -> tuple[Column[EntryFeedback], ...]:
    """What advisors said, newest first."""

    def when(remark: EntryFeedback) -> str:
        return french.when(remark.at, now(), settings.zone) if remark.at else ""

    return (
        Column("", _helpful, width=1),
        Column("Quand", when, width=12),
        Column("Qui", lambda remark: french.initials(remark.by), width=8),
        Column("Retour", lambda remark: remark.text or "sans un mot", share=3),
        Column("Fiche", lambda remark: title(remark.slug), share=2),
    )


def gap_columns() -> tuple[Column[SearchGap], ...]:
    """Searches without an answer, the most frequent first."""
    return (
        Column("Fois", lambda gap: french.number(gap.times), width=5, right=True),
        Column("Cherché, pas trouvé", lambda gap: gap.query),
    )


def glyph(dossier: Dossier) -> Content:
    """The state at a glance; a file that cannot be read has one of its own."""
    if dossier.is_beside and not dossier.errors:
        mark, colour = ("▲", "$warning") if dossier.problems else ("●", "$success")
        return Content.styled(mark, colour)
    if dossier.entry is None:
        return Content.styled("×", "$error")
    return Content.styled(dossier.freshness.glyph, COLOURS[dossier.freshness])


def why(dossier: Dossier) -> Content:
    """The gravest reason, then what else there is."""
    parts: list[tuple[str, str]] = []
    if dossier.entry is None:
        if not dossier.is_beside:
            parts.append(("fichier illisible", "$error"))
    elif dossier.stale:
        first, rest = dossier.stale[0], len(dossier.stale) - 1
        more = f" (+{rest})" if rest else ""
        parts.append((f"{moved(first)}{more}", "$error"))
    elif dossier.freshness is Freshness.OVERDUE and dossier.entry.review_on:
        parts.append((f"à revoir le {french.short_date(dossier.entry.review_on)}", "$warning"))
    if dossier.errors and not dossier.stale:
        parts.append((french.plural(len(dossier.errors), "erreur"), "$error"))
    warnings = len(dossier.problems) - len(dossier.errors)
    if warnings and not parts:
        parts.append((french.plural(warnings, "avertissement"), "$warning"))
    if dossier.remarks:
        parts.append((french.plural(len(dossier.remarks), "retour"), "$accent"))
    line = Content("")
    for text, style in parts:
        line = line.append(" · " if line else "").append(Content.styled(text, style))
    return line


def moved(stale: StaleCitation) -> str:
    """« L3141-5 modifié 24/12/2025 », « L3141-5 abrogé »."""
    current = stale.current
    if current is None:
        return f"{stale.citation.article} abrogé"
    since = f" {french.short_date(current.valid_from)}" if current.valid_from else ""
    return f"{stale.citation.article} modifié{since}"


def _title(dossier: Dossier) -> str:
    """The entry's; « synonymes.toml, ligne 12 : … » beside them, where there is none."""
    if not dossier.is_beside:
        return dossier.title
    first = dossier.first_problem
    if first is None:
        return dossier.title
    line = f", ligne {first.line}" if dossier.is_file else ""
    return f"{dossier.title}{line} : {first.message}"


def _state(dossier: Dossier) -> str:
    if dossier.entry is None:
        return "" if dossier.is_beside else "illisible"
    return dossier.entry.state.label


def _helpful(remark: EntryFeedback) -> Content:
    return Content.styled("●", "$success") if remark.helpful else Content.styled("▲", "$warning")


def _number(count: int) -> str:
    return french.number(count) if count else ""
