"""What keeps the database from answering: named once, in French, for the log, for who hosts and
for the visitor. Faults of our own (an impossible statement, a broken constraint) are not among it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection


@dataclass(frozen=True)
class Cause:
    """`passes`: without anyone's help, in seconds; else who hosts has to do something."""

    sentence: str
    passes: bool = False


class Unavailable(Exception):
    """The database cannot be used. Nothing was written. The message holds no data."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.sentence)
        self.cause = cause


BUSY = Cause("un autre programme occupe la base", passes=True)
SILENT = Cause("la base ne répond pas", passes=True)
READ_ONLY = Cause("la base est en lecture seule")
DAMAGED = Cause("le fichier de la base est abîmé\u00a0; reprenez une sauvegarde")
NEWER = Cause("la base vient d’une version plus récente de Cap Clas\u00a0; mettez le code à jour")

_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_FULL: Cause("le disque est plein"),
    sqlite3.SQLITE_IOERR: Cause("le disque refuse de lire ou d’écrire la base"),
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: Cause("le système refuse l’accès à la base"),
    sqlite3.SQLITE_CANTOPEN: Cause(
        "la base ne peut pas être ouverte\u00a0; vérifiez que son dossier accepte l’écriture"
    ),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_OF_POSTGRESQL = {"25006": READ_ONLY}  # as a replica is, until it takes over
_PRIMARY = 0xFF  # SQLite's extended codes hold the primary one in their low byte


@contextmanager
def told() -> Iterator[None]:
    """Raise `Unavailable` in place of the driver's word for it; all else passes as it is."""
    try:
        yield
    except NoFreeConnection as error:
        raise Unavailable(BUSY) from error
    except DatabaseError as error:
        if cause := _cause(error):
            raise Unavailable(cause) from error
        raise


def _cause(error: DatabaseError) -> Cause | None:
    """Why the database did not answer; None when it did, and refused a statement of ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & _PRIMARY)
    silent = SILENT if isinstance(error, OperationalError) else None
    return _OF_POSTGRESQL.get(getattr(error.orig, "sqlstate", None) or "", silent)
