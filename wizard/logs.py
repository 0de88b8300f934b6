"""What the installation writes of itself: lines for people, or JSON for a collector.

No line holds an answer, a name, an address of a page or the message of an unforeseen fault: each of
them may tell what somebody wrote, or a key.
"""

import logging
import traceback
from time import perf_counter

from flask import Flask, Response, current_app, g, request
from pythonjsonlogger.json import JsonFormatter

from wizard.config import ConfigError

LINE = "%(asctime)s %(levelname)s %(message)s"
FIELDS = ("asctime", "levelname", "name", "message")


def init_app(app: Flask) -> None:
    """Write to standard error in the format of LOG_FORMAT; raises `ConfigError` on another one."""
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(app.config["LOG_FORMAT"]))
    logging.basicConfig(handlers=[handler])  # once a process, and not where another one reads along
    app.logger.setLevel(logging.DEBUG if app.debug else logging.INFO)
    if app.config["LOG_REQUESTS"]:
        app.before_request(_note_start)
        app.after_request(_log_request)


def _formatter(name: str) -> logging.Formatter:
    match name:
        case "text":
            return logging.Formatter(LINE)
        case "json":
            names = {"asctime": "time", "levelname": "level", "name": "logger"}
            return JsonFormatter(list(FIELDS), rename_fields=names, json_ensure_ascii=False)
    raise ConfigError(
        f"WIZARD_LOG_FORMAT vaut «\u00a0text\u00a0» ou «\u00a0json\u00a0», pas {name!r}."
    )


def fault(where: str | None, error: BaseException) -> None:
    """Log what no code expected: its kind and its place, never its message."""
    place = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("fault in %s: %s\n%s", where, type(error).__name__, place)


def _note_start() -> None:
    g.started = perf_counter()


def _log_request(response: Response) -> Response:
    """One line a request. The page is named by its endpoint: its address may hold a key."""
    known = {
        "method": request.method,
        "page": request.endpoint,
        "status": response.status_code,
        "milliseconds": round(1000 * (perf_counter() - g.started)),
    }
    message = " ".join(map(str, known.values()))
    current_app.logger.info(message, extra=known)
    return response
