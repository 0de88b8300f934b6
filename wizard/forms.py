"""The forms. Those of the objectives are generated from the content, one class an objective."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from wizard import assessments, paragraphs
from wizard.assessments import CONDITIONS, Save, Seen, Submitted
from wizard.models import Answer, Assessment, Note, Remarks
from wizard.referential import Conditions, Objective, Referential
from wizard.scoring import Answer as ScoredAnswer
from wizard.scoring import State

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]  # the second is typed where the browser has no calendar
LONGEST_NAME = 200
LONGEST_OWNER = 80
LONGEST_REMARKS = 5_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
NEW_SCHOOL_YEAR_MONTH = 8  # from August on, one prepares the year that begins

INVALID_DATE = "Indiquez une date complète, par exemple 15/03/2027."


def strip(value: str | None) -> str | None:
    return value.strip() if value else value


def plausible(_form: Form, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(INVALID_DATE)


class FrenchDateField(DateField):
    """A date, whose refusal says what to type. `data` is None as long as it is not a date."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=DATE_FORMATS, validators=[Optional(), plausible], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(INVALID_DATE) from None


class SeenField(Field):
    """What the page was shown of a value, sent back with it."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = Seen.parse(valuelist[0]) if valuelist else assessments.seen(None)


class BaseForm(FlaskForm):
    """A form that speaks French, and tells a person's slip from a request no page of ours sends."""

    class Meta(FlaskForm.Meta):
        locales = ("fr",)

    def _machine_fields(self) -> Iterator[Field]:
        """The fields that a person cannot fill wrongly."""
        return iter(())

    def forged(self, sent: MultiDict[str, str]) -> bool:
        """Whether `sent` holds a name or a value that the page did not offer."""
        return bool(set(sent) - set(_names(self))) or any(f.errors for f in self._machine_fields())


def _names(form: Form | FlaskForm) -> Iterator[str]:
    for field in form:
        if isinstance(field, FormField):
            yield from _names(field.form)
        else:
            yield field.name


class StartForm(BaseForm):
    """What is asked before an evaluation, and can be changed later."""

    association = StringField(
        "Nom de l’association",
        filters=[strip],
        validators=[
            InputRequired("Indiquez le nom de votre association."),
            Length(max=LONGEST_NAME, message="Ce nom est trop long\u00a0: 200\u00a0caractères au plus."),
        ],
    )
    project = StringField(
        "Nom du projet",
        filters=[strip],
        validators=[
            Length(max=LONGEST_NAME, message="Ce nom est trop long\u00a0: 200\u00a0caractères au plus.")
        ],
    )
    school_year = SelectField("Année scolaire du projet", coerce=int)
    kind = RadioField(
        "Votre demande",
        choices=[
            SelectChoice("first", "Une première demande"),
            SelectChoice("renewal", "Un renouvellement"),
        ],
        validators=[InputRequired("Choisissez\u00a0: une première demande, ou un renouvellement.")],
    )
    deadline = FrenchDateField("Date limite de dépôt")

    def __init__(self, today: date, assessment: Assessment | None = None) -> None:
        super().__init__(data=_details(assessment, today))
        years = school_years(today)
        if assessment and assessment.school_year not in years:
            years = sorted([*years, assessment.school_year])
        self.school_year.choices = [
            SelectChoice(year, paragraphs.school_year(year)) for year in years
        ]

    def _machine_fields(self) -> Iterator[Field]:
        yield self.school_year

    def details(self) -> assessments.Details:
        return assessments.Details(
            association=self.association.data or "",
            project=self.project.data or "",
            school_year=self.school_year.data,
            renewal=self.kind.data == "renewal",
            deadline=self.deadline.data,
        )


def school_years(today: date) -> list[int]:
    """The school years one may assess: the current one and the next."""
    current = today.year if today.month >= NEW_SCHOOL_YEAR_MONTH else today.year - 1
    return [current, current + 1]


