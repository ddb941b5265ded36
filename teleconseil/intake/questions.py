"""Questions from CSV: those of another program, or those that this one exported."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from teleconseil.domain import Channel, Establishment, NewQuestion, Pole, Status, Topic
from teleconseil.intake.people import MemberNumbers
from teleconseil.intake.table import Column, Row
from teleconseil.intake.values import (
    CellProblem,
    Choices,
    line,
    moment,
    required,
    whole_number,
)
from teleconseil.text import fold

QUESTION_COLUMNS = (
    Column("recue", ("recue le", "date", "date de reception", "reception", "creee le"), True),
    Column("canal", ("canal de contact", "moyen"), True),
    Column("pole", ("service",), True),
    Column("question", ("texte", "demande", "objet", "message"), True),
    Column("reference", ("ref", "numero", "n°", "ticket")),
    Column("theme", ("sous-theme", "sujet")),
    Column("statut", ("etat",)),
    Column("adherent", ("numero adherent", "n° adherent", "code adherent")),
    Column("etablissement", ("code etablissement",)),
    Column("contact", ("interlocuteur", "demandeur", "appelant")),
    Column("conseiller", ("agent", "traitee par", "attribuee a")),
    Column("duree_s", ("duree", "duree en secondes", "duree (s)")),
    Column("echeance", ("a repondre avant",)),
    Column("repondue_le", ("repondue", "date de reponse", "reponse le")),
    Column("reponse", ("texte de la reponse",)),
    Column("note", ("commentaire", "remarque")),
)
DERIVED_COLUMNS = ("nom_adherent", "nom_etablissement", "region", "prise_le")
"""What our own export adds for people to read: known elsewhere, not read back."""

_DAY_S = 86_400
_CLOCK_TOLERANCE = timedelta(minutes=10)
_OWN_REFERENCE = re.compile(r"TC-[0-9]{4}-[0-9]{6,9}")
_CHANNELS = Choices(
    [(channel.value, channel.value) for channel in Channel]
    + [("tél.", Channel.PHONE), ("appel", Channel.PHONE), ("phone", Channel.PHONE)]
    + [(name, Channel.WRITTEN) for name in ("courriel", "mail", "e-mail", "courrier", "formulaire")]
)
_STATUSES = Choices(
    [(name, status.value) for status in Status for name in (status.value, status.label)]
    + [("ouverte", Status.NEW), ("traitée", Status.ANSWERED), ("close", Status.ANSWERED)]
)
_NONE = Choices([])

Deadline = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class ImportedQuestion:
    """A question of the file."""

    line: int
    question: NewQuestion
    received_at: datetime
    reference: str = ""
    """As the file gives it, ours or that of another program."""

    @property
    def origin(self) -> str:
        """What tells it from any other question, in this file or in another."""
        return self.question.origin or ""

    @property
    def own_reference(self) -> str | None:
        """The reference, if it is one of this program's."""
        return self.reference if _OWN_REFERENCE.fullmatch(self.reference) else None


