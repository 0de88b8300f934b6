"""The JSON that the commands read and write. Knows neither web nor database."""

import json
import re
from datetime import date
from typing import Any

from wizard.referential import Referential
from wizard.scoring import Answer, Answers, AxisResult, Horizon, ObjectiveResult, State, Step, score

Data = dict[str, Any]
ANSWER_KEYS = {"state", "due", "owner"}


class InvalidAnswers(ValueError):
    """The answers cannot be read; the message, of one line, names the fault."""


def parse_answers(text: str, referential: Referential) -> Answers:
    """Read `{"answers": {"1.1.a": "yes", "1.1.b": {"state": "planned", "due": "2027-03-01"}}}`.

    Dates are ISO 8601. Raises `InvalidAnswers` at the first unknown code, state, key or date.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError) as error:
        raise InvalidAnswers(f"JSON illisible : {error}".splitlines()[0]) from None
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        raise InvalidAnswers('un objet avec la clé "answers" est attendu')
    known = {practice.code for practice in referential.practices}
    answers = {}
    for code, value in data["answers"].items():
        if code not in known:
            raise InvalidAnswers(f"{code!r} : pratique inconnue")
        answers[code] = _answer(code, value)
    return answers


def _without_repetition(pairs: list[tuple[str, Any]]) -> Data:
    """An object of JSON; one that gives a key twice is refused rather than half read."""
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("une clé est donnée deux fois")
    return data


def _answer(code: str, value: object) -> Answer:
    if not isinstance(value, dict):
        return Answer(_state(code, value))
    unknown = value.keys() - ANSWER_KEYS
    if unknown:
        raise InvalidAnswers(f"{code} : clé inconnue {sorted(unknown)[0]!r}")
    owner = value.get("owner") or ""
    if not isinstance(owner, str):
        raise InvalidAnswers(f"{code} : {owner!r} n’est pas un nom")
    return Answer(_state(code, value.get("state")), _due(code, value.get("due")), owner)


def _state(code: str, value: object) -> State:
    try:
        return State(value)  # type: ignore[arg-type]
    except ValueError:
        raise InvalidAnswers(f"{code} : réponse inconnue {value!r}") from None


def _due(code: str, value: object) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass  # the 31st of February
    raise InvalidAnswers(f"{code} : {value!r} n’est pas une date (AAAA-MM-JJ)")


def result_as_data(referential: Referential, answers: Answers) -> Data:
    """The whole result, levels as numbers from 1 to 4."""
    result = score(referential, answers)
    return {
        "referential": referential.version,
        "overall": {
            **_levels(result),
            "objectives_ready": result.ready(Horizon.TODAY),
            "objectives_ready_projected": result.ready(Horizon.PROJECTED),
            "objectives_total": len(result.objectives),
            "unanswered": result.unanswered,
        },
        "axes": [_axis(axis) for axis in result.axes],
        "actions": [_action(step) for step in result.distance],
    }


def _levels(scored: Any) -> Data:
    return {horizon.value: int(scored.level(horizon)) for horizon in Horizon}


def _axis(axis: AxisResult) -> Data:
    return {
        "code": axis.axis.code,
        **_levels(axis),
        "objectives_ready": axis.ready(Horizon.TODAY),
        "objectives_ready_projected": axis.ready(Horizon.PROJECTED),
        "objectives_total": len(axis.objectives),
        "objectives": [_objective(objective) for objective in axis.objectives],
    }


def _objective(result: ObjectiveResult) -> Data:
    return {
        "code": result.objective.code,
        **_levels(result),
        "unanswered": [practice.code for practice in result.unanswered],
        "unknown": [practice.code for practice in result.unknown],
        "missing": {
            horizon.value: [practice.code for practice in verdict.missing]
            for horizon, verdict in result.verdicts.items()
        },
    }


def _action(step: Step) -> Data:
    return {
        "practice": step.practice.code,
        "objective": step.objective.code,
        "axis": step.axis.code,
        "rung": int(step.practice.rung),
        "effort": step.practice.action.effort.value,
        "planned": step.planned,
    }


def referential_as_data(referential: Referential) -> Data:
    """The content that other tools need, without its help texts."""
    return {
        "version": referential.version,
        "levels": {int(level): name.name for level, name in referential.heading.levels.items()},
        "axes": [
            {
                "code": axis.code,
                "title": axis.title,
                "objectives": [
                    {
                        "code": objective.code,
                        "title": objective.title,
                        "short": objective.short,
                        "practices": [
                            {
                                "code": practice.code,
                                "rung": int(practice.rung),
                                "statement": practice.statement,
                                "action": {
                                    "title": practice.action.title,
                                    "effort": practice.action.effort.value,
                                    "trace": practice.action.trace,
                                },
                            }
                            for practice in objective.practices
                        ],
                    }
                    for objective in axis.objectives
                ],
            }
            for axis in referential.axes
        ],
    }
