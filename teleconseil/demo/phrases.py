"""Questions as callers say them: kernels of the sentence files, varied."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from teleconseil.domain import Channel
from teleconseil.text import fold

_FILES = ("affaires-sociales.toml", "offre-sociale-medico-sociale.toml")
_JOBS = (
    ("un éducateur spécialisé", "notre éducateur spécialisé"),
    ("une éducatrice spécialisée", "notre éducatrice spécialisée"),
    ("une monitrice-éducatrice", "notre monitrice-éducatrice"),
    ("un AES", "notre AES"),
    ("une AES", "notre AES"),
    ("une aide-soignante", "notre aide-soignante"),
    ("un surveillant de nuit", "notre surveillant de nuit"),
    ("une maîtresse de maison", "notre maîtresse de maison"),
    ("une infirmière", "notre infirmière"),
    ("un chef de service", "notre chef de service"),
    ("une psychologue", "notre psychologue"),
    ("un moniteur d’atelier", "notre moniteur d’atelier"),
    ("une assistante sociale", "notre assistante sociale"),
    ("un agent d’entretien", "notre agent d’entretien"),
    ("une comptable", "notre comptable"),
    ("une secrétaire", "notre secrétaire"),
    ("une éduc", "notre éduc"),
    ("un cuisinier", "notre cuisinier"),
    ("une CESF", "notre CESF"),
    ("un TISF", "notre TISF"),
)
_PLACES = (
    "à l’IME", "à l’ESAT", "au SESSAD", "à la MAS", "au FAM", "au foyer de vie", "à la MECS",
    "au CHRS", "à l’EHPAD", "à l’ITEP", "au siège", "au SAVS", "au foyer d’hébergement",
)  # fmt: skip
_SPANS = (
    "deux semaines", "trois semaines", "un mois", "deux mois", "trois mois", "cinq mois",
    "six mois", "huit mois", "dix mois", "un an", "quatorze mois", "deux ans",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
_GREETINGS = ("Bonjour, ", "Bonjour, ", "Bonjour,\n\n", "Bonjour à tous, ", "Madame, Monsieur, ")
_SETTINGS = (
    "Nous sommes une association d’une centaine de salariés. ",
    "La situation est urgente. ",
    "Nos élus nous interrogent. ",
    "C’est pour la paie du mois. ",
    "Je reprends le dossier d’une collègue. ",
    "La question se pose {e}. ",
)
_THANKS = (" Merci.", " Merci d’avance.", " Merci de votre retour.", "\n\nCordialement.", "", "")
_SPOKEN = ("", "", "", "alors ", "rappel : ", "urgent, ", "dde : ", "rapidement : ")
_SHORT = (
    ("congés payés", "cp"),
    ("congés trimestriels", "ct"),
    ("accident du travail", "at"),
    ("rupture conventionnelle", "rupture co"),
    ("période d'essai", "essai"),
    ("heures supplémentaires", "h sup"),
    ("combien de", "cb de"),
    ("peut-on", "on peut"),
    ("quelle est", ""),
    ("éducateur spécialisé", "éduc spé"),
    ("éducatrice spécialisée", "éduc spé"),
)
_ANSWERS = (
    "Rappel de la règle et envoi de la fiche.",
    "Règle expliquée, pièces à vérifier par l’adhérent avant décision.",
    "Réponse donnée, modèle de courrier transmis.",
    "Point fait sur le texte applicable ; l’adhérent rappelle si la situation change.",
    "Renvoi à l’article et à la fiche, calcul à faire par le service paie.",
    "Options présentées, prudence conseillée dans l’attente de l’avis du juriste.",
)
_UNELIDED = re.compile(r"\bde (?=une? )")
_CONTACTS = (
    "DRH", "responsable des ressources humaines", "directrice", "directeur d’établissement",
    "chef de service", "gestionnaire de paie", "directeur général", "assistante de direction",
    "directrice administrative et financière", "président", "juriste", "comptable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topical:
    """What is asked under one sub-theme, and the entries that answer it."""

    pole: str
    kernels: tuple[str, ...]
    entries: tuple[str, ...]


def read_sentences() -> dict[str, Topical]:
    """The sentence files, by sub-theme."""
    found: dict[str, Topical] = {}
    folder = files("teleconseil.demo").joinpath("sentences")
    for name in _FILES:
        table: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
            folder.joinpath(name).read_text(encoding="utf-8")
        )
        for topic, row in table.items():
            found[topic] = Topical(
                name.removesuffix(".toml"), tuple(row["noyaux"]), tuple(row["fiches"])
            )
    return found


class Phrasebook:
    """Makes questions, answers and contacts; the same generator gives the same ones."""

    def __init__(self, rng: Random, topics: Mapping[str, Topical] | None = None) -> None:
        self._rng = rng
        self.topics = topics or read_sentences()

    @property
    def by_pole(self) -> dict[str, list[str]]:
        """The sub-themes of each pôle, in the order of its file."""
        found: dict[str, list[str]] = {}
        for topic, row in self.topics.items():
            found.setdefault(row.pole, []).append(topic)
        return found

    def question(self, topic: str, channel: Channel) -> str:
        """A question of that sub-theme, written down in a hurry or sent as a letter."""
        kernel = self._filled(self._rng.choice(self.topics[topic].kernels))
        text = self._spoken(kernel) if channel is Channel.PHONE else self._written(kernel)
        return self._mistyped(text) if self._rng.random() < 0.1 else text

    def answer(self) -> str:
        return self._rng.choice(_ANSWERS)

    def contact(self) -> str:
        return self._rng.choice(_CONTACTS)

    def _filled(self, kernel: str) -> str:
        rng = self._rng
        some, ours = rng.choice(_JOBS)
        text = kernel.format(
            m=some,
            ms=ours,
            e=rng.choice(_PLACES),
            mois=rng.choice(_SPANS),
            jour=rng.choice(_DAYS),
            n=rng.randint(2, 9),
        ).replace("'", "’")
        text = _UNELIDED.sub("d’", text)
        return text[0].upper() + text[1:]

    def _written(self, kernel: str) -> str:
        rng = self._rng
        greeting = rng.choice(_GREETINGS) if rng.random() < 0.6 else ""
        setting = ""
        if rng.random() < 0.3:
            setting = rng.choice(_SETTINGS).format(e=rng.choice(_PLACES))
            if greeting.endswith(", "):
                setting = setting[0].lower() + setting[1:]
        elif greeting.endswith(", "):
            kernel = _lowered(kernel)
        return (greeting + setting + kernel + rng.choice(_THANKS)).strip()

    def _spoken(self, kernel: str) -> str:
        rng = self._rng
        text = rng.choice(_SPOKEN) + _lowered(kernel)
        if rng.random() < 0.5:
            for long, short in _SHORT:
                text = text.replace(long, short)
            text = " ".join(text.split())
        if rng.random() < 0.25:
            text = fold(text)
        if rng.random() < 0.35:
            text = text.rstrip(" ?!")
        return text

    def _mistyped(self, text: str) -> str:
        """One slip: two letters swapped, one dropped or one doubled, within a word."""
        rng = self._rng
        places = [i for i in range(1, len(text) - 2) if text[i : i + 2].isalpha()]
        if not places:
            return text
        i = rng.choice(places)
        slip = rng.randrange(3)
        if slip == 0:
            return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        return text[:i] + text[i + 1 :] if slip == 1 else text[:i] + text[i] + text[i:]


def _lowered(text: str) -> str:
    """Lower case at the start, except for an acronym."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first.isupper() else text[0].lower() + text[1:]
