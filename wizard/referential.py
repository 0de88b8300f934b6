"""The referential: axes, objectives, practices and actions, read from a folder of TOML files.

Knows neither web nor database. The keys of the files are described in `content/README.md`.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

CONTENT_FOLDER = Path(__file__).parent / "content"


class Level(IntEnum):
    """Where an objective stands; also the rungs (2 to 4) from which a practice is required."""

    TO_BUILD = 1
    TO_CONSOLIDATE = 2
    READY = 3
    EXEMPLARY = 4


class Effort(StrEnum):
    """Time until an action can be called done. Declared from the shortest to the longest."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def rank(self) -> int:
        return list(Effort).index(self)


@dataclass(frozen=True)
class Action:
    """What to do when a practice is not in place.

    `trace` is the document that comes out of it; `evidence` its code, when it is one of those that
    the objective asks to tick.
    """

    title: str
    effort: Effort
    who: str
    steps: tuple[str, ...]
    trace: str
    evidence: str = ""


@dataclass(frozen=True)
class Practice:
    """An observable fact; `rung` is the level from which it is required.

    `precision` tells what one could answer wrongly without: papers say it too, where `help` has no
    room; empty for most.
    `strength_first` tells the fact of `strength` on a first application, when there is no Clas
    yet; empty when that says nothing of one.
    `detail` is what only the association can add when it tells this fact; empty when nothing.
    `implies` are the codes of practices of the same objective that this one cannot be without;
    `same_as`, the code of the condition that states the same fact; `caution`, what to know before
    an application without this practice, unless the condition `settled_by` is ticked, whose source
    is its own. All are empty for most.
    """

    code: str
    rung: Level
    statement: str
    help: str
    strength: str
    action: Action
    precision: str = ""
    strength_first: str = ""
    detail: str = ""
    implies: tuple[str, ...] = ()
    same_as: str = ""
    caution: str = ""
    settled_by: str = ""


@dataclass(frozen=True)
class Evidence:
    """A document that shows an objective is met."""

    code: str
    name: str


@dataclass(frozen=True)
class Source:
    """Where a fact was read: a label for people and the address of the page."""

    label: str
    url: str


@dataclass(frozen=True)
class Objective:
    code: str
    title: str
    short: str
    why: str
    reader_looks_for: str
    example: str
    mistakes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    levels: Mapping[Level, str]
    practices: tuple[Practice, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Axis:
    code: str
    title: str
    short: str
    official: str
    why: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Condition:
    """Something to check outside the 14 objectives; never scored."""

    code: str
    statement: str
    help: str
    status: Literal["sourced", "usual"]
    source: Source | None = None

    @property
    def origin(self) -> str:
        """Who says it, in few words: one Caf is an example for the others; a custom when no page of
        a Caf, and no law, says it."""
        if not self.source:
            return "souvent demandé, à vérifier"
        name = self.source.label.partition(",")[0]
        return f"{name}, par exemple" if name.startswith("Caf de ") else name


@dataclass(frozen=True)
class ConditionGroup:
    code: str
    title: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Conditions:
    intro: str
    groups: tuple[ConditionGroup, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Condition]:
        return {c.code: c for group in self.groups for c in group.conditions}

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(self.by_code)

    def looked_at(self, ticked: frozenset[str]) -> bool:
        """Whether somebody went through them: one is among what is `ticked`."""
        return not self.codes.isdisjoint(ticked)


@dataclass(frozen=True)
class LevelName:
    name: str
    meaning: str


@dataclass(frozen=True)
class Heading:
    """What stands in `referential.toml`: identity of the content and the words of the scale."""

    version: str
    title: str
    rule: str
    levels: Mapping[Level, LevelName]
    efforts: Mapping[Effort, str]


@dataclass(frozen=True)
class Referential:
    heading: Heading
    axes: tuple[Axis, ...]
    conditions: Conditions

    @property
    def version(self) -> str:
        return self.heading.version

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for axis in self.axes for objective in axis.objectives)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        return tuple(practice for objective in self.objectives for practice in objective.practices)

    @cached_property
    def foundations(self) -> tuple[Practice, ...]:
        """The practices of the lowest rung: without them an objective is still to build."""
        return tuple(p for p in self.practices if p.rung is Level.TO_CONSOLIDATE)

    @cached_property
    def by_code(self) -> Mapping[str, Axis | Objective | Practice]:
        """Every axis, objective and practice under its code; their codes never collide."""
        items: list[Axis | Objective | Practice] = [*self.axes, *self.objectives, *self.practices]
        return {item.code: item for item in items}

    @cached_property
    def objective_of(self) -> Mapping[str, Objective]:
        """The objective of each practice, by the practice's code."""
        return {p.code: objective for objective in self.objectives for p in objective.practices}

    def axis_of_practice(self, code: str) -> Axis:
        """The axis of a practice, by its code."""
        return self.axis_of[self.objective_of[code].code]

    @cached_property
    def stating(self) -> Mapping[str, Practice]:
        """The practice that states the same fact as a condition, by the condition's code."""
        return {p.same_as: p for p in self.practices if p.same_as}

    @cached_property
    def axis_of(self) -> Mapping[str, Axis]:
        """The axis of each objective, by the objective's code."""
        return {objective.code: axis for axis in self.axes for objective in axis.objectives}


