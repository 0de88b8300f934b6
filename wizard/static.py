"""Static files: served by WhiteNoise, under an address that changes with their content."""

import hashlib
from functools import cache

from flask import Flask
from whitenoise import WhiteNoise

from wizard.config import ROOT

FOLDER = ROOT / "static"
A_YEAR = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=FOLDER,
        prefix="static/",
        autorefresh=app.debug,
        max_age=0 if app.debug else A_YEAR,
        allow_all_origins=False,
        add_headers_function=_headers,
    )


def asset(path: str) -> str:
    """The address of a file of `static/`; browsers may keep it for ever."""
    return f"/static/{path}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]


def _headers(headers: object, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
