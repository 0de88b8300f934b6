"""The forms of the journey, which several people may fill. Those of the objectives are generated
from the content, one class an objective."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional, Regexp

from wizard import paragraphs, revisions
from wizard.forms.base import BaseForm, SeenField, at_most, due_field, owner_field
from wizard.models import CONDITIONS, Assessment, clean
from wizard.referential import Conditions, Objective, Practice, Referential
from wizard.revisions import LONGEST_REMARKS, Remarks, Save, Seen, Stored, Submitted
from wizard.scoring import Answer, State

ANSWERS = [SelectChoice(state.value, words) for state, words in paragraphs.STATES.items()]

# Values of the buttons that do not lead to the next page.
REPEAT = "last_year"  # answers as the year before
LEADING_ON = ("next", "board")  # what the buttons that save say
STAY = "stay"  # sends the page from its middle, when it cannot save by itself
SAVED = "reponses"  # what the page after a save is told, to say so


def field_name(code: str) -> str:
    """The name of the fields of a practice or an objective, fit for an id: 1.1.a is p-1-1-a."""
    return "p-" + code.replace(".", "-")


class PracticeForm(Form):
    """The answer to one practice. Date and person are read only when it is planned."""

    state = RadioField(choices=ANSWERS, validators=[Optional(strip_whitespace=False)])
    due = due_field()
    owner = owner_field()
    seen = SeenField()

    def validate(self, extra_validators: Any = None) -> bool:
        if self.state.data != State.PLANNED:
            self.due.forget()
            self.owner.data = ""
        return super().validate(extra_validators)

    def answer(self) -> Answer | None:
        if not self.state.data:
            return None
        return Answer(State(self.state.data), self.due.data, self.owner.data)

    def show(self, row: Stored[Answer] | None) -> None:
        """Put a stored answer in place of what was sent."""
        for name, value in shown_answer(row).items():
            self[name].data, self[name].raw_data = value, None


def shown_answer(row: Stored[Answer] | None) -> dict[str, object]:
    """What a page shows of a stored answer."""
    if row is None:
        return {"state": None, "due": None, "owner": "", "seen": revisions.seen(None)}
    seen, value = revisions.seen(row), row.value
    return {"state": value.state.value, "due": value.due, "owner": value.owner, "seen": seen}


class SavedForm(BaseForm):
    """A page that can be saved by several people: it has a token, and decides former conflicts.

    `stale` are the subjects of which it shows something else than what is stored, `forgotten` when
    a date or a name was dropped with « Prévu ».
    """

    stale: Sequence[str] = ()
    forgotten = False

    page = HiddenField(validators=[Regexp(r"\A[\w-]{8}\Z")])
    keep = StringField()
    both = StringField()
    drop = StringField()
    then = StringField()

    @staticmethod
    def new_page() -> str:
        return secrets.token_urlsafe(6)

    @property
    def stays(self) -> bool:
        """Whether one goes on with the same page, as who decided a conflict there."""
        return self.decided is not None or self.then.data == STAY

    @property
    def decided(self) -> str | None:
        """The subject of the conflict that was decided, if one was."""
        decided = self.keep.data or self.both.data or self.drop.data
        return decided.partition("@")[0] if decided else None

    def anchor(self, subject: str) -> str:
        """Where a subject stands on the page: its question, or the remarks beside it."""
        return field_name(subject) if field_name(subject) in self else "remarks"

    def _machine_fields(self) -> Iterator[Field]:
        yield self.page

    def save_of(self, values: Mapping[str, Submitted]) -> Save:
        return Save(
            page=self.page.data or "",
            values=values,
            keep=_kept(self.keep.data or ""),
            both=frozenset(filter(None, [self.both.data])),
            drop=frozenset(filter(None, [self.drop.data])),
        )


def _kept(decided: str) -> dict[str, int]:
    """What the button « Garder la mienne » says: a subject, and the revision of theirs that stood
    above it. Anything else decides nothing: the conflict is shown again."""
    subject, _, revision = decided.partition("@")
    return {subject: int(revision)} if revision.isdecimal() else {}


class NoteFields:
    """Things to tick and remarks, as fields of a form."""

    ticked = SelectMultipleField()
    remarks = TextAreaField(filters=[clean], validators=[at_most(LONGEST_REMARKS, "Ce texte")])
    seen = SeenField()

    def offered(self) -> frozenset[str]:
        return frozenset(choice.value for choice in self.ticked.choices)

    def submitted_remarks(self) -> Submitted:
        ticked = tuple(sorted(self.ticked.data or []))
        return Submitted(Remarks(ticked, self.remarks.data), self.seen.data, self.offered())

    def show_remarks(self, row: Stored[Remarks] | None) -> None:
        """Put stored remarks in place of what was sent."""
        for name, value in shown_remarks(row, self.offered()).items():
            field = getattr(self, name)
            field.data, field.raw_data = value, None


class NoteForm(NoteFields, Form):
    """The note of one objective among several."""


class RemarksForm(NoteFields, SavedForm):
    """A page with things to tick and remarks."""

    def _machine_fields(self) -> Iterator[Field]:
        yield from (self.page, self.ticked, self.seen)

    def typed_fields(self) -> list[Field]:
        """The fields that a person may have to correct, in the order of the page."""
        return [self.remarks]


def shown_remarks(row: Stored[Remarks] | None, offered: Collection[str]) -> dict[str, object]:
    """What a page shows of a stored note, among the things it offers to tick."""
    value = row.value if row else Remarks()
    seen = revisions.seen(row, offered)
    return {"ticked": list(value.ticked), "remarks": value.text, "seen": seen}


class ObjectiveForm(RemarksForm):
    """Base of the generated forms: `objective` and one `PracticeForm` a practice."""

    objective: Objective

    @classmethod
    def showing(cls, assessment: Assessment) -> "ObjectiveForm":
        form = cls(formdata=None, data={"page": cls.new_page()})
        for code in (cls.objective.code, *(p.code for p in cls.objective.practices)):
            form.show(code, assessment)
        return form

    def show(self, subject: str, assessment: Assessment) -> None:
        """Put what is stored of a practice, or of the objective's remarks, in place of the sent."""
        if subject == self.objective.code:
            self.show_remarks(assessment.notes.get(subject))
        else:
            self.practice(subject).show(assessment.answers.get(subject))

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
        return replace(self.save_of(values), repeated=self.repeated)

    @property
    def repeats(self) -> bool:
        """Whether what was left blank is to be said as the year before."""
        return bool(self.then.data == REPEAT)

    @property
    def repeated(self) -> frozenset[str]:
        blank = [p.code for p in self.objective.practices if not self.practice(p.code).answer()]
        if self.submitted_remarks().value == Remarks():
            blank.append(self.objective.code)
        return frozenset(blank if self.repeats else ())

    def mark_seen(self, seen: Mapping[str, Seen]) -> None:
        """Tell the page what it has now been shown, by subject."""
        self.seen.data = seen[self.objective.code]
        for practice in self.objective.practices:
            self.practice(practice.code).seen.data = seen[practice.code]


