"""The engine, its transactions and its migrations.

On SQLite, Python's own transaction handling loses updates or fails with "database is locked":
transactions are therefore begun by hand, IMMEDIATE when they will write.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as Session
from sqlalchemy.pool import ConnectionPoolEntry

Failure = SQLAlchemyError  # what a statement or a transaction raises when it cannot be done

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_210_114  # any constant of ours: one migration at a time on PostgreSQL

# FULL: a save that was acknowledged survives a power cut.
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON")

# Connections that are kept, one a thread of a server: opening one takes longer than a save.
THREADS = 20


def init_app(app: Flask) -> None:
    """Open the database of `app`, bringing its tables up to date first."""
    engine = new_engine(app.config["DATABASE_URL"])
    app.extensions["database"] = engine
    app.extensions["turns"] = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
    upgrade(engine)


def new_engine(url: str | URL) -> Engine:
    # Errors go to logs, answers do not. A connection that died while it waited is replaced.
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=THREADS)
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
    """A session that sees one state of the database; what it loads can be used after it."""
    with Session(current_app.extensions["database"], expire_on_commit=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose changes are durable when the block ends, and undone if it raises.

    SQLite lets one write at a time, and makes the others try again after a sleep: the threads of
    one process wait for their turn instead, and lose none of the time.
    """
    engine = current_app.extensions["database"].execution_options(writes=True)
    turn = current_app.extensions["turns"]
    with turn, Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def ping() -> None:
    """Ask the database for an answer. Raises SQLAlchemy's error when there is none."""
    with reading() as session:
        session.execute(text("SELECT 1"))


def upgrade(engine: Engine) -> None:
    """Create or migrate the tables. Safe from several processes at once: the others wait."""
    writer = engine.execution_options(writes=True)
    with writer.connect() as connection, _without_cascades(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")


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
