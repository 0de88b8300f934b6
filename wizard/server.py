"""`cap-clas serve`: the application behind waitress, in one process."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click
import waitress
from flask import Flask

from wizard import counters, create_app, current, database, letters, logs, retention
from wizard.config import ConfigError
from wizard.faults import Unavailable
from wizard.referential import ContentError

A_DAY = 86_400  # seconds
LEGAL_NOTICE = ("PUBLISHER", "HOSTING", "CONTACT")  # visitors miss what is not set

# A browser keeps several connections open: the hundred of waitress would be too few for fifty
# people, and anyone could take them all. Each costs little as long as nothing is sent.
CONNECTIONS = 900  # a process may open 1,024 files by default
SILENCE = 30  # seconds, after which a connection that says nothing is closed
LONGEST_HEADERS = 32 * 1024  # bytes, the address included; a browser sends two or three thousand
IN_MEMORY = 64 * 1024  # bytes of a request; what is longer waits on the disk


class NotStarted(click.ClickException):
    """One line on stderr, and exit 1."""

    def __str__(self) -> str:
        return f"Cap Clas ne démarre pas\u00a0: {self.message}"

    def show(self, file: Any = None) -> None:
        click.echo(str(self), file=file, err=True)


def run(host: str, port: int, threads: int) -> None:
    """Serve until stopped, on the address that is printed first."""
    app = application()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line a request: see overload
    server = _server(app, host, port, threads)
    app.extensions["gate"].waiting = lambda: len(server.task_dispatcher.queue)
    _housekeep_daily(app)
    if unsaid := [name for name in LEGAL_NOTICE if not app.config[name]]:
        settings = ", ".join(f"WIZARD_{name}" for name in unsaid)
        click.echo(f"Les mentions légales attendent ces réglages\u00a0: {settings}.", err=True)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Cap Clas est prêt : http://{shown}:{server.effective_port}")
    server.run()


def _server(app: Flask, host: str, port: int, threads: int) -> Any:
    try:
        return waitress.create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
            max_request_header_size=LONGEST_HEADERS,
            inbuf_overflow=IN_MEMORY,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=SILENCE // 2,
            asyncore_use_poll=True,  # select() knows no more than 1,024 files
            # Behind a declared proxy its headers are read, by ProxyFix; else nobody's are.
            clear_untrusted_proxy_headers=not app.config["PROXIES"],
        )
    except OSError as error:
        raise NotStarted(
            f"l’adresse {host}, port {port}, ne peut pas être ouverte\u00a0: {error.strerror}"
        ) from None


def purge_once(app: Flask | None = None) -> int:
    """Delete what is past its retention; return how many evaluations, 0 while another node does."""
    with (app or application()).app_context(), database.alone() as mine:
        return _purge() if mine else 0


def _purge() -> int:
    with database.writing() as db:
        return retention.purge(db, current.retention(), datetime.now(UTC))


def counted() -> dict[str, dict[str, int]]:
    """What `counters` has counted, by month."""
    with application().app_context(), database.reading() as db:
        return {
            month: {event.value: number for event, number in numbers.items()}
            for month, numbers in counters.by_month(db).items()
        }


def remind_once(app: Flask | None = None) -> int | None:
    """Announce the deletions to come; return of how many evaluations, 0 while another node does,
    None without mail."""
    with (app or application()).app_context(), database.alone() as mine:
        if not letters.configured():
            return None
        return letters.remind() if mine else 0


def housekeep(app: Flask) -> None:
    """What is done every day: warn, then delete. A failure of one never stops the other."""
    _attempt(app, "evaluations announced", remind_once)
    _attempt(app, "evaluations deleted", purge_once)


def _attempt(app: Flask, what: str, task: Callable[[Flask], int | None]) -> None:
    try:
        if (number := task(app)) is not None:  # None: there was nothing to do it with
            app.logger.info("%s: %s", what, number)
    except Unavailable as error:
        app.logger.error("%s: failed; it will be tried again tomorrow: %s", what, error)
    except Exception as error:
        with app.app_context():
            logs.fault(what, error)


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


def application() -> Flask:
    """The application. Raises `NotStarted` for what is no fault of ours."""
    try:
        return create_app()
    except ContentError as error:
        raise NotStarted(f"le contenu ne peut pas être lu\n{error}") from None
    except ConfigError as error:
        raise NotStarted(f"un réglage ne va pas\u00a0: {error}") from None
    except Unavailable as error:
        raise NotStarted(f"la base ne peut pas servir\u00a0: {error}") from None
