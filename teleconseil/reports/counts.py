"""How many questions, over whole months, by any grouping: one query, one definition.

A question counts once, in the month when it was received, for the pôle that holds it now. The
sentence that says so travels in every ``CountTable`` and is printed by every writer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from teleconseil.domain import (
    SECTORS,
    Channel,
    Pole,
    QuestionFilter,
    Status,
    Topic,
)
from teleconseil.errors import UsageProblem
from teleconseil.reports.periods import (
    Month,
    Segment,
    local_midnight,
    range_bounds,
    segments,
)
from teleconseil.text import fold

DIMENSIONS: Mapping[str, str] = {
    "mois": "Mois",
    "semaine": "Semaine",
    "annee": "Année",
    "pole": "Pôle",
    "canal": "Canal",
    "theme": "Thème",
    "sous-theme": "Sous-thème",
    "conseiller": "Conseiller",
    "region": "Région",
    "secteur": "Secteur",
    "statut": "Statut",
}
"""Name of a grouping, as typed after ``--par``, to its heading."""

PERIODS = frozenset({"mois", "semaine", "annee"})
DEFAULT_GROUPING = ("mois", "pole", "canal")
MAX_SEGMENTS = 1_500
UNKNOWN = "non renseigné"

CountRow = tuple[tuple[str, ...], int]


class CountStore(Protocol):
    """What counting needs of the store."""

    def count_questions(
        self,
        by: Sequence[str],
        periods: Sequence[tuple[str, datetime, datetime]],
        *,
        filter: QuestionFilter | None = None,
    ) -> list[CountRow]: ...

    def poles(self, *, retired: bool = False) -> list[Pole]: ...

    def topics(self, pole: str | None = None, *, retired: bool = False) -> list[Topic]: ...


@dataclass(frozen=True, slots=True)
class CountRequest:
    """Whole months, both included, and the groupings in the order of the columns."""

    start: Month
    end: Month
    by: tuple[str, ...] = DEFAULT_GROUPING


@dataclass(frozen=True, slots=True)
class CountTable:
    """The answer: sorted rows whose numbers add up to ``total``."""

    dims: tuple[str, ...]
    rows: tuple[CountRow, ...]
    total: int
    definition: str
    zone: str
    start: Month
    end: Month
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Grouping to value to what a person reads."""

    @property
    def headings(self) -> tuple[str, ...]:
        return (*(DIMENSIONS[dim] for dim in self.dims), "Nombre")

    def label(self, dim: str, value: str) -> str:
        """What a person reads for a value; a value that is not known says so."""
        return self.labels.get(dim, {}).get(value, value) or UNKNOWN


def parse_grouping(text: str) -> tuple[str, ...]:
    """Read « mois,pole,canal ».

    Raises:
        UsageProblem: a name is unknown, written twice, or there is none.
    """
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    known = ", ".join(DIMENSIONS)
    if not names:
        raise UsageProblem("Aucun regroupement n’est donné.", f"Choisissez parmi : {known}.")
    for name in names:
        if name not in DIMENSIONS:
            raise UsageProblem(
                f"Regroupement inconnu : « {name} ».", f"Choisissez parmi : {known}."
            )
        if names.count(name) > 1:
            raise UsageProblem(f"Le regroupement « {name} » est écrit deux fois.", "Gardez-en un.")
    return names


def count(store: CountStore, request: CountRequest, zone: ZoneInfo) -> CountTable:
    """Count the questions received in the months asked for.

    Raises:
        UsageProblem: months the wrong way round, or too many periods for one table.
    """
    range_bounds(request.start, request.end, zone)
    stretches = _stretches(request)
    periods = [
        (str(index), local_midnight(s.first, zone), local_midnight(s.after, zone))
        for index, s in enumerate(stretches)
    ]
    stored = tuple(dim for dim in request.by if dim not in PERIODS)
    by = stored if stored and not PERIODS.intersection(request.by) else ("periode", *stored)
    sums: dict[tuple[str, ...], int] = {}
    for values, number in store.count_questions(by, periods):
        known = dict(zip(by, values, strict=True))
        if "periode" in known:
            known.update(_period_values(stretches[int(known["periode"])]))
        key = tuple(known[dim] for dim in request.by)
        sums[key] = sums.get(key, 0) + number
    rows = tuple(sorted(sums.items(), key=lambda row: tuple(map(_sort_key, row[0]))))
    return CountTable(
        dims=request.by,
        rows=rows,
        total=sum(number for _, number in rows),
        definition=definition(request.by, zone),
        zone=zone.key,
        start=request.start,
        end=request.end,
        labels=_labels(store, request.by),
    )


def definition(by: Sequence[str], zone: ZoneInfo) -> str:
    """What is counted, in one paragraph for whoever reads the table."""
    sentences = [
        "Chaque question compte une fois, dans le mois où elle a été reçue "
        f"(à l’heure du fuseau {zone.key}), pour le pôle qui la tient aujourd’hui ; "
        "les questions annulées ne comptent pas."
    ]
    if "semaine" in by:
        sentences.append(
            "Les semaines vont du lundi au dimanche (norme ISO) ; celles qui débordent de la "
            "période demandée n’y comptent que pour leurs jours compris dans la période."
        )
    return " ".join(sentences)


def _stretches(request: CountRequest) -> list[Segment]:
    found = segments(
        request.start.first_day,
        request.end.plus(1).first_day,
        months="mois" in request.by,
        weeks="semaine" in request.by,
        years="annee" in request.by,
    )
    if len(found) > MAX_SEGMENTS:
        raise UsageProblem(
            f"De {request.start} à {request.end}, il y aurait {len(found)} périodes à compter.",
            "Comptez moins d’années à la fois, ou par mois plutôt que par semaine.",
        )
    return found


def _period_values(segment: Segment) -> dict[str, str]:
    year, week, _ = segment.first.isocalendar()
    return {
        "mois": str(Month.of(segment.first)),
        "semaine": f"{year:04d}-W{week:02d}",
        "annee": f"{segment.first.year:04d}",
    }


def _sort_key(value: str) -> tuple[str, str]:
    return fold(value), value


def _labels(store: CountStore, by: Sequence[str]) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    if "pole" in by:
        labels["pole"] = {pole.slug: pole.label for pole in store.poles(retired=True)}
    if "canal" in by:
        labels["canal"] = {channel.value: channel.label for channel in Channel}
    if "statut" in by:
        labels["statut"] = {status.value: status.label for status in Status}
    if "secteur" in by:
        labels["secteur"] = dict(SECTORS)
    if {"theme", "sous-theme"}.intersection(by):
        topics = {topic.slug: topic.label for topic in store.topics(retired=True)}
        labels["theme"] = labels["sous-theme"] = topics
    return labels
