"""Rules on the front matter of one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teleconseil.kb.lint.context import WARNING, Context, Page
from teleconseil.kb.model import EntryState, Problem
from teleconseil.text import fold

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def file_name(page: Page, _context: Context) -> Iterator[Problem]:
    """The file name is the entry's name in links and in answers given."""
    if not _SLUG.fullmatch(page.entry.slug):
        yield page.at_body_line(
            "nom-de-fichier",
            1,
            f"« {page.entry.slug} » n’est pas un nom de fiche.",
            "Renommez le fichier : minuscules sans accent, chiffres, tirets.",
        )


def unknown_pole(page: Page, context: Context) -> Iterator[Problem]:
    """The pôle exists, and is the folder that the file lies in."""
    pole = page.entry.pole
    if context.poles and pole not in context.poles:
        known = ", ".join(sorted(context.poles))
        message = f"Le pôle « {pole} » n’existe pas."
        yield page.at_key("pole-inconnu", "pole", message, f"Choisissez parmi : {known}.")
    elif context.poles and page.entry.path.parent.name != pole:
        folder = page.entry.path.parent.name
        message = f"La fiche est dans le dossier « {folder} » et dit relever de « {pole} »."
        remedy = f"Déplacez le fichier dans « {pole} », ou corrigez « pole »."
        yield page.at_key("pole-dossier", "pole", message, remedy, WARNING)


def unknown_topic(page: Page, context: Context) -> Iterator[Problem]:
    """At least one theme, each of them known and of the entry's pôle."""
    entry = page.entry
    if not entry.topics:
        yield page.at_key(
            "theme-absent",
            "themes",
            "La fiche n’a pas de thème.",
            "Ajoutez « themes: [theme/sous-theme] » d’après themes.toml.",
        )
    for slug in entry.topics if context.topics else ():
        topic = context.topics.get(slug)
        if topic is None:
            message = f"Le thème « {slug} » n’existe pas."
            yield page.at_key("theme-inconnu", "themes", message, _nearest_topic(slug, context))
        elif topic.pole != entry.pole and slug == entry.topics[0]:
            message = f"Le thème « {slug} » relève du pôle « {topic.pole} »."
            remedy = "Mettez en premier un thème du pôle de la fiche."
            yield page.at_key("theme-autre-pole", "themes", message, remedy)


def same_person(page: Page, _context: Context) -> Iterator[Problem]:
    """A published entry was validated by someone else than its writer."""
    entry = page.entry
    if entry.state is not EntryState.PUBLISHED:
        return
    if not entry.validated_by:
        message = "La fiche est publiée sans que personne ne l’ait validée."
        remedy = "Ajoutez « validee_par: … », ou passez « etat » à a-valider."
        yield page.at_key("validation-absente", "etat", message, remedy)
    elif fold(entry.validated_by).strip() == fold(entry.written_by).strip():
        message = f"« {entry.validated_by} » a rédigé et validé la fiche."
        remedy = "Faites-la valider par une autre personne."
        yield page.at_key("meme-personne", "validee_par", message, remedy)


def review_dates(page: Page, context: Context) -> Iterator[Problem]:
    """A published entry says when it was checked and when to look again; that day is to come."""
    entry = page.entry
    if entry.state is EntryState.PUBLISHED and entry.verified_on is None:
        message = "La fiche est publiée sans date de vérification."
        yield page.at_key("date-absente", "verifiee_le", message, "Ajoutez « verifiee_le: … ».")
    if entry.verified_on is not None and entry.verified_on > context.today:
        message = "La date de vérification est dans l’avenir."
        yield page.at_key("date-future", "verifiee_le", message, "Corrigez « verifiee_le ».")
    if entry.review_on is None:
        if entry.state is EntryState.PUBLISHED:
            message = "La fiche est publiée sans date de révision."
            yield page.at_key("date-absente", "a_revoir_le", message, "Ajoutez « a_revoir_le: … ».")
    elif entry.review_on < context.today and entry.state is not EntryState.ARCHIVED:
        message = f"La fiche était à revoir le {entry.review_on:%d/%m/%Y}."
        remedy = "Relisez-la, puis avancez « verifiee_le » et « a_revoir_le »."
        yield page.at_key("revision-depassee", "a_revoir_le", message, remedy, WARNING)


def _nearest_topic(slug: str, context: Context) -> str:
    from rapidfuzz import process

    found = process.extractOne(slug, list(context.topics), score_cutoff=60)
    if found is None:
        return "Les thèmes sont dans knowledge_base/themes.toml."
    return f"Vouliez-vous dire « {found[0]} » ? Les thèmes sont dans themes.toml."