def _details(assessment: Assessment | None, today: date) -> dict[str, object]:
    if assessment is None:
        return {"school_year": school_years(today)[-1]}
    return {
        "association": assessment.association,
        "project": assessment.project,
        "school_year": assessment.school_year,
        "kind": "renewal" if assessment.renewal else "first",
        "deadline": assessment.deadline,
    }


def answer_of(state: str | None, due: date | None, owner: str | None) -> ScoredAnswer | None:
    """An answer from its three fields; date and person belong to what is planned."""
    if not state:
        return None
    if state != State.PLANNED:
        return ScoredAnswer(State(state))
    return ScoredAnswer(State.PLANNED, due, owner or "")


class PracticeForm(Form):
    """The answer to one practice. Date and person are read only when it is planned."""

    state = RadioField(
        choices=[SelectChoice(state.value, words) for state, words in paragraphs.STATES.items()],
        validators=[Optional()],
    )
    due = FrenchDateField("Pour quand\u202f?")
    owner = StringField(
        "Qui s’en charge ?",
        filters=[strip],
        validators=[
            Length(max=LONGEST_OWNER, message="Ce nom est trop long\u00a0: 80\u00a0caractères au plus.")
        ],
    )
    seen = SeenField()

    def validate(self, extra_validators: Any = None) -> bool:
        if self.state.data != State.PLANNED:
            self.due.process_errors = []
            self.due.data = None
        return super().validate(extra_validators)

    def answer(self) -> ScoredAnswer | None:
        return answer_of(self.state.data, self.due.data, self.owner.data)

    @staticmethod
    def shown(row: Answer | None) -> dict[str, object]:
        """What the form shows of a stored answer."""
        stored = {"state": row.state, "due": row.due, "owner": row.owner} if row else {}
        return stored | {"seen": assessments.seen(row)}


class SavedForm(BaseForm):
    """A page that can be saved by several people: it has a token, and decides former conflicts."""

    page = HiddenField(validators=[Regexp(r"\A[\w-]{8}\Z")])
    keep = StringField()
    drop = StringField()
    then = StringField()

    @staticmethod
    def new_page() -> str:
        return secrets.token_urlsafe(6)

    def _machine_fields(self) -> Iterator[Field]:
        yield self.page

    def save_of(self, values: Mapping[str, Submitted]) -> Save:
        return Save(
            page=self.page.data or "",
            values=values,
            keep=frozenset(filter(None, [self.keep.data])),
            drop=frozenset(filter(None, [self.drop.data])),
        )


class RemarksForm(SavedForm):
    """A page with things to tick and remarks."""

    ticked = SelectMultipleField()
    remarks = TextAreaField(
        filters=[strip],
        validators=[
            Length(
                max=LONGEST_REMARKS, message="Ce texte est trop long\u00a0: 5\u00a0000\u00a0caractères au plus."
            )
        ],
    )
    seen = SeenField()

    def _machine_fields(self) -> Iterator[Field]:
        yield from (self.page, self.ticked, self.seen)

    def typed_fields(self) -> list[Field]:
        """The fields that a person may have to correct, in the order of the page."""
        return [self.remarks]

    def submitted_remarks(self) -> Submitted:
        # Browsers send \r\n for the \n they were given: alike, or a page would differ from itself.
        text = (self.remarks.data or "").replace("\r\n", "\n")
        return Submitted(Remarks(tuple(sorted(self.ticked.data or [])), text), self.seen.data)

    @staticmethod
    def shown(row: Note | None) -> dict[str, object]:
        value = row.value if row else Remarks()
        return {
            "ticked": list(value.ticked),
            "remarks": value.text,
            "seen": assessments.seen(row),
        }


