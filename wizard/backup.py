"""Copies of the database: made while the server runs, put back into an empty instance.

A copy holds the database and not the secret key, from which the links and codes are derived: who
steals one alone opens nothing. The key is copied once, and kept elsewhere.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url
from sqlalchemy.exc import DatabaseError

from wizard import database, faults

BESIDE = ("", "-wal", "-shm", "-journal")  # the files of one database


class NotDone(Exception):
    """No copy was made or put back, and nothing changed. The message says why, in French."""


def backup(url: str | URL, file: Path) -> int:
    """Write a copy of the database into the new `file`; return how many evaluations it holds.

    The server may go on writing: the copy is that of one moment. It appears whole or not at all,
    and is readable by its owner only.
    """
    source = _file_of(url)
    if not source.exists():
        raise NotDone(f"il n’y a pas de base à copier dans {source.parent}.")
    with _new(file) as part:
        with _opened(source) as connection:
            connection.execute("VACUUM INTO ?", [str(part)])
        return verify(part)


def restore(file: Path, url: str | URL) -> int:
    """Put a copy into an instance that has no database; return how many evaluations it holds."""
    target = _file_of(url)
    for end in BESIDE:
        if (there := target.with_name(target.name + end)).exists():
            raise NotDone(f"{there} existe déjà\u00a0; une sauvegarde ne remplace jamais une base.")
    if not file.is_file():
        raise NotDone(f"{file} n’existe pas.")
    with _new(target) as part:
        part.write_bytes(file.read_bytes())
        return verify(part)


def verify(file: Path) -> int:
    """Check that `file` is a sound database that this code can serve; count its evaluations."""
    engine = create_engine(URL.create("sqlite", database=str(file)), poolclass=NullPool)
    try:
        with faults.told(), engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
                raise faults.Unavailable(faults.DAMAGED)
            database.check(connection)
            found = connection.exec_driver_sql("SELECT count(*) FROM assessment").scalar_one()
            return int(found)
    except faults.Unavailable as error:
        raise NotDone(f"{file} ne peut pas servir\u00a0: {error}.") from None
    except DatabaseError:
        raise NotDone(f"{file} n’est pas une base de Cap Clas.") from None


def _file_of(url: str | URL) -> Path:
    made = make_url(url)
    if made.get_backend_name() != "sqlite" or not made.database:
        raise NotDone("cette commande sert à SQLite. Pour PostgreSQL\u00a0: pg_dump, pg_restore.")
    return Path(made.database)


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A place to write in, which becomes `file` when the block ends well."""
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".capclas-") as folder:  # 0700
            part = Path(folder) / "copy.sqlite"
            part.touch(0o600)
            yield part
            _to_disk(part)
            os.link(part, file)  # refuses to replace
            _to_disk(file.parent)
    except FileExistsError:
        raise NotDone(f"{file} existe déjà\u00a0; donnez un autre nom.") from None
    except OSError as error:
        raise NotDone(f"{file} ne peut pas être écrit\u00a0: {error.strerror}.") from None


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        # "rw" never creates a database; "ro" could not read the journal of a stopped server.
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise NotDone(f"la base ne peut pas être copiée\u00a0: {error}.") from None


def _to_disk(path: Path) -> None:
    """What was written survives a power cut."""
    with suppress(PermissionError):  # Windows opens no folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
