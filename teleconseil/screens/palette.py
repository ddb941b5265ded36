"""The palette: every command that is possible now, by any part of its name."""

from __future__ import annotations

from collections.abc import Iterator

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from teleconseil import commands
from teleconseil.screens.explained import Explained
from teleconseil.text import fold
from teleconseil.widgets.closing import ClosedOnce
from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.options import PAGES


class Palette(CommandPalette, ClosedOnce[None]):
    """Textual's palette, whose page keys wait for its list to be on the screen, as ``Options``."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and PAGES.intersection(parameters):
            return any(found.scrollable_content_region for found in self.query(CommandList))
        return super().check_action(action, parameters)


class CommandProvider(Provider):
    """Offers the commands of the screen beneath, then those that work everywhere."""

    async def discover(self) -> Hits:
        for command in self._possible():
            yield DiscoveryHit(self._title(command), lambda c=command: self._run(c))

    async def search(self, query: str) -> Hits:
        words = fold(query).split()
        for command in self._possible():
            name = fold(f"{command.title} {command.label} {command.name}")
            if all(word in name for word in words):
                score = 2.0 - min(name.find(words[0]) if words else 0, 60) / 60
                yield Hit(score, self._title(command), lambda c=command: self._run(c))

    def _possible(self) -> Iterator[type[commands.Command]]:
        screen = self.screen
        here = screen.COMMANDS_HERE if isinstance(screen, Explained) else ()
        for command in (*here, *commands.EVERYWHERE):
            if command is not commands.Palette and screen.check_action(command.name, ()) is True:
                yield command

    def _title(self, command: type[commands.Command]) -> str:
        keys = command.shown_keys(desk_of(self).settings.keymap)
        return f"{command.title}  ({keys[0]})" if keys else command.title

    async def _run(self, command: type[commands.Command]) -> None:
        await self.screen.run_action(command.action())
