"""`cap-clas serve`: the application behind waitress, in one process."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import click
import waitress
from flask import Flask

from wizard import counters, create_app, current, database, letters, retention
from wizard.config import ConfigError
from wizard.referential import ContentError

A_DAY = 86_400  # seconds


def run(host: str, port: int, threads: int) -> None:
    """Serve until stopped, on the address that is printed first."""
    app = _application()
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
    _housekeep_daily(app)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Cap Clas est prêt : http://{shown}:{server.effective_port}")
    server.run()


def purge_once(app: Flask | None = None) -> int:
    """Delete what is past its retention; return how many evaluations, 0 while another node does."""
    with (app or _application()).app_context(), database.alone() as mine:
        return _purge() if mine else 0


def _purge() -> int:
    with database.writing() as db:
        return retention.purge(db, current.retention(), datetime.now(UTC))


def counted() -> dict[str, dict[str, int]]:
    """What `counters` has counted, by month."""
    with _application().app_context(), database.reading() as db:
        return {
            month: {event.value: number for event, number in numbers.items()}
            for month, numbers in counters.by_month(db).items()
        }


def remind_once(app: Flask | None = None) -> int | None:
    """Announce the deletions to come; return of how many evaluations, 0 while another node does,
    None without mail."""
    with (app or _application()).app_context(), database.alone() as mine:
        if not letters.configured():
            return None
        return letters.remind() if mine else 0


def housekeep(app: Flask) -> None:
    """What is done every day: warn, then delete. A failure of one never stops the other."""
    _attempt(app, "evaluations announced", remind_once)
    _attempt(app, "evaluations deleted", purge_once)


def _attempt(app: Flask, what: str, task: Callable[[Flask], int | None]) -> None:
    try:
        app.logger.info("%s: %s", what, task(app))
    except Exception:
        app.logger.exception("%s: failed; it will be tried again tomorrow", what)


def _housekeep_daily(app: Flask, delay: float = 0) -> None:
    """Now, then every day as long as the process lives, whatever one day brings.

    Also the first time in a thread of its own: a slow mail server must not delay the pages.
    """

    def day() -> None:
        housekeep(app)
        _housekeep_daily(app, A_DAY)

    timer = threading.Timer(delay, day)
    timer.daemon = True
    timer.start()


def _application() -> Flask:
    """The application; what keeps it from starting is told in one line, not as a fault of ours."""
    try:
        return create_app()
    except ContentError as error:
        raise click.ClickException(f"le contenu ne peut pas être lu\n{error}") from None
    except ConfigError as error:
        raise click.ClickException(f"un réglage ne va pas\u00a0: {error}") from None
