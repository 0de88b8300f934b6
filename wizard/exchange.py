"""The JSON that the commands read and write. Knows neither web nor database."""

import json
import re
from datetime import date
from typing import Any

from wizard.referential import Practice, Referential
from wizard.scoring import Answer, Answers, AxisResult, Horizon, ObjectiveResult, State, Step, score

Data = dict[str, Any]
ANSWER_KEYS = {"state", "due", "owner"}


class InvalidAnswers(ValueError):
    """The answers cannot be read; the message, of one line, names the fault."""


def parse_answers(text: str, referential: Referential) -> Answers:
    """Read `{"answers": {"1.1.a": "yes", "1.1.b": {"state": "planned", "due": "2027-03-01"}}}`.

    Dates are ISO 8601. Raises `InvalidAnswers` at the first unknown code, state, key or date.
    """
    answers = read_object(text).get("answers")
    if not isinstance(answers, dict):
        raise InvalidAnswers("un objet avec la clé «\u00a0answers\u00a0» est attendu")
    return {code: parse_answer(code, value, referential) for code, value in answers.items()}


def read_object(text: str) -> Data:
    """The JSON object in `text`. Raises `InvalidAnswers` when there is none."""
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        broken = f"ce n’est pas un fichier de Cap Clas, ou il est abîmé (ligne {error.lineno})"
        raise InvalidAnswers(broken) from None
    except InvalidAnswers:
        raise
    except (ValueError, RecursionError):  # a number of 5 000 digits, 100 000 brackets
        raise InvalidAnswers("ce n’est pas un fichier de Cap Clas, ou il est abîmé") from None
    if not isinstance(data, dict):
        raise InvalidAnswers("un objet avec la clé «\u00a0answers\u00a0» est attendu")
    return data


def quoted(value: object) -> str:
    """What was found, short, on one line, between French quotes."""
    text = " ".join(str(value).split())[:40]
    # JSON may hold halves of a letter, and what no page may hold.
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f"«\u00a0{shown}\u00a0»"


def _without_repetition(pairs: list[tuple[str, Any]]) -> Data:
    """An object of JSON; one that gives a key twice is refused rather than half read."""
    data = dict(pairs)
    if len(data) < len(pairs):
        raise InvalidAnswers("une clé est donnée deux fois")
    return data


def parse_answer(code: str, value: object, referential: Referential) -> Answer:
    """One answer. Raises `InvalidAnswers` on an unknown code, state, key or date."""
    if not isinstance(referential.by_code.get(code), Practice):
        raise InvalidAnswers(f"{quoted(code)}, pratique inconnue")
    if not isinstance(value, dict):
        return Answer(_state(code, value))
    unknown = value.keys() - ANSWER_KEYS
    if unknown:
        raise InvalidAnswers(f"{code}, clé inconnue {quoted(sorted(unknown)[0])}")
    owner = value.get("owner") or ""
    if not isinstance(owner, str):
        raise InvalidAnswers(f"{code}, {quoted(owner)} n’est pas un nom")
    return Answer(_state(code, value.get("state")), parse_date(code, value.get("due")), owner)


def _state(code: str, value: object) -> State:
    try:
        return State(value)  # type: ignore[arg-type]
    except ValueError:
        raise InvalidAnswers(f"{code}, réponse inconnue {quoted(value)}") from None


def parse_date(code: str, value: object) -> date | None:
    """A date as ISO 8601 writes it, or none. Raises `InvalidAnswers`, which names `code`."""
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass  # the 31st of February
    raise InvalidAnswers(f"{code}, {quoted(value)} n’est pas une date (AAAA-MM-JJ)")


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
