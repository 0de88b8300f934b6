"""The way back by e-mail and the warning before deletion, through a real SMTP server."""

import logging
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from logging.handlers import QueueHandler
from queue import Queue
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from tests import smtp
from tests.programs import needed
from tests.visitor import Page, Visitor
from wizard import config, create_app, database, letters, mail, server, throttling
from wizard.cli import main
from wizard.mail import Security, Server
from wizard.models import Assessment

SITE = "http://localhost:8888"  # the tests ask for http://localhost: links are not made of that
ANA = "ana@example.org"
LINK = re.compile(rf"^{SITE}(/reprendre/[\w-]{{43}})$", re.MULTILINE)


@pytest.fixture
def box() -> smtp.Box:
    return smtp.Box()


@pytest.fixture
def post_office(box) -> Iterator[smtp.Controller]:
    controller = smtp.serve(box)
    yield controller
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def app(instance, post_office) -> Flask:
    """The application with mail, in place of that of the other tests."""
    return with_mail(post_office.port)


def with_mail(port: int, **settings: object) -> Flask:
    url = f"smtp://127.0.0.1:{port}"
    return create_app(
        {"SMTP_URL": url, "MAIL_FROM": "capclas@example.org", "URL": SITE, "TESTING": True}
        | settings
    )


@pytest.fixture
def logged(app) -> Iterator["Queue[logging.LogRecord]"]:
    """What the application logs, to wait for it."""
    records: Queue[logging.LogRecord] = Queue()
    handler = QueueHandler(records)
    app.logger.addHandler(handler)
    yield records
    app.logger.removeHandler(handler)


@pytest.fixture
def board(visitor) -> str:
    return visitor.start("Les Étoiles")


def leave(visitor: Visitor, board: str, address: str = ANA, status: int = 200) -> Page:
    form = visitor.open(f"{board}/cles").form("form[action$='/courriel']")
    return visitor.send(form, status, email=address)


def ask(visitor: Visitor, address: str, status: int = 200) -> Page:
    form = visitor.open("/reprendre").form("form[action$='/courriel']")
    return visitor.send(form, status, email=address)


def text(letter) -> str:
    """The text of a letter, whose typography is that of the pages."""
    read = letter.get_content().replace("\r\n", "\n")
    assert "'" not in re.sub(r"^- .*$", "", read, flags=re.MULTILINE)
    assert not re.search(r"[ \t\n][:;!?»](\s|$)", read)
    assert not re.search(r"«[ \t\n]", read)
    return read


def links(letter) -> list[str]:
    return LINK.findall(text(letter))


def age(app, board: str, **time: float) -> None:
    """Make an evaluation as if nothing had changed in it for so long."""
    with app.app_context(), database.writing() as db:
        row = db.scalars(select(Assessment).where(Assessment.public_id == board[-12:])).one()
        row.updated = datetime.now(UTC) - timedelta(**time)


def answer(visitor: Visitor, board: str, state: str = "yes") -> None:
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": state})


def remind(app) -> int:
    return server.remind_once(app)


# Leaving an address


def test_an_address_is_left_and_the_link_comes_at_once(visitor, new_visitor, board, box):
    page = leave(visitor, board, " Ana@Example.ORG ")
    assert page.words("[role=status] strong") == [ANA]
    assert page.form("form[action$='/courriel']").values["email"] == ANA
    letter = box.next()
    assert letter.handed_to == [ANA]
    assert letter["To"] == ANA
    assert letter["From"] == "Cap Clas <capclas@example.org>"
    assert letter["Subject"] == letters.WAY_BACK
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "- Les Étoiles, 20" in text(letter)
    (link,) = links(letter)
    other = new_visitor()
    for _ in range(10):  # scanners of mails open links too
        assert other.open(link).heading == "Reprendre votre évaluation"
        other.open(board, status=404)
    assert other.send(other.open(link).form()).url == board


