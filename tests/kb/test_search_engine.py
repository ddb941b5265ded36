"""What an advisor gets for what was typed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.model import Kind, Repair
from teleconseil.kb.search.engine import SearchEngine
from teleconseil.kb.search.segment import build_segment
from teleconseil.kb.search.weights import Weights
from teleconseil.kb.synonyms import SynonymGroup, Synonyms
from tests.kb.search_samples import ARTICLES, ENTRIES, article, entry, found, open_engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return open_engine(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    "query",
    [
        "congés payés arrêt maladie",
        "CONGES PAYES ARRET MALADIE",
        "cp arret maldie",
        "conges payes arert malaide",
        "l'arrêt maladie",
        "cp pdt arret mala",
    ],
)
def test_however_it_is_typed_the_answer_comes_first(engine: SearchEngine, query: str) -> None:
    assert found(engine, query)[0] == "cp-arret-maladie"


def test_a_mended_word_is_shown(engine: SearchEngine) -> None:
    results = engine.search("arret maldie")
    assert results.repairs == (Repair("maldie", "maladie"),)
    assert results.corrected == "arret maladie"


def test_a_mended_word_is_shown_with_its_accents(engine: SearchEngine) -> None:
    results = engine.search("cogés trimestriels")
    assert results.repairs == (Repair("cogés", "congés"),)
    assert results.corrected == "congés trimestriels"


def test_a_word_as_it_was_typed_when_that_is_asked(engine: SearchEngine) -> None:
    results = engine.search("maldie", literal=True)
    assert (results.repairs, results.corrected, results.hits) == ((), None, ())


def test_a_known_word_is_not_mended(engine: SearchEngine) -> None:
    assert engine.search("astreinte").repairs == ()


@pytest.mark.parametrize(("query", "first"), [("cdd", "cdd-motif"), ("cdi", "cdi-essai")])
def test_an_acronym_is_never_read_as_another(engine: SearchEngine, query: str, first: str) -> None:
    assert found(engine, query) == [first]


def test_an_unknown_acronym_finds_nothing_near(engine: SearchEngine) -> None:
    assert engine.search("ehpad").repairs == ()


@pytest.mark.parametrize("query", ["astr", "astrein", "payer une astreint"])
def test_the_last_word_may_be_unfinished(engine: SearchEngine, query: str) -> None:
    assert found(engine, query)[0] == "astreinte"


def test_only_the_last_word_is_unfinished(engine: SearchEngine) -> None:
    assert "astreinte" not in found(engine, "astr ")


def test_an_acronym_is_read_by_the_words_beside_it(engine: SearchEngine) -> None:
    assert found(engine, "ct combien de jours")[0] == "ct-qui"
    names = engine.search("ct article de loi travail").hits[0].contributions
    assert not any("trimestriels" in name for name in names)


def test_numbers_are_the_same_in_words_and_in_digits(tmp_path: Path) -> None:
    bodies = ["après quinze mois", "après 24 heures", "le 1er mai"]
    entries = [entry(f"f{n}", "Fiche", body) for n, body in enumerate(bodies)]
    engine = open_engine(tmp_path, entries)
    asked = ["15 mois", "vingt-quatre heures", "premier mai"]
    assert [found(engine, query, Kind.ENTRY)[0] for query in asked] == ["f0", "f1", "f2"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("L3141-5", "LEGI5"),
        ("l. 3141 5", "LEGI5"),
        ("art 22 ccn66", "KALI22"),
        ("22 de la 66", "KALI22"),
        ("article 18", "KALI18"),
    ],
)
def test_an_article_asked_by_its_number_comes_first(
    engine: SearchEngine, query: str, first: str
) -> None:
    assert found(engine, query)[0] == first


def test_an_entry_that_answers_comes_before_the_articles(engine: SearchEngine) -> None:
    assert found(engine, "congés payés")[0] == "cp-arret-maladie"
    assert "KALI22" in found(engine, "congés payés")


def test_the_base_text_comes_before_its_amendments(engine: SearchEngine) -> None:
    ranked = found(engine, "préavis rupture", Kind.ARTICLE)
    assert ranked.index("KALI18") < ranked.index("KALI18A")


def test_the_law_comes_before_the_decree(tmp_path: Path) -> None:
    body = "Le repos quotidien du salarié."
    articles = [
        article("R", "R1", body, text="code-travail"),
        article("L", "L1", body, text="code-travail", rank=1),
    ]
    assert found(open_engine(tmp_path, (), articles), "repos quotidien") == ["L", "R"]


def test_texts_are_searched_apart(engine: SearchEngine) -> None:
    hits = engine.search("préavis", texts=frozenset({"code-travail"})).hits
    assert {h.document.text for h in hits if h.document.kind is Kind.ARTICLE} == {"code-travail"}
    assert engine.search("préavis", texts=frozenset({"absent"}), kinds=frozenset()).hits == ()


def test_the_nota_of_an_article_is_searched(tmp_path: Path) -> None:
    only = article("A", "L1", "Texte.", text="code-travail", note="Applicable aux périodes closes.")
    hit = open_engine(tmp_path, (), [only]).search("périodes closes").hits[0]
    assert "périodes closes" in hit.snippet.text


def test_contributions_explain_the_score(engine: SearchEngine) -> None:
    hit = engine.search("arret maldie").hits[0]
    assert {"arret", "maladie"} <= set(hit.contributions)
    assert hit.coverage == pytest.approx(1.0)
    assert sum(hit.contributions.values()) == pytest.approx(hit.score, rel=1e-4)


def test_a_word_of_the_short_answer_counts_more_than_one_repeated_in_the_body(
    tmp_path: Path,
) -> None:
    around = "La prime est due à qui part, sans préavis, et à qui reste. "
    answers = entry("rupture", "Rompre le contrat", "Rien de plus.", summary="Un préavis.")
    passing = entry("prime", "Prime annuelle", around * 4, summary="Une prime.")
    hits = open_engine(tmp_path, (answers, passing), ()).search("préavis ").hits
    counted = {hit.document.ident: hit.contributions["preavis"] for hit in hits}
    assert counted["rupture"] > counted["prime"] > 0


def test_what_an_amendment_is_worth_is_part_of_the_explanation(tmp_path: Path) -> None:
    base = article("A", "1", "Indemnité de sujétion.", text="ccn66")
    amendment = article("B", "2", "Indemnité de sujétion.", text="ccn66", is_base=False)
    hits = open_engine(tmp_path, (), [base, amendment]).search("indemnité sujétion").hits
    assert [hit.document.ident for hit in hits] == ["A", "B"]
    assert hits[1].contributions["valeur"] < 0
    for hit in hits:
        assert sum(hit.contributions.values()) == pytest.approx(hit.score, rel=1e-4)


def test_nothing_is_given_once_nobody_waits(engine: SearchEngine) -> None:
    assert engine.search("congés", cancelled=lambda: True).hits == ()


BAD_QUERIES = {
    "empty": "",
    "space": " \t\n",
    "letter": "a",
    "stop words": "de la du et",
    "asking words": "quelle est-ce que comment",
    "punctuation": "?!… « » — ()",
    "quotes": "\"'’",
    "operators": "AND OR NOT NEAR(congé*) title:x ^congé~2 {a} [b] -c",
    "emoji": "🦉🦉 congé 🏖",
    "arabic": "العربية إجازة",
    "controls": "\x00\x1b[31m\x07congé\u202e",
    "surrogate": "\ud800congé",
    "digits": "0 00 000",
    "long word": "a" * 100_000,
    "long text": "congé maladie arrêt " * 5_000,
    "distinct words": " ".join(f"mot{n}x" for n in range(20_000)),
}


@pytest.mark.parametrize("query", BAD_QUERIES.values(), ids=BAD_QUERIES.keys())
def test_bad_input_is_harmless(engine: SearchEngine, query: str) -> None:
    results = engine.search(query)
    assert results.query == query
    assert len(results.hits) <= 10


@pytest.mark.parametrize("query", ["", "de la", "?!", "\x00", "zzzzqqqq"])
def test_a_query_that_says_nothing_finds_nothing(engine: SearchEngine, query: str) -> None:
    assert engine.search(query).hits == ()


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_twice_the_same(engine: SearchEngine, query: str) -> None:
    first, second = engine.search(query), engine.search(query)
    assert first.hits == second.hits
    assert first.repairs == second.repairs
    scores = [hit.score for hit in first.hits]
    assert all(score > 0 for score in scores)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_documents_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, engine: SearchEngine, chance: random.Random
) -> None:
    entries, articles = list(ENTRIES), list(ARTICLES)
    chance.shuffle(entries)
    chance.shuffle(articles)
    other = open_engine(tmp_path_factory.mktemp("cache"), entries, articles)
    for query in ("congés payés", "préavis rupture", "arret maldie", "cp"):
        assert other.search(query).hits == engine.search(query).hits


def test_a_changed_entry_is_found_at_once(engine: SearchEngine) -> None:
    changed = entry("astreinte", "Indemniser une garde", "La garde est payée.")
    after = engine.with_entries([changed, *ENTRIES[2:]], Synonyms())
    assert found(after, "indemniser garde") == ["astreinte"]
    assert found(engine, "astreinte")[0] == "astreinte"
    assert "astreinte" not in found(after, "trajet", Kind.ENTRY)
    assert found(after, "article 22 ccn66")[0] == "KALI22"


ASKED = "Il dort sur place\nOn l’appelle au milieu de la nuit"


def test_an_entry_is_found_by_a_question_that_it_answers(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    learned = [entry("astreinte", "Astreinte", "Payer.", asked=ASKED), *ENTRIES[2:]]
    after = engine.with_entries(learned, Synonyms())
    assert found(engine, "appelle au milieu", Kind.ENTRY) == []
    (hit,) = after.search("appelle au milieu", kinds=frozenset({Kind.ENTRY})).hits
    assert hit.document.ident == "astreinte"
    assert hit.coverage == 1.0
    assert sum(hit.contributions.values()) == pytest.approx(hit.score, abs=1e-3)
    assert {"appelle", "milieu"} <= set(hit.contributions)
    assert hit.snippet.text == "Payer."


def test_the_sentences_of_an_entry_are_not_a_passage_of_its_body(tmp_path: Path) -> None:
    """The last words that are asked and the first of the body stand side by side in the index."""
    document = entry("astreinte", "Astreinte", "Payer.", asked="milieu nuit")
    other = entry("trajet", "Trajet", "Au milieu de la nuit.")
    engine = open_engine(tmp_path, [document, other], ())
    by_slug = {hit.document.ident: hit.contributions for hit in engine.search("nuit payer").hits}
    assert "suite" not in by_slug["astreinte"]
    one_word, no_word = engine.search("milieu nuit").hits, engine.search("payer").hits
    passages = {hit.document.ident: "passage" in hit.contributions for hit in one_word}
    assert passages == {"astreinte": False, "trajet": True}
    assert "passage" in no_word[0].contributions


def test_new_questions_of_an_entry_serve_at_once_and_old_ones_no_more(tmp_path: Path) -> None:
    """The entry itself has not changed: what is kept of it must not be taken as it was."""
    first = entry("astreinte", "Astreinte", "Payer.", asked="Il dort sur place")
    engine = open_engine(tmp_path, [first, *ENTRIES[2:]], ())
    assert found(engine, "dort") == ["astreinte"]
    second = entry("astreinte", "Astreinte", "Payer.", asked="On l’appelle la nuit")
    after = engine.with_entries([second, *ENTRIES[2:]], Synonyms())
    assert found(after, "appelle") == ["astreinte"]
    assert found(after, "dort") == []


def test_an_index_made_from_another_is_the_same_as_a_new_one() -> None:
    before = build_segment(ENTRIES, Weights())
    documents = [*ENTRIES[1:], entry("garde", "Garde de nuit", "Une nuit de garde.")]
    renewed, new = build_segment(documents, Weights(), before), build_segment(documents, Weights())
    assert list(renewed.lexicon.terms) == list(new.lexicon.terms)
    for name in ("starts", "docs", "impacts", "tokens", "lengths", "worth"):
        assert (getattr(renewed, name) == getattr(new, name)).all(), name
    for name in ("sections", "chapters"):
        assert (getattr(renewed, name).numbers == getattr(new, name).numbers).all(), name


def test_new_synonyms_serve_at_once(engine: SearchEngine) -> None:
    synonyms = Synonyms((SynonymGroup("garde", "astreinte"),))
    assert "astreinte" not in found(engine, "garde")
    assert found(engine.with_entries(ENTRIES, synonyms), "garde")[0] == "astreinte"


def test_an_engine_without_documents_finds_nothing(tmp_path: Path) -> None:
    empty = open_engine(tmp_path, (), ())
    assert (empty.size, empty.search("congés").hits) == (0, ())
    again = open_engine(tmp_path, (), ())
    assert again.search("L3141-5").hits == ()
