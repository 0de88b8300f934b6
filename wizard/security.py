"""What every answer carries, so that a browser refuses what the pages never do."""

from flask import Flask, Response, abort, request
from flask_wtf import CSRFProtect

from wizard import htmx

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": Flask-WTF checks the Referer of every POST over https.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 500  # the largest page, where an axis is keyed in, has fewer than half of it

# Said over https only, where browsers heed it. Not of subdomains: they may belong to others.
STRICT_TRANSPORT_SECURITY = f"max-age={365 * 86_400}"

# What sends a form: a page of ours, or the person, as by loading the page again. Old browsers do
# not say: the token is the first line.
_SENDERS = frozenset({"same-origin", "none"})

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    app.before_request(_refuse_what_no_page_sends)  # before anything reads the form
    app.before_request(_refuse_what_another_site_sends)  # the next shows what was sent again
    csrf.init_app(app)
    app.after_request(_harden)


def _refuse_what_another_site_sends() -> None:
    """The second line beside the token; also of a site whose name differs by its first part."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in _SENDERS:
        abort(403)


def _refuse_what_no_page_sends() -> None:
    """Simple forms are all that is understood, but for one page that takes a file: Flask-WTF would
    read JSON past the checks of names, and a file where a text is expected."""
    files = request.mimetype == "multipart/form-data" and request.endpoint != "savefile.upload"
    if request.is_json or files or not request.host:
        abort(400)
    if request.mimetype == FORM and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)  # reading a quarter of a million fields takes a second


def _harden(response: Response) -> Response:
    if "secret" in (request.view_args or {}):
        # What such a page asks for, its files and its own POST, is asked without its address.
        response.headers["Referrer-Policy"] = "strict-origin"
    response.headers.extend({k: v for k, v in HEADERS.items() if k not in response.headers})
    if request.endpoint not in _SAME_FOR_ALL:
        response.headers["X-Robots-Tag"] = "noindex"
    # Every page holds a CSRF token or someone's answers: nothing is left in a shared computer.
    response.headers["Cache-Control"] = "no-store"
    response.vary.add(htmx.VARY)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY
    return response


_SAME_FOR_ALL = frozenset({"home.index", "pages.method"})
