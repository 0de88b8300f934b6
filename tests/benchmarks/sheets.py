"""How long a summary takes, beside a page that shows nothing, and whether memory stays flat.

.venv/bin/python -m tests.benchmarks.sheets [NUMBER OF SHEETS]
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from wizard import exchange, referential, report
from wizard.scoring import score
from wizard.summary import About, summarise

ASSOCIATION = Path(__file__).parent.parent / "associations" / "centre-social-renouvellement.json"
ROUNDS = 5


def seconds(make: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        make()
    return (time.perf_counter() - start) / times


def memory() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(number: int) -> None:
    content = referential.load()
    answers = exchange.parse_answers(ASSOCIATION.read_text("utf-8"), content)
    result = score(content, answers)
    made = datetime.now(UTC)
    counter = iter(range(10**9))

    def summary() -> bytes:
        # Another association each time: Typst keeps what did not change.
        name = f"Association {next(counter)}"
        about = About(name, "", 2026, True, date(2027, 4, 2), name, made.date())
        return report.pdf("summary", asdict(summarise(about, result, {}, frozenset())), made)

    def empty_page() -> object:
        return typst.compile(b"#" + json.dumps(next(counter)).encode(), format="pdf")

    first = seconds(summary, 1)
    empty_page()
    floors = [seconds(empty_page, 20) for _ in range(ROUNDS)]
    rounds = [seconds(summary, 20) for _ in range(ROUNDS)]
    floor, each = statistics.median(floors), statistics.median(rounds)
    print(f"first summary           {first * 1000:7.1f} ms")
    print(f"each after it           {spread(rounds)}")
    print(f"a page with one number  {spread(floors)}")
    print(f"summary / floor         {each / floor:7.1f}")
    for _ in range(100):
        summary()
    before = memory()
    for _ in range(number):
        summary()
    print(f"most memory after 200 summaries  {before:5.0f} MB")
    print(f"after {number} more              {memory():5.0f} MB")


def spread(rounds: list[float]) -> str:
    middle, least, most = statistics.median(rounds), min(rounds), max(rounds)
    return f"{middle * 1000:7.1f} ms  ({least * 1000:.1f} to {most * 1000:.1f} in {ROUNDS} rounds)"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
