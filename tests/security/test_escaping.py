"""One hostile text, and each way out of the application: it stays the text that was typed."""

import csv
import io
from urllib.parse import urlsplit

import docx
import pytest
from icalendar import Calendar

from tests.pdfs import Sheet

NAME = '=<b>&lt;b&gt;%3Cb%3E {{7*7}} {0} %s "x"; a,b\\n 1=1;-- #eval("1")'


@pytest.fixture
def board(visitor):
    """Of an evaluation that is called so, with an action that somebody called so does."""
    board = visitor.start(NAME + "\r\nX-Evil: 1")
    plan = visitor.open(f"{board}/plan?ajouter=1.1.a").form("[id='action-1.1.a'] form")
    visitor.send(plan, planned="y", due="2098-03-01", owner=NAME[:80])
    return board


def test_a_text_is_decoded_once_and_escaped_last_for_each_of_its_readers(visitor, board):
    def file(path):
        answer = visitor.client.get(path)
        assert answer.status_code == 200, path
        assert "X-Evil" not in answer.headers
        return answer

    name = NAME + " X-Evil: 1"
    assert name in visitor.open(board).title
    assert visitor.open(f"{board}/modifier").form().values["association"] == name
    assert file(f"{board}/fichier").json["association"] == name
    assert name in Sheet(file(f"{board}/synthese.pdf").data).text
    assert name in Sheet(file(f"{board}/plan.pdf").data).text
    letter = docx.Document(io.BytesIO(file(f"{board}/modeles/feuille-de-presence.docx").data))
    assert any(name in paragraph.text for paragraph in letter.paragraphs)
    rows = list(csv.reader(io.StringIO(file("/espace.csv").text), delimiter=";"))
    assert rows[1][0] == "'" + name  # so that no spreadsheet computes it
    calendar = Calendar.from_ical(file(f"{board}/plan.ics").data)
    [event] = calendar.walk("VEVENT")
    assert NAME[:80] in str(event["description"])
    assert name in str(calendar.calendar_name)


def test_no_redirection_leads_to_another_site(visitor):
    form = visitor.open(f"{visitor.start()}/objectifs/1.1").form("#objectif")
    for where in ("//evil.example", "https://evil.example", "/\\evil.example"):
        url = f"{form.action.partition('?')[0]}?retour={where}"
        moves = [visitor.client.get("/", environ_overrides={"PATH_INFO": where})]
        for pressed in ({"then": "next"}, {"keep": "1.1.a"}):
            moves.append(visitor.client.post(url, data=form.values | pressed))
            assert moves[-1].status_code == 303
        for move in moves:
            assert urlsplit(move.headers.get("Location", "/")).netloc in ("", "localhost")


def test_a_value_sent_twice_or_in_the_address_counts_for_nothing(visitor):
    form = visitor.open("/commencer").form()
    form.action += "?association=Adresse&kind=renewal"
    page = visitor.send(form, association=["La première", "La seconde"], kind=["first", "renewal"])
    details = visitor.open(f"{page.url}/modifier").form().values
    assert (details["association"], details["kind"]) == ("La première", "first")
