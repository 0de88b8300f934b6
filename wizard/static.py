"""Static files: served by WhiteNoise, under an address that changes with their content."""

import hashlib
from functools import cache
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from wizard.config import ROOT
from wizard.security import HEADERS

FOLDER = ROOT / "static"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=FOLDER,
        prefix="static/",
        autorefresh=app.debug,
        immutable_file_test=lambda _path, _url: not app.debug,
        allow_all_origins=False,
        add_headers_function=_headers,
    )


def asset(path: str) -> str:
    """The address of a file of `static/`; browsers keep it for ever, so it tells its content.

    Fonts need none: their names hold a version of their own, and the style sheet names them too.
    """
    return f"/static/{path}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]


def _headers(headers: Headers, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
