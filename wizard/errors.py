"""Errors, said in French: what happened, what is kept, what to do."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from wizard import report
from wizard.assessments import UnknownAssessment

KNOWN = frozenset({400, 404, 405, 413, 429, 500, 503})
SUSPECT = frozenset({400, 403, 429})  # what no page of ours sends, or too often: hosts are told
SOON = "5"  # seconds; a sheet takes a fraction of one


def init_app(app: Flask) -> None:
    app.register_error_handler(UnknownAssessment, _unknown)
    app.register_error_handler(report.Busy, _busy)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _refused)
    app.log_exception = partial(_log, app)  # type: ignore[method-assign]


def _log(app: Flask, fault: object) -> None:
    """Log a fault of ours under the endpoint: the address may hold a secret."""
    app.logger.error("fault in %s", request.endpoint, exc_info=fault)  # type: ignore[arg-type]


def _unknown(_error: UnknownAssessment) -> ResponseReturnValue:
    return _page(HTTPStatus.NOT_FOUND)


def _busy(_error: report.Busy) -> ResponseReturnValue:
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, [("Retry-After", SOON)])


def _expired(_error: CSRFError) -> ResponseReturnValue:
    current_app.logger.warning("refused without its token in %s", request.endpoint)
    return render_template("errors/expired.html"), HTTPStatus.FORBIDDEN


def _refused(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # asked under a name that is not ours: no page has a link
        return "Cette adresse n’est pas celle de Cap Clas.", HTTPStatus.BAD_REQUEST
    if error.response is not None or error.code is None:
        return error.get_response()
    if error.code in SUSPECT:
        current_app.logger.warning("refused with %s in %s", error.code, request.endpoint)
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return _page(error.code, headers)


def _page(code: int, headers: Sequence[tuple[str, str]] = ()) -> ResponseReturnValue:
    name = str(code) if code in KNOWN else "400" if code < 500 else "500"
    return render_template(f"errors/{name}.html"), code, list(headers)
