"""Rules on the shape of an entry: its parts, its warning, its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teleconseil.kb.lint.context import WARNING, Context, Page
from teleconseil.kb.markdown import headings, short_answer, short_answer_block
from teleconseil.kb.model import EntryState, EntryType, Problem
from teleconseil.kb.prose import sentences

MAX_SENTENCE_WORDS = 40
MAX_SHORT_SENTENCES = 3

_SECTIONS = {
    EntryType.ANSWER: ("Détail", "À vérifier avec l’adhérent", "Sources"),
    EntryType.TEMPLATE: ("Modèle", "À vérifier avec l’adhérent"),
    EntryType.RESOURCE: ("Pour qui", "Ce qu’on y trouve"),
}
_CAUTION = re.compile(r"^>\s*\*\*\s*(?:À trancher|À valider|Hors données|Attention)", re.MULTILINE)


def missing_section(page: Page, _context: Context) -> Iterator[Problem]:
    """« En bref », and the sections of the entry's type."""
    entry = page.entry
    if not short_answer(entry.body):
        message = "Le paragraphe « En bref » manque ou est vide."
        remedy = "Commencez le corps par « **En bref** — » et deux phrases à dire au téléphone."
        yield page.at_body_line("section-absente", 1, message, remedy)
    present = {_key(heading) for heading in headings(entry.body)}
    for name in _SECTIONS[entry.type]:
        if _key(name) not in present:
            message = f"La section « {name} » manque."
            yield page.at_body_line("section-absente", 1, message, f"Ajoutez « ## {name} ».")


def missing_caution(page: Page, _context: Context) -> Iterator[Problem]:
    """An answer that is not validated says so to who reads it."""
    entry = page.entry
    waits = entry.state is EntryState.TO_VALIDATE and entry.type is EntryType.ANSWER
    if waits and not _CAUTION.search(entry.body):
        message = "La fiche est à valider et n’en avertit pas le conseiller."
        remedy = "Ajoutez sous « En bref » un paragraphe « > **À trancher** — … »."
        yield page.at_body_line("avertissement-absent", 1, message, remedy)


def long_short_answer(page: Page, _context: Context) -> Iterator[Problem]:
    """« En bref » can be said on the phone in one breath."""
    block = short_answer_block(page.entry.body)
    if block is None:
        return
    count = len(list(sentences(short_answer(page.entry.body))))
    if count > MAX_SHORT_SENTENCES:
        message = f"« En bref » compte {count} phrases."
        remedy = "Gardez deux phrases ; le reste va dans « Détail »."
        yield page.at_body_line("en-bref-long", block.line, message, remedy, WARNING)


def long_sentence(page: Page, _context: Context) -> Iterator[Problem]:
    """No sentence over forty words."""
    for sentence in sentences(page.entry.body):
        if sentence.words > MAX_SENTENCE_WORDS:
            message = f"Cette phrase compte {sentence.words} mots."
            remedy = f"Coupez-la : {MAX_SENTENCE_WORDS} mots au plus."
            yield page.at_body("phrase-longue", sentence.offset, message, remedy, WARNING)


def _key(heading: str) -> str:
    return heading.replace("'", "’").casefold().strip()
