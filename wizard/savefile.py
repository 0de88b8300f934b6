"""The file that holds one evaluation whole, to keep it or take it to another installation.

JSON in UTF-8. Its "answers" are those that `cap-clas score` reads:

    {"format": "cap-clas", "version": 1, "referential": "2026.1",
     "association": "…", "project": "…", "school_year": 2026, "kind": "first" or "renewal",
     "deadline": "2027-06-30" or null,
     "answers": {"1.1.a": {"state": "planned", "due": "2027-03-01", "owner": "…"}},
     "notes": {"1.1": {"ticked": ["1.1.p1"], "remarks": "…"}, "conditions": {…}},
     "last_year": null, or the same object for the year that it was prepared from}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from wizard import assessments, exchange
from wizard.assessments import Details
from wizard.exchange import Data, InvalidAnswers
from wizard.models import (
    CONDITIONS,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NAME,
    LONGEST_OWNER,
    Assessment,
    clean,
    clean_line,
)
from wizard.referential import Objective, Referential
from wizard.revisions import LONGEST_REMARKS, Remarks, Value
from wizard.scoring import Answer, Answers, State

FORMAT, VERSION = "cap-clas", 1
Contents = tuple[Referential, ...]  # that of today first


@dataclass(frozen=True)
class SaveFile:
    """What a file holds: `version` is that of the content it was answered with, empty if unknown.

    `refused` has one line for each thing that was left out.
    """

    version: str
    details: Details
    values: Mapping[str, Value]
    refused: tuple[str, ...] = ()
    last_year: "SaveFile | None" = None

    @property
    def answers(self) -> Answers:
        return {key: value for key, value in self.values.items() if isinstance(value, Answer)}

    def repeatable(self, subjects: Iterable[str]) -> Mapping[str, Value]:
        """What was said of these and may be said again as it is: a plan is decided anew."""
        found = {subject: self.values[subject] for subject in subjects if subject in self.values}
        return {
            subject: value
            for subject, value in found.items()
            if value != Remarks()
            and not (isinstance(value, Answer) and value.state is State.PLANNED)
        }

    def remarks(self, subject: str) -> Remarks:
        """The pieces and remarks beside an objective, or the conditions."""
        found = self.values.get(subject)
        return found if isinstance(found, Remarks) else Remarks()


def as_data(assessment: Assessment) -> Data:
    """Everything of an evaluation but its keys and history."""
    return one_year(assessment) | {"last_year": assessment.last_year}


def one_year(assessment: Assessment) -> Data:
    """The same without the year before."""
    return written(
        SaveFile(
            assessment.referential_version,
            assessments.details(assessment),
            assessments.values(assessment),
        )
    )


def written(file: SaveFile) -> Data:
    """One year, as it stands in a file."""
    details = file.details
    return {
        "format": FORMAT,
        "version": VERSION,
        "referential": file.version,
        "association": details.association,
        "project": details.project,
        "school_year": details.school_year,
        "kind": "renewal" if details.renewal else "first",
        "deadline": details.deadline.isoformat() if details.deadline else None,
        "answers": {
            code: {
                "state": value.state.value,
                "due": value.due.isoformat() if value.due else None,
                "owner": value.owner,
            }
            for code, value in sorted(file.values.items())
            if isinstance(value, Answer)
        },
        "notes": {
            subject: {"ticked": sorted(value.ticked), "remarks": value.text}
            for subject, value in sorted(file.values.items())
            if isinstance(value, Remarks)
        },
    }


def last_year(
    assessment: Assessment, referential: Referential, former: Mapping[str, Referential]
) -> SaveFile | None:
    """What was answered the year before, if the evaluation was prepared from another."""
    try:
        return _read(assessment.last_year, referential, former) if assessment.last_year else None
    except InvalidAnswers:  # of a year that no page offers
        return None


def parse(text: str, referential: Referential, former: Mapping[str, Referential]) -> SaveFile:
    """Read a file. Raises `InvalidAnswers` when it is not one, or names no association.

    An answer or a note that cannot be kept is left out and reported; the others are read. A file
    of one of the `former` versions may hold what was removed since.
    """
    data = exchange.read_object(text)
    found = _read(data, referential, former)
    if data.get("last_year") is None:
        return found
    try:
        year = _read(data["last_year"], referential, former)
    except InvalidAnswers as error:
        return replace(found, refused=(*found.refused, f"l’année précédente, {error}"))
    return replace(found, last_year=year, refused=found.refused + year.refused)


def _read(data: object, referential: Referential, former: Mapping[str, Referential]) -> SaveFile:
    if not isinstance(data, dict) or (data.get("format"), data.get("version")) != (FORMAT, VERSION):
        raise InvalidAnswers("ce n’est pas un fichier de Cap Clas, ou il vient d’une autre version")
    version = str(data.get("referential"))
    contents = (referential, *former.values()) if version in former else (referential,)
    values: dict[str, Value] = {}
    refused: list[str] = []
    for section, read in (("answers", _answer), ("notes", _note)):
        for key, value in _section(data, section).items():
            try:
                values[key] = read(key, value, contents)
                refused += _unknown_ticks(key, value, contents) if section == "notes" else []
            except InvalidAnswers as error:
                refused.append(str(error))
    known = version in (referential.version, *former)
    return SaveFile(version if known else "", _details(data), values, tuple(refused))


def _section(data: Data, name: str) -> Data:
    section = data.get(name)
    if not isinstance(section, dict):
        raise InvalidAnswers(f"la partie {exchange.quoted(name)} manque dans le fichier")
    return section


def _details(data: Data) -> Details:
    association, project = (
        clean_line(_text(data, "association")),
        clean_line(_text(data, "project")),
    )
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
        deadline=_plausible("deadline", exchange.parse_date("deadline", data.get("deadline"))),
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
    if answer.state is not State.PLANNED:  # pages ask for neither date nor person
        return Answer(answer.state)
    return replace(answer, due=_plausible(code, answer.due), owner=clean_line(answer.owner))


def _plausible(code: str, found: date | None) -> date | None:
    """A date that a page would take. Raises `InvalidAnswers` on another one."""
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InvalidAnswers(f"{code}, une date de {FIRST_YEAR} à {LAST_YEAR} est attendue")
    return found


def _note(subject: str, value: object, contents: Contents) -> Value:
    known = _ticks_of(subject, contents)
    if not isinstance(value, dict) or not isinstance(value.get("ticked"), list):
        raise InvalidAnswers(f"{exchange.quoted(subject)}, remarques illisibles")
    ticked = [code for code in value["ticked"] if isinstance(code, str) and code in known]
    return Remarks(tuple(sorted(set(ticked))), _text(value, "remarks", LONGEST_REMARKS))


def _unknown_ticks(subject: str, value: object, contents: Contents) -> list[str]:
    """One line for each ticked thing that has left the content; the rest of the note is kept."""
    known = _ticks_of(subject, contents)
    ticked = value["ticked"] if isinstance(value, dict) else []
    unknown = [code for code in ticked if not isinstance(code, str) or code not in known]
    return [
        f"{exchange.quoted(subject)}, case cochée inconnue\u00a0: {exchange.quoted(code)}"
        for code in unknown
    ]


def _ticks_of(subject: str, contents: Contents) -> frozenset[str]:
    """What the contents offer to tick beside an objective, or among the conditions."""
    if subject == CONDITIONS:
        return frozenset().union(*(content.conditions.codes for content in contents))
    found = [content.by_code.get(subject) for content in contents]
    objectives = [item for item in found if isinstance(item, Objective)]
    if not objectives:
        raise InvalidAnswers(f"{exchange.quoted(subject)}, objectif inconnu")
    return frozenset(evidence.code for item in objectives for evidence in item.evidence)
