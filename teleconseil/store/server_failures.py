"""Why a PostgreSQL server refused, or did not answer, in French.

The driver gives no code for a connection that could not be made, only the server's words, in the
server's language: ``FATAL`` is what all of them keep. What is not recognised is shown as it came.
"""

from __future__ import annotations

import re

from teleconseil.store.errors import StoreUnavailable

_REFUSED = (
    (r'role "(.+?)" does not exist', "le compte « {0} » n’existe pas"),
    (r'database "(.+?)" does not exist', "la base « {0} » n’existe pas"),
    (r'password authentication failed for user "(.+?)"', "le mot de passe de « {0} » est refusé"),
    (r"no password supplied", "il faut un mot de passe"),
    (r"no pg_hba\.conf entry", "ce poste n’est pas autorisé à s’y connecter"),
    (r"too many (?:clients|connections)|connection slots", "trop de postes y sont connectés"),
    (r"starting up|shutting down", "il démarre ou s’arrête"),
)
_SILENT = (
    (r"Connection refused|Is the server running", "aucun serveur n’écoute à cette adresse"),
    (r"(?:resolve|translate) host", "ce nom de serveur est inconnu"),
    (r"timeout expired|timed out", "le délai est dépassé"),
    (r"No route to host|Network is unreachable", "le réseau n’y mène pas"),
    (r"terminating connection|closed the connection|connection is lost", "la connexion est coupée"),
)


def away(error: BaseException, where: str) -> StoreUnavailable:
    """The error for a server that refuses this connection, or that does not answer."""
    words = " ".join(str(error).split())
    reason = _said(words, _REFUSED)
    if reason or ("FATAL" in words and not _said(words, _SILENT)):
        return StoreUnavailable(
            f"Le serveur de la base {where} refuse la connexion : {reason or _last(words)}.",
            "Vérifiez le compte, le mot de passe et le nom de la base dans son adresse.",
        )
    return StoreUnavailable(
        f"Le serveur de la base {where} ne répond pas : {_said(words, _SILENT) or _last(words)}.",
        "Vérifiez le réseau et l’adresse, puis recommencez.",
    )


def _said(words: str, known: tuple[tuple[str, str], ...]) -> str:
    for pattern, french in known:
        if match := re.search(pattern, words, re.IGNORECASE):
            return french.format(*match.groups())
    return ""


def _last(words: str) -> str:
    """The end of the server's own sentence, where the reason is."""
    return words.rsplit("failed: ", 1)[-1].removeprefix("FATAL: ").rstrip(".")[:200].strip()
