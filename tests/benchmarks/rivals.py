"""The floors, served: what they are asked, in the words of `wrk`."""

import http.client
import subprocess
import venv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import people, servers, wrk
from tests.benchmarks.wrk import Target

FORMTOOLS = ("django-formtools==2.7", "django>=5.2,<5.3", "waitress", "gunicorn==27.0.1")
STEP, NEXT = "/q1/", "/q2/"


def floors(stack: ExitStack, kind: str, database: Path) -> Iterator[Target]:
    """Flask returning a constant, and Flask saving one row."""
    for name in ("constant", "upsert"):
        port = servers.free_port()
        command = servers.floor(kind, port, f"tests.benchmarks.floors:{name}()")
        if kind == "waitress":
            command = [*command[:-1], "--call", command[-1].removesuffix("()")]
        stack.enter_context(servers.running(command, port, FLOOR_DATABASE=str(database)))
        if name == "constant":
            yield Target("floor (a) constant", port, [[wrk.get("/", {})]] * people.NUMBER)
        else:
            yield Target("floor (b) upsert", port, [_saves(n) for n in range(people.NUMBER)])


def _saves(number: int) -> list[str]:
    forms = [{"person": number, "code": "1.5.a", "state": state} for state in people.STATES]
    return [wrk.post("/", {}, form) for form in forms]


def install_formtools(folder: Path) -> None:
    """Make an environment with django-formtools in `folder`; say so loudly if it cannot be."""
    venv.create(folder, with_pip=True)
    command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--quiet", *FORMTOOLS]
    if subprocess.run(command, check=False).returncode:
        print("NO django-formtools HERE: floor (c) IS NOT MEASURED")
        folder.rename(folder.with_name("broken"))


def formtools(stack: ExitStack, kind: str, folder: Path) -> Target:
    """Answering one question and being shown the next: a POST, then the GET it leads to."""
    port = servers.free_port()
    command = servers.floor(
        kind, port, "tests.benchmarks.formtools:application", str(folder / "bin" / "python")
    )
    database = folder / f"{kind}.sqlite"
    environment = {"FLOOR_DATABASE": str(database), "PYTHONPATH": str(servers.ROOT)}
    stack.enter_context(servers.running(command, port, **environment))
    asked = [_answers(port) for _ in range(people.NUMBER)]
    return Target("floor (c) formtools", port, asked, requests=2)


def _answers(port: int) -> list[str]:
    """What one person sends, who holds a session and a token."""
    cookies = _cookies(port)
    held = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    requests = []
    for state in people.STATES:
        form = {
            "csrfmiddlewaretoken": cookies["csrftoken"],
            "wizard-current_step": "q1",
            "q1-state": state,
        }
        requests += [wrk.post(STEP, held, form), wrk.get(NEXT, held)]
    return requests


def _cookies(port: int) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", STEP)
    answer = connection.getresponse()
    answer.read()
    given = [value for name, value in answer.getheaders() if name == "Set-Cookie"]
    return dict(cookie.partition(";")[0].split("=", 1) for cookie in given)