def test_a_wrong_address_is_told_and_stays_in_the_field(visitor, board, box):
    for wrong in ("", "ana", "ana@", "a na@example.org", "ana@example.org, b@example.org"):
        page = leave(visitor, board, wrong, status=422)
        assert "adresse de courriel complète" in page.words(".error-summary a")[0]
        assert page.title.startswith("Erreur")
        assert page.form("form[action$='/courriel']").values["email"] == wrong
        page = ask(visitor, wrong, status=422)
        assert "adresse de courriel complète" in page.words(".error-summary a")[0]
        assert page.form("form[action$='/courriel']").values["email"] == wrong
    assert not visitor.open(f"{board}/cles").form("form[action$='/courriel']").values["email"]
    assert box.empty


def test_no_header_can_be_added_by_an_address(visitor, board, box):
    leave(visitor, board, f"{ANA}\nBcc: bob@example.org", status=422)
    ask(visitor, f"{ANA}\r\nBcc: bob@example.org", status=422)
    assert box.empty


def test_an_address_is_removed_in_one_click(visitor, board, box):
    page = leave(visitor, board)
    box.next()
    page = visitor.send(page.form("form[action$='/retirer']"))
    assert not page.tree.query("form[action$='/retirer']")
    assert ANA not in page.html
    leave(visitor, visitor.start("Une autre"), "bob@example.org")
    ask(visitor, ANA)
    ask(visitor, "bob@example.org")
    assert [box.next()["To"] for _ in range(2)] == ["bob@example.org"] * 2
    assert box.empty


def test_nobody_else_leaves_or_removes_an_address(visitor, new_visitor, board, box):
    leave(visitor, board)
    box.next()
    shared = visitor.send(visitor.open(f"{board}/partage").form(), kind="edit")
    invitation = urlsplit(shared.tree.query_one("[id^=partage-]").attrs["value"]).path
    stranger, helper = new_visitor(), new_visitor()
    helper.send(helper.open(invitation).form())
    for other in (stranger, helper):
        mine = other.start("La sienne")
        page = leave(other, mine, "bob@example.org")
        box.next()
        for selector in ("form[action$='/courriel']", "form[action$='/retirer']"):
            form = page.form(selector)
            form.action = form.action.replace(mine, board)
            other.send(form, 404)
            other.send(form, 404, **({"email": "ana"} if "email" in form.values else {}))
    assert ANA in visitor.open(f"{board}/cles").text
    assert box.empty


def test_who_takes_over_is_not_tied_to_the_former_address(visitor, board, box):
    leave(visitor, board)
    box.next()
    visitor.send(visitor.open(f"{board}/relais").form())
    assert ANA not in visitor.open(f"{board}/cles").text


# Asking for the link


def test_nothing_tells_whether_an_address_is_known(visitor, new_visitor, board, box):
    leave(visitor, board)
    box.next()
    pages = [ask(new_visitor(), address) for address in ("bob@example.org", "ANA@example.org")]
    assert pages[0].heading == "Regardez vos courriels"
    assert pages[0].html == pages[1].html
    assert pages[0].url == pages[1].url
    assert box.next()["To"] == ANA  # letters leave in order: the other had none
    assert box.empty


def test_all_that_one_address_may_open_is_in_one_letter(visitor, new_visitor, board, box):
    other = new_visitor()
    second, third = other.start("Atelier du soir"), other.start("Les Amis")
    leave(visitor, board)
    leave(other, second)
    box.next(), box.next()
    ask(new_visitor(), ANA)
    letter = box.next()
    opened = []
    for link in links(letter):
        somebody = new_visitor()
        somebody.send(somebody.open(link).form())
        opened.append(
            {url for url in (board, second, third) if somebody.client.get(url).status_code == 200}
        )
    assert sorted(opened, key=len) == [{board}, {second, third}]
    assert text(letter).count("\n- ") == 3
    assert box.empty


def statuses(visitor: Visitor, shapes: list[str]) -> list[int]:
    form = visitor.open("/reprendre").form("form[action$='/courriel']")
    return [
        visitor.client.post(form.action, data=form.values | {"email": shape}).status_code
        for shape in shapes
    ]


