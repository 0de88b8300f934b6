"""Whether the server's memory stays small and flat however long it is used.

.venv/bin/python -m tests.benchmarks.memory [SECONDS, 300 unless told]

Needs wrk. Prints the memory of the process of `cap-clas serve` after each tenth of the time, while
people save and open pages; the last figures must be at most 150 MB, and no more than the former.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import people, servers, wrk
from wizard import create_app

STEPS = 10


def main(seconds: int) -> None:
    with TemporaryDirectory() as made:
        os.environ["WIZARD_INSTANCE"] = made
        users = people.settle(create_app())
        asked = [[*user.saves(), *user.opens(""), *user.opens("/resultat")] for user in users]
        port, answers = servers.free_port(), 0.0
        command = servers.product("waitress", port)
        with servers.running(command, port, WIZARD_INSTANCE=str(Path(made))) as server:
            print(f"at the start: {server.memory:.0f} MB")
            for _ in range(STEPS):
                answers += wrk.drive(port, asked, seconds // STEPS) * (seconds // STEPS)
                print(f"after {answers:8.0f} answers: {server.memory:.0f} MB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
