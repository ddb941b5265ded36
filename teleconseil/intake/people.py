"""Members and establishments from CSV.

A column that the file does not have leaves what is known as it is; an empty cell empties it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from teleconseil.domain import REGIONS, SECTORS, SIZE_BANDS, Establishment, Member
from teleconseil.intake.table import Column, Row
from teleconseil.intake.values import (
    CellProblem,
    Choices,
    line,
    required,
    whole_number,
    yes_no,
)

MEMBER_COLUMNS = (
    Column("numero", ("n°", "no", "numero adherent", "n° adherent", "code adherent"), True),
    Column("nom", ("nom adherent", "raison sociale", "association", "organisme"), True),
    Column("ville", ("commune",)),
    Column("region"),
    Column("secteur", ("secteur d’activite",)),
    Column("tranche", ("tranche d’effectif", "tranche effectif", "taille")),
    Column("effectif", ("salaries", "nombre de salaries")),
    Column("telephone", ("tel", "tel.")),
    Column("courriel", ("email", "e-mail", "mel", "mail", "adresse electronique")),
    Column("actif", ("active",)),
)
ESTABLISHMENT_COLUMNS = (
    Column("code", ("code etablissement", "numero etablissement", "finess", "n° finess"), True),
    Column("adherent", ("numero adherent", "n° adherent", "code adherent"), True),
    Column("nom", ("nom etablissement", "etablissement", "raison sociale"), True),
    Column("type", ("categorie", "genre", "nature")),
    Column("secteur", ("secteur d’activite",)),
    Column("ville", ("commune",)),
    Column("region"),
    Column("actif", ("active",)),
)
_UPPER_BOUNDS = (49, 150, 300, 500, 1_000)
_SECTORS = Choices.of(SECTORS, SECTORS)
_REGIONS = Choices.of(REGIONS)
_BANDS = Choices.of(SIZE_BANDS)


class MemberNumbers:
    """Finds a member's number, also where a spreadsheet has eaten its leading zeros."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._numbers = set(numbers)
        self._bare: dict[str, list[str]] = {}
        for number in sorted(self._numbers):
            self._bare.setdefault(number.lstrip("0"), []).append(number)

    def __contains__(self, number: str) -> bool:
        return number in self._numbers

    def alike(self, number: str) -> str | None:
        """The one known number that differs by its leading zeros only."""
        found = self._bare.get(number.lstrip("0"), [])
        return found[0] if len(found) == 1 and found[0] != number else None

    def read(self, column: str, cell: str) -> str:
        """The number of a member that there is.

        Raises:
            CellProblem: there is none.
        """
        number = line(column, cell)
        known = number if number in self else self.alike(number)
        if known is None:
            raise CellProblem(
                f"{column} : aucun adhérent n’a le numéro « {number} ».",
                "Importez d’abord les adhérents, ou corrigez ce numéro.",
            )
        return known


class MemberReader:
    """Makes a member of a row."""

    def __init__(self, known: Mapping[str, Member]) -> None:
        self._known = known
        self._numbers = MemberNumbers(known)

    def __call__(self, row: Row) -> Member:
        number = required("numero", row.get("numero"))
        current = self._known.get(number)
        if current is None and (alike := self._numbers.alike(number)):
            raise CellProblem(
                f"numero : « {number} » n’est pas connu, mais l’adhérent « {alike} » l’est.",
                "Un tableur a sans doute ôté les zéros : mettez la colonne au format texte.",
            )
        member = current or Member(number, "")
        return replace(member, name=required("nom", row.get("nom")), **self._given(row, member))

    def _given(self, row: Row, member: Member) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, field in (("ville", "town"), ("telephone", "phone"), ("courriel", "email")):
            if row.has(column):
                values[field] = line(column, row.get(column))
        values |= _places(row, member.active)
        if row.has("effectif"):
            values["headcount"] = whole_number("effectif", row.get("effectif"))
        if row.has("tranche"):
            values["size_band"] = _BANDS.read("tranche", row.get("tranche"))
        if not values.get("size_band", member.size_band) and values.get("headcount") is not None:
            values["size_band"] = size_band(values["headcount"])
        return values


class EstablishmentReader:
    """Makes an establishment of a row."""

    def __init__(self, known: Mapping[str, Establishment], members: MemberNumbers) -> None:
        self._known = known
        self._members = members

    def __call__(self, row: Row) -> Establishment:
        code = required("code", row.get("code"))
        required("adherent", row.get("adherent"))
        number = self._members.read("adherent", row.get("adherent"))
        current = self._known.get(code) or Establishment(code, number, "")
        values = _places(row, current.active)
        for column, field in (("type", "kind"), ("ville", "town")):
            if row.has(column):
                values[field] = line(column, row.get(column))
        name = required("nom", row.get("nom"))
        return replace(current, member_number=number, name=name, **values)


def size_band(headcount: int) -> str:
    """The band of the activity report that a number of employees falls in."""
    return SIZE_BANDS[sum(headcount > bound for bound in _UPPER_BOUNDS)]


def _places(row: Row, active: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if row.has("region"):
        values["region"] = _REGIONS.read("region", row.get("region"))
    if row.has("secteur"):
        values["sector"] = _SECTORS.read("secteur", row.get("secteur"))
    if row.has("actif"):
        values["active"] = yes_no("actif", row.get("actif"), active)
    return values