def test_a_box_is_not_filled_from_here_known_or_not(visitor, new_visitor, board, box):
    leave(visitor, board)
    ask(visitor, "bob@example.org")
    for address in (ANA, "bob@example.org"):  # however they are written
        shapes = ["no address", f" {address.upper()}", f"\x00{address}", address, f"{address} "]
        assert statuses(new_visitor(), shapes) == [422, 303, 303, 429, 429]
    assert [box.next()["To"] for _ in range(3)] == [ANA] * 3
    assert box.empty
    counts = str(throttling.limiter.storage.storage)  # in a Redis, others may read them
    assert "addresses" in counts
    assert "example.org" not in counts


def test_one_visitor_does_not_try_address_after_address(new_visitor, box):
    visitor = new_visitor()
    board = visitor.start()
    shapes = [f"{number}@example.org" for number in range(42)]
    assert statuses(visitor, shapes) == [303] * 40 + [429] * 2
    leave(visitor, board, "bob@example.org", status=429)
    assert box.empty


def test_a_link_that_cannot_be_shown_any_more_is_replaced(visitor, board, box, post_office):
    leave(visitor, board)
    (old,) = links(box.next())
    app = with_mail(post_office.port, SECRET_KEY="another key")
    other = Visitor(app.test_client())
    ask(other, ANA)
    (new,) = links(box.next())
    settled(app)
    assert new != old
    assert other.send(other.open(new).form()).url == board
    other.open(old, status=404)
    ask(other, ANA)
    assert links(box.next()) == [new]


def settled(app: Flask) -> None:
    """Wait for what follows the letters that left: one thread does it all, in order."""
    app.extensions["letters"].submit(int).result()


def test_a_letter_that_does_not_leave_costs_nobody_a_link(visitor, board, box, post_office):
    leave(visitor, board)
    (old,) = links(box.next())
    app = with_mail(post_office.port, SECRET_KEY="another key")
    other = Visitor(app.test_client())
    box.refused.add(ANA)
    ask(other, ANA)
    settled(app)
    assert other.send(other.open(old).form()).url == board


def test_a_letter_on_its_way_takes_nothing_from_who_replaces_the_link_meanwhile(
    visitor, board, box, post_office
):
    leave(visitor, board)
    (old,) = links(box.next())
    app = with_mail(post_office.port, SECRET_KEY="another key")
    other = Visitor(app.test_client())
    other.send(other.open(old).form())
    form = other.open(f"{board}/cles").form("form[action$='/cles']")
    box.meanwhile = lambda: other.send(form, replace="link")
    ask(Visitor(app.test_client()), ANA)
    settled(app)
    other.open(board)


def test_what_is_deleted_while_its_letter_is_on_its_way_stops_no_other(
    app, visitor, board, box, post_office
):
    other = Visitor(app.test_client())
    for browser, start, address in (
        (visitor, board, ANA),
        (other, other.start(), "bob@example.org"),
    ):
        leave(browser, start, address)
        box.next()
        age(app, start, days=20)
    form = visitor.open(f"{board}/effacer").form()
    box.meanwhile = lambda: visitor.client.post(
        form.action, data=form.values | {"name": "Les Étoiles"}
    )
    again = with_mail(post_office.port, SECRET_KEY="another key")
    assert remind(again) == 2
    assert [box.next()["To"] for _ in range(2)] == [ANA, "bob@example.org"]
    visitor.open(board, status=404)


def test_what_an_association_is_called_is_only_text(visitor, box):
    name = "Les <b>Amis</b> & Cie «\u2028\nBcc: bob@example.org\n\nhttp"
    leave(visitor, visitor.start(name))
    letter = box.next()
    assert letter.handed_to == [ANA]
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "text/plain"
    read = letter.get_content()
    assert "- Les <b>Amis</b> & Cie « Bcc: … http, 20" in read


def test_a_subject_of_several_lines_is_no_letter(app):
    post = app.extensions["post"]
    with pytest.raises(mail.Refused):
        post.send(ANA, "Bonjour\nBcc: bob@example.org", "")


