"""Drives a server with wrk. The requests are written here whole, so that what is sent is seen."""

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

CONNECTIONS = 8
LOADERS = 2  # threads of wrk; each has people of its own
SCRIPT = """
local started = 0
function setup(thread) thread:set("number", started); started = started + 1 end
local everybody = %s
local next_shot = 0
function request()
  local shots = everybody[number + 1]
  next_shot = next_shot %% #shots + 1
  return shots[next_shot]
end
"""
# What Chromium sends of itself with each request.
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}


class LoadError(RuntimeError):
    """The server refused requests: the figures would say nothing."""


@dataclass(frozen=True)
class Target:
    """What people ask of a running server, over and over; one thing done takes `requests`."""

    name: str
    port: int
    people: Sequence[Sequence[str]]
    requests: int = 1

    def rate(self, seconds: float) -> float:
        """How often it is done in a second."""
        return drive(self.port, self.people, seconds) / self.requests


def get(path: str, headers: Mapping[str, str]) -> str:
    return _request("GET", path, headers, "")


def post(path: str, headers: Mapping[str, str], form: Mapping[str, object]) -> str:
    form_type = {"Content-Type": "application/x-www-form-urlencoded"}
    return _request("POST", path, {**headers, **form_type}, urlencode(form, doseq=True))


def _request(method: str, path: str, headers: Mapping[str, str], body: str) -> str:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in {**BROWSER, **headers}.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", body])


def drive(port: int, people: Sequence[Sequence[str]], seconds: float) -> float:
    """Send the requests of `people` over and over, each person's in order; return answers a second.

    Each thread of wrk goes round its own people, one request of each at a time: with more people
    than connections, nobody has two requests under way.
    """
    shots = [_in_turn(people[number::LOADERS]) for number in range(LOADERS)]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % _lua(shots))
        script.flush()
        return _run(port, script.name, seconds)


def _in_turn(people: Sequence[Sequence[str]]) -> list[str]:
    return [shot for together in zip(*people, strict=True) for shot in together]


def _lua(shots: list[list[str]]) -> str:
    lists = ["{" + ",".join(json.dumps(shot) for shot in own) + "}" for own in shots]
    return "{" + ",".join(lists) + "}"


def _run(port: int, script: str, seconds: float) -> float:
    options = [f"-t{LOADERS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script]
    done = subprocess.run(
        ["wrk", *options, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
    )
    if re.search("Non-2xx|Socket errors", done.stdout):
        raise LoadError(done.stdout)
    rate = re.search(r"Requests/sec: +([\d.]+)", done.stdout)
    if rate is None:
        raise LoadError(done.stdout + done.stderr)
    return float(rate[1])
