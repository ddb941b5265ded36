"""Whatever a question holds, exporting it and reading the file back gives it again."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleconseil.domain import Channel, Establishment, Question, Status
from teleconseil.intake.questions import QUESTION_COLUMNS, ImportedQuestion, QuestionReader
from teleconseil.intake.report import ImportReport
from teleconseil.intake.table import opened_table
from teleconseil.reports.rows import COLUMNS, cells
from teleconseil.reports.writers.csv_file import write_rows
from teleconseil.text import clean, clean_line
from tests.conftest import POLES, TOPICS

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

words = st.text(st.characters() | st.sampled_from("\";,=+-@\n\t'[]é"), max_size=60)
moments = st.integers(0, 3_000).map(lambda hours: NOW - timedelta(hours=hours * 7, seconds=hours))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    topic = draw(st.sampled_from(TOPICS))
    received = draw(moments)
    status = draw(st.sampled_from([Status.NEW, Status.ANSWERED, Status.CANCELLED, Status.ON_HOLD]))
    answered = received + timedelta(minutes=draw(st.integers(0, 600)))
    member = draw(st.sampled_from([None, "0412", "7"]))
    return Question(
        reference=f"TC-2026-{draw(st.integers(1, 999_999)):06d}",
        channel=draw(st.sampled_from(Channel)),
        pole=topic.pole,
        status=status,
        text="Q" + draw(words),
        received_at=received,
        version=1,
        topic=draw(st.sampled_from([None, topic.slug])),
        member_number=member,
        establishment_code="0412-01" if member == "0412" else None,
        contact=draw(words),
        answer=draw(words),
        note=draw(words),
        advisor=draw(st.sampled_from([None, "Zoé", "=Ana"])),
        duration_s=draw(st.none() | st.integers(0, 86_400)),
        due_at=draw(st.none() | moments),
        answered_at=answered if status is Status.ANSWERED else None,
    )


def reader() -> QuestionReader:
    return QuestionReader(
        poles=POLES,
        topics=TOPICS,
        members=["0412", "7"],
        establishments={"0412-01": Establishment("0412-01", "0412", "IME")},
        advisors=["Zoé"],
        zone=PARIS,
        now=NOW,
        deadline=lambda received: received + timedelta(days=2),
        source="questions.csv",
    )


def same(read: ImportedQuestion, given: Question) -> bool:
    found, local = read.question, given.received_at.astimezone(PARIS).replace(tzinfo=None)
    return (
        read.reference == given.reference
        and read.received_at.astimezone(PARIS).replace(tzinfo=None) == local
        and (found.channel, found.pole, found.topic) == (given.channel, given.pole, given.topic)
        and (found.status, found.duration_s) == (given.status, given.duration_s)
        and found.member_number == given.member_number
        and found.establishment_code == given.establishment_code
        and (found.contact, found.advisor) == (clean_line(given.contact), given.advisor)
        and found.text == clean(given.text).strip()
        and found.answer == clean(given.answer).strip()
        and found.note == clean(given.note).strip()
        and (given.due_at is None or found.due_at is not None)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given=st.lists(questions(), max_size=4, unique_by=lambda question: question.reference))
def test_what_is_exported_is_read_back(tmp_path: Path, given: list[Question]) -> None:
    stream = io.BytesIO()
    write_rows([COLUMNS, *(cells(question, PARIS) for question in given)], stream)
    file = tmp_path / "questions.csv"
    file.write_bytes(stream.getvalue())
    report = ImportReport()
    with opened_table(file, QUESTION_COLUMNS, report, lambda *_: None) as table:
        found = list(table.read(reader(), lambda row: row.origin))
    assert report.rejected == []
    assert len(found) == len(given)
    assert all(same(read, question) for read, question in zip(found, given, strict=True))
