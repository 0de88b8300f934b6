"""The command line: `cap-clas`, and the same commands under `flask --app wizard`."""

import json
import os
import sys
from pathlib import Path
from typing import IO, NoReturn

import click
from flask import Flask

from wizard import config, exchange, proofreading
from wizard.referential import ContentError, Referential, load


@click.group()
def main() -> None:
    """Cap Clas, the self-assessment of a Clas: serve it, save its data, check its content."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Start a production server; an empty instance folder is enough."""
    from wizard.server import run  # the other commands need no application

    run(host, port, threads)


@main.group()
def referential() -> None:
    """The content: axes, objectives, practices, actions."""


@referential.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def check(folder: Path | None) -> None:
    """List every problem of the content in FOLDER (default: WIZARD_CONTENT, else the product's)."""
    problems = proofreading.check(folder or _content_folder())
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("Le référentiel ne présente aucun problème.")


@referential.command()
def show() -> None:
    """Print the content as JSON."""
    click.echo(_json(exchange.referential_as_data(_load())))


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def score(file: IO[str]) -> None:
    """Score the answers of FILE (- for standard input) and print the result as JSON."""
    content = _load()
    try:
        answers = exchange.parse_answers(file.read(), content)
    except (exchange.InvalidAnswers, UnicodeError) as error:
        _stop(str(error))
    click.echo(_json(exchange.result_as_data(content, answers)))


@main.command()
def purge() -> None:
    """Delete the evaluations that are past the end of their retention."""
    from wizard.server import purge_once

    click.echo(f"Évaluations supprimées : {purge_once()}")


@main.command()
def counters() -> None:
    """Print by month how many evaluations were created, finished, printed: numbers only."""
    from wizard.server import counted

    click.echo(_json(counted()))


@main.command()
def remind() -> None:
    """Write to those whose evaluations are deleted in less than two weeks."""
    from wizard.server import remind_once

    announced = remind_once()
    if announced is None:
        _stop("Aucun courriel n’est configuré\u00a0: donnez WIZARD_SMTP_URL et WIZARD_MAIL_FROM.")
    click.echo(f"Évaluations annoncées\u00a0: {announced}")


@main.command("copy-database")
@click.argument("source")
@click.argument("destination")
def copy_database(source: str, destination: str) -> None:
    """Copy the database at the address SOURCE to the empty one at DESTINATION, and verify it.

    Addresses are written as in WIZARD_DATABASE_URL. Stop the server first.
    """
    from wizard import copying  # no other command needs it

    try:
        copied = copying.copy(source, destination, _load())
    except copying.CannotCopy as error:
        _stop(f"Rien n’a été copié\u00a0: {error}")
    except copying.CopyFailed as error:
        _stop(f"La copie a été défaite, rien n’a changé\u00a0: {error}", code=1)
    for table, number in copied.items():
        click.echo(f"{table}\u00a0: {number}")
    click.echo(
        f"Copie faite et vérifiée\u00a0: {copied['assessment']} évaluations donnent le même "
        "résultat des deux côtés. Gardez la même clé secrète."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the database into the new FILE, also while the server runs."""
    from wizard import backup as copies

    try:
        count = copies.backup(config.database_url(), file)
    except copies.NotDone as error:
        _stop(f"Rien n’est sauvegardé\u00a0: {error}", code=1)
    click.echo(f"Sauvegarde écrite\u00a0: {file} (évaluations\u00a0: {count})")
    click.echo(
        "La clé secrète n’y est pas, et ne change jamais\u00a0: copiez-la une fois, ailleurs "
        f"({_key_place()})."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Put the copy FILE into an instance folder without a database; the server is stopped."""
    from wizard import backup as copies

    try:
        config.make_folder(config.instance_folder())
        count = copies.restore(file, config.database_url())
    except (copies.NotDone, config.ConfigError) as error:
        _stop(f"Rien n’est remis\u00a0: {error}", code=1)
    click.echo(f"Sauvegarde remise en place (évaluations\u00a0: {count}).")
    if not config.has_secret_key():
        click.echo(
            f"Avant de démarrer, remettez aussi la clé secrète ({_key_place()}). Sans elle, une "
            "autre sera créée\u00a0: les liens et les codes déjà donnés s’ouvriront encore, mais "
            "ne s’afficheront plus, et chacun devra s’en servir pour revenir.",
            err=True,
        )


def _key_place() -> Path:
    return config.instance_folder() / "secret_key"


def init_app(app: Flask) -> None:
    for command in main.commands.values():
        app.cli.add_command(command)


def _content_folder() -> Path | None:
    folder = os.environ.get("WIZARD_CONTENT")
    return Path(folder) if folder else None


def _load() -> Referential:
    try:
        return load(_content_folder())
    except ContentError as error:
        _stop(error.problems[0])


def _stop(message: str, code: int = 2) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
