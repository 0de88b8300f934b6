"""Requests that no browser sends, on the real server: refused at once, never as a fault of ours."""

import socket
from contextlib import ExitStack, suppress

import pytest

from tests.served import Server
from tests.trust.people import Coordinator

HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    instance, temporary = (tmp_path_factory.mktemp(name) for name in ("instance", "temporary"))
    server = Server(instance, WIZARD_PROXIES="1", TMPDIR=str(temporary))
    yield server
    log = server.log()
    server.stop()
    assert "ERROR" not in log  # nothing of it is a fault of ours
    assert not list(temporary.iterdir())  # killed again and again, it leaves nothing behind


@pytest.fixture(scope="module")
def person(server):
    """Someone with an evaluation, whose cookie and token go with the hostile forms."""
    person = Coordinator(server.url, 1)
    person.begin()
    yield person
    person.hang_up()


def lines(*headers):
    return "".join(header + "\r\n" for header in headers)


def get(path, *headers):
    return f"GET {path} HTTP/1.1\r\n{HEAD}{lines(*headers)}\r\n"


def asked(*headers):
    """A request with a Host of its own."""
    return lines("GET / HTTP/1.1", *headers, "Connection: close", "")


def post(*headers, body=""):
    """A form that is sent whole, whatever its headers say."""
    return f"POST /commencer HTTP/1.1\r\n{HEAD}{lines(*headers)}\r\n{body}"


def form(body, kind=FORM):
    return post(f"Content-Type: {kind}", f"Content-Length: {len(body)}", body=body)


def chunked(*chunks):
    body = "".join(f"{len(chunk):x}\r\n{chunk}\r\n" for chunk in chunks)
    return post(f"Content-Type: {FORM}", "Transfer-Encoding: chunked", body=f"{body}0\r\n\r\n")


def part(name, value="x"):
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


HOSTILE = {
    400: {  # not understood
        "path of raw bytes": get("/\xff\xfe"),
        "control character in the cookie": get("/", "Cookie: capclas=\x01\xff"),
        "small letters": get("/").replace("GET", "get"),
        "TLS": "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        "host with a space": asked("Host: a b/..@:99999"),
        "host with a letter for a port": asked("Host: a:b"),
        "host of raw bytes": asked("Host: \xff\xfe"),
        "host half an IPv6 address": asked("Host: [::1"),
        "very long host": asked("Host: " + "a" * 5_000),
        "two hosts": asked("Host: a", "Host: b"),
        "length that is no number": post("Content-Length: abc"),
        "negative length": post("Content-Length: -1"),
        "two lengths": post("Content-Length: 3", "Content-Length: 4", body="abcd"),
        "chunk without a size": post("Transfer-Encoding: chunked", body="zz\r\nabc\r\n0\r\n\r\n"),
        "deep names": form("p-1-1-a" + "-a" * 100_000 + "=1"),
        "null bytes in a form": form("association=%00&kind=%00%00"),
        "JSON": form("[" * 100_000, "application/json"),
        "unknown alphabet": form("a=1", f"{FORM}; charset=utf-7"),
        "parts without a boundary": form("x", "multipart/form-data"),
        "thousands of parts": form("".join(map(part, range(5_000))) + "--b--\r\n", MULTIPART),
        "part with thousands of headers": form("--b\r\n" + "X: y\r\n" * 50_000, MULTIPART),
        "part with a very long name": form(part("a" * 400_000) + "--b--\r\n", MULTIPART),
        "boundaries only": form("--b" * 100_000, MULTIPART),
    },
    404: {  # there is no such page
        "null byte in the path": get("/a%00b"),
        "null byte in a name": get("/evaluations/%00"),
        "null byte under static": get("/static/%00"),
        "path that is not UTF-8": get("/%ff%fe"),
        "half a character": get("/evaluations/%ed%a0%80"),
        "out of the folder": get("/static/../instance/secret_key"),
        "out of the folder, written otherwise": get("/static/%2e%2e/instance/secret_key"),
        "another site as a path": get("//evil.example/commencer/"),
        "line ends in the path": get("/evaluations/a%0d%0aSet-Cookie:%20a=b"),
    },
    405: {  # not so
        "unknown method": get("/").replace("GET", "BREW"),
    },
    413: {  # too long
        "a gigabyte announced": post("Content-Length: 1000000000", body="a"),
        "body too long": form("a=" + "b" * 600_000),
        "body far too long": form("a=" + "b" * 5_000_000),
        "chunks too long": chunked(*["a" * 65_536] * 9),
        "chunks far too long": chunked(*["a" * 65_536] * 80),
        "thousands of fields": form("&".join(f"a{number}=1" for number in range(40_000))),
        "the same field for ever": form("a&" * 250_000),
    },
    422: {  # a form without its fields: shown again
        "length and chunks": post(
            "Transfer-Encoding: chunked", "Content-Length: 4", body="0\r\n\r\n"
        ),
        "form that is not UTF-8": form("association=%ff%fe&kind=\xff"),
        "XML": form("<a/>", "application/xml"),
        "plain text": form("a=1", "text/plain"),
    },
    431: {  # headers too long
        "very long address": get("/" + "a" * 200_000),
        "very long link": get("/reprendre/" + "a" * 200_000),
        "thousands of parameters": get("/?" + "a&" * 100_000),
        "very long header": get("/", "X: " + "a" * 300_000),
        "thousands of headers": get("/", *(f"X{number}: a" for number in range(20_000))),
    },
    501: {  # unknown
        "unknown encoding": post("Transfer-Encoding: gzip"),
    },
}
REFUSED = {name: code for code, requests in HOSTILE.items() for name in requests}
HARMLESS = {
    "line ends in a parameter": get("/?retour=%0d%0aSet-Cookie:%20a=b"),
    "parameter that is not UTF-8": get("/?retour=%ff%00"),
    "addresses without end": get("/", "X-Forwarded-For: " + "," * 5_000),
    "ranges without end": get("/", "Range: bytes=" + "0-0," * 1_000 + "-"),
    "another protocol": get("/", "Upgrade: h2c", "HTTP2-Settings: a"),
}


