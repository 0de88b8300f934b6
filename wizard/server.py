"""`cap-clas serve`: the application behind waitress, in one process."""

import logging
import threading
from datetime import UTC, datetime

import click
import waitress
from flask import Flask

from wizard import create_app, current, database, workspaces

A_DAY = 86_400  # seconds


def run(host: str, port: int, threads: int) -> None:
    """Serve until stopped, on the address that is printed first."""
    app = create_app()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    server = waitress.create_server(
        app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=True
    )
    _purge_daily(app)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Cap Clas est prêt : http://{shown}:{port}")
    server.run()


def purge_once(app: Flask | None = None) -> int:
    """Delete what is past its retention; return how many evaluations."""
    with (app or create_app()).app_context(), database.writing() as db:
        return workspaces.purge(db, current.retention(), datetime.now(UTC))


def _purge_daily(app: Flask) -> None:
    """Purge now, then every day as long as the process lives."""
    number = purge_once(app)
    if number:
        app.logger.warning("purge: %d evaluations deleted", number)
    timer = threading.Timer(A_DAY, _purge_daily, [app])
    timer.daemon = True
    timer.start()
