"""The drivers' errors, told as typed French errors with a remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from teleconseil.errors import os_reason
from teleconseil.store.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreUnavailable,
    UnknownValue,
)
from teleconseil.store.server_failures import away

_SQLSTATE_FULL = ("53100", "53200")
_SQLSTATE_LOCKED = ("55P03", "40P01", "40001", "57014")
_SQLSTATE_DAMAGED = ("XX001", "XX002")
_SQLSTATE_READ_ONLY = ("25006", "42501")


@contextmanager
def told_in_french(where: str) -> Iterator[None]:
    """Turn what a driver raises into a ``StoreError`` that names ``where``, the database."""
    try:
        yield
    except SQLAlchemyError as error:
        original = error.orig if isinstance(error, DBAPIError) else None
        told = _told(original, where)
        if told is None:
            raise
        raise told from error
    except sqlite3.Error as error:
        told = _told(error, where)
        if told is None:
            raise
        raise told from error
    except OSError as error:
        raise unwritable(where, os_reason(error)) from error
    except OverflowError as error:
        raise _too_large() from error


def unwritable(where: str, reason: str) -> StoreUnavailable:
    """The database cannot be opened or written, for a reason given by the system."""
    return StoreUnavailable(
        f"La base {where} ne peut pas être ouverte en écriture : {reason}.",
        "Vérifiez le dossier et ses droits, ou indiquez une autre base avec"
        " TELECONSEIL_DATABASE_URL.",
    )


def _told(original: BaseException | None, where: str) -> StoreError | None:
    if isinstance(original, sqlite3.Error):
        return _sqlite(original, where)
    if original is not None:
        return _postgresql(original, where)
    return None


def _sqlite(error: sqlite3.Error, where: str) -> StoreError | None:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _locked(where)
    if code.startswith("SQLITE_FULL"):
        return _full(where)
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return damaged(where)
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return unwritable(where, "elle est en lecture seule")
    if code.startswith("SQLITE_CANTOPEN"):
        return unwritable(where, "le fichier ne s’ouvre pas")
    if code.startswith("SQLITE_IOERR"):
        return unwritable(where, "le disque a répondu par une erreur")
    if code == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return _unknown_value()
    if code in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return _meanwhile()
    return None


def _postgresql(error: BaseException, where: str) -> StoreError | None:
    state = str(getattr(error, "sqlstate", None) or "")
    if state in _SQLSTATE_FULL:
        return _full(where)
    if state in _SQLSTATE_LOCKED:
        return _locked(where)
    if state in _SQLSTATE_DAMAGED:
        return damaged(where)
    if state in _SQLSTATE_READ_ONLY:
        return unwritable(where, "ce compte n’a pas le droit d’y écrire")
    if state == "23503":
        return _unknown_value()
    if state == "23505":
        return _meanwhile()
    if state.startswith(("22", "54")):
        return _too_large()
    if type(error).__name__ in ("OperationalError", "InterfaceError") or state[:2] in ("08", "57"):
        return away(error, where)
    return None


def damaged(where: str) -> StoreDamaged:
    """What is said of a file that is no sound database."""
    return StoreDamaged(
        f"La base {where} est abîmée ou n’est pas une base de téléconseil.",
        "Restaurez une sauvegarde avec « teleconseil db restaurer FICHIER », ou indiquez un autre"
        " fichier.",
    )


def _full(where: str) -> StoreFull:
    return StoreFull(
        f"Il n’y a plus de place pour écrire dans la base {where}, rien n’a été modifié.",
        "Libérez de la place sur le disque, puis recommencez.",
    )


def _locked(where: str) -> StoreLocked:
    return StoreLocked(
        f"La base {where} est occupée par une autre écriture.",
        "Recommencez dans un instant ; si cela dure, fermez l’autre programme qui l’utilise.",
    )


def _unknown_value() -> UnknownValue:
    return UnknownValue(
        "Une valeur désigne un pôle, un thème, un adhérent ou un établissement inconnu de la base.",
        "Vérifiez ces champs, rien n’a été enregistré.",
    )


def _meanwhile() -> StoreError:
    return StoreError(
        "Quelqu’un d’autre vient d’enregistrer la même chose, rien n’a été enregistré ici.",
        "Recommencez.",
    )


def _too_large() -> StoreError:
    return StoreError(
        "Une valeur est trop grande pour la base.", "Vérifiez les durées, les dates et les nombres."
    )