def ask(server, request, person):
    """Send a request as it is, but for a form's cookie and token; return the status and all that
    comes back."""
    if request.startswith("POST"):
        token = "X-CSRFToken: " + person.form["csrf_token"]
        request = request.replace(HEAD, HEAD + lines("Cookie: " + person.headers["Cookie"], token))
    with connect(server) as connection:
        with suppress(OSError):  # the server has answered before the end, and hung up
            connection.sendall(request.encode("latin-1"))
        answer = receive(connection)
    return int(answer.split(maxsplit=2)[1]), answer


def connect(server):
    return socket.create_connection(("127.0.0.1", int(server.port)), timeout=30)


def receive(connection):
    answer = b""
    with suppress(ConnectionResetError):  # what was sent in vain is thrown away
        while piece := connection.recv(65_536):
            answer += piece
    return answer.decode("latin-1")


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_browser_sends_is_refused(server, person, name):
    status, answer = ask(server, HOSTILE[REFUSED[name]][name], person)
    assert status == REFUSED[name], answer[:500]
    assert "Traceback" not in answer
    assert "Set-Cookie: a" not in answer
    assert person.save() == "saved"


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_merely_odd_is_served_as_usual(server, person, name):
    status, answer = ask(server, HARMLESS[name], person)
    assert status == 200
    assert "Set-Cookie: a" not in answer


def test_a_name_with_line_ends_stays_out_of_the_headers(server, person):
    name = "Les%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<h1>"
    begun = form(f"association={name}&project={name}&kind=first&school_year=2027")
    status, answer = ask(server, begun, person)
    assert status == 303, answer[:500]
    board = answer.partition("Location: ")[2].partition("\r\n")[0]
    for page in ("synthese.pdf", "fichier", "dossier.docx"):
        file = get(f"{board}/{page}", "Cookie: " + person.headers["Cookie"])
        status, headers = ask(server, file, person)
        assert status == 200, page
        assert "Set-Cookie: a" not in headers.partition("\r\n\r\n")[0]


def test_hundreds_of_half_open_connections_stop_nobody(server, person):
    slow = "POST /commencer HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na"
    with ExitStack() as stack:
        for number in range(600):
            connection = stack.enter_context(connect(server))
            connection.sendall(slow[: 10 + number % 80].encode())
        assert person.save() == "saved"
        other = Coordinator(server.url, 2)
        other.begin()
        assert other.save() == "saved"
        other.hang_up()