def test_an_accented_domain_is_shown_as_typed_and_sent_as_machines_write_it(visitor, board, box):
    assert "ana@école.fr" in leave(visitor, board, "ana@École.fr").text
    assert box.next().handed_to == ["ana@xn--cole-9oa.fr"]


# When the server of mails fails


def test_a_page_says_the_same_when_the_server_is_down_and_the_log_no_address(
    visitor, board, box, post_office, logged
):
    leave(visitor, board)
    box.next()
    page = ask(visitor, ANA)
    box.next()
    post_office.stop()
    assert ask(visitor, ANA).html == page.html
    record = logged.get(timeout=smtp.PATIENCE)
    assert record.levelname == "ERROR"
    assert "ConnectionRefusedError" in record.getMessage()
    assert "ana" not in record.getMessage()
    assert record.exc_info is None


def test_a_refused_address_is_not_in_the_log(visitor, board, box, logged):
    box.refused.add(ANA)
    leave(visitor, board)
    message = logged.get(timeout=smtp.PATIENCE).getMessage()
    assert message == "way back not sent: SMTPRecipientsRefused 550"


def test_a_fault_of_ours_is_logged_without_the_address(app, visitor, board, logged):
    app.extensions["post"] = mail.Post("no server", None, "localhost")
    leave(visitor, board)
    message = logged.get(timeout=smtp.PATIENCE).getMessage()
    assert message.startswith("fault in a letter: AttributeError\n")
    assert "example.org" not in message


# The warning before deletion


def test_a_deletion_is_announced_once_and_again_only_after_a_change(app, visitor, board, box):
    answer(visitor, board)
    leave(visitor, board)
    way_back = links(box.next())
    age(app, board, days=370)
    assert remind(app) == 0
    age(app, board, days=385)
    assert remind(app) == 1
    letter = box.next()
    assert letter["To"] == ANA
    assert letter["Subject"] == letters.REMINDER
    assert links(letter) == way_back
    read = text(letter)
    assert "- Les Étoiles, 20" in read
    board_says = visitor.open(board).text
    (end,) = re.findall(r"effacée après le ([^\n]+)", read)
    assert end in board_says
    assert remind(app) == 0
    answer(visitor, board, "no")
    assert remind(app) == 0
    with app.app_context(), database.writing() as db:  # a year later
        row = db.scalars(select(Assessment)).one()
        row.updated -= timedelta(days=385)
        row.reminded -= timedelta(days=385)
    assert remind(app) == 1
    box.next()
    assert box.empty


def test_a_draft_without_answers_is_announced_too(app, visitor, board, box):
    leave(visitor, board)
    box.next()
    age(app, board, days=15)
    assert remind(app) == 0
    age(app, board, days=17)
    assert remind(app) == 1
    assert box.next()["To"] == ANA


def test_a_warning_carries_no_address_that_somebody_typed_as_a_name(app, visitor, box):
    board = visitor.start("Amis de https://evil.example/x")
    leave(visitor, board)
    box.next()
    age(app, board, days=20)
    assert remind(app) == 1
    assert "evil.example" not in text(box.next())


def test_one_letter_for_each_workspace_lists_what_ends(app, visitor, new_visitor, board, box):
    other = new_visitor()
    boards = [board, visitor.start("Deux"), visitor.start("Trois"), other.start("Quatre")]
    leave(visitor, board)
    leave(other, boards[3])
    box.next(), box.next()
    for ending in (boards[0], boards[1], boards[3]):
        age(app, ending, days=20)
    assert remind(app) == 3
    first, second = box.next(), box.next()
    assert "Étoiles" in text(first)
    assert "Deux" in text(first)
    assert "Trois" not in text(first)
    assert "Quatre" in text(second)
    assert box.empty


def test_without_an_address_or_past_the_end_nothing_is_announced(app, visitor, board, box):
    age(app, board, days=20)
    assert remind(app) == 0
    leave(visitor, board)
    box.next()
    age(app, board, days=31)
    assert remind(app) == 0
    assert box.empty


