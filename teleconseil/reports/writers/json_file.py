"""JSON: one document, UTF-8, French keys."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from teleconseil.reports.counts import CountTable
from teleconseil.text import clean


def payload(table: CountTable) -> dict[str, Any]:
    """The table as the documented object."""
    return {
        "de": str(table.start),
        "a": str(table.end),
        "par": list(table.dims),
        "definition": table.definition,
        "fuseau": table.zone,
        "lignes": [
            {
                **{dim: clean(value) for dim, value in zip(table.dims, values, strict=True)},
                "nombre": number,
            }
            for values, number in table.rows
        ],
        "total": table.total,
    }


def write_table(table: CountTable, stream: BinaryIO) -> None:
    """One document, UTF-8: see ``payload``."""
    text = json.dumps(payload(table), ensure_ascii=False, indent=1)
    stream.write(f"{text}\n".encode())