def objective_forms(referential: Referential) -> dict[str, type[ObjectiveForm]]:
    """One form class for each objective, by its code."""
    return {objective.code: _objective_form(objective) for objective in referential.objectives}


def _objective_form(objective: Objective) -> type[ObjectiveForm]:
    fields = practice_fields(objective.practices) | {"ticked": evidence_field(objective)}
    return type("ObjectiveForm", (ObjectiveForm,), fields | {"objective": objective})


def practice_fields(practices: Iterable[Practice]) -> dict[str, Any]:
    """The fields of a form that asks `practices`."""
    return {field_name(practice.code): FormField(PracticeForm) for practice in practices}


def evidence_field(objective: Objective) -> SelectMultipleField:
    """The documents of an objective, to tick."""
    choices = [SelectChoice(evidence.code, evidence.name) for evidence in objective.evidence]
    return SelectMultipleField(choices=choices)


class ConditionsForm(RemarksForm):
    """The unscored checklist."""

    def __init__(self, conditions: Conditions, **options: Any) -> None:
        super().__init__(**options)
        self.ticked.choices = [SelectChoice(code, code) for code in sorted(conditions.codes)]

    @classmethod
    def showing(cls, conditions: Conditions, assessment: Assessment) -> "ConditionsForm":
        form = cls(conditions, formdata=None, data={"page": cls.new_page()})
        form.show(CONDITIONS, assessment)
        return form

    def show(self, subject: str, assessment: Assessment) -> None:
        """Put what is stored in place of what was sent."""
        self.show_remarks(assessment.notes.get(subject))

    def sent(self) -> Save:
        return self.save_of({CONDITIONS: self.submitted_remarks()})

    def mark_seen(self, seen: Mapping[str, Seen]) -> None:
        """Tell the page what it has now been shown, by subject."""
        self.seen.data = seen[CONDITIONS]


# What an action that is neither planned nor done was answered, by what the page had shown: nobody
# knows what had no answer, and a plan that is given up is a no.
_UNTICKED = {"": State.UNKNOWN, State.UNKNOWN: State.UNKNOWN}


class PlanForm(SavedForm):
    """Plans one action: ticked with a date, it counts in the projection; done, it is a yes.

    `was` is what the page showed as answered when it was opened: what is unticked goes back to it.
    """

    planned = BooleanField("Je prévois cette pratique")
    done = BooleanField("C’est fait")
    due = due_field()
    owner = owner_field()
    was = HiddenField(validators=[AnyOf(["", *State])])
    seen = SeenField()

    def validate(self, extra_validators: Any = None) -> bool:
        if self.done.data or not self.planned.data:
            self.due.forget()
            self.owner.data = ""
        return super().validate(extra_validators)

    def _machine_fields(self) -> Iterator[Field]:
        yield from (self.page, self.was, self.seen)

    def sent(self, practice: str, former: Stored[Answer] | None) -> Save:
        """Yes, the plan, or what was answered before when a tick is gone; else nothing changes."""
        value = None
        if self.done.data:
            value = Answer(State.YES)
        elif self.planned.data:
            value = Answer(State.PLANNED, self.due.data, self.owner.data)
        elif former and self._takes_back(former):
            value = Answer(_UNTICKED.get(self.was.data or "", State.NO))
        return self.save_of({practice: Submitted(value, self.seen.data)})

    def _takes_back(self, former: Stored[Answer]) -> bool:
        """Whether a tick is gone: that of a plan, or the one by which this page said it done."""
        if former.value.state is State.PLANNED:
            return True
        return former.value.state is State.YES and former.page == self.page.data
