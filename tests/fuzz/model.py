"""What the application must know, kept beside it in the simplest way."""

from dataclasses import dataclass, field
from typing import Any

from wizard.french import plain

BLANK: dict[str, Any] = {"ticked": [], "remarks": ""}
READ, FILL, OWN = 1, 2, 3  # what a browser may do


def section_of(subject: str) -> str:
    """Where a file keeps it: a practice has three parts, as 1.1.a."""
    return "answers" if subject.count(".") == 2 else "notes"


@dataclass(eq=False)
class Space:
    """A workspace: its keys as they are now. Former ones open nothing."""

    link: str
    code: str


@dataclass(eq=False)
class Share:
    link: str
    edit: bool
    revoked: bool = False


@dataclass(eq=False)
class Evaluation:
    board: str
    space: Space
    data: dict[str, Any]  # as it stands in its file
    shares: list[Share] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)

    def value(self, subject: str) -> Any:
        section = section_of(subject)
        return self.data[section].get(subject, BLANK if section == "notes" else None)

    def write(self, subject: str, value: Any) -> None:
        self.data[section_of(subject)][subject] = value
        self.revisions[subject] = self.revisions.get(subject, 0) + 1


@dataclass(frozen=True)
class Shown:
    """What a page was shown of one subject."""

    value: Any
    revision: int


def show(evaluation: Evaluation, subjects: list[str]) -> dict[str, Shown]:
    return {one: Shown(evaluation.value(one), evaluation.revisions.get(one, 0)) for one in subjects}


def merge(evaluation: Evaluation, shown: dict[str, Shown], sent: dict[str, Any]) -> bool:
    """Save a page as the store must; return whether someone else changed what it changes."""
    conflict = False
    for subject, value in sent.items():
        seen = shown[subject]
        if value is None or value in (evaluation.value(subject), seen.value):
            continue
        if seen.revision == evaluation.revisions.get(subject, 0):
            evaluation.write(subject, value)
        else:
            conflict = True
    return conflict


@dataclass(eq=False)
class Hands:
    """The keys that one browser used: texts of links and codes, and spaces given away."""

    keys: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    def right(self, evaluation: Evaluation) -> int:
        """What this browser may do with it; 0 for nothing."""
        space = evaluation.space
        if self.keys & {space.link, space.code} or space.link in self.given:
            return OWN
        opened = [one for one in evaluation.shares if one.link in self.keys and not one.revoked]
        return max((FILL if one.edit else READ for one in opened), default=0)


def same_association(one: Evaluation, other: Evaluation) -> bool:
    return plain(one.data["association"]) == plain(other.data["association"])
