"""The outermost edge: what a command raised becomes a sentence and an exit status.

Nothing here imports click: the desk opens through this edge, and without it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from teleconseil import __version__, paths
from teleconseil.errors import TeleconseilError, UsageProblem, os_reason
from teleconseil.text import clean

DONE = 0
FAILED = 1
BAD_USAGE = 2
INTERRUPTED = 130


def utf8_output() -> None:
    """Write UTF-8 whatever the locale or the console says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def guarded(call: Callable[[], Any]) -> int:
    """Run a command; its exit status, every error said in one sentence on standard error."""
    try:
        status = _status_of(call)
        sys.stdout.flush()
    except UsageProblem as error:
        return _say(str(error), BAD_USAGE)
    except TeleconseilError as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return nobody_reads()
    except OSError as error:
        return _say(_os_sentence(error), FAILED)
    except Exception as error:  # noqa: BLE001 - the edge of the program
        return _say(_unexpected(error), FAILED)
    return status


def _status_of(call: Callable[[], Any]) -> int:
    try:
        status = call()
    except SystemExit as stop:
        status = stop.code
    return status if isinstance(status, int) else DONE


def nobody_reads() -> int:
    """The reader of the pipe has left: stop quietly, also when the interpreter flushes."""
    with contextlib.suppress(OSError, ValueError):
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, sys.stdout.fileno())
        os.close(silent)
    return FAILED


def log_unexpected(error: BaseException) -> str:
    """Append the traceback to the log; where that is, or why it could not be."""
    import traceback

    file = paths.log_dir() / "teleconseil.log"
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    trace = "".join(traceback.format_exception(error))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", errors="replace") as stream:
            stream.write(f"--- {stamp} teleconseil {__version__}\n{trace}")
    except OSError as failure:
        return f"le journal {file} n’a pas pu être écrit : {os_reason(failure)}"
    return f"le détail est dans {file}"


def _unexpected(error: Exception) -> str:
    where = log_unexpected(error)
    return (
        f"Une erreur inattendue a arrêté la commande ({type(error).__name__}) ; {where}. "
        "Lancez « teleconseil diagnostic », puis signalez-la avec ce détail."
    )


def _os_sentence(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return (
        f"Le système a refusé une lecture ou une écriture{place} : {os_reason(error)}. "
        "Vérifiez la place et les droits, puis recommencez."
    )


def _say(sentence: str, status: int) -> int:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{clean(sentence)}\n")
        sys.stderr.flush()
    return status
