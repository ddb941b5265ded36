"""How long before the desk shows its first text, and before a key has its effect.

Both are measured in a pseudo-terminal, from the moment the process is started, against a bare
Textual application measured in turn with it (A B A B …) in the same run. The key is sent as soon as
the first text shows, as an impatient advisor would. Both run compiled, as an installed program
does: the first run of each, not counted, compiles them. Medians and their ratios are printed.

    python benchmarks/startup.py [--runs 9]

Targets: first text ≤ 1.6 and effect of a key ≤ 1.8 times the bare application.
POSIX only: it needs ``pty``.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BARE_APP = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    BINDINGS = [("f1", "show", "show")]
    def compose(self):
        yield Static("premier texte", id="text")
    def action_show(self):
        self.query_one("#text", Static).update("effet visible")

Bare().run()
"""

_ESCAPES = re.compile(
    rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b."
)
TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Subject:
    """A program, the text that tells it has painted, a key, and the text that the key brings."""

    name: str
    command: tuple[str, ...]
    first_text: bytes
    key: bytes
    effect: bytes


@dataclass(frozen=True)
class Sample:
    """Seconds since the process was started."""

    first_text: float
    effect: float


class Terminal:
    """A child process in a 120×40 pseudo-terminal and what it has printed so far."""

    def __init__(self, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, dict(environment))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.printed = b""

    def wait_for(self, text: bytes) -> float:
        """Seconds since the start when ``text`` was first on the screen."""
        deadline = time.perf_counter() + TIMEOUT_S
        while text not in _ESCAPES.sub(b"", self.printed):
            left = deadline - time.perf_counter()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"« {text.decode()} » n’est pas apparu en {TIMEOUT_S:.0f} s")
            self.printed += os.read(self.fd, 65536)
        return time.perf_counter() - self.started

    def send(self, key: bytes) -> None:
        self.printed = b""
        os.write(self.fd, key)

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(subject: Subject, environment: Mapping[str, str]) -> Sample:
    terminal = Terminal(subject.command, environment)
    try:
        first = terminal.wait_for(subject.first_text)
        terminal.send(subject.key)
        return Sample(first, terminal.wait_for(subject.effect))
    finally:
        terminal.close()


def report(name: str, ours: list[float], bare: list[float], target: float) -> None:
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    print(
        f"{name:<20} teleconseil {statistics.median(ours) * 1000:6.0f} ms   "
        f"Textual nu {statistics.median(bare) * 1000:6.0f} ms   "
        f"rapport {ratio:.2f} (cible ≤ {target})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each, after one")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        bare_file = Path(folder) / "bare.py"
        bare_file.write_text(BARE_APP, encoding="utf-8")
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "TELECONSEIL_DATA_DIR": str(Path(folder) / "donnees"),
            "TELECONSEIL_CONFIG": str(Path(folder) / "config.toml"),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "pycache"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        python = sys.executable
        bare = Subject(
            "bare", (python, str(bare_file)), b"premier texte", b"\x1bOP", b"effet visible"
        )
        ours = Subject(
            "desk", (python, "-m", "teleconseil"), "téléconseil".encode(), b"\x1bOP", b"Aide"
        )
        samples = [
            (measure(ours, environment), measure(bare, environment)) for _ in range(runs + 1)
        ]
    counted = samples[1:]
    report(
        "premier texte", [a.first_text for a, _ in counted], [b.first_text for _, b in counted], 1.6
    )
    report(
        "effet d’une touche", [a.effect for a, _ in counted], [b.effect for _, b in counted], 1.8
    )


if __name__ == "__main__":
    main()
