"""Invented advisors, members and establishments, with the figures' margins exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from teleconseil.demo.figures import Figures, shared_out
from teleconseil.domain import SECTORS, Advisor, Establishment, Member, Role

_SOCIAL, _OFFER = "affaires-sociales", "offre-sociale-medico-sociale"

ADVISORS = (
    *(
        Advisor(name, Role.ADVISOR, _SOCIAL)
        for name in (
            "Aline Bruyère",
            "Basile Ormeau",
            "Clémence Varenne",
            "Damien Folleville",
            "Élodie Marchepied",
            "Fabien Querelle",
            "Garance Tilloy",
            "Hugo Sansonnet",
            "Inès Poulain-Gris",
            "Jonas Vertumne",
        )
    ),
    *(
        Advisor(name, Role.ADVISOR, _OFFER)
        for name in ("Katell Roncevaux", "Lilian Dubuisson", "Maëlle Octave")
    ),
    Advisor("Noémie Chantepleure", Role.LEAD, _SOCIAL),
    Advisor("Octave Rivesalte", Role.EDITOR, _SOCIAL),
)

_FORMS = ("Association", "Association", "Association", "Fondation", "Union", "Groupement", "Maison")
_HEADS = (
    "Les Tilleuls", "Le Gué", "La Passerelle", "Les Horizons", "La Clairière", "Le Verger",
    "Les Genêts", "La Source", "L’Étoile", "Les Ormes", "Le Moulin", "La Colline", "Les Érables",
    "Le Phare", "La Garenne", "Les Bruyères", "Le Sentier", "La Marelle", "Les Charmes",
    "Le Rivage", "La Rocade", "Les Ajoncs", "Le Carillon", "La Boussole", "Les Hirondelles",
    "Le Cerf-Volant", "La Lanterne", "Les Noisetiers", "Le Colibri", "La Chrysalide",
    "Les Amandiers", "Le Relais", "La Pierre levée", "Les Cèdres", "Le Grand Pré",
    "La Capucine", "Les Alizés", "Le Fil", "La Ruche", "Les Embruns", "Le Pont-Neuf", "L’Estran",
    "La Vigie", "Les Sept Chênes", "Le Bel Air", "La Tournée", "Les Myosotis", "Le Ponton",
    "La Farandole", "Les Quatre-Vents",
)  # fmt: skip
_TAILS = (
    "des Brandes", "des Brumes", "d’en Haut", "de la Lise", "du Val", "des Lacs", "de l’Aubrade",
    "du Levant", "des Collines", "de Brécourt", "du Marais", "des Deux Rives", "de la Vierne",
    "d’Ormoy", "du Bocage", "des Crêtes", "de la Serre", "du Plateau", "de l’Anse", "des Sources",
    "du Causse", "de la Lande", "des Trois Ponts", "du Ponant", "de Montferrier", "de l’Orée",
    "du Grand Large", "de Valombre", "des Marches", "de la Garde", "du Haut-Pays", "de l’Isle",
)  # fmt: skip
_TOWN_HEADS = (
    "Saint-Aubrac", "Vernay", "Maulette", "Corbizy", "Lisandre", "Ancerville", "Brécourt",
    "Saint-Alban", "Montferrier", "Valombre", "Ormoy", "Courcelette", "Pierrevive", "Chantesse",
    "Rochebelle", "Villeneuve", "Fontagne", "Bellaigue", "Marsaillac", "Sourdun", "Trémazan",
    "Escoubès", "Plouarec", "Kersaint", "Wissembois", "Hautmont", "Lézignac", "Castelvert",
)  # fmt: skip
_TOWN_TAILS = (
    "-sur-Lise", "-le-Haut", "-la-Forêt", "-en-Vierne", "-les-Bains", "-sous-Bois", "",
    "-d’Aubrade", "-le-Neuf", "-aux-Ormes",
)  # fmt: skip
_KINDS = {
    "handicap": ("IME", "ESAT", "SESSAD", "MAS", "FAM", "Foyer de vie", "SAVS", "ITEP", "SAMSAH"),
    "protection-de-l-enfance": ("MECS", "Service AEMO", "Foyer de l’enfance", "Placement familial"),
    "lutte-contre-les-exclusions": ("CHRS", "CADA", "Accueil de jour", "Pension de famille"),
    "siege": ("Siège",),
    "autre": ("Crèche", "Centre de formation", "Entreprise adaptée"),
    "protection-juridique-des-majeurs": ("Service mandataire",),
    "grand-age": ("EHPAD", "Résidence autonomie", "SAD"),
    "sanitaire": ("CMPP", "Centre de soins", "SSIAD"),
}
_TYPICAL_SIZE = {
    "moins de 50": (1.5, 8, 49),
    "50 à 150": (3.0, 50, 150),
    "151 à 300": (5.0, 151, 300),
    "301 à 500": (8.0, 301, 500),
    "501 à 1 000": (14.0, 501, 1000),
    "plus de 1 000": (30.0, 1001, 4200),
}
"""Size band to establishments per organisation, least and most employees."""


def invent_members(figures: Figures, rng: Random) -> tuple[list[Member], list[Establishment]]:
    """Members by region, establishments by sector and by size band: each as in the figures."""
    names = _names(rng)
    towns = [head + tail for head in _TOWN_HEADS for tail in _TOWN_TAILS]
    total = sum(figures.members.values())
    bands = _listed(
        shared_out(total, {b: n / _TYPICAL_SIZE[b][0] for b, n in figures.size_bands.items()}), rng
    )
    regions = _listed(figures.members, rng)
    members = []
    for index, (region, band) in enumerate(zip(regions, bands, strict=True), 1):
        _, least, most = _TYPICAL_SIZE[band]
        members.append(
            Member(
                number=f"{index:04d}",
                name=next(names),
                town=rng.choice(towns),
                region=region,
                size_band=band,
                headcount=rng.randint(least, most),
                phone=f"01 99 00 {index // 100:02d} {index % 100:02d}",
                email=f"contact@adherent-{index:04d}.invalid",
            )
        )
    counts = _establishment_counts(members, figures, rng)
    return _with_establishments(members, counts, dict(figures.sectors), rng)


def _establishment_counts(members: list[Member], figures: Figures, rng: Random) -> dict[str, int]:
    """By member number: at least one each, the band's total exact."""
    counts = {member.number: 1 for member in members}
    for band, total in figures.size_bands.items():
        numbers = [m.number for m in members if m.size_band == band]
        weights = {number: rng.uniform(0.4, 1.6) for number in numbers}
        for number, extra in shared_out(total - len(numbers), weights).items():
            counts[number] += extra
    return counts


