from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.domain import Pole, QuestionFilter, Topic
from teleconseil.errors import UsageProblem
from teleconseil.reports.counts import (
    DIMENSIONS,
    CountRequest,
    CountTable,
    count,
    parse_grouping,
)
from teleconseil.reports.periods import Month

PARIS = ZoneInfo("Europe/Paris")
VALUES = {
    "pole": ("affaires-sociales", "offre-sociale-medico-sociale"),
    "canal": ("telephone", "ecrit"),
    "theme": ("conges-payes", "contrat", ""),
    "sous-theme": ("conges-payes/acquisition", ""),
    "conseiller": ("Anne", "Élodie", ""),
    "region": ("Île-de-France", "Bretagne", ""),
    "secteur": ("handicap", ""),
    "statut": ("nouvelle", "repondue"),
}
Row = tuple[datetime, dict[str, str]]


@dataclass
class FakeStore:
    """Counts as a store does, over rows held in memory."""

    rows: list[Row]
    calls: list[Sequence[str]] = field(default_factory=list)

    def count_questions(
        self,
        by: Sequence[str],
        periods: Sequence[tuple[str, datetime, datetime]],
        *,
        filter: QuestionFilter | None = None,  # noqa: ARG002
    ) -> list[tuple[tuple[str, ...], int]]:
        self.calls.append(by)
        sums: Counter[tuple[str, ...]] = Counter()
        for at, values in self.rows:
            for label, first, after in periods:
                if first <= at < after:
                    known = {**values, "periode": label}
                    sums[tuple(known[dim] for dim in by)] += 1
        return list(sums.items())

    def poles(self, *, retired: bool = False) -> list[Pole]:  # noqa: ARG002
        return [Pole("affaires-sociales", "Affaires sociales", "AS")]

    def topics(self, pole: str | None = None, *, retired: bool = False) -> list[Topic]:  # noqa: ARG002
        return [Topic("conges-payes", "Congés payés", "affaires-sociales")]


rows = st.lists(
    st.tuples(
        st.datetimes(
            datetime(2023, 6, 1),  # noqa: DTZ001 - hypothesis adds the zone
            datetime(2026, 6, 1),  # noqa: DTZ001
            timezones=st.just(UTC),
        ),
        st.fixed_dictionaries({dim: st.sampled_from(values) for dim, values in VALUES.items()}),
    ),
    max_size=40,
)
groupings = st.lists(st.sampled_from(list(DIMENSIONS)), min_size=1, max_size=5, unique=True)
months = st.builds(Month, st.integers(2023, 2026), st.integers(1, 12))


@given(rows, groupings, months, months, st.sampled_from(["Europe/Paris", "Indian/Reunion"]))
def test_the_total_is_the_sum_of_the_rows_whatever_the_grouping(
    questions: list[Row], by: list[str], a: Month, b: Month, name: str
) -> None:
    start, end = min(a, b), max(a, b)
    zone = ZoneInfo(name)
    table = count(FakeStore(questions), CountRequest(start, end, tuple(by)), zone)
    expected = Counter(
        tuple(_value(dim, at.astimezone(zone), values) for dim in by)
        for at, values in questions
        if start <= Month.of(at.astimezone(zone).date()) <= end
    )
    assert dict(table.rows) == dict(expected)
    assert table.total == sum(number for _, number in table.rows) == expected.total()
    assert len({values for values, _ in table.rows}) == len(table.rows)


def _value(dim: str, local: datetime, values: dict[str, str]) -> str:
    year, week, _ = local.isocalendar()
    return {
        **values,
        "mois": f"{local:%Y-%m}",
        "annee": f"{local:%Y}",
        "semaine": f"{year:04d}-W{week:02d}",
    }[dim]


def test_a_question_of_new_years_eve_counts_in_the_year_of_the_service() -> None:
    midnight_minus_one = datetime(2023, 12, 31, 22, 59, tzinfo=UTC)
    midnight = datetime(2023, 12, 31, 23, 0, tzinfo=UTC)
    values = {dim: known[0] for dim, known in VALUES.items()}
    store = FakeStore([(midnight_minus_one, values), (midnight, values)])
    table = count(store, CountRequest(Month(2024, 1), Month(2024, 1), ("annee",)), PARIS)
    assert table.rows == ((("2024",), 1),)


def test_one_query_whatever_the_periods() -> None:
    store = FakeStore([])
    count(store, CountRequest(Month(2024, 1), Month(2024, 12), ("mois", "semaine")), PARIS)
    assert len(store.calls) == 1


def test_rows_are_sorted_as_a_french_reader_expects() -> None:
    at = datetime(2024, 5, 2, tzinfo=UTC)
    names = ("Zoé", "Élodie", "anne", "Eve")
    questions = [(at, {dim: v[0] for dim, v in VALUES.items()} | {"conseiller": n}) for n in names]
    table = _table(questions, ("conseiller",))
    assert [values[0] for values, _ in table.rows] == ["anne", "Élodie", "Eve", "Zoé"]


def test_labels_are_read_and_what_is_unknown_says_so() -> None:
    at = datetime(2024, 5, 2, tzinfo=UTC)
    values = {dim: known[0] for dim, known in VALUES.items()} | {"region": ""}
    table = _table([(at, values)], ("pole", "canal", "theme", "region", "statut"))
    found = table.rows[0][0]
    labels = [table.label(dim, value) for dim, value in zip(table.dims, found, strict=True)]
    assert labels == [
        "Affaires sociales",
        "téléphone",
        "Congés payés",
        "non renseigné",
        "nouvelle",
    ]


def test_the_definition_says_what_is_counted_and_where() -> None:
    table = _table([], ("mois", "semaine"))
    assert "annulées ne comptent pas" in table.definition
    assert "Europe/Paris" in table.definition
    assert "semaines" in table.definition


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Aucun"), (" , ", "Aucun"), ("mois,jour", "jour"), ("mois,mois", "deux fois")],
)
def test_groupings_that_make_no_sense_are_refused(text: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        parse_grouping(text)


def test_groupings_keep_the_order_typed() -> None:
    assert parse_grouping("canal, MOIS ,sous-theme") == ("canal", "mois", "sous-theme")


def test_centuries_of_weeks_are_refused_rather_than_counted() -> None:
    request = CountRequest(Month(1900, 1), Month(2999, 12), ("semaine",))
    with pytest.raises(UsageProblem, match="moins d’années"):
        count(FakeStore([]), request, PARIS)


def _table(questions: list[Row], by: tuple[str, ...]) -> CountTable:
    return count(FakeStore(questions), CountRequest(Month(2024, 1), Month(2024, 12), by), PARIS)
