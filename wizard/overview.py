"""The evaluations of a workspace side by side: one line each, filtered, sorted, as CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wizard.counts import ready
from wizard.french import plain, school_year
from wizard.models import Assessment
from wizard.paragraphs import PROVISIONAL, Wording
from wizard.retention import Retention
from wizard.scoring import Horizon, Result, score

# What a spreadsheet would compute instead of show; some read the wide forms alike.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class Order(StrEnum):
    """What the lines may be sorted by, as it stands in addresses."""

    CHANGED = "modification"
    ASSOCIATION = "association"
    YEAR = "annee"
    LEVEL = "niveau"


@dataclass(frozen=True)
class Line:
    public_id: str
    association: str
    project: str
    school_year: int
    answered: int
    total: int
    result: Result
    deadline: date | None
    updated: datetime
    ends: datetime

    def standing(self, wording: Wording, horizon: Horizon) -> str:
        """The level in words; too few answers give none."""
        if self.result.begun and self.result.barely_begun:
            return PROVISIONAL
        return wording.standing(self.result, horizon)

    def ready(self, horizon: Horizon) -> str:
        """How many objectives are ready; nothing while too little is answered."""
        if self.result.barely_begun:
            return ""
        return ready(self.result.ready(horizon), len(self.result.objectives))


_KEYS: Mapping[Order, Callable[[Line], object]] = {
    Order.CHANGED: lambda line: -line.updated.timestamp(),
    Order.ASSOCIATION: lambda line: (plain(line.association), -line.school_year),
    Order.YEAR: lambda line: (-line.school_year, plain(line.association)),
    Order.LEVEL: lambda line: (
        line.result.barely_begun,
        line.result.today,
        line.result.projected,
        plain(line.association),
    ),
}


def lines(assessments: Iterable[Assessment], wording: Wording, retention: Retention) -> list[Line]:
    """One line for each evaluation, which needs its answers and notes."""
    return [_line(assessment, wording, retention) for assessment in assessments]


def _line(assessment: Assessment, wording: Wording, retention: Retention) -> Line:
    result = score(wording.referential, assessment.scored_answers)
    total = len(wording.referential.practices)
    return Line(
        public_id=assessment.public_id,
        association=assessment.association,
        project=assessment.project,
        school_year=assessment.school_year,
        answered=total - result.unanswered,
        total=total,
        result=result,
        deadline=assessment.deadline,
        updated=assessment.updated,
        ends=retention.end(assessment),
    )


def chosen(found: Iterable[Line], words: str, year: int | None, order: Order) -> list[Line]:
    """The lines whose names hold `words` (accents and case apart) and of that year, in order."""
    kept = [
        line
        for line in found
        if plain(words) in plain(f"{line.association} {line.project}")
        and year in (None, line.school_year)
    ]
    return sorted(kept, key=_KEYS[order])  # type: ignore[arg-type]


def as_csv(found: Iterable[Line], wording: Wording) -> str:
    """The lines for a spreadsheet: semicolons, dates as ISO 8601, no formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(
        ["Association", "Projet", "Année scolaire", "Réponses", "Sur", "Niveau aujourd’hui",
         "Niveau avec ce qui est prévu", "Dernier changement", "Sera effacée le", "Référence",
         "Dépôt au plus tard le"]
    )  # fmt: skip
    for line in found:
        writer.writerow(
            [
                _cell(line.association),
                _cell(line.project),
                school_year(line.school_year),
                line.answered,
                line.total,
                line.standing(wording, Horizon.TODAY),
                line.standing(wording, Horizon.PROJECTED),
                line.updated.date().isoformat(),
                line.ends.date().isoformat(),
                line.public_id,
                line.deadline.isoformat() if line.deadline else "",
            ]
        )
    return file.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
