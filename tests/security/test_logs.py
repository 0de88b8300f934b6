"""What the installation writes of itself holds no key, whatever a request carries."""

import logging

import pytest

from tests.security.routes import start_and_share
from wizard import server

SECRET = "k" * 43


@pytest.fixture
def told(app, caplog):
    """Everything that is logged, from the most talkative setting."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text


@pytest.mark.parametrize("endpoint", ["resume.link", "sharing.reading", "sharing.invitation"])
def test_a_fault_on_the_page_of_a_key_is_logged_under_its_name(app, visitor, told, endpoint):
    app.view_functions[endpoint] = lambda **_: 1 / 0
    path = {"resume.link": "reprendre", "sharing.reading": "partage"}.get(endpoint, "invitation")
    url = f"/{path}/{SECRET}"
    headers = {"Referer": f"http://localhost{url}", "HX-Current-URL": f"http://localhost{url}"}
    assert visitor.client.get(url, headers=headers).status_code == 500
    assert f"fault in {endpoint}" in told()
    assert SECRET not in told()


def test_refusals_are_told_to_hosts_without_keys_nor_names(visitor, told):
    board, link = start_and_share(visitor, "Les Amis du Quartier")
    headers = {"Referer": f"http://localhost{link}", "HX-Current-URL": f"http://localhost{link}"}
    visitor.client.post(link, headers=headers)
    visitor.client.get(f"/reprendre/{SECRET}", headers=headers)
    visitor.client.post(f"{board}/modifier", data={"association": "Les Amis du Quartier"})
    form = visitor.open("/commencer").form()
    visitor.client.post("/commencer", data=form.values | {"name": "x"}, headers=headers)
    for line in (
        "refused without its token in sharing.open_reading",
        "no such key in resume.link",
        "refused with 400 in home.start",
    ):
        assert line in told()
    for secret in (SECRET, link.rpartition("/")[2], "Quartier", board.rpartition("/")[2]):
        assert secret not in told()


def test_trying_key_after_key_is_told_to_hosts(visitor, told):
    for _ in range(31):
        visitor.client.get(f"/partage/{SECRET}")
    assert "refused with 429 in sharing.reading" in told()


@pytest.mark.sqlite(reason="the trigger that breaks it is written for SQLite")
def test_a_broken_database_tells_no_answer(app, visitor, told):
    board = visitor.start("Les Amis du Quartier")
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    with app.extensions["database"].begin() as db:
        full = "SELECT RAISE(ABORT, 'disk full')"
        db.exec_driver_sql(f"CREATE TRIGGER full BEFORE INSERT ON note BEGIN {full}; END")
    sent = form.values | {"remarks": "Notre secret de famille"}
    assert visitor.client.post(form.action, data=sent).status_code == 500
    with app.extensions["database"].begin() as db:  # as PostgreSQL names what it refuses
        named = "SELECT RAISE(ABORT, 'Les Amis du Quartier')"
        db.exec_driver_sql(f"CREATE TRIGGER named BEFORE DELETE ON assessment BEGIN {named}; END")
        db.exec_driver_sql("UPDATE assessment SET updated = '2020-01-01'")
    server.housekeep(app)
    assert "fault in objective.save" in told()
    assert "fault in evaluations deleted" in told()
    assert "evaluations announced" not in told()  # no mail is configured
    assert "famille" not in told()
    assert "Quartier" not in told()
