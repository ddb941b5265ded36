"""Small published trees of our own invention, in the KALI and LEGI shapes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FOREVER_MS = 32472144000000


def day_ms(day: str) -> int:
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return int(moment.timestamp() * 1000)


def code_article(
    cid: int,
    number: str,
    html: str,
    *,
    version: int = 0,
    start: str = "2020-01-01",
    versions: list[tuple[int, str, str | None]] | None = None,
    state: str = "VIGUEUR",
) -> dict[str, Any]:
    """A LEGI article; ``versions`` are (version, start, end) of all its versions."""

    def ident(n: int) -> str:
        return f"LEGIARTI{cid * 100 + n:012d}"

    return {
        "type": "article",
        "data": {
            "id": ident(version),
            "cid": ident(0),
            "num": number,
            "etat": state,
            "texteHtml": html,
            "notaHtml": "",
            "dateDebut": day_ms(start),
            "dateFin": FOREVER_MS,
            "articleVersions": [
                {"id": ident(n), "dateDebut": day_ms(a), "dateFin": day_ms(b) if b else FOREVER_MS}
                for n, a, b in versions or []
            ],
        },
    }


def code(day: str, articles: list[dict[str, Any]], ident: str = "LEGITEXT000006072050") -> Any:
    section = {"type": "section", "data": {"title": "Titre IV : Repos"}, "children": articles}
    return {
        "type": "code",
        "data": {"id": ident, "title": "Code du travail", "dateModif": day},
        "children": [section],
    }


def agreement_article(ident: int, number: str | None, html: str, surtitre: str = "") -> Any:
    data = {
        "id": f"KALIARTI{ident:012d}",
        "cid": f"KALIARTI{ident:012d}",
        "etat": "VIGUEUR",
        "content": html,
        "surtitre": surtitre,
    }
    if number is not None:
        data["num"] = number
    return {"type": "article", "data": data}


def agreement(sections: dict[str, list[Any]], idcc: int = 413) -> Any:
    ident = "KALICONT000005635407" if idcc == 413 else f"KALICONT{idcc:012d}"
    return {
        "type": "convention collective",
        "data": {"id": ident, "num": idcc, "title": "Convention", "shortTitle": "Essai"},
        "children": [
            {"type": "section", "data": {"title": title, "modifDate": "2021-01-01"}, "children": c}
            for title, c in sections.items()
        ],
    }


def write(folder: Path, tree: Any, *, release: str = "1.0.0", packed: bool = True) -> Path:
    kind = "legi" if tree["type"] == "code" else "kali"
    parent = folder / f"{kind}-data-{release}"
    parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(tree).encode()
    path = parent / f"{tree['data']['id']}.json{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    return path
