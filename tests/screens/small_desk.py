"""A small desk, always the same: five members, forty-odd questions, six entries, two texts.

Everything is invented. ``NOW`` is the only « now »: the dates of the questions are told from it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from teleconseil.desk.reference import load_reference_data, sync
from teleconseil.domain import (
    Advisor,
    BulkLoad,
    BulkQuestion,
    Channel,
    Establishment,
    EventKind,
    Member,
    Question,
    QuestionEvent,
    QuestionSource,
    SourceKind,
    Status,
)
from teleconseil.kb.texts import TextLibrary
from teleconseil.store import open_store
from tests.kb.entry_samples import put
from tests.kb.text_samples import agreement, agreement_article, code, code_article, write

NOW = datetime(2026, 11, 24, 13, 32, tzinfo=UTC)
"""Tuesday, 14 h 32 in Paris."""
ME, COLLEAGUE = "Anne Bernard", "Boris Caron"
AS, OSMS = "affaires-sociales", "offre-sociale-medico-sociale"
SICK_LEAVE, DAILY = "conges-payes/maladie-ddadue", "contrat/cdd-remplacement"

THEMES = """
[[pole]]
slug = "affaires-sociales"
libelle = "Affaires sociales"
sigle = "AS"

[[pole.theme]]
slug = "conges-payes"
libelle = "Congés payés"
part = 60
sous_themes = [
    { slug = "maladie-ddadue", libelle = "Maladie et DDADUE" },
    { slug = "fractionnement", libelle = "Fractionnement" },
]

[[pole.theme]]
slug = "contrat"
libelle = "Embauche et contrats"
part = 40
sous_themes = [
    { slug = "cdd-remplacement", libelle = "CDD, remplacement" },
]

[[pole]]
slug = "offre-sociale-medico-sociale"
libelle = "Offre sociale et médico-sociale"
sigle = "OSMS"

