"""What the installation that answers serves: its content, its forms, its day and time."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, request

from wizard import example, glossary, model_documents
from wizard.forms import sheets
from wizard.forms.saved import ObjectiveForm, objective_forms
from wizard.forms.sheets import SheetForm
from wizard.forms.start import school_years
from wizard.glossary import Glossary
from wizard.model_documents import Catalogue
from wizard.models import Assessment
from wizard.paragraphs import Wording
from wizard.referential import Axis, Objective, Practice, Referential, load
from wizard.retention import Retention

Item = TypeVar("Item", Axis, Objective, Practice)


def init_app(app: Flask) -> None:
    """Read the content once, and prepare the forms generated from it."""
    own = app.config["CONTENT"]
    app.extensions.update(_read(Path(own)) if own else _shipped())


@cache
def _shipped() -> dict[str, object]:
    """What comes with the product: the same for all applications of a process."""
    return _read(None)


def _read(folder: Path | None) -> dict[str, object]:
    content = load(folder)
    return {
        "referential": content,
        "glossary": glossary.load(folder),
        "example": example.load(content, folder),
        "catalogue": model_documents.load(folder),
        "objective_forms": objective_forms(content),
        "axis_forms": sheets.axis_forms(content),
        "first_pass_form": sheets.first_pass_form(content),
    }


def referential() -> Referential:
    content: Referential = current_app.extensions["referential"]
    return content


def catalogue() -> Catalogue:
    """The model documents of this installation."""
    models: Catalogue = current_app.extensions["catalogue"]
    return models


def words() -> Glossary:
    """The words of the field that this installation explains."""
    found: Glossary = current_app.extensions["glossary"]
    return found


def example_assessment() -> Assessment | None:
    """The finished evaluation of a made-up association, for the coming year; some contents have
    none."""
    file = current_app.extensions["example"]
    return file and example.assessment(file, school_years(today())[-1])


def wording() -> Wording:
    return Wording(referential(), today())


def axis(code: str) -> Axis:
    """The axis of that code; 404 when there is none."""
    return _find(code, Axis)


def objective(code: str) -> Objective:
    """The objective of that code; 404 when there is none."""
    return _find(code, Objective)


def practice(code: str) -> Practice:
    """The practice of that code; 404 when there is none."""
    return _find(code, Practice)


def _find(code: str, kind: type[Item]) -> Item:
    item = referential().by_code.get(code)
    if not isinstance(item, kind):
        abort(404)
    return item


def objective_form(code: str) -> type[ObjectiveForm]:
    form: type[ObjectiveForm] = current_app.extensions["objective_forms"][code]
    return form


def axis_form(code: str) -> type[SheetForm]:
    form: type[SheetForm] = current_app.extensions["axis_forms"][code]
    return form


def first_pass_form() -> type[SheetForm]:
    form: type[SheetForm] = current_app.extensions["first_pass_form"]
    return form


def retention() -> Retention:
    return Retention(
        months=current_app.config["RETENTION_MONTHS"],
        empty_days=current_app.config["EMPTY_DRAFT_DAYS"],
    )


def absolute(path: str) -> str:
    """The full address of `path`, under the public address of this installation when it is set."""
    root: str = current_app.config["URL"] or request.url_root
    return root.rstrip("/") + path


def address(endpoint: str, **values: str) -> str:
    """The full address of a page. In mails, which no request asks for, URL must be set."""
    return absolute(current_app.url_map.bind("").build(endpoint, values))


def local(moment: datetime) -> datetime:
    """The same moment on the clock of the associations (setting TIMEZONE)."""
    return moment.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))


def changed_on(assessment: Assessment) -> date | None:
    """The day of the last change; the example never changed."""
    return local(assessment.updated).date() if assessment.updated else None


def now() -> datetime:
    return datetime.now(ZoneInfo(current_app.config["TIMEZONE"]))


def today() -> date:
    return now().date()


def school_year() -> int:
    """The school year that runs, as the year in which it began."""
    return school_years(today())[0]
