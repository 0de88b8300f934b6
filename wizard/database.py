"""The engine, its transactions and its migrations.

On SQLite, Python's own transaction handling loses updates or fails with "database is locked":
transactions are therefore begun by hand, IMMEDIATE when they will write.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session as Session
from sqlalchemy.pool import ConnectionPoolEntry

from wizard import faults

MIGRATIONS = Path(__file__).parent / "migrations"

# Numbers of ours for PostgreSQL's advisory locks: one process of all the nodes at a time.
MIGRATION_LOCK = 7_210_114
HOUSEKEEPING_LOCK = 7_210_115

# For PostgreSQL: seconds to connect, and milliseconds after which a server that acknowledges
# nothing is taken for lost. Without them a thread would wait for minutes.
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}

# FULL: a save that was acknowledged survives a power cut. Who waits holds a thread of the server:
# after five seconds, the visitor is told rather than kept.
LONGEST_WAIT = 5  # seconds
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={1000 * LONGEST_WAIT}",
    "foreign_keys=ON",
)

# Connections that are kept, one a thread of a server: the others are opened anew at each request.
THREADS = 20


def init_app(app: Flask) -> None:
    """Open the database of `app`, bringing its tables up to date first.

    Raises `faults.Unavailable`.
    """
    engine = new_engine(app.config["DATABASE_URL"])
    app.extensions["database"] = engine
    app.extensions["turns"] = threading.Lock()
    upgrade(engine)


def new_engine(url: str | URL) -> Engine:
    # An error holds no answer, whoever prints it. A connection that died while it waited is
    # replaced.
    patience = PATIENCE if make_url(url).get_backend_name() == "postgresql" else {}
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=THREADS, connect_args=patience
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # no BEGIN but ours
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees one state of the database; what it loads can be used after it.

    Raises `faults.Unavailable`, as does `writing`.
    """
    engine = one_state(current_app.extensions["database"])
    with faults.told(), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose changes are durable when the block ends, and undone if it raises.

    SQLite lets one write at a time, and makes the others try again after a sleep: the threads of
    one process wait for their turn instead, and lose none of the time.
    """
    engine = current_app.extensions["database"].execution_options(writes=True)
    with (
        faults.told(),
        _in_turn(),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


@contextmanager
def _in_turn() -> Iterator[None]:
    """One thread at a time on SQLite; raises `faults.Unavailable` when its turn does not come."""
    engine: Engine = current_app.extensions["database"]
    if engine.dialect.name != "sqlite":
        yield
        return
    turn: threading.Lock = current_app.extensions["turns"]
    if not turn.acquire(timeout=LONGEST_WAIT):
        raise faults.Unavailable(faults.BUSY)
    try:
        yield
    finally:
        turn.release()


def one_state(engine: Engine) -> Engine:
    """The same engine, whose transactions see one state. SQLite does so, PostgreSQL if asked."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other node does meanwhile what is done in this block, which only one should.

    True on SQLite: one machine has the file, and its server does it.
    """
    engine: Engine = current_app.extensions["database"]
    if engine.dialect.name != "postgresql":
        yield True
        return
    # No transaction: it would stay open for as long as mails take to leave.
    free = engine.execution_options(isolation_level="AUTOCOMMIT")
    with faults.told(), free.connect() as connection:
        key = {"key": HOUSEKEEPING_LOCK}
        mine = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def ping() -> None:
    """Ask the database for an answer. Raises `faults.Unavailable` when there is none."""
    with reading() as session:
        session.execute(text("SELECT 1"))


def upgrade(engine: Engine) -> None:
    """Create or migrate the tables. Safe from several processes at once: the others wait."""
    writer = engine.execution_options(writes=True)
    with (
        faults.told(),
        writer.connect() as connection,
        _without_cascades(connection),
        connection.begin(),
    ):
        check(connection)
        if engine.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")


def check(connection: Connection) -> None:
    """Raises `faults.Unavailable` for a damaged file, and for tables that this code is too old
    for. Nothing is written."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise faults.Unavailable(faults.DAMAGED)
    scripts = ScriptDirectory.from_config(alembic_config(connection))
    known = {script.revision for script in scripts.walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise faults.Unavailable(faults.NEWER)


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """On SQLite, changing a table copies it and drops the old one: that must delete no answer.

    The pragma is without effect inside a transaction, hence by hand on the driver's connection.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