def test_a_refused_address_does_not_keep_the_others_from_being_warned(
    app, visitor, new_visitor, board, box, logged
):
    other = new_visitor()
    second = other.start("Deux")
    leave(visitor, board)
    leave(other, second, "bob@example.org")
    box.next(), box.next()
    box.refused.add(ANA)
    for ending in (board, second):
        age(app, ending, days=20)
    assert remind(app) == 1
    assert box.next()["To"] == "bob@example.org"
    assert "ana" not in logged.get(timeout=smtp.PATIENCE).getMessage()
    box.refused.clear()
    assert remind(app) == 1
    assert box.next()["To"] == ANA


def test_a_failure_of_mail_stops_no_deletion_and_is_tried_again(
    app, visitor, board, box, post_office, logged
):
    gone = visitor.start("Passée")
    leave(visitor, board)
    box.next()
    age(app, board, days=20)
    age(app, gone, days=40)
    post_office.stop()
    server.housekeep(app)
    assert "ana" not in logged.get(timeout=smtp.PATIENCE).getMessage()
    visitor.open(gone, status=404)
    visitor.open(board)
    again = smtp.serve(box)
    try:
        assert remind(with_mail(again.port)) == 1
        assert box.next()["To"] == ANA
    finally:
        again.stop()


def test_of_two_nodes_that_warn_at_once_one_does(postgres, app, visitor, board, box, post_office):
    leave(visitor, board)
    box.next()
    age(app, board, days=20)
    other, announced = with_mail(post_office.port), []
    box.meanwhile = lambda: announced.append(remind(other))
    assert remind(app) == 1
    assert announced == [0]
    box.next()
    assert box.empty


def test_the_command_says_how_many_were_announced(app, visitor, board, box, monkeypatch):
    leave(visitor, board)
    box.next()
    age(app, board, days=20)
    for name in ("SMTP_URL", "MAIL_FROM", "URL"):
        monkeypatch.setenv(f"WIZARD_{name}", app.config[name])
    result = CliRunner().invoke(main, ["remind"])
    assert result.exit_code == 0
    assert result.stdout == "Évaluations annoncées\u00a0: 1\n"
    box.next()


def test_the_command_says_that_there_is_no_mail(instance):
    result = CliRunner().invoke(main, ["remind"])
    assert result.exit_code == 2
    assert "Aucun courriel n’est configuré" in result.stderr


# Settings


def test_without_smtp_no_page_mentions_mail(visitor, board):
    without = Visitor(create_app({"TESTING": True}).test_client())
    mine = without.start()
    for page, same in (
        (without.open("/reprendre"), visitor.open("/reprendre")),
        (without.open(f"{mine}/cles"), visitor.open(f"{board}/cles")),
        (without.open("/confidentialite"), visitor.open("/confidentialite")),
    ):
        assert "courriel" in same.html
        assert "courriel" not in page.html
        assert not page.tree.query("input[type=email]")
    token = without.open("/reprendre").form().values["csrf_token"]
    for url in ("/reprendre/courriel", f"{mine}/courriel"):
        sent = {"csrf_token": token, "email": ANA}
        assert without.client.post(url, data=sent).status_code == 404
    assert without.client.get("/reprendre/courriel").status_code == 404


