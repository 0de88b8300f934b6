"""More visitors than the server can answer: those past its capacity are told at once.

waitress and gunicorn queue without end: under a lasting overload everybody would wait for ever, and
answers would reach browsers that have given up.
"""

import time
from collections.abc import Callable
from itertools import count
from logging import Logger

from flask import Flask, request

LONGEST_QUEUE = 100  # requests of one process; about two seconds of work
HEALTH = "pages.health"  # a busy node is not a dead one: a load balancer must not drop it
ANSWERED = 4  # one in four is answered all the same: who insists must not shut everybody out
A_MINUTE = 60  # seconds


class Overloaded(Exception):
    """Too many requests wait: this one is not looked at."""


def init_app(app: Flask) -> None:
    """Before what costs anything: the form is not even read."""
    gate = app.extensions["gate"] = Gate(app.logger)
    app.before_request(gate.check)


class Gate:
    """Refuses requests while too many wait; `waiting` counts those that no thread has taken yet."""

    def __init__(self, log: Logger) -> None:
        self.log = log
        self.waiting: Callable[[], int] = lambda: 0  # the server says otherwise, if it can
        self.refused, self.told = 0, float("-inf")
        self.turns = count(1)

    def check(self) -> None:
        busy = self.waiting() > LONGEST_QUEUE and request.endpoint != HEALTH
        if busy and next(self.turns) % ANSWERED:
            self._count()
            raise Overloaded

    def _count(self) -> None:
        """Log how many were refused, once a minute at most: a log must not fill the disk."""
        self.refused += 1
        now = time.monotonic()
        if now - self.told >= A_MINUTE:
            self.log.warning("overloaded: %d requests refused since the start", self.refused)
            self.told = now
