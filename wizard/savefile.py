"""The file that holds one evaluation whole, to keep it or take it to another installation.

JSON in UTF-8. Its "answers" are those that `cap-clas score` reads:

    {"format": "cap-clas", "version": 1, "referential": "2026.1",
     "association": "…", "project": "…", "school_year": 2026, "kind": "first" or "renewal",
     "deadline": "2027-06-30" or null,
     "answers": {"1.1.a": {"state": "planned", "due": "2027-03-01", "owner": "…"}},
     "notes": {"1.1": {"ticked": ["1.1.p1"], "remarks": "…"}, "conditions": {…}}}
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard import exchange
from wizard.assessments import Details, Value
from wizard.exchange import Data, InvalidAnswers
from wizard.models import (
    CONDITIONS,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NAME,
    LONGEST_OWNER,
    LONGEST_REMARKS,
    Assessment,
    Remarks,
    clean,
)
from wizard.referential import Objective, Referential

FORMAT, VERSION = "cap-clas", 1
Contents = tuple[Referential, ...]  # that of today first


@dataclass(frozen=True)
class SaveFile:
    """What a file holds, the content it was answered with, and a line for each thing refused."""

    details: Details
    referential: Referential
    values: Mapping[str, Value]
    refused: tuple[str, ...]


def as_data(assessment: Assessment) -> Data:
    """Everything of an evaluation but its keys and history."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "referential": assessment.referential_version,
        "association": assessment.association,
        "project": assessment.project,
        "school_year": assessment.school_year,
        "kind": "renewal" if assessment.renewal else "first",
        "deadline": assessment.deadline.isoformat() if assessment.deadline else None,
        "answers": {
            row.practice: {
                "state": row.state,
                "due": row.due.isoformat() if row.due else None,
                "owner": row.owner,
            }
            for row in sorted(assessment.answers, key=lambda row: row.practice)
        },
        "notes": {
            row.subject: {"ticked": sorted(row.ticked), "remarks": row.remarks}
            for row in sorted(assessment.notes, key=lambda row: row.subject)
        },
    }


def parse(text: str, referential: Referential, former: Mapping[str, Referential]) -> SaveFile:
    """Read a file. Raises `InvalidAnswers` when it is not one, or names no association.

    An answer or a note that cannot be kept is left out and reported; the others are read. A file
    of one of the `former` versions may hold what was removed since.
    """
    data = exchange.read_object(text)
    if data.get("format") != FORMAT or data.get("version") != VERSION:
        raise InvalidAnswers("ce n’est pas un fichier de Cap Clas, ou il vient d’une autre version")
    answered_with = former.get(str(data.get("referential")))
    contents = (referential, *former.values()) if answered_with else (referential,)
    values: dict[str, Value] = {}
    refused: list[str] = []
    for section, read in (("answers", _answer), ("notes", _note)):
        for key, value in _section(data, section).items():
            try:
                values[key] = read(key, value, contents)
            except InvalidAnswers as error:
                refused.append(str(error))
    return SaveFile(_details(data), answered_with or referential, values, tuple(refused))


def _section(data: Data, name: str) -> Data:
    section = data.get(name)
    if not isinstance(section, dict):
        raise InvalidAnswers(f"la partie {exchange.quoted(name)} manque dans le fichier")
    return section


def _details(data: Data) -> Details:
    association, project = _text(data, "association"), _text(data, "project")
    year = data.get("school_year")
    if not association:
        raise InvalidAnswers("le nom de l’association manque dans le fichier")
    if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidAnswers("l’année scolaire manque dans le fichier")
    if data.get("kind") not in ("first", "renewal"):
        raise InvalidAnswers("le fichier ne dit pas s’il s’agit d’une première demande")
    return Details(
        association=association,
        project=project,
        school_year=year,
        renewal=data["kind"] == "renewal",
        deadline=exchange.parse_date("deadline", data.get("deadline")),
    )


def _text(data: Data, key: str, longest: int = LONGEST_NAME) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or len(clean(value)) > longest:
        raise InvalidAnswers(f"{key}, un texte de {longest}\u00a0caractères au plus est attendu")
    return clean(value)


def _answer(code: str, value: object, contents: Contents) -> Value:
    known = next((content for content in contents if code in content.by_code), contents[0])
    answer = exchange.parse_answer(code, value, known)
    if len(answer.owner) > LONGEST_OWNER or answer.owner != clean(answer.owner):
        raise InvalidAnswers(
            f"{code}, un nom de {LONGEST_OWNER}\u00a0caractères au plus est attendu"
        )
    return answer


def _note(subject: str, value: object, contents: Contents) -> Value:
    known = frozenset[str]().union(*_ticks_of(subject, contents))
    if not isinstance(value, dict) or not isinstance(value.get("ticked"), list):
        raise InvalidAnswers(f"{exchange.quoted(subject)}, remarques illisibles")
    ticked = [code for code in value["ticked"] if isinstance(code, str) and code in known]
    if len(ticked) < len(value["ticked"]):
        raise InvalidAnswers(f"{exchange.quoted(subject)}, une case cochée est inconnue")
    return Remarks(tuple(sorted(set(ticked))), _text(value, "remarks", LONGEST_REMARKS))


def _ticks_of(subject: str, contents: Contents) -> list[frozenset[str]]:
    """What each content offers to tick beside an objective, or among the conditions."""
    if subject == CONDITIONS:
        return [content.conditions.codes for content in contents]
    found = [content.by_code.get(subject) for content in contents]
    objectives = [item for item in found if isinstance(item, Objective)]
    if not objectives:
        raise InvalidAnswers(f"{exchange.quoted(subject)}, objectif inconnu")
    return [frozenset(evidence.code for evidence in item.evidence) for item in objectives]
