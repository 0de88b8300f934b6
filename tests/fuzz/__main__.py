"""`python -m tests.fuzz --seconds N`: try for so long; exit 1 at the first thing that breaks."""

import argparse
import sys
from collections.abc import Callable
from time import monotonic

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz import blind
from tests.fuzz.machine import Use
from tests.fuzz.pages import Reader

EXAMPLES = 10  # a round; the time is looked at between two
COMMON = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    # Shrinking takes minutes here: thirty steps are read as they are.
    "phases": [Phase.explicit, Phase.generate],
}


def use(number: int) -> None:
    limits = settings(max_examples=EXAMPLES // 2, stateful_step_count=30, **COMMON)
    run_state_machine_as_test(seed(number)(Use), settings=limits)


def requests(number: int) -> None:
    _try(blind.any_request_is_answered, number)


def files(number: int) -> None:
    _try(blind.any_file_is_taken_or_refused, number)


def _try(attempt: Callable[[st.DataObject], None], number: int) -> None:
    def test(data: st.DataObject) -> None:
        attempt(data)

    settings(max_examples=EXAMPLES, **COMMON)(seed(number)(given(st.data())(test)))()


TRIED: tuple[Callable[[int], None], ...] = (use, requests, files)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    end, number = monotonic() + wanted.seconds, wanted.seed
    while monotonic() < end:
        for attempt in TRIED:
            try:
                attempt(number)
            except BaseException:
                print(f"fuzz: broken by {attempt.__name__}; again with --seed {number}")
                raise
        number += 1
    rounds = number - wanted.seed
    print(f"fuzz: {rounds} rounds, {Reader.requests} requests, nothing broke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
