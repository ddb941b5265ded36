"""The card of a member as it is read on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content

from teleconseil import french
from teleconseil.desk.member_card import MemberCard, ThemeCount
from teleconseil.domain import SECTORS, Establishment, Member
from teleconseil.widgets.member_field import summary

_DIM = "$texte-discret"
_THEMES, _CONTACTS, _PLACES = 6, 4, 4


def card_content(card: MemberCard, topic_label: Callable[[str | None], str]) -> Content:
    """Name, facts, contacts, establishments by sector, what was asked this month and this year."""
    return Content("\n").join(_lines(card, topic_label))


def _lines(card: MemberCard, topic_label: Callable[[str | None], str]) -> Iterator[Content]:
    member = card.member
    yield Content.styled(member.name, "bold")
    yield Content.styled(summary(member), _DIM)
    if reach := _reach(member):
        yield Content(reach)
    if card.contacts:
        more = ["…"] if len(card.contacts) > _CONTACTS else []
        yield _labelled("Contacts", ", ".join([*card.contacts[:_CONTACTS], *more]))
    yield Content("")
    yield Content.assemble(
        ("Ce mois ", _DIM),
        (french.plural(card.this_month, "contact"), "bold"),
        ("   Cette année ", _DIM),
        (french.plural(card.this_year, "contact"), "bold"),
    )
    for theme in card.themes[:_THEMES]:
        yield _theme(theme, topic_label(theme.slug) or "sans thème")
    if len(card.themes) > _THEMES:
        rest = card.themes[_THEMES:]
        year = sum(theme.this_year for theme in rest)
        month = sum(theme.this_month for theme in rest)
        yield _theme(
            ThemeCount("", month, year), french.plural(len(rest), "autre thème", "autres thèmes")
        )
    yield Content("")
    number = len(card.establishments)
    yield _labelled("Établissements", french.number(number) if number else "aucun connu")
    for sector, places in card.by_sector:
        yield _sector(SECTORS.get(sector, sector) or "secteur non renseigné", places)


def _labelled(label: str, text: str) -> Content:
    return Content.assemble((f"{label}  ", _DIM), Content(text))


def _reach(member: Member) -> str:
    return " · ".join(part for part in (member.phone, member.email) if part)


def _sector(label: str, places: Sequence[Establishment]) -> Content:
    named = [
        " ".join(part for part in (p.name, f"({p.town})" if p.town else "") if part) for p in places
    ]
    more = ["…"] if len(named) > _PLACES else []
    return Content.assemble(
        f"  {label} ",
        (french.number(len(places)), "bold"),
        (f"  {', '.join([*named[:_PLACES], *more])}", _DIM),
    )


def _theme(theme: ThemeCount, label: str) -> Content:
    return Content.assemble(
        (f"{french.number(theme.this_month):>5}", "bold" if theme.this_month else _DIM),
        (f"{french.number(theme.this_year):>7}", "bold"),
        f"  {label}",
    )
