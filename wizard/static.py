"""Static files: served by WhiteNoise, compressed, under an address that changes with their content.

Compressed copies are made at the start of each process, in 12 ms, in a temporary folder: kept in
the repository they would be stale after each change of a file, and setting up would take another
command. By gzip: brotli would save a tenth of htmx and ask for a library.
"""

import atexit
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from wizard.config import ROOT
from wizard.security import HEADERS

FOLDER = ROOT / "static"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=FOLDER if app.debug else _compressed(),
        prefix="static/",
        autorefresh=app.debug,
        immutable_file_test=lambda _path, _url: not app.debug,
        allow_all_origins=False,
        add_headers_function=_headers,
    )


@cache
def _compressed() -> Path:
    """A copy of the files, a compressed one beside each that gains by it; gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="capclas-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in list(shutil.copytree(FOLDER, folder, dirs_exist_ok=True).rglob("*.*")):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    return folder


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
