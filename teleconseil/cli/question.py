"""``teleconseil question``: log one and show it; the acts are in ``acts``."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lazy import LazyGroup
from teleconseil.cli.lookups import check_pole, check_topic, find_member
from teleconseil.cli.opening import opened_store
from teleconseil.cli.params import NumberParam, choice, read_local_time, read_reference
from teleconseil.config import load_settings
from teleconseil.domain import Channel, Status
from teleconseil.errors import UsageProblem

if TYPE_CHECKING:
    from datetime import datetime

    from teleconseil.store import Store

MAX_TEXT = 200_000
_CLOCK_TOLERANCE = timedelta(minutes=10)


@click.group(
    cls=LazyGroup,
    lazy={
        "ajouter": ("teleconseil.cli.question:ajouter", "Consigne une question."),
        "montrer": ("teleconseil.cli.question:montrer", "Montre une question et son journal."),
        "prendre": ("teleconseil.cli.acts:prendre", "Prend une question pour y répondre."),
        "repondre": ("teleconseil.cli.acts:repondre", "Enregistre la réponse donnée."),
        "attendre": ("teleconseil.cli.acts:attendre", "Met une question en attente."),
        "transferer": ("teleconseil.cli.acts:transferer", "Passe la question à un autre pôle."),
        "annuler": ("teleconseil.cli.acts:annuler", "Annule une question : elle ne compte plus."),
    },
)
def question() -> None:
    """Consigne une question et la fait avancer."""


@click.command(cls=FrenchCommand)
@option("--canal", "channel", type=choice(Channel), required=True, help="Comment elle est venue.")
@option("--pole", required=True, metavar="SLUG", help="Pôle qui répond.")
@option("--texte", "text", required=True, metavar="TEXTE", help="La question ; - lit l’entrée.")
@option("--adherent", "member", metavar="NUMERO", help="Numéro de l’adhérent.")
@option("--theme", "topic", metavar="SLUG", help="Thème ou thème/sous-thème du pôle.")
@option(
    "--recue",
    "received",
    metavar="MOMENT",
    help="Quand elle a été reçue, à l’heure du service : 2026-11-20T09:30 ; par défaut maintenant.",
)
@option(
    "--duree",
    "duration",
    type=NumberParam(0, 86_400),
    metavar="SECONDES",
    help="Durée de l’appel.",
)
@option("--repondue", "answered", is_flag=True, help="Déjà répondue.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def ajouter(
    channel: str,
    pole: str,
    text: str,
    member: str | None,
    topic: str | None,
    received: str | None,
    duration: int | None,
    answered: bool,
    as_json: bool,
) -> None:
    """Consigne une question reçue par téléphone ou par écrit."""
    from teleconseil.cli.question_view import show
    from teleconseil.desk.capture import CallForm, log_answered, log_open

    settings = load_settings()
    words = read_text(text)
    received_at = read_local_time(received, settings.zone) if received else None
    with opened_store(settings, reference_data=True) as store:
        check_pole(store.poles(), pole)
        if topic is not None:
            check_topic(store.topics(pole), topic)
        if received_at is not None:
            _check_past(received_at, store, received or "")
        number = find_member(store, member).number if member else None
        form = CallForm(
            channel=Channel(channel),
            pole=pole,
            text=words,
            started_at=received_at or store.now(),
            topic=topic,
            member_number=number,
            duration_s=duration,
        )
        if answered:
            logged = log_answered(store, form, settings=settings)
        else:
            logged = log_open(store, form, settings=settings, status=Status.NEW)
        show(store, logged, settings.zone, as_json=as_json)


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="REFERENCE")
@option("--json", "as_json", is_flag=True, help="Un document JSON, avec le journal et les sources.")
def montrer(reference: str, as_json: bool) -> None:
    """Montre une question, son journal et ce sur quoi sa réponse s’appuie.

    En JSON, chaque source a son « contenu » : le texte qu’elle avait quand elle a servi.
    """
    from teleconseil.cli.question_view import show
    from teleconseil.desk.entry_history import source_text
    from teleconseil.kb.library import Library
    from teleconseil.kb.texts import TextLibrary

    settings = load_settings()
    wanted = read_reference(reference)
    library, texts = Library(settings.kb_dir), TextLibrary(settings.texts_dir)
    if as_json:
        library.load()
    with opened_store(settings) as store:
        show(
            store,
            store.question(wanted),
            settings.zone,
            as_json=as_json,
            said=lambda source: source_text(source, library, texts, store),
        )


def read_text(text: str) -> str:
    """The text of a question, cleaned; « - » reads standard input.

    Raises:
        UsageProblem: it is empty or too long to be a question.
    """
    from teleconseil.text import clean

    raw = _standard_input() if text == "-" else text
    words = clean(raw).strip()
    if not words:
        raise UsageProblem("Le texte est vide.", "Écrivez-le après --texte, entre guillemets.")
    if len(words) > MAX_TEXT:
        raise UsageProblem(
            f"Le texte compte {len(words)} caractères, plus que les {MAX_TEXT} d’une question.",
            "Gardez-en l’essentiel.",
        )
    return words


def _standard_input() -> str:
    content = sys.stdin.buffer.read(8 * MAX_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _check_past(moment: datetime, store: Store, typed: str) -> None:
    if moment > store.now() + _CLOCK_TOLERANCE:
        raise UsageProblem(
            f"« {typed} » est dans l’avenir.", "Donnez le moment où la question a été reçue."
        )
