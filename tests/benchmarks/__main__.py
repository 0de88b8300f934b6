"""How fast Cap Clas is, beside what cannot be done faster, all in one run on one machine.

.venv/bin/python -m tests.benchmarks [--rounds 5] [--seconds 2] [--stored 100000] [--no-formtools]
                                     [--kinds waitress gunicorn postgresql]

Needs wrk. Prints ratios: rates tell of the machine, ratios of the product. See README.md here.
"""

import argparse
import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from tests import postgres
from tests.benchmarks import filler, people, rivals, servers
from tests.benchmarks.wrk import Target
from wizard import create_app

KINDS = ("waitress", "gunicorn", "postgresql")  # the last behind gunicorn, as on several nodes
PAGES = {
    "objective page": f"/objectifs/{people.OBJECTIVE}",
    "result page": "/resultat",
    "board": "",
}
# What is measured, beside what, and the ratio to reach.
TARGETS = (
    ("htmx save", "floor (b) upsert", 0.4),
    ("htmx save", "floor (c) formtools", 4.0),
    ("objective page", "floor (a) constant", 0.25),
    ("result page", "floor (a) constant", 0.12),
    ("board", "floor (a) constant", None),
)
FEW = 100  # evaluations stored beside those of the people
GROWN = " once grown"

Store = Mapping[str, str]  # the settings that say where an instance is


def product(
    stack: ExitStack, kind: str, store: Store, users: list[people.Person], mark: str = ""
) -> Iterator[Target]:
    """Serve what `store` says; return what is asked of it."""
    port = servers.free_port()
    command = servers.product(kind, port)
    stack.enter_context(servers.running(command, port, **store))
    yield Target("htmx save" + mark, port, [user.saves() for user in users])
    for name, page in PAGES.items():
        yield Target(name + mark, port, [user.opens(page) for user in users])


def measure(targets: Sequence[Target], rounds: int, seconds: float) -> dict[str, list[float]]:
    """The rates of each target, round after round, all in turn so that they share the weather."""
    for target in targets:
        target.rate(1)  # what is compiled or opened at first use
    rates: dict[str, list[float]] = {target.name: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            rates[target.name].append(target.rate(seconds))
    return rates


def ratios(upper: list[float], lower: list[float]) -> str:
    """The ratios of two targets in the same rounds: median and spread."""
    found = [up / low for up, low in zip(upper, lower, strict=True)]
    return f"{statistics.median(found):6.3f}  ({min(found):.3f} to {max(found):.3f})"


def show(kind: str, rates: dict[str, list[float]]) -> None:
    print(f"\n{kind}, answers a second: median")
    for name, found in rates.items():
        print(f"  {name:26}{statistics.median(found):8.0f}")
    print(f"{kind}, ratios: median (spread)")
    for name, floor, wanted in TARGETS:
        if floor in rates:
            goal = f"  wanted {wanted}" if wanted else ""
            print(f"  {name + ' / ' + floor:36}{ratios(rates[name], rates[floor])}{goal}")
    for name in rates:
        if name + GROWN in rates:
            grown = ratios(rates[name + GROWN], rates[name])
            print(f"  {name + GROWN + ' / ' + name:36}{grown}  wanted 0.9")


def settled(store: Store, stored: int) -> tuple[Flask, list[people.Person]]:
    """An instance with its people, and `stored` evaluations more."""
    os.environ.pop("WIZARD_DATABASE_URL", None)
    os.environ.update(store)
    app = create_app()
    users = people.settle(app)
    filler.fill(app, stored, models=len(people.ASSOCIATIONS))
    return app, users


def compare(kind: str, folder: Path, stored: int, options: argparse.Namespace) -> None:
    """Measure the product and its floors behind one kind of server, and print the table."""
    rival = folder / "formtools"
    with ExitStack() as stack:
        store = _store(stack, kind, folder / kind)
        app, users = settled(store, FEW)
        served = "waitress" if kind == "waitress" else "gunicorn"
        targets = [*rivals.floors(stack, served, folder / f"{kind}.sqlite")]
        if rival.exists():
            targets.append(rivals.formtools(stack, served, rival))
        targets += product(stack, served, store, users)
        if stored:
            grown = _store(stack, kind, folder / f"{kind}-grown")
            targets += product(stack, served, grown, settled(grown, stored)[1], GROWN)
        before = people.writes(app)
        rates = measure(targets, options.rounds, options.seconds)
        written = people.writes(app) - before
    sent = sum(rates["htmx save"]) * options.seconds
    show(kind, rates)
    print(f"  {written} saves were written, of about {sent:.0f} sent")


def _store(stack: ExitStack, kind: str, folder: Path) -> Store:
    """The settings of an empty instance; on PostgreSQL, with a server of its own."""
    if kind != "postgresql":
        return {"WIZARD_INSTANCE": str(folder)}
    wheel = postgres.wheel()
    if wheel is None:
        raise SystemExit("NO POSTGRESQL HERE: install requirements-dev.txt")
    server = stack.enter_context(postgres.server(wheel, durable=True))
    url = stack.enter_context(server.database())
    return {"WIZARD_INSTANCE": str(folder), "WIZARD_DATABASE_URL": url}


def start_times(folder: Path, rounds: int) -> None:
    """From the command to the first answer, on an instance that is there already."""
    os.environ.pop("WIZARD_DATABASE_URL", None)
    port = servers.free_port()
    times = []
    for _ in range(rounds):
        command = servers.product("waitress", port)
        with servers.running(command, port, WIZARD_INSTANCE=str(folder)) as server:
            times.append(server.started)
    spread = f"({min(times):.2f} to {max(times):.2f})"
    print(f"\nstart to first answer: {statistics.median(times):.2f} s  {spread}  wanted 1.5")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--no-formtools", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as made:
        folder = Path(made)
        if not options.no_formtools:
            rivals.install_formtools(folder / "formtools")
        for kind in options.kinds:
            compare(kind, folder, options.stored if kind != "gunicorn" else 0, options)
        start_times(folder / options.kinds[0], options.rounds)


if __name__ == "__main__":
    main()
