"""A finished evaluation of a made-up association, to look at before starting. Never stored."""

from datetime import date
from pathlib import Path

from wizard import assessments, rows, savefile
from wizard.models import Assessment, Right
from wizard.referential import CONTENT_FOLDER, Referential
from wizard.savefile import SaveFile
from wizard.scoring import Answer

FILE = "exemple.json"
PUBLIC_ID = "exemple"  # those of stored evaluations are longer


def load(content: Referential, folder: Path | None = None) -> SaveFile | None:
    """The example of a content folder (that of the product when None); it may have none.

    Raises `InvalidAnswers` when the file is not an evaluation.
    """
    path = (folder or CONTENT_FOLDER) / FILE
    return savefile.parse(path.read_text("utf-8"), content, {}) if path.exists() else None


def assessment(file: SaveFile, school_year: int) -> Assessment:
    """The example as that of `school_year`: its dates move by as many years, and never get old."""
    years = school_year - file.details.school_year
    details = vars(file.details) | {
        "school_year": school_year,
        "deadline": _moved(file.details.deadline, years),
    }
    shown = Assessment(public_id=PUBLIC_ID, referential_version=file.version, **details)
    shown.answers, shown.notes, shown.right = {}, {}, Right.READ
    values = {
        subject: Answer(value.state, _moved(value.due, years), value.owner)
        if isinstance(value, Answer)
        else value
        for subject, value in file.values.items()
    }
    rows.put(shown, assessments.first_rows(values))
    return shown


def _moved(day: date | None, years: int) -> date | None:
    return day and day.replace(year=day.year + years, day=min(day.day, 28))
