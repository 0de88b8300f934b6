"""`cap-clas serve`: the application behind waitress, in one process."""

import logging
import threading
from datetime import UTC, datetime

import click
import waitress
from flask import Flask

from wizard import create_app, current, database, retention
from wizard.referential import ContentError

A_DAY = 86_400  # seconds


def run(host: str, port: int, threads: int) -> None:
    """Serve until stopped, on the address that is printed first."""
    try:
        app = create_app()
    except ContentError as error:
        raise click.ClickException(f"le contenu ne peut pas être lu\n{error}") from None
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
        # Behind a declared proxy its headers are read, by ProxyFix; else nobody's are.
        clear_untrusted_proxy_headers=not app.config["PROXIES"],
    )
    _purge_daily(app)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Cap Clas est prêt : http://{shown}:{server.effective_port}")
    server.run()


def purge_once(app: Flask | None = None) -> int:
    """Delete what is past its retention; return how many evaluations."""
    with (app or create_app()).app_context(), database.writing() as db:
        return retention.purge(db, current.retention(), datetime.now(UTC))


def _purge_daily(app: Flask) -> None:
    """Purge now, then every day as long as the process lives, whatever one day brings."""
    try:
        app.logger.info("purge: %d evaluations deleted", purge_once(app))
    except Exception:
        app.logger.exception("purge failed; it will be tried again tomorrow")
    timer = threading.Timer(A_DAY, _purge_daily, [app])
    timer.daemon = True
    timer.start()
