"""What is done to a question: take, answer, hold, transfer, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import NotKnown, check_pole
from teleconseil.cli.opening import opened_store
from teleconseil.cli.params import read_reference
from teleconseil.cli.question import read_text
from teleconseil.config import Settings, load_settings
from teleconseil.domain import Question, QuestionSource, SourceKind
from teleconseil.text import clean

if TYPE_CHECKING:
    from teleconseil.store import Store

Act = Callable[["Store", Question, str], Question]
Decorated = Callable[..., Any]

_WHO = option("--conseiller", "advisor", metavar="NOM", help="Au nom de qui ; par défaut vous.")
_JSON = option("--json", "as_json", is_flag=True, help="Un document JSON.")
_REFERENCE = click.argument("reference", metavar="REFERENCE")


def _words(help_text: str) -> Callable[[Decorated], Decorated]:
    return option("--texte", "text", default="", metavar="TEXTE", help=help_text)


@click.command(cls=FrenchCommand)
@_REFERENCE
@_WHO
@_JSON
def prendre(reference: str, advisor: str | None, as_json: bool) -> None:
    """Prend une question pour y répondre ; une seule personne y parvient."""
    from teleconseil.desk import triage

    def act(store: Store, found: Question, by: str) -> Question:
        return triage.take(store, found, by=by)

    _perform(reference, advisor, as_json, act)


@click.command(cls=FrenchCommand)
@_REFERENCE
@_WHO
@_words("La réponse donnée ; - lit l’entrée.")
@option("--fiche", "slugs", multiple=True, metavar="SLUG", help="Fiche utilisée ; répétable.")
@_JSON
def repondre(
    reference: str, advisor: str | None, text: str, slugs: tuple[str, ...], as_json: bool
) -> None:
    """Enregistre la réponse donnée, et la version exacte des fiches utilisées."""
    from teleconseil.desk import triage

    settings = load_settings()
    answer = read_text(text) if text else ""

    def act(store: Store, found: Question, by: str) -> Question:
        sources = _entry_sources(store, settings, slugs)
        return triage.answer(store, found, by=by, answer=answer, sources=sources)

    _perform(reference, advisor, as_json, act)


@click.command(cls=FrenchCommand)
@_REFERENCE
@_WHO
@_words("Ce qu’on attend.")
@_JSON
def attendre(reference: str, advisor: str | None, text: str, as_json: bool) -> None:
    """Met une question en attente."""
    from teleconseil.desk import triage

    def act(store: Store, found: Question, by: str) -> Question:
        return triage.hold(store, found, by=by, note=clean(text).strip())

    _perform(reference, advisor, as_json, act)


@click.command(cls=FrenchCommand)
@_REFERENCE
@_WHO
@option("--vers", "to_pole", required=True, metavar="POLE", help="Pôle qui reçoit la question.")
@_words("Note pour ce pôle.")
@_JSON
def transferer(reference: str, advisor: str | None, to_pole: str, text: str, as_json: bool) -> None:
    """Passe la question à un autre pôle, avec une note."""
    from teleconseil.desk import triage

    def act(store: Store, found: Question, by: str) -> Question:
        check_pole(store.poles(), to_pole)
        return triage.transfer(store, found, by=by, to_pole=to_pole, note=clean(text).strip())

    _perform(reference, advisor, as_json, act)


@click.command(cls=FrenchCommand)
@_REFERENCE
@_WHO
@_words("Pourquoi.")
@_JSON
def annuler(reference: str, advisor: str | None, text: str, as_json: bool) -> None:
    """Annule une question : elle reste au journal et ne compte plus."""
    from teleconseil.desk import triage

    def act(store: Store, found: Question, by: str) -> Question:
        return triage.cancel(store, found, by=by, reason=clean(text).strip())

    _perform(reference, advisor, as_json, act)


def _perform(reference: str, advisor: str | None, as_json: bool, act: Act) -> None:
    from teleconseil.cli.question_view import show

    settings = load_settings()
    wanted = read_reference(reference)
    by = clean(advisor).strip() if advisor else settings.advisor
    with opened_store(settings, reference_data=True) as store:
        store.ensure_advisor(by)
        done = act(store, store.question(wanted), by)
        show(store, done, settings.zone, as_json=as_json)


def _entry_sources(
    store: Store, settings: Settings, slugs: tuple[str, ...]
) -> tuple[QuestionSource, ...]:
    """The entries used, at the version they are in now, their text kept in the database."""
    if not slugs:
        return ()
    import difflib

    from teleconseil.kb.library import Library

    entries = Library(settings.kb_dir).load().entries
    sources = []
    for slug in slugs:
        entry = entries.get(slug)
        if entry is None:
            near = difflib.get_close_matches(slug, entries, n=3)
            raise NotKnown(
                f"Aucune fiche ne s’appelle « {slug} ».",
                f"Vouliez-vous {' ou '.join(near)} ?"
                if near
                else "Cherchez-la : teleconseil kb chercher.",
            )
        store.keep_entry_version(slug, entry.version, entry.content)
        sources.append(QuestionSource(SourceKind.ENTRY, slug, entry.version, entry.title))
    return tuple(sources)
