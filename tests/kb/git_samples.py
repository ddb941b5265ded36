"""A git of one's own: the same author and day on every machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str, author: str = "Nora Blin", day: str = "2026-03-02") -> None:
    """Run git there, as that person, on that day, whatever this machine is set to."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": "redaction@example.org",
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": "redaction@example.org",
        "GIT_AUTHOR_DATE": f"{day}T10:00:00+01:00",
        "GIT_COMMITTER_DATE": f"{day}T10:00:00+01:00",
    }
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment)
