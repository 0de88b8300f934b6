"""Runs Lighthouse on the main pages, with its slow phone, on a server of this machine.

.venv/bin/python -m tests.benchmarks.lighthouse FOLDER [PAGE …]
.venv/bin/python -m tests.benchmarks.lighthouse FOLDER accessibility

The second asks for accessibility alone, of every page, and fails below 100. FOLDER is where
`npm install lighthouse@12` was done. Needs Chromium. Prints scores out of 100, first contentful
paint in seconds, layout shift, bytes transferred and requests.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import developed
from tests.benchmarks import people, servers
from tests.browser.addresses import OF_AN_EVALUATION, PLAIN
from wizard import create_app

CATEGORIES = ("performance", "accessibility", "best-practices")
AUDITS = ("first-contentful-paint", "cumulative-layout-shift", "total-byte-weight")
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def report(
    folder: Path, address: str, headers: dict[str, str], categories: Sequence[str] = CATEGORIES
) -> dict:
    """What Lighthouse found of one page."""
    command = [
        str(folder / "node_modules" / ".bin" / "lighthouse"),
        address,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        "--ignore-status-code",  # a page that says that there is none is one too
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={CHROMIUM}",
        f"--extra-headers={json.dumps(headers)}",
    ]
    environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def line(name: str, found: dict) -> str:
    scores = " ".join(f"{found['categories'][each]['score'] * 100:4.0f}" for each in CATEGORIES)
    paint, shift, weight = (found["audits"][each]["numericValue"] for each in AUDITS)
    requests = len(found["audits"]["network-requests"]["details"]["items"])
    return f"{name:12} {scores}  {paint / 1000:4.1f} s  {shift:.3f}  {weight:7.0f}  {requests}"


def failures(found: dict) -> list[str]:
    """The audits that cost points, so that they can be mended."""
    weighed = {
        audit["id"]
        for category in found["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    return [name for name in weighed if (found["audits"][name]["score"] or 0) < 0.9]


def main(folder: Path, *names: str) -> None:
    with TemporaryDirectory() as instance:
        os.environ["WIZARD_INSTANCE"] = instance
        people.NUMBER = 1
        (person,) = people.settle(create_app())
        port = servers.free_port()
        with servers.running(servers.product("waitress", port), port, WIZARD_INSTANCE=instance):
            look = everywhere if names == ("accessibility",) else main_pages
            look(folder, f"http://127.0.0.1:{port}", person, names)


def main_pages(folder: Path, site: str, person: people.Person, names: Sequence[str]) -> None:
    pages = {
        "home": "/",
        "start": "/commencer",
        "board": person.board,
        "objective": person.address,
        "result": f"{person.board}/resultat",
        "plan": f"{person.board}/plan",
    }
    print("page         perf  a11y  best   FCP  shift    bytes  requests")
    for name, path in pages.items():
        if not names or name in names:
            headers = {} if name == "home" else person.headers
            found = report(folder, site + path, headers)
            print(line(name, found), *failures(found))


def everywhere(folder: Path, site: str, person: people.Person, names: Sequence[str]) -> None:
    """Each page of the product, then each component and each page of what went wrong."""
    worst = 1.0
    paths = [*PLAIN, *(person.board + path for path in OF_AN_EVALUATION)]
    with developed.served() as workshop:
        for address in [site + path for path in paths] + [workshop + p for p in developed.PATHS]:
            found = report(folder, address, person.headers, names)
            score = found["categories"]["accessibility"]["score"]
            print(f"{address:60} {(score or 0) * 100:4.0f}", *failures(found), flush=True)
            worst = min(worst, score or 0)
    sys.exit(worst < 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
