"""What an entry said, from git, from the database and from the disk together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from teleconseil.desk.entry_history import EntryVersion, committed, source_text, versions
from teleconseil.desk.entry_history import entry_text as text_of
from teleconseil.domain import Channel, NewQuestion, QuestionSource, SourceKind, Status
from teleconseil.kb.entry import content_version
from teleconseil.kb.library import Library
from teleconseil.store import Store
from tests.kb.entry_samples import FakeTexts, article, entry_text, put
from tests.kb.git_samples import git, needs_git


def use(store: Store, content: str, *, kept: bool = True) -> str:
    """An answer given with that content; its version."""
    version = content_version(content)
    if kept:
        store.keep_entry_version("fiche", version, content)
    question = NewQuestion(
        Channel.PHONE,
        "affaires-sociales",
        "Combien ?",
        status=Status.ANSWERED,
        sources=(QuestionSource(SourceKind.ENTRY, "fiche", version),),
    )
    store.add_question(question, by="Ana")
    return version


def loaded(folder: Path) -> Library:
    library = Library(folder)
    library.load()
    return library


def known(folder: Path, store: Store | None, slug: str = "fiche") -> list[EntryVersion]:
    library = loaded(folder)
    return versions(slug, library, store, committed(slug, library))


@needs_git
def test_versions_come_once_with_their_author_and_their_answers(
    sqlite_store: Store, tmp_path: Path
) -> None:
    first, second = entry_text(titre="Un"), entry_text(titre="Deux")
    between, now = entry_text(titre="Entre deux"), entry_text(titre="Trois")
    folder = tmp_path / "fiches"
    put(folder, "fiche", first)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Écrire", day="2026-03-02")
    put(folder, "fiche", second)
    git(folder, "commit", "-qam", "Reprendre", author="Ali Caron", day="2026-04-02")
    put(folder, "fiche", now)
    used, lost = use(sqlite_store, between), use(sqlite_store, entry_text("x"), kept=False)
    use(sqlite_store, first)
    library = loaded(folder)

    found = known(folder, sqlite_store)
    assert [(v.version, v.author, v.answers) for v in found] == [
        (content_version(now), "", 0),
        (used, "", 1),
        (content_version(second), "Ali Caron", 0),
        (content_version(first), "Nora Blin", 1),
        (lost, "", 1),
    ]
    assert [v.is_current for v in found] == [True, False, False, False, False]
    assert [v.content for v in found] == [now, between, second, first, None]
    for content in (now, between, second, first):
        assert text_of("fiche", content_version(content), library, sqlite_store) == content
    assert text_of("fiche", lost, library, sqlite_store) is None
    assert [v.answers for v in known(folder, None)] == [0, 0, 0]


def test_without_git_the_hash_still_names_what_was_used(
    sqlite_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "fiches"
    put(folder, "fiche", entry_text(titre="Aujourd’hui"))
    then = entry_text(titre="Alors")
    version = use(sqlite_store, then)
    found = known(folder, sqlite_store)
    assert [(v.is_current, v.answers) for v in found] == [(True, 0), (False, 1)]
    assert found[1].at is not None
    assert text_of("fiche", version, loaded(folder), sqlite_store) == then
    (folder / "affaires-sociales" / "fiche.md").unlink()
    assert text_of("fiche", version, loaded(folder), sqlite_store) == then
    assert known(folder, sqlite_store, "inconnue") == []


def test_an_article_is_shown_at_the_version_that_was_quoted(
    sqlite_store: Store, tmp_path: Path
) -> None:
    texts = FakeTexts(
        [
            article("L1-1", "Ancien", ident="LEGI1", since=date(2020, 1, 1)),
            article("L1-1", "Nouveau", ident="LEGI2", since=date(2025, 1, 1)),
        ]
    )
    source = QuestionSource(SourceKind.ARTICLE, "LEGI1", "LEGI1")
    assert source_text(source, loaded(tmp_path), texts, sqlite_store) == "Ancien"