[[pole.theme]]
slug = "autorisations"
libelle = "Autorisations"
part = 100
sous_themes = [
    { slug = "appels-a-projets", libelle = "Appels à projets" },
]
"""

MEMBERS = (
    Member(
        "0412",
        "Association Les Tilleuls",
        town="Lille",
        region="Hauts-de-France",
        sector="handicap",
        size_band="plus de 1 000",
        headcount=1240,
        phone="03 20 00 00 00",
        email="accueil@tilleuls.example",
    ),
    Member("0087", "Fondation du Gué", "Nantes", "Pays de la Loire", "grand-age", "151 à 300", 212),
    Member("1033", "Les Horizons [APEI]", "Lyon", "Auvergne-Rhône-Alpes", "handicap", "50 à 150"),
    Member(
        "0650",
        "La Passerelle",
        "Strasbourg",
        "Grand Est",
        "lutte-contre-les-exclusions",
        "moins de 50",
        31,
    ),
    Member(
        "0651",
        "Sauvegarde de l’Enfance du Val",
        "Tours",
        "Centre-Val de Loire",
        "protection-de-l-enfance",
        "301 à 500",
        402,
    ),
)
ESTABLISHMENTS = (
    Establishment("0412-01", "0412", "IME Les Iris", "IME", "handicap", "Roubaix"),
    Establishment("0412-02", "0412", "ESAT de la Deûle", "ESAT", "handicap", "Lille"),
    Establishment("0087-01", "0087", "EHPAD du Gué", "EHPAD", "grand-age", "Nantes"),
    Establishment("0651-01", "0651", "MECS La Source", "MECS", "protection-de-l-enfance", "Tours"),
)

SICK_ENTRY = "cp-arret-maladie"
OVERDUE_ENTRY = "cp-report-information"
CHANGED_ENTRY = "cp-acquisition-mensuelle"
UNVALIDATED_ENTRY = "ct-chambre-de-nuit"


def _entry(title: str, topic: str, short: str, detail: str, **keys: str) -> str:
    front = {
        "titre": f'"{title}"',
        "type": "reponse",
        "pole": AS,
        "themes": f"[{topic}]",
        "convention": "[droit-commun]",
        "mots_cles": "[]",
        "sources": "[]",
        "etat": "publiee",
        "redigee_par": "Rédaction",
        "validee_par": "Relecture",
        "verifiee_le": "2026-10-12",
        "a_revoir_le": "2027-10-12",
        **keys,
    }
    head = "\n".join(f"{key}: {value}" for key, value in front.items())
    return (
        f"---\n{head}\n---\n\n**En bref** — {short}\n\n## Détail\n\n{detail}\n\n"
        "## À vérifier avec l’adhérent\n\n- Depuis quand ?\n\n## Sources\n\nVoir l’en-tête.\n"
    )


def write_entries(folder: Path) -> None:
    """Entries in each of their states, a letter, and the themes."""
    folder.mkdir(parents=True)
    (folder / "themes.toml").write_text(THEMES, encoding="utf-8")
    (folder / "synonymes.toml").write_text("", encoding="utf-8")
    put(
        folder,
        SICK_ENTRY,
        _entry(
            "Arrêt maladie : combien de congés payés ?",
            SICK_LEAVE,
            "Un mois d’arrêt maladie ouvre deux jours de congés. Le plafond est de 24 jours.",
            "Le salarié en longue maladie continue d’acquérir des congés, mois après mois.",
            mots_cles="[cp maladie, ddadue, arrêt de travail]",
            sources="[{texte: code-travail, article: L3141-5-1, version: 2024-04-24}]",
        ),
    )
    put(
        folder,
        OVERDUE_ENTRY,
        _entry(
            "Congés et maladie : le délai de report",
            SICK_LEAVE,
            "Les congés non pris à cause d’une maladie sont reportés quinze mois.",
            "Le délai part de l’information donnée par écrit au retour du salarié.",
            sources="[{texte: code-travail, article: L3141-19-1, version: 2024-04-24}]",
            verifiee_le="2026-05-01",
            a_revoir_le="2026-11-01",
        ),
    )
    put(
        folder,
        CHANGED_ENTRY,
        _entry(
            "Acquisition des congés payés, mois par mois",
            "conges-payes",
            "Un mois de travail ouvre deux jours et demi de congés payés.",
            "Certaines absences sont assimilées à du travail.",
            sources="[{texte: code-travail, article: L3141-5, version: 2020-01-01}]",
        ),
    )
    put(
        folder,
        UNVALIDATED_ENTRY,
        _entry(
            "Surveillance en chambre de nuit",
            "contrat",
            "Le décompte des heures de nuit reste à trancher.",
            "Rien n’est validé à ce jour.",
            etat="a-valider",
            validee_par="",
        ),
    )
    put(
        folder,
        "modele-reponse-attente",
        _entry(
            "Réponse d’attente",
            "contrat",
            "Nous avons bien reçu votre question du {{date_reception}}.",
            "Madame, Monsieur, {{contact}}, nous revenons vers vous.",
            type="modele",
        ),
    )
    put(
        folder,
        "appel-a-projets",
        _entry(
            "Répondre à un appel à projets",
            "autorisations/appels-a-projets",
            "Le dossier est déposé avant la date de l’avis.",
            "L’avis dit ce que le dossier contient.",
            pole=OSMS,
        ),
        pole=OSMS,
    )


def write_releases(folder: Path) -> tuple[list[Path], list[Path]]:
    """Two releases of a small code (L3141-5 changes in the second) and a small agreement."""
    versions = [(0, "2020-01-01", "2024-04-24"), (1, "2024-04-24", None)]
    stable = [
        code_article(2, "L3141-19-1", "<p>Report de quinze mois.</p>", start="2024-04-24"),
        code_article(3, "L3141-5-1", "<p>Deux jours par mois d’arrêt.</p>", start="2024-04-24"),
        code_article(4, "L1242-2", "<p>Cas de recours au contrat à durée déterminée.</p>"),
    ]
    old = code_article(1, "L3141-5", "<p>Les congés et la maladie : règle ancienne.</p>")
    new = code_article(
        1,
        "L3141-5",
        "<p>Les congés et la maladie : règle nouvelle.</p>",
        version=1,
        start="2024-04-24",
        versions=versions,
    )
    ccn = agreement(
        {
            "Titre IV : Congés": [
                agreement_article(22, "22", "<p>Congés payés annuels de la convention.</p>")
            ]
        }
    )
    first = [write(folder, code("2023-02-17", [old, *stable]), release="2.229.0")]
    second = [
        write(folder, code("2026-03-27", [new, *stable]), release="2.513.0"),
        write(folder, ccn, release="3.449.0"),
    ]
    return first, second


def import_texts(folder: Path, releases: Path) -> None:
    library = TextLibrary(folder)
    for paths in write_releases(releases):
        library.import_paths(paths, today=date(2026, 11, 23))


def _question(rank: int, ago: timedelta, text: str, **fields: object) -> BulkQuestion:
    received = NOW - ago
    values: dict[str, object] = {
        "channel": Channel.PHONE,
        "pole": AS,
        "status": Status.ANSWERED,
        "topic": SICK_LEAVE,
        "member_number": "0412",
        "advisor": ME,
    } | fields
    sources = values.pop("sources", ())
    if values["status"] is Status.ANSWERED:
        values |= {"duration_s": 134, "answered_at": received + timedelta(seconds=134)}
        values.setdefault("answer", "Deux jours par mois d’arrêt.")
    question = Question(
        reference=f"TC-2026-{rank:06d}",
        text=text,
        received_at=received,
        version=1,
        **values,  # type: ignore[arg-type]
    )
    events = [QuestionEvent(question.reference, received, ME, EventKind.CREATED)]
    if question.status is Status.ANSWERED and question.answered_at:
        events.append(
            QuestionEvent(question.reference, question.answered_at, ME, EventKind.ANSWERED)
        )
    return BulkQuestion(question, tuple(events), sources)  # type: ignore[arg-type]


def questions() -> list[BulkQuestion]:
    """Forty answered ones, spread over the last weeks, then the queue, oldest first."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    written: dict[str, object] = {"channel": Channel.WRITTEN}
    used = QuestionSource(SourceKind.ENTRY, SICK_ENTRY, "0" * 16, "Arrêt maladie")
    numbers = [member.number for member in MEMBERS]
    past = [
        _question(
            rank,
            (41 - rank) * 1.5 * day + day,
            f"Question passée sur les congés pendant la maladie, numéro {rank}",
            member_number=numbers[rank % len(numbers)],
            advisor=(ME, COLLEAGUE)[rank % 2],
            channel=(Channel.PHONE, Channel.WRITTEN)[rank % 3 == 0],
            sources=(used,) if rank % 4 == 0 else (),
        )
        for rank in range(1, 41)
    ]
    queue = [
        _question(
            41,
            22 * hour,
            "Congés trimestriels et arrêt de travail : les jours sont-ils perdus ?",
            status=Status.IN_PROGRESS,
            due_at=NOW - 3 * hour,
            contact="directrice des ressources humaines",
            establishment_code="0412-01",
            **written,
        ),
        _question(
            42,
            20 * hour,
            "Rappeler : indemnité de départ",
            status=Status.ON_HOLD,
            member_number="0650",
            due_at=NOW + hour,
            note="Attend la copie du contrat",
        ),
        _question(
            43,
            5 * hour,
            "Reprise d’ancienneté d’un AES [urgent]",
            status=Status.NEW,
            member_number="0087",
            topic=DAILY,
            advisor=None,
            due_at=NOW + 19 * hour,
            **written,
        ),
        _question(
            44,
            4 * hour,
            "Report des excédents : quel délai ?",
            status=Status.NEW,
            member_number="1033",
            pole=OSMS,
            topic="autorisations",
            advisor=None,
            due_at=NOW + 2 * day,
            **written,
        ),
        _question(
            45,
            3 * hour,
            "Remplacer une salariée en congé maternité par un CDD",
            status=Status.IN_PROGRESS,
            member_number="0651",
            topic=DAILY,
            advisor=COLLEAGUE,
            due_at=NOW + day,
            **written,
        ),
    ]
    return [*past, *queue]


def fill_database(file: Path, entries: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    try:
        sync(store, load_reference_data(entries))
        store.bulk_load(
            BulkLoad(
                advisors=(Advisor(ME, pole=AS), Advisor(COLLEAGUE, pole=AS)),
                members=MEMBERS,
                establishments=ESTABLISHMENTS,
                questions=questions(),
            )
        )
    finally:
        store.close()


def write_desk(folder: Path) -> None:
    """The whole desk: ``fiches/``, ``donnees/`` (database, texts) and ``config.toml``."""
    write_entries(folder / "fiches")
    data = folder / "donnees"
    data.mkdir()
    import_texts(data / "textes", folder / "versions")
    fill_database(data / "teleconseil.sqlite", folder / "fiches")
    config = f"conseiller = {json.dumps(ME)}\npole = {json.dumps(AS)}\n"
    (folder / "config.toml").write_text(config, encoding="utf-8")
