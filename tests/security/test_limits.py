"""How often one visitor may try, directly and behind proxies."""

import pytest

from tests.security.routes import NO_SECRET
from tests.visitor import Visitor
from wizard import create_app

KEYS, SHEETS, STARTS = 30, 200, 120
PROXY = "10.0.0.1"


@pytest.fixture
def behind(instance):
    """An application that was told of so many proxies."""
    return lambda hops: create_app({"TESTING": True, "PROXIES": hops}).test_client()


def tries(client, number, address="192.0.2.1", forwarded=None):
    """The last answer to so many links that open nothing."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    for _ in range(number):
        answer = client.get(
            f"/partage/{NO_SECRET}", headers=headers, environ_base={"REMOTE_ADDR": address}
        )
    return answer.status_code


def test_without_a_declared_proxy_no_header_makes_another_visitor(behind):
    client = behind(0)
    assert tries(client, KEYS, forwarded="198.51.100.1") == 404
    assert tries(client, 1, forwarded="198.51.100.2") == 429
    assert tries(client, 1, address="192.0.2.2", forwarded="198.51.100.1") == 404


def test_behind_one_proxy_each_visitor_counts_apart_and_a_forged_header_changes_nothing(behind):
    client = behind(1)
    assert tries(client, KEYS, PROXY, "198.51.100.1") == 404
    assert tries(client, 1, PROXY, "203.0.113.9, 198.51.100.1") == 429
    assert tries(client, 1, PROXY, "198.51.100.2") == 404


def test_behind_two_proxies_what_the_farthest_saw_counts(behind):
    client = behind(2)
    assert tries(client, KEYS, PROXY, "198.51.100.1, 10.0.0.2") == 404
    assert tries(client, 1, PROXY, "203.0.113.9, 198.51.100.1, 10.0.0.2") == 429
    assert tries(client, 1, PROXY, "198.51.100.2, 10.0.0.2") == 404


def test_a_proxy_declared_that_is_not_there_does_not_make_one_visitor_of_all(behind):
    client = behind(2)
    assert tries(client, KEYS + 1, PROXY, "198.51.100.1") == 429
    assert tries(client, 1, PROXY, "198.51.100.2") == 404
    assert tries(client, 1, "192.0.2.7") == 404


def test_one_subscriber_of_ipv6_is_one_visitor(behind):
    client = behind(0)
    assert tries(client, KEYS, "2001:db8:1:2::1") == 404
    assert tries(client, 1, "2001:db8:1:2:ffff::9") == 429
    assert tries(client, 1, "2001:db8:1:3::1") == 404


@pytest.mark.parametrize("forwarded", ["unknown", "", ",", '"[2001:db8::1]:4711"', "é", "x" * 900])
def test_what_is_no_address_is_counted_all_the_same(behind, forwarded):
    client = behind(1)
    assert tries(client, KEYS, PROXY, forwarded) == 404
    assert tries(client, 1, PROXY, forwarded) == 429


def answers(visitor, requests):
    """The status of each request, as a browser that has the token of its pages."""
    data = {"csrf_token": visitor.open("/commencer").form().values["csrf_token"]}
    return {
        (method, url): visitor.client.open(
            url, method=method, data=data if method == "POST" else {}
        ).status_code
        for method, url in requests
    }


def test_once_too_many_keys_were_tried_none_can_be(visitor):
    tries(visitor.client, KEYS, "127.0.0.1")
    pages = [f"/{page}/{NO_SECRET}" for page in ("reprendre", "partage", "invitation")]
    requests = [(method, url) for method in ("GET", "POST") for url in [*pages, "/reprendre"]]
    assert set(answers(visitor, requests).values()) == {429}


def test_once_too_much_was_created_nothing_can_be(visitor):
    board = visitor.start()
    start = [("POST", "/commencer")]
    assert set(answers(visitor, start * (STARTS - 1)).values()) == {422}
    for url in ("/commencer", "/reprendre/fichier", f"{board}/partage", f"{board}/annee-suivante"):
        assert set(answers(visitor, [("POST", url)]).values()) == {429}, url
    visitor.open(board)


def test_once_too_many_sheets_were_asked_none_is_made(visitor):
    board = visitor.start()
    for _ in range(SHEETS):
        visitor.client.get("/evaluations/x/plan.ics")
    sheets = [f"{board}/{name}" for name in ("synthese.pdf", "plan.pdf", "plan.ics")]
    sheets += [f"{board}/dossier.docx", f"{board}/modeles/feuille-de-presence.docx"]
    sheets += ["/questionnaire.pdf", "/modeles/feuille-de-presence.docx"]
    assert set(answers(visitor, [("GET", url) for url in sheets]).values()) == {429}


def test_a_declared_proxy_is_believed_and_the_private_link_has_the_public_address(
    instance, monkeypatch
):
    monkeypatch.setenv("WIZARD_SECRET_KEY", "123456789012")
    public = "https://capclas.example.org"
    client = create_app({"URL": public, "PROXIES": 1}).test_client()
    client.environ_base |= {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "capclas.example.org",
        "HTTP_REFERER": f"{public}/commencer",
    }
    visitor = Visitor(client)
    assert f'value="{public}/reprendre/' in visitor.open(visitor.start()).html
