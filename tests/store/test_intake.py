"""Files that go into the database: together or not at all, once, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from teleconseil.domain import (
    Channel,
    Establishment,
    EventKind,
    Member,
    QuestionChange,
    QuestionFilter,
    Status,
)
from teleconseil.intake.csv_file import IntakeError
from teleconseil.intake.csv_import import (
    import_establishments,
    import_members,
    import_questions,
)
from teleconseil.intake.report import ImportReport
from teleconseil.reports.rows import RowsRequest, write
from teleconseil.store import Store, StoreFull
from tests.store.builders import AS, EVERY, logged, new, utc

PARIS = ZoneInfo("Europe/Paris")
NUMBERS = "lines added changed unchanged refused"


def deadline(received: datetime) -> datetime:
    return received + timedelta(days=2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fichier.csv"


@pytest.fixture
def people(store: Store) -> Store:
    store.upsert_members([Member("0412", "Les Tilleuls", "Lille"), Member("0413", "Le Gué")])
    store.upsert_establishments([Establishment("0412-01", "0412", "IME Les Iris")])
    return store


def questions(store: Store, file: Path, text: str = "", *, simulate: bool = False) -> ImportReport:
    if text:
        file.write_text(text, encoding="utf-8")
    return import_questions(store, file, by="Ana", zone=PARIS, deadline=deadline, simulate=simulate)


def said(report: ImportReport) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in NUMBERS.split())


def rows(store: Store) -> list[tuple[str, ...]]:
    found = store.stream_questions(EVERY)
    return [(q.reference, q.text, q.status, q.member_number or "") for q in found]


QUESTIONS = """reçue le;Canal;Pôle;Thème;Adhérent;Etablissement;Question;Réponse;Durée;Ticket
20/11/2024 09:30;tél.;AS;Congés payés;412;0412-01;« 2 jours ou 2,5 ? »;2 jours;95;A-1
2024-11-21;courriel;affaires sociales;;;0412-01;'=HYPERLINK("x");;;A-2
"""


def test_questions_come_with_all_that_is_known_of_them(people: Store, file: Path) -> None:
    report = questions(people, file, QUESTIONS)
    assert said(report) == (2, 2, 0, 0, 0)
    first, second = people.stream_questions(EVERY)
    assert first.reference == "TC-2024-000001"
    assert (first.channel, first.pole, first.topic) == (Channel.PHONE, AS, "conges-payes")
    assert (first.status, first.duration_s, first.answer) == (Status.ANSWERED, 95, "2 jours")
    assert (first.member_number, first.establishment_code) == ("0412", "0412-01")
    assert first.received_at == utc(2024, 11, 20, 8, 30)
    assert (second.channel, second.status) == (Channel.WRITTEN, Status.NEW)
    assert (second.text, second.member_number) == ('=HYPERLINK("x")', "0412")
    assert second.due_at == deadline(second.received_at)
    journal = people.events(first.reference)
    assert [event.kind for event in journal] == [EventKind.CREATED, EventKind.ANSWERED]
    assert journal[0].detail == "importée de fichier.csv, ligne 2, référence d’origine A-1"


def test_an_import_twice_adds_nothing_even_after_the_question_moved_on(
    people: Store, file: Path
) -> None:
    questions(people, file, QUESTIONS)
    first = next(people.stream_questions(EVERY))
    change = QuestionChange(text="corrigée", pole="offre-sociale-medico-sociale")
    people.change(first.reference, change, by="Ana", version=1, kind=EventKind.EDITED)
    before = rows(people)
    assert said(questions(people, file)) == (2, 0, 0, 2, 0)
    assert rows(people) == before


def test_a_simulation_tells_the_same_and_writes_nothing(people: Store, file: Path) -> None:
    text = QUESTIONS + "hier;tél.;AS;;;;quoi;;;\n"
    simulated = questions(people, file, text, simulate=True)
    assert rows(people) == []
    assert said(simulated) == said(questions(people, file)) == (3, 2, 0, 0, 1)
    assert simulated.rejected[0].line == 4


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2024-11-20;tél.;AS;;9999;;q;;;", "aucun adhérent n’a le numéro « 9999 »"),
        ("2024-11-20;tél.;RH;;;;q;;;", "pole : « RH » n’est pas connu"),
        ("2024-11-20;tél.;AS;Jardinage;;;q;;;", "theme : « Jardinage » n’est pas connu"),
        ("2024-11-20;tél.;OSMS;conges-payes;;;q;;;", "theme : « conges-payes » n’est pas connu"),
        ("2024-11-20;fumée;AS;;;;q;;;", "canal : « fumée »"),
        ("2024-02-30;tél.;AS;;;;q;;;", "« 2024-02-30 » n’est pas une date"),
        ("2924-02-20;tél.;AS;;;;q;;;", "dans l’avenir"),
        (";tél.;AS;;;;q;;;", "recue : la cellule est vide"),
        ("2024-11-20;tél.;AS;;;;  ;;;", "question : la cellule est vide"),
        ("2024-11-20;tél.;AS;;0413;0412-01;q;;;", "est de l’adhérent 0412, pas de 0413"),
        ("2024-11-20;tél.;AS;;;0412-99;q;;;", "etablissement : « 0412-99 » n’est pas connu"),
        ("2024-11-20;tél.;AS;;;;q;;longue;", "duree_s : « longue »"),
        ("2024-11-20;tél.;AS;;;;q", "7 cellules, il en faut 10"),
        ("20/11/2024 09:30;tél.;AS;;412;;« 2 jours ou 2,5 ? »;;;A-1", "reprend la ligne 2"),
    ],
)
def test_a_refused_line_is_named_and_keeps_nothing_else_out(
    people: Store, file: Path, row: str, message: str
) -> None:
    report = questions(people, file, f"{QUESTIONS}{row}\n2024-11-22;tél.;AS;;;;suivante;;;\n")
    assert said(report) == (4, 3, 0, 0, 1)
    (refused,) = report.rejected
    assert refused.line == 4
    assert message in refused.message
    assert refused.remedy
    assert len(rows(people)) == 3


def test_our_own_export_comes_back_word_for_word(people: Store, file: Path, tmp_path: Path) -> None:
    wild = '=1+1 « é » ; "deux"\n[gras]'
    logged(people, wild, received_at=utc(2024, 3, 1, 9), topic="conges-payes", answer="-x")
    logged(people, "@nuit", received_at=utc(2024, 10, 27, 1, 30), contact="la DRH", advisor="Zoé")
    request = RowsRequest(QuestionFilter(statuses=frozenset()), PARIS)
    write(people, request, "csv", file)
    before = rows(people)
    again = questions(people, file)
    assert said(again) == (2, 0, 0, 2, 0)
    assert again.ignored_columns == ()
    assert rows(people) == before
    from teleconseil.store import open_store

    other = open_store(f"sqlite:///{tmp_path / 'autre' / 'base.sqlite'}")
    try:
        other.sync_reference_data(people.poles(), people.topics())
        assert said(questions(other, file)) == (2, 2, 0, 0, 0)
        assert said(questions(other, file)) == (2, 0, 0, 2, 0)
        one, two = other.stream_questions(EVERY)
        assert (one.text, one.answer, one.topic) == (wild, "-x", "conges-payes")
        assert (two.text, two.contact, two.advisor) == ("@nuit", "la DRH", "Zoé")
    finally:
        other.close()


def test_a_reference_that_is_another_question_here_is_named(people: Store, file: Path) -> None:
    mine = logged(people, "la mienne", received_at=utc(2024, 5, 1))
    text = f"reference;recue;canal;pole;question\n{mine.reference};2024-06-01;ecrit;AS;une autre\n"
    report = questions(people, file, text)
    assert said(report) == (1, 0, 0, 0, 1)
    assert "est ici une autre question" in report.rejected[0].message


def test_nothing_is_half_imported(
    people: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"2024-11-{n % 28 + 1:02d};tél.;AS;;;;question {n};;;R{n}" for n in range(1_200)]
    file.write_text("\n".join([QUESTIONS.splitlines()[0], *lines]), encoding="utf-8")
    seen = []
    known = people.known_origins

    def full(origins: object) -> set[str]:
        seen.append(1)
        if len(seen) == 3:
            raise StoreFull("Il n’y a plus de place.", "Libérez-en.")
        return known(origins)  # type: ignore[arg-type]

    monkeypatch.setattr(people, "known_origins", full)
    with pytest.raises(StoreFull):
        questions(people, file)
    monkeypatch.undo()
    assert rows(people) == []
    assert said(questions(people, file)) == (1_200, 1_200, 0, 0, 0)
    assert len({row[0] for row in rows(people)}) == 1_200
    assert people.check() == []


def test_members_are_added_changed_or_left(people: Store, file: Path) -> None:
    file.write_bytes(
        "numéro;nom;région;effectif;actif\n"
        "0412;Les Tilleuls;hauts de france;1 240;oui\n"
        "0500;Fondation [du] Gué;;;\n".encode("cp1252")
    )
    assert said(import_members(people, file, simulate=True)) == (2, 1, 1, 0, 0)
    stamp = people.members_stamp()
    assert said(import_members(people, file)) == (2, 1, 1, 0, 0)
    assert people.members_stamp() != stamp
    changed = people.member("0412")
    assert changed == Member(
        "0412",
        "Les Tilleuls",
        "Lille",
        "Hauts-de-France",
        size_band="plus de 1 000",
        headcount=1240,
    )
    stamp = people.members_stamp()
    assert said(import_members(people, file)) == (2, 0, 0, 2, 0)
    assert people.members_stamp() == stamp


def test_a_number_that_lost_its_zeros_makes_no_second_member(people: Store, file: Path) -> None:
    file.write_text("numero;nom\n412;Les Tilleuls\n0412;Les Tilleuls\n0412;Bis\n")
    report = import_members(people, file)
    assert said(report) == (3, 0, 0, 1, 2)
    assert "0412" in report.rejected[0].message
    assert "reprend la ligne 3" in report.rejected[1].message
    assert len(people.members()) == 2


def test_establishments_belong_to_members_that_exist(people: Store, file: Path) -> None:
    file.write_text(
        "code;adherent;nom;type;secteur\n"
        "0412-01;0412;IME Les Iris;IME;Handicap\n"
        "0413-01;413;MECS;MECS;protection de l’enfance\n"
        "0999-01;0999;EHPAD;;\n",
        encoding="utf-8",
    )
    report = import_establishments(people, file)
    assert said(report) == (3, 1, 1, 0, 1)
    assert "« 0999 »" in report.rejected[0].message
    one, two = people.establishments()
    assert one == Establishment("0412-01", "0412", "IME Les Iris", "IME", "handicap")
    assert (two.member_number, two.sector) == ("0413", "protection-de-l-enfance")
    assert said(import_establishments(people, file))[1:3] == (0, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nom;ville\nx;y\n", "il manque « numero »"),
        ("numero;nom;association\n1;a;b\n", "deux colonnes sont « nom »"),
        ("", "est vide"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(
    sqlite_store: Store, file: Path, content: str, message: str
) -> None:
    file.write_text(content)
    with pytest.raises(IntakeError, match=message):
        import_members(sqlite_store, file)
    assert sqlite_store.members() == []


def test_refused_lines_are_counted_beyond_those_kept(sqlite_store: Store, file: Path) -> None:
    file.write_text("numero;nom\n" + ";sans numéro\n" * 3_000, encoding="utf-8")
    report = import_members(sqlite_store, file)
    assert (report.refused, len(report.rejected)) == (3_000, 1_000)


def test_two_questions_of_one_origin_are_refused(store: Store) -> None:
    same = replace(new("une"), origin="A-1", received_at=utc(2024))
    store.add_questions([same], by="Ana")
    from teleconseil.store import StoreError

    with pytest.raises(StoreError, match="vient d’enregistrer la même chose"):
        store.add_questions([same], by="Ana")
    assert len(rows(store)) == 1