class ContentError(ValueError):
    """The content cannot be read. `problems` holds one line for each fault, file and key named."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Parts:
    """What could be read of a content folder, each part under its file; a broken one is None."""

    heading: Heading | None
    axes: Mapping[str, Axis]
    conditions: Conditions | None
    problems: tuple[str, ...]


def load(folder: Path | None = None) -> Referential:
    """Read the content of `folder` (the content shipped with the product when None).

    Raises `ContentError` with every missing, unknown or ill-typed key of all files at once.
    """
    parts = read(folder or CONTENT_FOLDER)
    if parts.problems or parts.heading is None or parts.conditions is None:
        raise ContentError(list(parts.problems))
    return Referential(parts.heading, tuple(parts.axes.values()), parts.conditions)


def read(folder: Path) -> Parts:
    """Read what can be read of `folder`, and list what makes the rest unusable."""
    problems: list[str] = []
    heading = _read(folder / "referential.toml", Heading, problems)
    files = sorted(folder.glob("axe-*.toml"))
    found = {path.name: _read(path, Axis, problems) for path in files}
    axes = {name: axis for name, axis in found.items() if axis}
    problems += [f"{name} : aucun objectif" for name, axis in axes.items() if not axis.objectives]
    conditions = _read(folder / "conditions.toml", Conditions, problems)
    if not files:
        problems.append("axe-*.toml : aucun fichier d’axe")
    return Parts(heading, axes, conditions, tuple(problems))


def as_json(content: Referential) -> str:
    """The whole content as text, under the keys of its files; the same content, the same text."""
    return json.dumps(_converter.unstructure(content), ensure_ascii=False)


def from_json(text: str) -> Referential:
    """Read `as_json` back, also when a former code wrote it: a key dropped since is passed over.

    A key added since must have a default, or former contents cannot be read any more. Raises
    `ContentError` when the text is no content, or one that cannot be scored.
    """
    try:
        content: Referential = _tolerant.structure(json.loads(text), Referential)
    except (cattrs.BaseValidationError, ValueError, TypeError, RecursionError) as error:
        raise ContentError([f"contenu illisible ({type(error).__name__})"]) from None
    if not content.axes or not all(axis.objectives for axis in content.axes):
        raise ContentError(["contenu sans axe, ou axe sans objectif"])
    return content


def _read(path: Path, kind: type[Any], problems: list[str]) -> Any:
    try:
        return _converter.structure(tomllib.loads(path.read_text("utf-8")), kind)
    except cattrs.BaseValidationError as error:
        problems += faults(error, path.name)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path.name} : fichier illisible ({error})")
    return None


def faults(error: cattrs.BaseValidationError, file: str) -> list[str]:
    """What cattrs refused in `file`, one line each: the key, then the fault in French."""
    messages = cattrs.transform_error(error, file, _in_french)
    return [" : ".join(reversed(message.split(" @ "))) for message in messages]


def _in_french(error: BaseException, _kind: object) -> str:
    match error:
        case KeyError():
            return "clé manquante"
        case cattrs.ForbiddenExtraKeysError():
            return "clé inconnue (" + ", ".join(sorted(error.extra_fields)) + ")"
        case _:
            return f"valeur inattendue ({error})"


def _text(value: object, _kind: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"un texte est attendu, pas {value!r}")
    return value.strip()


def _level(value: object, _kind: object) -> Level:
    return Level(int(str(value)))  # keys of a TOML table are always strings


def new_converter(
    singular: Mapping[type[Any], Mapping[str, str]], strict: bool = True
) -> cattrs.Converter:
    """Reads TOML into dataclasses; `singular` are fields under another key, by class.

    TOML's singular `[[objective]]` is a list. Strict: an unknown key is a fault.
    """
    converter = cattrs.Converter(forbid_extra_keys=strict)
    converter.register_structure_hook_func(lambda kind: kind is str, _text)
    converter.register_structure_hook(Level, _level)
    for kind, renamed in singular.items():
        overrides = {field: override(rename=key) for field, key in renamed.items()}
        read = make_dict_structure_fn(
            kind,
            converter,
            _cattrs_forbid_extra_keys=strict,
            **overrides,  # type: ignore[arg-type]
        )
        write = make_dict_unstructure_fn(kind, converter, **overrides)  # type: ignore[arg-type]
        converter.register_structure_hook(kind, read)
        converter.register_unstructure_hook(kind, write)
    return converter


_SINGULAR: Mapping[type[Any], Mapping[str, str]] = {
    Objective: {"practices": "practice"},
    Axis: {"objectives": "objective"},
    ConditionGroup: {"conditions": "condition"},
    Conditions: {"groups": "group"},
}
_converter = new_converter(_SINGULAR)
_tolerant = new_converter(_SINGULAR, strict=False)
