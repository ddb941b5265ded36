"""A light French stemmer for folded words: number, gender, common verb and noun endings.

It only has to bring the forms of one word together; a form found through its stem counts for less
than the word as typed, so that a wrong meeting costs little.
"""

from __future__ import annotations

from functools import lru_cache

_SHORTEST = 4
_ENDINGS = sorted(
    """
    issements issement issantes issante issants issant issaient issait issent issons issez
    ations ation itions ition atrices atrice ateurs ateur ements ement ments ment
    ances ance ences ence antes ante ants ant euses euse eurs eur ives ive ifs if
    eraient erait erons eront erez erai eras era iraient irait iront irai ira
    aient ait ons ez ees ee es er ir is it e
    elles elle els el aux al ales ale ites ite ables able naires naire ners ner
    """.split(),
    key=len,
    reverse=True,
)
_SAME = {"aux": "al", "eaux": "eau", "eux": "eu"}


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word; numbers and words of three letters stay as they are."""
    if len(word) < _SHORTEST or word.isdigit():
        return word[:-1] if word in {"ans"} else word
    word = _singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    for plural, singular in _SAME.items():
        if word.endswith(plural) and len(word) > len(plural) + 2:
            return word.removesuffix(plural) + singular
    return word[:-1] if word[-1] in "sx" and len(word) > _SHORTEST else word
