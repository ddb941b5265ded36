"""The filter of a list, typed in its top line."""

from __future__ import annotations

from typing import ClassVar, Protocol, cast

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Filtered(Protocol):
    """A screen with a list that a line of text narrows."""

    def filter_typed(self, text: str) -> None: ...

    async def filter_done(self) -> None: ...


class FilterField(Input):
    """Narrows the list as one types; Enter goes back to it, Échap takes the filter away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "keep", show=False),
        Binding("escape", "give_up", show=False),
    ]

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder=placeholder)

    @property
    def _list(self) -> Filtered:
        return cast(Filtered, self.screen)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list.filter_typed(event.value)

    async def action_keep(self) -> None:
        await self._list.filter_done()

    async def action_give_up(self) -> None:
        self._list.filter_typed("")
        await self._list.filter_done()
