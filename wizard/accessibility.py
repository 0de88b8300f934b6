"""What was checked of the RGAA 4.1, criterion by criterion. Knows neither web nor database."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from wizard.referential import new_converter

FILE = Path(__file__).parent / "accessibility.toml"


class Status(StrEnum):
    """What was found of a criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"

    @property
    def words(self) -> str:
        return {"met": "Respecté", "not-met": "Non respecté", "not-applicable": "Sans objet"}[self]


@dataclass(frozen=True)
class Criterion:
    """One question of the RGAA; `test` names the test that proves the answer, if there is one."""

    code: str
    title: str
    status: Status
    how: str
    test: str = ""


@dataclass(frozen=True)
class Topic:
    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Statement:
    """The whole check, made on the day `checked`."""

    checked: str
    topics: tuple[Topic, ...]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for topic in self.topics for criterion in topic.criteria)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.checked)

    def number(self, status: Status) -> int:
        return Counter(criterion.status for criterion in self.criteria)[status]

    @property
    def tested(self) -> int:
        """How many criteria are met by a test of each change."""
        return sum(bool(criterion.test) for criterion in self.criteria)


def load() -> Statement:
    """Read the data file of the product."""
    statement: Statement = _converter.structure(tomllib.loads(FILE.read_text("utf-8")), Statement)
    return statement


_converter = new_converter({Statement: {"topics": "topic"}, Topic: {"criteria": "criterion"}})
