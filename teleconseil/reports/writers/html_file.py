"""HTML: one page that needs nothing else, made to be read and printed."""

from __future__ import annotations

from html import escape
from typing import BinaryIO

from teleconseil import french
from teleconseil.reports.cells import one_line
from teleconseil.reports.counts import CountTable

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid #8886; }
thead th { border-bottom: 2px solid currentColor; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tfoot td { font-weight: 600; border-bottom: 0; border-top: 2px solid currentColor; }
footer { margin-top: 1.5rem; font-size: .9rem; }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
""".strip()


def write_table(table: CountTable, stream: BinaryIO) -> None:
    """A page that stands alone: the rows, the total, then what was counted."""
    title = f"Questions reçues de {table.start} à {table.end}"
    *names, number_heading = table.headings
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    body = "\n".join(_row(table, values, number) for values, number in table.rows)
    span = len(names)
    page = f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>{_text(title)}</h1>
<table>
<thead><tr>{head}<th scope="col" class="n">{_text(number_heading)}</th></tr></thead>
<tbody>
{body}
</tbody>
<tfoot>
<tr><td colspan="{span}">Total</td><td class="n">{french.number(table.total)}</td></tr>
</tfoot>
</table>
<footer><p>Fuseau horaire : {_text(table.zone)}. {_text(table.definition)}</p></footer>
</body>
</html>
"""
    stream.write(page.encode())


def _row(table: CountTable, values: tuple[str, ...], number: int) -> str:
    cells = (table.label(*pair) for pair in zip(table.dims, values, strict=True))
    return (
        "<tr>"
        + "".join(f"<td>{_text(cell)}</td>" for cell in cells)
        + f'<td class="n">{french.number(number)}</td></tr>'
    )


def _text(value: str) -> str:
    return escape(one_line(value))
