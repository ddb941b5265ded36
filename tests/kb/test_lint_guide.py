"""The editors' guide says what the checker checks."""

from __future__ import annotations

import re
from pathlib import Path

from teleconseil.kb import entry, fields, library, lint
from teleconseil.kb.lint.duplicates import ANSWER_THRESHOLD, TITLE_THRESHOLD
from teleconseil.kb.lint.structure import MAX_SENTENCE_WORDS
from teleconseil.kb.lint.typography import mend
from teleconseil.kb.templates import KNOWN_FIELDS

GUIDE = Path(__file__).parents[2] / "docs" / "guide-redacteur.md"


def rules_in_code() -> set[str]:
    """Names given to problems, found where they are given."""
    folder = Path(str(lint.__file__)).parent
    sources = [Path(str(module.__file__)) for module in (entry, fields, library)]
    code = "\n".join(p.read_text(encoding="utf-8") for p in [*folder.glob("*.py"), *sources])
    kebab = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code))
    return (
        kebab
        | set(re.findall(r'rule="([a-z-]+)"', code))
        | {"typographie", "date", "source", "encodage", "dossier", "synonymes", "appellations"}
    )


def test_every_rule_is_in_the_guide_and_every_rule_of_the_guide_is_real() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    table = "\n".join(line for line in guide.splitlines() if line.startswith("| `"))
    told = {
        name
        for line in table.splitlines()
        if "| erreur |" in line or "| avertissement |" in line
        for name in re.findall(r"`([a-z-]+)`", line.split("|")[1])
    }
    assert told - rules_in_code() == set()
    assert {r for r in rules_in_code() if r not in guide} == set()


def test_every_rule_has_a_failing_example() -> None:
    """A rule that no test ever sees broken might as well find nothing."""
    here = Path(__file__)
    tests = [path for path in here.parent.glob("test_*.py") if path != here]
    shown = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    assert {rule for rule in rules_in_code() if f'"{rule}"' not in shown} == set()


def test_the_fields_that_the_question_fills_are_those_of_the_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    told = re.findall(r"^\| `\{\{([a-z_]+)\}\}` \| (.+) \|$", guide, re.MULTILINE)
    assert dict(told) == dict(KNOWN_FIELDS)
    assert len(told) == len(KNOWN_FIELDS)


def test_the_thresholds_of_the_guide_are_real() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert TITLE_THRESHOLD == ANSWER_THRESHOLD == 90
    assert "90\u00a0%" in guide
    assert f"{MAX_SENTENCE_WORDS} mots" in guide


def test_the_guide_keeps_its_own_rules() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert mend(guide) == guide
