"""The figures that the demonstration year reproduces, and the same at another scale."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

from teleconseil.domain import Channel

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Figures:
    """One year of a federation's desk."""

    questions: Mapping[tuple[str, Channel], int]
    """By pôle and channel."""
    members: Mapping[str, int]
    """By region."""
    sectors: Mapping[str, int]
    """Establishments by sector."""
    size_bands: Mapping[str, int]
    """Establishments by the size band of their organisation."""

    @property
    def total(self) -> int:
        return sum(self.questions.values())


def reported() -> Figures:
    """The figures of the report."""
    file = files("teleconseil.demo").joinpath("rapport_2024.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Figures(
        questions={
            (pole, Channel(channel)): count
            for pole, channels in table["questions"].items()
            for channel, count in channels.items()
        },
        members=table["adherents"],
        sectors=table["etablissements"]["secteurs"],
        size_bands=table["etablissements"]["effectifs"],
    )


def shared_out(total: int, weights: Mapping[K, float]) -> dict[K, int]:
    """``total`` shared in proportion to the weights, to the unit: the largest remainders round up.

    The sum is ``total`` exactly; equal remainders go in the order of the weights.
    """
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    missing = total - sum(shares.values())
    by_remainder = sorted(exact, key=lambda key: shares[key] - exact[key])
    for key in by_remainder[:missing]:
        shares[key] += 1
    return shares
