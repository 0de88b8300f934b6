"""Reading what the application answers, whatever people typed into it."""

import csv
import io
import json
import re
import zipfile
from http import HTTPStatus
from xml.etree import ElementTree

from flask import Flask
from icalendar import Calendar

from tests.fuzz.texts import MARK
from tests.pdfs import Sheet
from tests.visitor import Page, Visitor
from wizard.security import HEADERS

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
ICS_LINE = ("BEGIN:", "END:", "PRODID:", "VERSION:", "NAME", "X-WR-CALNAME", "SUMMARY:", "UID:")
ICS_LINE += ("DTSTART", "DTEND", "DTSTAMP", "DESCRIPTION:", "TRANSP:", "CALSCALE:", "METHOD:", " ")


class Reader(Visitor):
    """A visitor that expects nothing of the words, and everything of the structure."""

    requests = 0  # by all of them

    def __init__(self, app: Flask) -> None:
        super().__init__(app.test_client())

    def ask(self, method: str, url: str, data: dict | None = None, **options):
        """One request; its answer is sound, whatever it says."""
        Reader.requests += 1
        data = {_sent(name): _sent(value) for name, value in (data or {}).items()}
        answer = self.client.open(url, method=method, data=data, **options)
        assert answer.status_code < 500, (method, url, data, options)
        check_headers(answer)
        check_body(answer)
        return answer

    def page(self, url: str, status: int = 200) -> Page:
        return self.follow(self.ask("GET", url), status)

    def post(self, form, **changes):
        return self.ask("POST", form.action, data=form.values | changes)

    def follow(self, answer, status: int = 200) -> Page:
        while answer.status_code in (302, 303):
            answer = self.ask("GET", answer.headers["Location"].partition("#")[0])
        assert answer.status_code == status, (answer.status_code, answer.request.path)
        return Page(answer.status_code, answer.request.path, answer.text, dict(answer.headers))


def _sent(value):
    """What a browser sends: question marks for halves of letters."""
    if isinstance(value, list):
        return [_sent(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def check_headers(answer) -> None:
    assert "X-Evil" not in answer.headers
    for name in HEADERS:
        assert len(answer.headers.getlist(name)) == 1, name
    assert answer.headers["Cache-Control"] == "no-store"
    location = answer.headers.get("Location", "/")
    assert re.match(r"(http://localhost)?/(?!/)", location), location  # whole where // is merged


def check_body(answer) -> None:
    readers = {
        "text/html": _read_html,
        "application/pdf": _read_pdf,
        "text/calendar": _read_calendar,
        "text/csv": _read_csv,
        "application/json": _read_json,
    }
    reader = readers.get(answer.mimetype, _read_docx)
    whole = answer.request.method != "HEAD" and answer.status_code != HTTPStatus.PARTIAL_CONTENT
    if answer.data and whole:
        reader(answer.data)


def _read_html(data: bytes) -> None:
    html = data.decode("utf-8")
    # Escaped, it reads &lt;x-evil; in an attribute, its quotes read &#34;.
    assert f"<{MARK}" not in html
    assert f'" {MARK}=' not in html
    assert "/root:" not in html


def _read_pdf(data: bytes) -> None:
    assert "root:x" not in Sheet(data).text


def _read_calendar(data: bytes) -> None:
    Calendar.from_ical(data)
    lines = data.decode("utf-8").split("\r\n")
    for line in lines:
        assert len(line.encode()) <= 75, line
        assert line.startswith(ICS_LINE) or not line, line
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == data.count(b"\r\nUID:")


def _read_csv(data: bytes) -> None:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"):
        assert len(row) == 11
        assert not [cell for cell in row if cell.startswith(FORMULA)]


def _read_json(data: bytes) -> None:
    json.loads(data)


def _read_docx(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(file.read(name))
                assert not [node for node in root.iter() if MARK in node.tag]
