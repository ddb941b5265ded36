"""The engines that ``benchmarks/search.py`` measures side by side, behind one small protocol."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

from teleconseil.kb.library import Snapshot
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.engine import Collection, SearchEngine
from teleconseil.kb.search.meaning.encoders import find_encoder
from teleconseil.kb.search.meaning.index import MeaningIndex
from teleconseil.kb.search.meaning.names import NamesMeaning
from teleconseil.kb.search.meaning.vectors import VectorCache, never
from teleconseil.text import fold

sys.path.insert(0, str(Path(__file__).parent))
from entries import CACHE

LIMIT = 10
_WORD = re.compile(r"\w+")


class Engine(Protocol):
    """An index over some documents."""

    name: str

    def build(self, documents: Sequence[Document]) -> None:
        """Index the documents."""
        ...

    def search(self, query: str, text: str | None) -> list[str]:
        """Ids of the ten best documents of one text, or of all, best first."""
        ...


class Ours:
    """The search of this project, over articles; entries, when given, lend to those they cite."""

    name = "teleconseil"

    def __init__(self, words: Snapshot, cache_dir: Path, entries: Sequence[Document] = ()) -> None:
        """``words``: the knowledge base whose synonyms and names of chapters are known."""
        self._entries = entries
        self._words = words
        self._cache_dir = cache_dir
        self._engine: SearchEngine | None = None

    def build(self, documents: Sequence[Document]) -> None:
        stamp = f"mesure-{len(documents)}"
        self._engine = SearchEngine.open(
            Collection(f"fiches-{len(self._entries)}", lambda: self._entries),
            Collection(stamp, lambda: documents),
            self._words.synonyms,
            self._cache_dir,
            appellations=self._words.appellations,
        )

    def search(self, query: str, text: str | None) -> list[str]:
        if self._engine is None:
            return []
        texts = frozenset({text}) if text else None
        found = self._engine.search(
            query,
            limit=LIMIT,
            kinds=frozenset({Kind.ARTICLE}),
            texts=texts,
            closeness=self.closeness(query),
        )
        return [hit.document.ident for hit in found.hits]

    def closeness(self, query: str) -> Mapping[str, float]:
        """What the query means; nothing by words alone."""
        del query
        return {}


class OursMeant(Ours):
    """The same with what entries and names of chapters mean (``teleconseil[sens]``)."""

    name = "teleconseil[sens]"

    def build(self, documents: Sequence[Document]) -> None:
        super().build(documents)
        encoder = find_encoder()
        if encoder is None:
            raise SystemExit("Le complément « sens » n’est pas installé : --moteurs sans « sens ».")
        entries = MeaningIndex.build(
            encoder, self._entries, VectorCache(CACHE, encoder.name, print)
        )
        names = self._words.appellations.of_texts({d.text for d in documents})
        cache = VectorCache(CACHE, f"{encoder.name} appellations", print)
        assert entries is not None
        learned = NamesMeaning.build(encoder, names, cache, None, never)
        self._meaning = replace(entries, names=learned)

    def closeness(self, query: str) -> Mapping[str, float]:
        return self._meaning.closeness(query)


class Fts5:
    """SQLite FTS5: accents folded, weighted columns, the last word as a prefix."""

    name = "SQLite FTS5"

    def build(self, documents: Sequence[Document]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._tables: dict[str, str] = {}
        for number, (text, rows) in enumerate(_by_text(documents)):
            table = f"t{number}"
            self._tables[text] = table
            self._db.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(ident UNINDEXED, title, headings, body, "
                "tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3 4')"
            )
            self._db.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?)",
                [(d.ident, d.title, d.headings, d.body) for d in rows],
            )

    def search(self, query: str, text: str | None) -> list[str]:
        words = _WORD.findall(fold(query))
        if not words:
            return []
        match = " OR ".join([*(f'"{w}"' for w in words[:-1]), f'"{words[-1]}"*'])
        tables = [self._tables[text]] if text else list(self._tables.values())
        found: list[tuple[float, str]] = []
        for table in tables:
            found += self._db.execute(
                f"SELECT bm25({table}, 0, 4, 2, 1) AS rank, ident FROM {table} "
                f"WHERE {table} MATCH ? ORDER BY rank LIMIT {LIMIT}",
                (match,),
            )
        return [ident for _, ident in sorted(found)[:LIMIT]]


class Tantivy:
    """tantivy: accents folded, French stemmer, unknown words at one edit for half their weight."""

    name = "tantivy"
    _FIELDS = (("title", 4.0), ("headings", 2.0), ("body", 1.0))

    def build(self, documents: Sequence[Document]) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._analyzer: Any = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.stemmer("french"))
            .build()
        )
        builder: Any = tantivy.SchemaBuilder()
        builder.add_text_field("ident", stored=True, tokenizer_name="raw")
        for name, _ in self._FIELDS:
            builder.add_text_field(name, tokenizer_name="fr")
        self._schema: Any = builder.build()
        self._indexes = {text: self._index(list(rows)) for text, rows in _by_text(documents)}

    def search(self, query: str, text: str | None) -> list[str]:
        words = self._analyzer.analyze(query)
        indexes = [self._indexes[text]] if text else list(self._indexes.values())
        found: list[tuple[float, str]] = []
        for index in indexes:
            searcher = index.searcher()
            wanted = self._query(searcher, words)
            for score, address in searcher.search(wanted, LIMIT).hits:
                found.append((-score, searcher.doc(address)["ident"][0]))
        return [ident for _, ident in sorted(found)[:LIMIT]]

    def _index(self, rows: Sequence[Document]) -> Any:
        index = self._tantivy.Index(self._schema)
        index.register_tokenizer("fr", self._analyzer)
        writer = index.writer(heap_size=50_000_000, num_threads=1)
        for d in rows:
            writer.add_document(
                self._tantivy.Document(
                    ident=d.ident, title=d.title, headings=d.headings, body=d.body
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def _query(self, searcher: Any, words: Sequence[str]) -> Any:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        parts = []
        for word in words:
            # A fuzzy term scores the same whatever it finds: on known words it drowns the rest.
            known = any(searcher.doc_freq(name, word) for name, _ in self._FIELDS)
            for name, boost in self._FIELDS:
                if known or len(word) < 4:
                    wanted = query.term_query(self._schema, name, word)
                else:
                    wanted = query.fuzzy_term_query(self._schema, name, word, 1, True)
                    boost = boost / 2
                parts.append((should, query.boost_query(wanted, boost)))
        return query.boolean_query(parts)


def _by_text(documents: Sequence[Document]) -> Iterator[tuple[str, Iterator[Document]]]:
    return groupby(sorted(documents, key=attrgetter("text")), key=attrgetter("text"))
