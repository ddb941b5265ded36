"""``teleconseil kb``: the knowledge base's commands, each in its module."""

from __future__ import annotations

import click

from teleconseil.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "chercher": (
            "teleconseil.cli.kb_search:chercher",
            "Cherche dans les fiches, les textes et les questions passées.",
        ),
        "verifier": ("teleconseil.cli.kb_lint:verifier", "Vérifie les fiches."),
        "a-reviser": (
            "teleconseil.cli.kb_review:a_reviser",
            "Les fiches à revoir, ou dont un article a changé.",
        ),
        "historique": (
            "teleconseil.cli.kb_history:historique",
            "Les versions d’une fiche, leurs auteurs, celles qui ont servi.",
        ),
        "modele": (
            "teleconseil.cli.kb_letter:modele",
            "Une lettre, remplie avec ce qu’on sait de la question.",
        ),
        "nouvelle": ("teleconseil.cli.kb_new:nouvelle", "Commence une fiche."),
        "evaluer": (
            "teleconseil.cli.kb_evaluate:evaluer",
            "Mesure la recherche sur un jeu de requêtes.",
        ),
    },
)
def kb() -> None:
    """La base de connaissances : chercher, vérifier, réviser, écrire, évaluer."""