class QuestionReader:
    """Makes a question of a row."""

    def __init__(
        self,
        *,
        poles: Iterable[Pole],
        topics: Iterable[Topic],
        members: Iterable[str],
        establishments: Mapping[str, Establishment],
        advisors: Iterable[str],
        zone: ZoneInfo,
        now: datetime,
        deadline: Deadline,
        source: str,
    ) -> None:
        self._poles = Choices([(n, p.slug) for p in poles for n in (p.slug, p.label, p.short)])
        self._topics = _topic_choices(topics)
        self._members = MemberNumbers(members)
        self._establishments = establishments
        self._advisors = {fold(name): name for name in advisors}
        self._zone = zone
        self._now = now
        self._deadline = deadline
        self._source = source

    def __call__(self, row: Row) -> ImportedQuestion:
        received = self._received(row)
        channel = _one(_CHANNELS, "canal", row)
        pole = _one(self._poles, "pole", row)
        text = row.get("question").strip()
        if not text:
            raise CellProblem("question : la cellule est vide.", "Écrivez ce qui est demandé.")
        member, establishment = self._caller(row)
        answered = moment("repondue_le", row.get("repondue_le"), self._zone)
        answer = row.get("reponse").strip()
        duration = whole_number("duree_s", row.get("duree_s"), _DAY_S)
        status = _status(row, answered=bool(answered or answer or duration))
        if answered is not None and answered < received:
            raise CellProblem(
                "repondue_le : la réponse vient avant la question.", "Corrigez l’une des dates."
            )
        advisor = self._advisor(row, status)
        reference = line("reference", row.get("reference"))
        question = NewQuestion(
            channel=Channel(channel),
            pole=pole,
            text=text,
            received_at=received,
            status=status,
            topic=self._topics.get(pole, _NONE).read("theme", row.get("theme")) or None,
            member_number=member,
            establishment_code=establishment,
            contact=line("contact", row.get("contact")),
            answer=answer,
            note=row.get("note").strip(),
            advisor=advisor,
            duration_s=duration,
            due_at=self._due(row, received, Channel(channel), status, answered),
            answered_at=answered if status is Status.ANSWERED else None,
            origin=_origin(reference, received, channel, member or "", text),
            arrival=self._arrival(row, reference),
        )
        return ImportedQuestion(row.line, question, received, reference)

    def _received(self, row: Row) -> datetime:
        required("recue", row.get("recue"))
        received = moment("recue", row.get("recue"), self._zone)
        assert received is not None
        if received > self._now + _CLOCK_TOLERANCE:
            raise CellProblem(
                f"recue : « {row.get('recue')} » est dans l’avenir.", "Corrigez cette date."
            )
        return received

    def _caller(self, row: Row) -> tuple[str | None, str | None]:
        """The member and the establishment; the establishment alone says whose it is."""
        number = row.get("adherent").strip()
        member = self._members.read("adherent", number) if number else None
        code = line("etablissement", row.get("etablissement"))
        if not code:
            return member, None
        establishment = self._establishments.get(code)
        if establishment is None:
            raise CellProblem(
                f"etablissement : « {code} » n’est pas connu.",
                "Importez d’abord les établissements, ou videz cette cellule.",
            )
        if member not in (None, establishment.member_number):
            raise CellProblem(
                f"etablissement : « {code} » est de l’adhérent {establishment.member_number},"
                f" pas de {member}.",
                "Corrigez l’un des deux.",
            )
        return establishment.member_number, code

    def _advisor(self, row: Row, status: Status) -> str | None:
        name = line("conseiller", row.get("conseiller"))
        if status is Status.IN_PROGRESS and not name:
            raise CellProblem(
                "conseiller : une question en cours est tenue par quelqu’un.",
                "Nommez-le, ou mettez le statut « nouvelle ».",
            )
        return self._advisors.get(fold(name), name) or None

    def _due(
        self, row: Row, received: datetime, channel: Channel, status: Status, at: datetime | None
    ) -> datetime | None:
        """As the file says; else as the desk would have set it."""
        given = moment("echeance", row.get("echeance"), self._zone)
        if given is not None:
            return given
        if status.is_open or (channel is Channel.WRITTEN and at is not None):
            return self._deadline(received)
        return None

    def _arrival(self, row: Row, reference: str) -> str:
        said = f", référence d’origine {reference}" if reference else ""
        return f"importée de {self._source}, ligne {row.line}{said}"


def _topic_choices(topics: Iterable[Topic]) -> dict[str, Choices]:
    """The themes of each pôle, by slug, by label, and by « theme › sub-theme »."""
    found = list(topics)
    labels = {topic.slug: topic.label for topic in found}
    names: dict[str, list[tuple[str, str]]] = {}
    for topic in found:
        above = labels.get(topic.parent or "", "")
        for name in (topic.slug, topic.label, f"{above} › {topic.label}"):
            names.setdefault(topic.pole, []).append((name, topic.slug))
    return {pole: Choices(given) for pole, given in names.items()}


def _one(choices: Choices, column: str, row: Row) -> str:
    required(column, row.get(column))
    return choices.read(column, row.get(column))


def _status(row: Row, *, answered: bool) -> Status:
    """As the file says; without a word, answered if there is anything of an answer."""
    value = _STATUSES.read("statut", row.get("statut"))
    if value:
        return Status(value)
    return Status.ANSWERED if answered else Status.NEW


def _origin(reference: str, received: datetime, channel: str, member: str, text: str) -> str:
    """Stable from one export of a file to the next: later changes make no other question of it."""
    moment_said = received.astimezone(UTC).isoformat(timespec="seconds")
    if reference:
        return f"{reference} {moment_said}"
    content = "\n".join((moment_said, channel, member, text))
    return hashlib.sha256(content.encode()).hexdigest()
