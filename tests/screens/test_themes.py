"""The looks: legible in every theme, without colours too."""

from __future__ import annotations

import re

import pytest
from textual.color import Color
from textual.theme import Theme

from teleconseil.desk_themes import THEMES
from tests.screens.conftest import MakeDesk
from tests.screens.driving import opened, screen_text, settle, write

LEAST = 4.5
TEXTS = ("primary", "accent", "success", "warning", "error", "secondary", "foreground")
VARIABLES = ("texte-discret", "pole-1", "pole-2", "marque")
COLOURED = [theme for theme in THEMES if not theme.ansi]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in Color.parse(colour).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", COLOURED, ids=lambda t: t.name)
def test_every_text_is_legible_on_every_ground(theme: Theme) -> None:
    texts = {name: getattr(theme, name) for name in TEXTS}
    texts |= {name: theme.variables[name] for name in VARIABLES}
    grounds = {name: str(getattr(theme, name)) for name in ("background", "panel")}
    grounds["champ"] = theme.variables["champ"]
    faint = {
        (text, ground): round(contrast(colour, shade), 2)
        for text, colour in texts.items()
        for ground, shade in grounds.items()
        if contrast(colour, shade) < LEAST
    }
    assert faint == {}


@pytest.mark.parametrize("theme", COLOURED, ids=lambda t: t.name)
def test_what_is_chosen_is_legible(theme: Theme) -> None:
    variables = theme.variables
    assert contrast(variables["block-cursor-foreground"], variables["choisi"]) >= LEAST


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_each_look_opens_and_the_command_goes_round_them(desk: MakeDesk, theme: str) -> None:
    app = desk(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert app.theme == theme
        seen = set()
        for _ in THEMES:
            app.action_apparence()
            seen.add(app.theme)
        assert seen == {theme.name for theme in THEMES}


async def test_without_colours_the_chosen_result_has_its_sign(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "congés maladie")
        await settle(pilot)
        assert "▸ " in screen_text(pilot)
        drawn = app.export_screenshot()
    colours = {Color.parse(c).rgb for c in re.findall(r"-r\d+ \{ fill: (#[0-9a-f]{6})", drawn)}
    assert colours
    greys = 4  # the exporter’s own white is not quite one
    assert [rgb for rgb in colours if max(rgb) - min(rgb) > greys] == []