COMPLETE = {
    "SMTP_URL": "smtp+starttls://u:secret@mail.example.org",
    "MAIL_FROM": "Cap Clas <capclas@example.org>",
    "URL": "https://capclas.example.org",
}


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("URL", None, "WIZARD_URL"),
        ("URL", "capclas.example.org", "WIZARD_URL"),
        ("MAIL_FROM", None, "WIZARD_MAIL_FROM"),
        ("MAIL_FROM", "capclas", "WIZARD_MAIL_FROM"),
        ("MAIL_FROM", "a@example.org, b@example.org", "WIZARD_MAIL_FROM"),
        ("MAIL_FROM", "a@example.org\nBcc: b@example.org", "WIZARD_MAIL_FROM"),
        ("SMTP_URL", "mail.example.org:25", "WIZARD_SMTP_URL"),
        ("SMTP_URL", "smtp://:25", "WIZARD_SMTP_URL"),
        ("SMTP_URL", "smtps://u:secret/x@mail.example.org", "WIZARD_SMTP_URL"),
        ("SMTP_URL", "smtps://u:secret#x@mail.example.org", "WIZARD_SMTP_URL"),
        ("SMTP_URL", "smtp://u:secret@mail.example.org", "clair"),
    ],
)
def test_settings_that_cannot_work_stop_the_start_in_one_line(
    instance, monkeypatch, setting, value, named
):
    settings = COMPLETE | {setting: value}
    with pytest.raises(config.ConfigError) as refused:
        create_app(settings)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)
    for name, text_of in settings.items():
        if text_of:
            monkeypatch.setenv(f"WIZARD_{name}", text_of)
    for command in (["serve", "--port", "0"], ["remind"], ["purge"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1
        assert named in result.stderr
        assert result.stderr.count("\n") == 1
        assert "secret" not in result.output


def test_the_address_of_a_server_says_how_to_speak_to_it():
    password = quote(smtp.PASSWORD, safe="")
    for url, expected in {
        "smtp://mail": Server(Security.NONE, "mail", 25, "", ""),
        "smtp://[::1]:2525": Server(Security.NONE, "::1", 2525, "", ""),
        f"smtp+starttls://{quote(smtp.USER)}:{password}@mail": Server(
            Security.STARTTLS, "mail", 587, smtp.USER, smtp.PASSWORD
        ),
        "smtps://ana%40example.org:x@mail/": Server(Security.TLS, "mail", 465, ANA, "x"),
    }.items():
        read = Server.parse(url)
        assert read == expected
        assert "password" not in repr(read)


CERTIFICATE = (
    "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2"
    " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
)


@pytest.fixture
def certificate(request, tmp_path, monkeypatch) -> tuple[str, str]:
    """A certificate of this machine that this test trusts, and its key."""
    needed(request, "openssl", "openssl")
    paths = str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem")
    subprocess.run(
        [*CERTIFICATE.split(), "-out", paths[0], "-keyout", paths[1]],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", paths[0])
    return paths


@pytest.fixture(params=["smtp+starttls", "smtps"])
def protected(request, box, certificate) -> Iterator[tuple[str, int]]:
    """A server that asks for TLS and a password: its scheme and port."""
    context = smtp.context(*certificate)
    tls = {"tls_context": context, "require_starttls": True, "auth_required": True}
    if request.param == "smtps":
        tls = {"ssl_context": context, "auth_require_tls": False}  # TLS is below it
    controller = smtp.serve(box, authenticator=smtp.authenticate, **tls)
    yield request.param, controller.port
    controller.stop()


def post_to(protected, password: str = smtp.PASSWORD) -> mail.Post:
    scheme, port = protected
    account = f"{quote(smtp.USER)}:{quote(password, safe='')}"
    read = Server.parse(f"{scheme}://{account}@127.0.0.1:{port}")
    return mail.Post(read, mail.read_sender("capclas@example.org"), "localhost")


def test_a_letter_leaves_over_tls_with_a_password(protected, box):
    post_to(protected).send(ANA, "Bonjour", "Texte")
    assert box.next()["Subject"] == "Bonjour"


def test_a_wrong_password_is_told_without_it(protected, box):
    with pytest.raises(mail.NotSent) as failure:
        post_to(protected, "wrong").send(ANA, "Bonjour", "Texte")
    assert str(failure.value) == "SMTPAuthenticationError 535"
    assert box.empty


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(protected, box, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(mail.NotSent) as failure:
        post_to(protected).send(ANA, "Bonjour", "Texte")
    assert str(failure.value) == "SSLCertVerificationError CERTIFICATE_VERIFY_FAILED"
    assert box.empty
