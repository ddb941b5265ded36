"""A letter of the knowledge base, filled with what is known of the question that it answers.

The names of the fields are ``kb.templates.KNOWN_FIELDS``; here they get their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from teleconseil.config import Settings
from teleconseil.desk.capture import CallForm
from teleconseil.desk.deadlines import due_at
from teleconseil.desk.reference import ReferenceData
from teleconseil.domain import Establishment, Member, Question, Status
from teleconseil.french import long_date, plural
from teleconseil.kb.model import Entry
from teleconseil.kb.templates import Filled, fill, letter
from teleconseil.text import clean_line


def fill_letter(
    entry: Entry,
    question: Question,
    *,
    member: Member | None,
    establishment: Establishment | None,
    reference: ReferenceData,
    settings: Settings,
    now: datetime,
) -> Filled:
    """The letter of that entry with what is known of the question; its text is empty without one.

    Args:
        question: as it is, or ``not_logged_yet``.
        now: when the letter is written.
    """
    zone = settings.zone
    due, town = question.due_at, member.town if member else ""
    values = {
        "association": member.name if member else question.member_name,
        "numero_adherent": question.member_number or "",
        "ville": town or (establishment.town if establishment else ""),
        "telephone_association": member.phone if member else "",
        "courriel_association": member.email if member else "",
        "etablissement": establishment.name if establishment else question.establishment_name,
        "contact": question.contact,
        "reference": question.reference,
        "theme": reference.topic_label(question.topic),
        "pole": reference.pole_label(question.pole),
        "conseiller": question.advisor or settings.advisor,
        "date": long_date(now.astimezone(zone).date()),
        "date_reception": long_date(question.received_at.astimezone(zone).date()),
        "echeance": long_date(due.astimezone(zone).date()) if due else "",
    }
    one_line = {name: clean_line(value) for name, value in values.items()}
    return fill(letter(entry), {**one_line, "question": question.text})


def not_logged_yet(form: CallForm, settings: Settings) -> Question:
    """The question that the form would become if it were kept open: it has no reference yet."""
    return Question(
        reference="",
        channel=form.channel,
        pole=form.pole,
        status=Status.NEW,
        text=form.text,
        received_at=form.started_at,
        version=0,
        topic=form.topic,
        member_number=form.member_number,
        establishment_code=form.establishment_code,
        contact=form.contact,
        due_at=due_at(form.started_at, settings),
    )


def left_to_fill(fields: Sequence[str], most: int = 6) -> str:
    """« 3 champs restent à remplir : salarie, emploi, date_limite. »; empty when none is left."""
    if not fields:
        return ""
    verb = "restent" if len(fields) > 1 else "reste"
    more = ["…"] if len(fields) > most else []
    names = ", ".join([*fields[:most], *more])
    end = "" if more else "."
    return f"{plural(len(fields), 'champ')} {verb} à remplir : {names}{end}"