def _with_establishments(
    members: list[Member], counts: Mapping[str, int], stock: dict[str, int], rng: Random
) -> tuple[list[Member], list[Establishment]]:
    seats = sorted(members, key=lambda m: (-counts[m.number], m.number))[: stock.pop("siege", 0)]
    seated = {member.number for member in seats}
    located: list[Member] = []
    establishments: list[Establishment] = []
    for member in members:
        main = _draw(stock, rng)
        located.append(replace(member, sector=main))
        for rank in range(1, counts[member.number] + 1):
            if rank == 1 and member.number in seated:
                sector = "siege"
            else:
                sector = main if stock[main] and rng.random() < 0.8 else _draw(stock, rng)
                stock[sector] -= 1
            establishments.append(_establishment(member, rank, sector, rng))
    return located, establishments


def _establishment(member: Member, rank: int, sector: str, rng: Random) -> Establishment:
    kind = rng.choice(_KINDS[sector])
    name = "Siège" if sector == "siege" else f"{kind} {rng.choice(_HEADS)}"
    near = rng.random() < 0.6
    town = member.town if near else rng.choice(_TOWN_HEADS) + rng.choice(_TOWN_TAILS)
    return Establishment(
        code=f"{member.number}-{rank:02d}",
        member_number=member.number,
        name=name,
        kind=kind,
        sector=sector,
        town=town,
        region=member.region,
    )


def _draw(stock: Mapping[str, int], rng: Random) -> str:
    """A sector, as likely as there are establishments of it left to place."""
    left = [sector for sector in SECTORS if stock.get(sector)]
    if not left:
        return "handicap"
    return rng.choices(left, [stock[sector] for sector in left])[0]


def _names(rng: Random) -> Iterator[str]:
    """Distinct names of associations, in an order of their own."""
    names = sorted(
        f"{form} {head} {tail}"
        for form in dict.fromkeys(_FORMS)
        for head in _HEADS
        for tail in _TAILS
    )
    rng.shuffle(names)
    preferred = [n for n in names if n.startswith(("Association", "Fondation"))]
    others = [n for n in names if not n.startswith(("Association", "Fondation"))]
    yield from preferred[:1700]
    yield from others
    yield from preferred[1700:]


def _listed(counts: Mapping[str, int], rng: Random) -> list[str]:
    values = [value for value, count in counts.items() for _ in range(count)]
    rng.shuffle(values)
    return values
