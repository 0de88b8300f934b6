"""Static files: read at the start of each process, compressed when first asked for, kept in memory,
served under an address that changes with their content.

They are few and small. Compressed copies on a disk would be stale after each change of a file, or
be left behind by each process that is killed.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Request
from werkzeug.wrappers import Response

from wizard.compression import Coding
from wizard.config import ROOT
from wizard.security import HEADERS

FOLDER = ROOT / "static"
PREFIX = "/static/"
FOR_EVER = 365 * 86_400  # seconds
TYPES = {  # each system has its own idea of them, and browsers run no script without its type
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class File:
    mimetype: str
    content: bytes
    version: str

    @classmethod
    def read(cls, path: Path) -> "File":
        content = path.read_bytes()
        return cls(TYPES[path.suffix], content, _version(content))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    inner = app.wsgi_app

    def serve(environ, start_response):  # type: ignore[no-untyped-def]
        files = _read() if app.debug else _files()
        file = files.get(environ.get("PATH_INFO", ""))
        answer = _answer(file, Request(environ), app.debug) if file else inner
        return answer(environ, start_response)

    app.wsgi_app = serve  # type: ignore[method-assign]
    _files()


def _answer(file: File, request: Request, changing: bool) -> Response:
    """`changing`: browsers ask each time whether it did."""
    if request.method not in ("GET", "HEAD"):
        return Response(status=405, headers={"Allow": "GET, HEAD"} | HEADERS)
    response = Response(file.content, mimetype=file.mimetype, headers=HEADERS)
    response.vary.add("Accept-Encoding")
    coding = Coding.wanted(request)
    if coding and len(packed := _packed(file.content, coding)) < len(file.content):
        response.set_data(packed)
        response.content_encoding = coding.value
    kept = "no-cache" if changing else f"public, max-age={FOR_EVER}, immutable"
    response.headers["Cache-Control"] = kept
    response.set_etag(file.version, weak=True)
    return response.make_conditional(request)


@cache
def _packed(content: bytes, coding: Coding) -> bytes:
    return coding.pack(content, once=True)


@cache
def _files() -> dict[str, File]:
    """Every file, by its address."""
    return _read()


def _read() -> dict[str, File]:
    paths = [path for path in FOLDER.rglob("*") if path.is_file()]
    return {PREFIX + path.relative_to(FOLDER).as_posix(): File.read(path) for path in paths}


def asset(path: str) -> str:
    """The address of a file of `static/`; browsers keep it for ever, so it tells its content.

    Fonts need none: their names hold a version of their own, and the style sheet names them too.
    """
    return f"{PREFIX}{path}?v={_files()[PREFIX + path].version}"


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
