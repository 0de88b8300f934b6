"""Errors, said in French: what happened, what is kept, what to do."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from wizard import access, faults, htmx, logs, overload, report
from wizard.assessments import UnknownAssessment
from wizard.views import lost

KNOWN = frozenset({400, 404, 405, 413, 429, 500, 503})
SUSPECT = frozenset({400, 403, 429})  # what no page of ours sends, or too often: hosts are told
SOON = "5"  # seconds; a sheet takes a fraction of one, and so does a full queue


def init_app(app: Flask) -> None:
    app.register_error_handler(UnknownAssessment, _unknown)
    app.register_error_handler(report.Busy, _busy)
    app.register_error_handler(faults.Unavailable, _unavailable)
    app.register_error_handler(overload.Overloaded, _overloaded)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _refused)
    app.log_exception = _log  # type: ignore[method-assign,assignment]


def _log(fault: Any) -> None:
    """Log a fault of ours under the endpoint: the address may hold a secret."""
    logs.fault(request.endpoint, fault[1])


def _unknown(error: UnknownAssessment) -> ResponseReturnValue:
    """Not open to this browser, or no longer: what was typed meanwhile is given back."""
    page = "" if htmx.wants_fragment() else lost.closed()
    return page or _not_opened(str(error)), HTTPStatus.NOT_FOUND


def _not_opened(public_id: str) -> str:
    """What a browser is told of an evaluation that it may not open, or only to read it."""
    return render_template(
        "errors/404.html",
        right=access.right_of(public_id),
        public_id=public_id,
        taken_back=access.shut_out(public_id),
    )


def _busy(_error: report.Busy) -> ResponseReturnValue:
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, _retry(passes=True))


def _overloaded(_error: overload.Overloaded) -> ResponseReturnValue:
    """The cheapest page there is: the database is not asked."""
    return _not_now(passes=True)


def _unavailable(error: faults.Unavailable) -> ResponseReturnValue:
    """Show the page of the form again, with what was sent; else a page that keeps it."""
    if "unavailable" not in g:
        current_app.logger.error("%s: %s", request.endpoint, error)
        g.unavailable = error.cause
        if request.method == "POST" and not htmx.wants_fragment():
            return _form_again(error)
    return _not_now(error.cause.passes)


def _form_again(error: faults.Unavailable) -> ResponseReturnValue:
    """Ask the view once more: it holds the form for one that cannot be saved (`saving.valid`)."""
    view = current_app.view_functions[str(request.endpoint)]
    try:
        response = make_response(view(**(request.view_args or {})))
    except faults.Unavailable:
        return _not_now(error.cause.passes)
    if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers.extend(_retry(error.cause.passes))
    return response


def _not_now(passes: bool) -> ResponseReturnValue:
    page = render_template("errors/unavailable.html", passes=passes)
    return page, HTTPStatus.SERVICE_UNAVAILABLE, _retry(passes)


def _retry(passes: bool) -> list[tuple[str, str]]:
    return [("Retry-After", SOON)] if passes else []


def _expired(_error: CSRFError) -> ResponseReturnValue:
    current_app.logger.warning("refused without its token in %s", request.endpoint)
    return lost.page(), HTTPStatus.FORBIDDEN


def _refused(error: HTTPException) -> ResponseReturnValue:
    # Asked under a name that is not ours, or is none: no page could have a link.
    if isinstance(error, BadHost | SecurityError):
        return "Cette adresse n’est pas celle de Cap Clas.", HTTPStatus.BAD_REQUEST
    if error.response is not None or error.code is None:
        return error.get_response()
    if error.code in SUSPECT:
        current_app.logger.warning("refused with %s in %s", error.code, request.endpoint)
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return _page(error.code, headers)


def _page(code: int, headers: Sequence[tuple[str, str]] = ()) -> ResponseReturnValue:
    name = str(code) if code in KNOWN else "400" if code < 500 else "500"
    return render_template(f"errors/{name}.html", taken_back=None, right=None), code, list(headers)