class ObjectiveForm(RemarksForm):
    """Base of the generated forms: `objective` and one `PracticeForm` a practice."""

    objective: Objective

    @classmethod
    def showing(cls, assessment: Assessment) -> "ObjectiveForm":
        data = cls.shown(assessment.note(cls.objective.code)) | {"page": cls.new_page()}
        for practice in cls.objective.practices:
            data[field_name(practice.code)] = PracticeForm.shown(assessment.answer(practice.code))
        return cls(formdata=None, data=data)

    def practice(self, code: str) -> PracticeForm:
        return self[field_name(code)].form

    def typed_fields(self) -> list[Field]:
        practices = [self.practice(practice.code) for practice in self.objective.practices]
        typed = [field for practice in practices for field in (practice.due, practice.owner)]
        return [*typed, *super().typed_fields()]

    def _machine_fields(self) -> Iterator[Field]:
        yield from super()._machine_fields()
        for practice in self.objective.practices:
            yield from (self.practice(practice.code).state, self.practice(practice.code).seen)

    def sent(self) -> Save:
        values = {self.objective.code: self.submitted_remarks()}
        for practice in self.objective.practices:
            field = self.practice(practice.code)
            values[practice.code] = Submitted(field.answer(), field.seen.data)
        return self.save_of(values)


class ConditionsForm(RemarksForm):
    """The unscored checklist."""

    @classmethod
    def showing(cls, conditions: Conditions, assessment: Assessment) -> "ConditionsForm":
        data = cls.shown(assessment.note(CONDITIONS)) | {"page": cls.new_page()}
        return cls(conditions, formdata=None, data=data)

    def __init__(self, conditions: Conditions, **options: Any) -> None:
        super().__init__(**options)
        self.ticked.choices = [SelectChoice(code, code) for code in sorted(conditions.codes)]

    def sent(self) -> Save:
        return self.save_of({CONDITIONS: self.submitted_remarks()})


class PlanForm(SavedForm):
    """Plans one action from the result: ticked with a date, it counts in the projection."""

    planned = BooleanField("Je prévois cette action")
    due = FrenchDateField("Pour quand\u202f?")
    owner = StringField(
        "Qui s’en charge ?",
        filters=[strip],
        validators=[
            Length(max=LONGEST_OWNER, message="Ce nom est trop long\u00a0: 80\u00a0caractères au plus.")
        ],
    )
    seen = SeenField()

    @classmethod
    def showing(cls, row: Answer | None) -> "PlanForm":
        planned = row is not None and row.state == State.PLANNED
        data = PracticeForm.shown(row) | {"planned": planned, "page": cls.new_page()}
        return cls(formdata=None, data=data)

    def _machine_fields(self) -> Iterator[Field]:
        yield from (self.page, self.seen)

    def sent(self, practice: str) -> Save:
        state = State.PLANNED if self.planned.data else State.NO
        value = answer_of(state, self.due.data, self.owner.data)
        return self.save_of({practice: Submitted(value, self.seen.data)})


class ResumeForm(BaseForm):
    """A private link, pasted."""

    link = StringField(
        "Votre lien privé",
        filters=[strip],
        validators=[InputRequired("Collez le lien que vous avez gardé."), Length(max=500)],
    )


class ButtonForm(BaseForm):
    """Nothing but a button, and its CSRF token."""

    go = SubmitField()


def objective_forms(referential: Referential) -> dict[str, type[ObjectiveForm]]:
    """One form class for each objective, by its code."""
    return {objective.code: _objective_form(objective) for objective in referential.objectives}


def _objective_form(objective: Objective) -> type[ObjectiveForm]:
    fields: dict[str, Any] = {
        field_name(practice.code): FormField(PracticeForm) for practice in objective.practices
    }
    choices = [SelectChoice(evidence.code, evidence.name) for evidence in objective.evidence]
    fields["ticked"] = SelectMultipleField(choices=choices)
    return type("ObjectiveForm", (ObjectiveForm,), fields | {"objective": objective})


def field_name(code: str) -> str:
    """The name of a practice's fields, fit for an HTML id: 1.1.a is p-1-1-a."""
    return "p-" + code.replace(".", "-")
