"""The day the law changed, on the entries that ship and the releases that were published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from teleconseil.kb.entry import parse_entry
from teleconseil.kb.freshness import Remembered, resolve
from teleconseil.kb.frontmatter_edit import update_item
from teleconseil.kb.texts import ChangeKind, TextLibrary
from teleconseil.paths import packaged_knowledge_base
from tests.cli.conftest import Run

CODE = "LEGITEXT000006072050.json.gz"
KALI = "kali-data-3.449.0/KALICONT000005635407.json.gz"
SOCIAL_SECURITY = "legi-data-2.513.0/LEGITEXT000006073189.json.gz"


def read_at(folder: Path, texts: TextLibrary) -> dict[str, set[str]]:
    """Make every entry read at these texts' versions; the cids that each one cites there."""
    cited: dict[str, set[str]] = {}
    known = Remembered(texts)
    for path in sorted(folder.rglob("*.md")):
        content = path.read_text(encoding="utf-8")
        entry = parse_entry(path, content)
        cids = cited.setdefault(entry.slug, set())
        for index, citation in enumerate(entry.citations):
            if citation.text != "code-travail":
                continue
            found = known.by_ident(citation.ident or "")
            article = resolve(citation, known).current if found is None else found
            current = texts.current(article.cid) if article else None
            current = current or next(iter(texts.article(citation.article)), None)
            if current is not None and current.valid_from is not None:
                was = {"version": current.valid_from, "id": current.ident}
                content = update_item(content, "sources", index, was)
                cids.add(current.cid)
        path.write_text(content, encoding="utf-8")
    return cited


@pytest.mark.xdist_group("official-texts")
def test_exactly_the_entries_read_before_the_change_are_to_revise(
    run: Run, home: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Release 2.229.0 of the Code du travail, then 2.513.0; nothing else is to be revised."""
    official = shared_data / "data" / "official_texts"
    folder = home.parent / "livrees"
    shutil.copytree(packaged_knowledge_base(), folder)
    monkeypatch.setenv("TELECONSEIL_KB_DIR", str(folder))
    files = [KALI, SOCIAL_SECURITY, f"legi-data-2.229.0/{CODE}"]
    assert run("textes", "importer", *(str(official / name) for name in files)).status == 0
    texts = TextLibrary(home / "textes")
    cited = read_at(folder, texts)
    before = run("kb", "a-reviser", "--json").document["fiches"]
    assert [f["fiche"] for f in before if f["raison"] == "texte-modifie"] == []

    assert run("textes", "importer", str(official / f"legi-data-2.513.0/{CODE}")).status == 0
    changes = texts.changes()
    moved = {c.cid for c in changes if c.kind in (ChangeKind.CHANGED, ChangeKind.REPEALED)}
    editorial = {c.cid for c in changes if c.kind is ChangeKind.EDITORIAL}
    expected = {slug for slug, cids in cited.items() if cids & moved}
    listed = run("kb", "a-reviser", "--json").document["fiches"]
    assert {f["fiche"] for f in listed if f["raison"] == "texte-modifie"} == expected
    assert expected
    reworded = {slug for slug, cids in cited.items() if cids & editorial and not cids & moved}
    assert reworded
    assert all(f["articles"] for f in listed if f["fiche"] in expected)

    touched = run("textes", "changements", "--json").document["changements"]
    assert {f["fiche"] for change in touched for f in change["fiches"]} == expected
    then = run("textes", "article", "L3141-5", "--le", "2024-01-01", "--json").document
    assert [a["id"] for a in then["articles"]] == ["LEGIARTI000033020810"]
    kinds = {c["article"]: c["genre"] for c in touched if c["texte"] == "code-travail"}
    assert [kinds[n] for n in ("L3141-5", "L3141-5-1", "L3141-10")] == [
        "modifie",
        "nouveau",
        "editorial",
    ]
