"""Which counts to export, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.widgets import Input, Static

from teleconseil.errors import TeleconseilError, UsageProblem
from teleconseil.reports.counts import DEFAULT_GROUPING, DIMENSIONS, CountRequest, parse_grouping
from teleconseil.reports.periods import Month
from teleconseil.reports.writers import FORMATS, choose_format
from teleconseil.screens.places import documents_folder
from teleconseil.widgets.choice import ChoiceField
from teleconseil.widgets.closing import Dialogue

_FORMATS = {
    "xlsx": "xlsx, tableur",
    "csv": "csv, pour Excel",
    "json": "json, pour un programme",
    "md": "md, texte Markdown",
    "html": "html, page à imprimer",
}


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to count and which file to write."""

    request: CountRequest
    fmt: str
    path: Path


class ExportDialog(Dialogue[ExportOrder | None]):
    """Months, groupings, a format, a place. An existing file is replaced only when told twice."""

    CSS_PATH = "export_dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    def __init__(self, month: Month, folder: str = "") -> None:
        super().__init__()
        self._folder = Path(folder) if folder else documents_folder()
        self._month = month
        self._named = ""
        self._warned_of = ""

    def compose(self) -> ComposeResult:
        month = str(self._month)
        with Vertical(classes="dialogue"):
            yield Static("Exporter les comptages", classes="titre")
            with Grid(id="export-champs"):
                yield Static("Du mois", classes="etiquette")
                yield Input(month, id="export-de")
                yield Static("au mois", classes="etiquette")
                yield Input(month, id="export-a")
                yield Static("Par", classes="etiquette")
                yield Input(",".join(DEFAULT_GROUPING), id="export-par")
                yield Static("Format", classes="etiquette")
                yield ChoiceField(_format_label, "", id="export-format")
                yield Static("Fichier", classes="etiquette")
                yield Input(id="export-fichier")
            yield Static(f"Par : {', '.join(DIMENSIONS)}.", classes="aide", markup=False)
            yield Static("", id="export-etat", markup=False)
            yield Static(
                "Entrée exporter · Tab champ suivant · Échap fermer", classes="aide", markup=False
            )

    def on_mount(self) -> None:
        self.query_one(ChoiceField).value = FORMATS[FORMATS.index("xlsx")]
        self._propose_name()
        self.query_one("#export-fichier", Input).focus()

    # --- the name of the file follows the months and the format, until someone writes another

    def _text(self, ident: str) -> str:
        return self.query_one(f"#export-{ident}", Input).value.strip()

    def _propose_name(self) -> None:
        field = self.query_one("#export-fichier", Input)
        if field.value != self._named:
            return
        start, end = self._text("de"), self._text("a")
        months = start if start == end else f"{start}-{end}"
        name = f"comptages-{months}.{self.query_one(ChoiceField).value}".replace("/", "-")
        self._named = str(self._folder / name)
        field.value = self._named

    @on(Input.Changed, "#export-de")
    @on(Input.Changed, "#export-a")
    def _months_typed(self) -> None:
        self._propose_name()

    @on(Input.Changed, "#export-fichier")
    def _file_typed(self) -> None:
        self._say("")

    @on(ChoiceField.Asked)
    def _next_format(self, event: ChoiceField.Asked) -> None:
        """The next format; the extension of the file follows."""
        current = event.field.value
        place = FORMATS.index(current) if current in FORMATS else -1
        event.field.value = FORMATS[(place + 1) % len(FORMATS)]
        self._propose_name()
        field = self.query_one("#export-fichier", Input)
        if field.value != self._named and field.value:
            field.value = str(Path(field.value).with_suffix(f".{event.field.value}"))

    # --- the order

    @on(Input.Submitted)
    def _submit(self) -> None:
        try:
            order = self._order()
        except TeleconseilError as problem:
            self._say(str(problem))
            return
        if order.path.exists() and self._warned_of != str(order.path):
            self._warned_of = str(order.path)
            self._say("Ce fichier existe déjà : Entrée à nouveau pour le remplacer.")
            return
        self.dismiss(order)

    def _order(self) -> ExportOrder:
        start, end = Month.parse(self._text("de")), Month.parse(self._text("a"))
        if end < start:
            raise UsageProblem(
                f"Les mois sont à l’envers : {start} vient après {end}.", "Échangez-les."
            )
        if not self._text("fichier"):
            raise UsageProblem("Aucun fichier n’est nommé.", "Donnez-lui un nom et un dossier.")
        path = Path(self._text("fichier")).expanduser()
        fmt = choose_format(None, path)
        return ExportOrder(CountRequest(start, end, parse_grouping(self._text("par"))), fmt, path)

    def _say(self, text: str) -> None:
        self.query_one("#export-etat", Static).update(text)


def _format_label(value: str | None) -> str:
    return f"{_FORMATS.get(value or '', '')}  ‹ Entrée : le suivant ›"
