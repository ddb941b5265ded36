"""``teleconseil kb historique``: the versions of an entry, who wrote them, which were used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import NotKnown
from teleconseil.cli.opening import database_exists, opened_store
from teleconseil.cli.output import console, note, print_json, say
from teleconseil.config import Settings, load_settings
from teleconseil.desk.entry_history import MIN_VERSION, EntryVersion, all_versions
from teleconseil.french import plural
from teleconseil.reports.cells import one_line

if TYPE_CHECKING:
    from teleconseil.store import Store


@click.command(cls=FrenchCommand)
@click.argument("slug", metavar="FICHE")
@option("--version", "wanted", metavar="EMPREINTE", help="Le texte entier de cette version.")
@option("--differences", is_flag=True, help="Ce que chaque version a changé, mot à mot.")
@option("--json", "as_json", is_flag=True, help="Un document JSON, avec le texte des versions.")
def historique(slug: str, wanted: str | None, differences: bool, as_json: bool) -> None:
    """Les versions d’une fiche : quand, par qui, et combien de réponses s’appuient dessus.

    Elles viennent de git quand le dossier des fiches en est un, et de la base pour celles qui ont
    servi à une réponse. EMPREINTE : les premiers caractères suffisent.
    """
    from teleconseil.kb.library import Library

    settings = load_settings()
    library = Library(settings.kb_dir)
    library.load()
    with _store(settings) as store:
        found, trouble = all_versions(slug, library, store)
    if trouble:
        note(trouble)
    if not found:
        raise NotKnown(
            f"Aucune fiche ne s’appelle « {one_line(slug, 80)} », ni aujourd’hui ni autrefois.",
            "Donnez son nom de fichier, sans « .md ».",
        )
    if wanted is not None:
        found = [_chosen(found, wanted)]
    if as_json:
        print_json({"fiche": slug, "versions": [_payload(v, settings.zone) for v in found]})
    elif wanted is not None:
        _print_text(found[0])
    else:
        _print(found, settings.zone, differences=differences)


@contextmanager
def _store(settings: Settings) -> Iterator[Store | None]:
    if not database_exists(settings):
        yield None
        return
    with opened_store(settings) as store:
        yield store


def _chosen(found: Sequence[EntryVersion], wanted: str) -> EntryVersion:
    """The version that begins so.

    Raises:
        NotKnown: there is none, or several.
    """
    named = [v for v in found if v.version.startswith(wanted.strip().lower())]
    if len(named) == 1 and len(wanted) >= MIN_VERSION:
        return named[0]
    known = ", ".join(version.version[:7] for version in found[:8])
    raise NotKnown(
        f"Aucune version ne commence par « {one_line(wanted, 40)} ».", f"Voici : {known}."
    )


def _print_text(version: EntryVersion) -> None:
    if version.content is None:
        raise NotKnown(
            f"Le texte de la version {version.version} n’a pas été conservé.",
            "Elle a servi avant que les textes ne soient gardés, ou dans une autre base.",
        )
    say(version.content)


def _print(found: Sequence[EntryVersion], zone: ZoneInfo, *, differences: bool) -> None:
    from teleconseil.cli.difference import difference

    out = console()
    for index, version in enumerate(found):
        out.print(_line(version, zone), soft_wrap=True)
        before = next((v for v in found[index + 1 :] if v.content is not None), None)
        if differences and before is not None and version.content is not None:
            words = difference(before.content or "", version.content)
            out.print("   ", words, soft_wrap=True)
    say(f"{plural(len(found), 'version')}.")


def _line(version: EntryVersion, zone: ZoneInfo) -> str:
    when = f"{version.at.astimezone(zone):%d/%m/%Y %H:%M}" if version.at else ""
    used = plural(version.answers, "réponse") if version.answers else ""
    parts = (
        version.version[:7],
        when,
        one_line(version.author),
        one_line(version.summary),
        used,
        "version actuelle" if version.is_current else "",
        "texte non conservé" if version.content is None else "",
    )
    return "  " + " · ".join(filter(None, parts))


def _payload(version: EntryVersion, zone: ZoneInfo) -> dict[str, Any]:
    moment = version.at.astimezone(zone).isoformat(timespec="seconds") if version.at else None
    return {
        "version": version.version,
        "le": moment,
        "par": version.author,
        "resume": version.summary,
        "commit": version.commit or None,
        "reponses": version.answers,
        "actuelle": version.is_current,
        "contenu": version.content,
    }
