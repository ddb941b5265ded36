"""``teleconseil kb modele``: a letter of the knowledge base, filled for a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import NotKnown
from teleconseil.cli.opening import opened_store
from teleconseil.cli.output import note, print_json, say
from teleconseil.cli.params import read_reference
from teleconseil.config import Settings, load_settings
from teleconseil.kb.model import Entry, EntryType, Freshness
from teleconseil.kb.templates import Filled, fields, letter
from teleconseil.reports.cells import one_line

if TYPE_CHECKING:
    from teleconseil.store import Store


@click.command(cls=FrenchCommand)
@click.argument("slug", metavar="[FICHE]", required=False)
@option("--question", "reference", metavar="REFERENCE", help="La question qui remplit ses champs.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def modele(slug: str | None, reference: str | None, as_json: bool) -> None:
    """Une lettre ou un courriel, rempli avec ce qu’on sait de la question ; sans FICHE, la liste.

    La lettre sort seule ; ce qui reste à remplir se dit sur la sortie d’erreur.
    """
    from teleconseil.kb.library import Library

    settings = load_settings()
    entries = Library(settings.kb_dir).load().entries
    letters = {s: e for s, e in entries.items() if e.type is EntryType.TEMPLATE}
    if slug is None:
        _list(letters, as_json=as_json)
        return
    entry = _named(slug, entries, letters)
    wanted = read_reference(reference) if reference else None
    filled = _filled(entry, wanted, settings)
    state = _state(entry, settings)
    if as_json:
        _print_json(entry, wanted, filled, state)
    else:
        say(filled.text)
        _warn(filled, state)


def _list(letters: Mapping[str, Entry], *, as_json: bool) -> None:
    if as_json:
        print_json({"modeles": [{"fiche": s, "titre": e.title} for s, e in letters.items()]})
        return
    for slug, entry in letters.items():
        say(f"{slug}  {one_line(entry.title, 100)}")


def _named(slug: str, entries: Mapping[str, Entry], letters: Mapping[str, Entry]) -> Entry:
    """The letter of that name.

    Raises:
        NotKnown: there is none, or it has no letter; with the nearest ones.
    """
    if slug in letters and letter(letters[slug]):
        return letters[slug]
    said = one_line(slug, 80)
    if slug in letters:
        raise NotKnown(f"La fiche « {said} » n’a pas de section « Modèle ».", "Écrivez-la.")
    if slug in entries:
        raise NotKnown(
            f"La fiche « {said} » n’est pas un modèle.", "teleconseil kb modele en donne la liste."
        )
    import difflib

    near = difflib.get_close_matches(slug, letters, n=3, cutoff=0.4)
    remedy = f"Vouliez-vous : {', '.join(near)} ?" if near else "teleconseil kb modele les liste."
    raise NotKnown(f"Aucun modèle ne s’appelle « {said} ».", remedy)


def _filled(entry: Entry, reference: str | None, settings: Settings) -> Filled:
    if reference is None:
        text = letter(entry)
        return Filled(text, tuple(fields(text)))
    with opened_store(settings) as store:
        return _filled_from(store, entry, reference, settings)


def _filled_from(store: Store, entry: Entry, reference: str, settings: Settings) -> Filled:
    from teleconseil.desk.letters import fill_letter
    from teleconseil.desk.reference import load_reference_data

    question = store.question(reference)
    number = question.member_number
    places = store.establishments_of(number) if number else []
    return fill_letter(
        entry,
        question,
        member=store.member(number) if number else None,
        establishment=next((p for p in places if p.code == question.establishment_code), None),
        reference=load_reference_data(settings.kb_dir),
        settings=settings,
        now=datetime.now(UTC),
    )


def _state(entry: Entry, settings: Settings) -> Freshness:
    from teleconseil.kb.freshness import freshness
    from teleconseil.kb.texts import TextLibrary

    today = datetime.now(settings.zone).date()
    return freshness(entry, TextLibrary(settings.texts_dir), today)


def _warn(filled: Filled, state: Freshness) -> None:
    from teleconseil.desk.letters import left_to_fill

    if state is not Freshness.VERIFIED:
        note(
            f"{state.glyph} Cette fiche est « {state.label} » : relisez-la avant de vous en servir."
        )
    if filled.missing:
        note(left_to_fill(filled.missing, most=len(filled.missing)))


def _print_json(entry: Entry, reference: str | None, filled: Filled, state: Freshness) -> None:
    print_json(
        {
            "fiche": entry.slug,
            "titre": entry.title,
            "version": entry.version,
            "etat": state.value,
            "question": reference,
            "texte": filled.text,
            "restent": list(filled.missing),
        }
    )
