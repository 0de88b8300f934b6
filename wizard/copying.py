"""Moving an installation to another database: from SQLite to PostgreSQL, or back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, Table, func, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from wizard import database, rows
from wizard.models import Assessment, Base
from wizard.referential import Referential
from wizard.scoring import Result, score

AT_ONCE = 500  # rows


class CannotCopy(Exception):
    """These two databases cannot be the ones: nothing was begun. One sentence in French."""


class CopyFailed(Exception):
    """The copy was undone: the destination has no rows. One sentence in French."""


def copy(source: str, destination: str, content: Referential) -> dict[str, int]:
    """Copy every row of the address `source` to `destination`; return their number by table.

    All is written and verified in one transaction. `content` is what evaluations are scored with,
    on both sides. Raises `CannotCopy` before anything, `CopyFailed` after having undone all.
    """
    with _opened(source) as old, _opened(destination) as new:
        with _told(CannotCopy):
            _check_source(old)
            _check_destination(new)
        with _told(CopyFailed), _reading(old) as read, _writing(new) as write:
            for table in Base.metadata.sorted_tables:
                _copy_table(table, read, write)
            return _verified(read, write, content)


@contextmanager
def _opened(address: str) -> Iterator[Engine]:
    try:
        url = make_url(address)
        engine = database.new_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise CannotCopy(
            "une adresse de base s’écrit sqlite:////chemin/capclas.sqlite ou "
            "postgresql://compte@hôte/base (avec requirements-nodes.txt)."
        ) from None
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _told(kind: type[CannotCopy | CopyFailed]) -> Iterator[None]:
    """Say in one line what the database says: its words name no data."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        raise kind(f"la base répond «\u00a0{reason}\u00a0».") from error


def _check_source(engine: Engine) -> None:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not (file and Path(file).is_file()):
        raise CannotCopy("le fichier de la base de départ n’existe pas.")
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(database.alembic_config(connection))
        if MigrationContext.configure(connection).get_current_revision() != (
            scripts.get_current_head()
        ):
            raise CannotCopy(
                "la base de départ n’a pas les tables de cette version. Démarrez d’abord "
                "Cap Clas une fois sur elle."
            )


def _check_destination(engine: Engine) -> None:
    """Refuse whatever holds something; give it the tables."""
    with engine.connect() as connection:
        others = set(inspect(connection).get_table_names()) - {"alembic_version"}
        ours = Base.metadata.tables.keys()
        if others - ours or any(_count(connection, Base.metadata.tables[name]) for name in others):
            raise CannotCopy(
                "la base d’arrivée n’est pas vide. Donnez-en une qui vient d’être créée."
            )
    database.upgrade(engine)


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    with database.one_state(engine).connect() as connection:
        yield connection


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _copy_table(table: Table, read: Connection, write: Connection) -> None:
    found = read.execute(select(table).execution_options(yield_per=AT_ONCE))
    for part in found.mappings().partitions():
        write.execute(insert(table), [dict(row) for row in part])
    counted = table.autoincrement_column
    if counted is not None and write.dialect.name == "postgresql":
        _continue_sequence(counted, write)


def _continue_sequence(counted: Column[int], write: Connection) -> None:
    """Rows brought their numbers: the next one made must not be given one of them."""
    table = counted.table.name
    write.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :column), :next, false)"),
        {
            "table": table,
            "column": counted.name,
            "next": (write.scalar(select(func.max(counted))) or 0) + 1,
        },
    )


def _verified(read: Connection, write: Connection, content: Referential) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    before, after = (
        {table.name: _count(side, table) for table in tables} for side in (read, write)
    )
    if before != after:
        raise CopyFailed(f"les lignes ne sont pas au complet\u00a0: {before} puis {after}.")
    for one, other in zip(_results(read, content), _results(write, content), strict=True):
        if one != other:
            raise CopyFailed(f"l’évaluation {one[0]} ne donne pas le même résultat.")
    return after


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _results(connection: Connection, content: Referential) -> Iterator[tuple[str, Result]]:
    """The public id of each evaluation, and what its answers give."""
    every = rows.WHOLE.order_by(Assessment.id).execution_options(yield_per=AT_ONCE)
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        for row in rows.read(session, every):
            yield row.public_id, score(content, row.scored_answers)
