"""PDF files: a Typst template of the folder `reports/` and the data that it shows.

Knows neither web nor database. What people typed reaches a template as data (JSON), never as
markup, and a template can read nothing outside its folder. No font of the machine is used, so the
same data give the same pages everywhere.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "reports"
MOST_AT_ONCE = 3  # of the eight threads of the server: the others go on saving answers
_places = BoundedSemaphore(MOST_AT_ONCE)


class Busy(Exception):
    """Too many PDF files are being made: try again in a moment."""


def pdf(template: str, data: Mapping[str, Any], made: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1) of `reports/<template>.typ`; `made` is the date that it carries.

    Raises `Busy` at once rather than waiting, since who waits holds a thread of the server.
    """
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        return _compile(template, data, made)
    finally:
        _places.release()


def _compile(template: str, data: Mapping[str, Any], made: datetime) -> bytes:
    made_pdf = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": _shown(json.dumps(data, ensure_ascii=False))},
        pdf_standards="ua-1",
        timestamp=int(made.timestamp()),
    )
    assert isinstance(made_pdf, bytes)  # noqa: S101 - several pages make one PDF
    return made_pdf


def _shown(text: str) -> str:
    """`text` with something that can be drawn for each letter that no font has: PDF/UA refuses
    empty boxes."""
    return text.translate({ord(letter): _instead(letter) for letter in set(text) - _letters()})


def _instead(letter: str) -> str:
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) == "Cf" else "?"  # marks of direction and the like


@cache
def _letters() -> frozenset[str]:
    """Every letter that the fonts of `reports/fonts/` can draw."""
    letters: set[str] = set()
    for path in (FOLDER / "fonts").glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            letters.update(map(chr, font.getBestCmap()))
    return frozenset(letters)


@cache
def _fonts() -> typst.Fonts:
    folder = FOLDER / "fonts"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
