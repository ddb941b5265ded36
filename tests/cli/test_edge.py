"""The program as a process: what it imports, how it ends, what it says when all goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from teleconseil.cli import edge
from tests.cli.conftest import Run

HEAVY = ("sqlmodel", "sqlalchemy", "textual", "numpy", "alembic", "holidays", "xlsxwriter", "rich")


@pytest.mark.parametrize(
    "args", [["--help"], ["emplacements"], ["exporter", "comptages", "--aide"]]
)
def test_light_commands_import_nothing_heavy(home: Path, args: list[str]) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom teleconseil.cli.root import root\n"
        f"try: root.main({args!r})\nexcept SystemExit as end: assert not end.code, end.code\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stderr.strip() == "[]"


def test_the_desk_opens_without_what_reads_commands(home: Path) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom teleconseil.cli import main\nsys.argv = ['teleconseil']\n"
        "try: main()\nexcept SystemExit as end: print(end.code, 'click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 False\n"
    assert "terminal" in done.stderr


def test_output_is_utf8_whatever_the_locale(spawn: Run) -> None:
    outcome = spawn("emplacements", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert outcome.status == 0
    assert "Base de données".encode() in outcome.raw


def test_a_reader_who_leaves_is_no_drama(home: Path) -> None:  # noqa: ARG001
    process = subprocess.Popen(
        [sys.executable, "-m", "teleconseil", "emplacements"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert err == b""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_is_quiet(home: Path) -> None:  # noqa: ARG001
    command = [sys.executable, "-m", "teleconseil", "question", "ajouter", "--canal", "ecrit"]
    command += ["--pole", "affaires-sociales", "--texte", "-"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(b"x" * 300_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == edge.INTERRUPTED
    assert b"Traceback" not in err


def test_the_unexpected_is_logged_and_said_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise RuntimeError("boum")

    assert edge.guarded(fails) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    log = home / "logs" / "teleconseil.log"
    assert str(log) in err
    assert "RuntimeError: boum" in log.read_text(encoding="utf-8")


def test_a_refusal_of_the_system_is_a_sentence(
    home: Path,  # noqa: ARG001
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails() -> None:
        raise PermissionError(13, "Permission denied", "/x/y")

    assert edge.guarded(fails) == 1
    assert "/x/y" in capsys.readouterr().err


def test_places_name_every_path(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELECONSEIL_DATABASE_URL", "postgresql://anne:secret@serveur/base")
    out = run("emplacements").out
    assert str(home / "cache") in out
    assert "serveur/base" in out
    assert "secret" not in out
