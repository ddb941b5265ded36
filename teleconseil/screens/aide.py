"""Help for where one is, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from teleconseil import commands
from teleconseil.screens.explained import Explained
from teleconseil.widgets.closing import Dialogue
from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.topbar import MODES

_KEYS_WIDTH = 18
_STATES = (
    ("fiche", (("●", "vérifiée"), ("▲", "à revoir"), ("■", "texte modifié"), ("◌", "à valider"))),
    (
        "question",
        (
            ("○", "nouvelle"),
            ("◐", "en cours"),
            ("◔", "en attente"),
            ("●", "répondue"),
            ("×", "annulée"),
            ("!", "en retard"),
        ),
    ),
)


class HelpScreen(Dialogue[None]):
    """What can be done on a screen, and everywhere."""

    CSS_PATH = "aide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,h,q,enter", "dismiss(None)", "Fermer"),
    ]

    def compose(self) -> ComposeResult:
        beneath = (screen for screen in reversed(self.app.screen_stack))
        about = next((screen for screen in beneath if isinstance(screen, Explained)), None)
        with VerticalScroll(classes="dialogue"):
            yield Static(self._text(about), markup=False)

    def on_click(self) -> None:
        self.dismiss()

    def _text(self, about: Explained | None) -> Content:
        """Of the screen beneath, even under a dialogue; then of what works everywhere."""
        modes = {mode: name for mode, name, _ in MODES}
        where = (about.HELP_ON or modes.get(about.MODE, "")) if about else ""
        title = f"Aide · {where}" if where else "Aide"
        parts = [Content.styled(title, "bold"), Content("\n\n")]
        if about is not None:
            if about.HELP:
                parts += [Content(about.HELP), Content("\n\n")]
            parts += self._section("Ici", about.COMMANDS_HERE)
        parts += self._section("Partout", commands.EVERYWHERE)
        parts.append(Content.styled("Signes\n", "bold $primary"))
        for what, states in _STATES:
            said = "  ".join(f"{glyph} {name}" for glyph, name in states)
            parts.append(Content(f"{what:<10}{said}\n"))
        parts.append(Content.styled("\nÉchap ferme cette aide.", "$texte-discret"))
        return Content.assemble(*parts)

    def _section(self, title: str, here: Iterable[type[commands.Command]]) -> list[Content]:
        keymap = desk_of(self).settings.keymap
        lines = [Content.styled(f"{title}\n", "bold $primary")]
        for command in here:
            keys = ", ".join(command.shown_keys(keymap)) or "Ctrl+P"
            lines.append(Content.styled(f"{keys:<{_KEYS_WIDTH}}", "$accent"))
            lines.append(Content(command.title))
            if command.help:
                lines.append(
                    Content.styled(f"\n{'':<{_KEYS_WIDTH}}{command.help}", "$texte-discret")
                )
            lines.append(Content("\n"))
        return [*lines, Content("\n")]
