"""The checker of the knowledge base: every mistake with its place and its remedy."""

from teleconseil.kb.lint.fix import fix_content, fix_entries, fix_file
from teleconseil.kb.lint.verify import RULES, Verifier, verify

__all__ = ["RULES", "Verifier", "fix_content", "fix_entries", "fix_file", "verify"]
