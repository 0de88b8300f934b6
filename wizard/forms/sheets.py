"""Forms that ask several objectives on one page, generated from the content."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import Field, FormField

from wizard.forms.saved import (
    NoteForm,
    PracticeForm,
    SavedForm,
    evidence_field,
    field_name,
    practice_fields,
)
from wizard.models import Assessment
from wizard.referential import Axis, Objective, Referential
from wizard.revisions import Save, Seen, Submitted


class SheetForm(SavedForm):
    """Base of the generated forms: `subjects` are the codes of what the page asks, in its order;
    those of objectives, whose documents and remarks it asks, are in `noted`."""

    subjects: tuple[str, ...]
    noted: frozenset[str] = frozenset()

    @classmethod
    def showing(cls, assessment: Assessment) -> "SheetForm":
        form = cls(formdata=None, data={"page": cls.new_page()})
        for subject in cls.subjects:
            form.show(subject, assessment)
        return form

    def show(self, subject: str, assessment: Assessment) -> None:
        """Put what is stored of a practice, or of an objective's note, in place of the sent."""
        if subject in self.noted:
            self.note(subject).show_remarks(assessment.notes.get(subject))
        else:
            self.practice(subject).show(assessment.answers.get(subject))

    def practice(self, code: str) -> PracticeForm:
        return self[field_name(code)].form

    def note(self, objective: str) -> NoteForm:
        return self[field_name(objective)].form

    def typed_fields(self) -> list[Field]:
        """The fields that a person may have to correct, in the order of the page."""
        fields: list[Field] = []
        for subject in self.subjects:
            if subject in self.noted:
                fields.append(self.note(subject).remarks)
            else:
                fields += [self.practice(subject).due, self.practice(subject).owner]
        return fields

    def _machine_fields(self) -> Iterator[Field]:
        yield self.page
        for subject in self.subjects:
            part = self[field_name(subject)].form
            yield from (part.ticked if subject in self.noted else part.state, part.seen)

    def sent(self) -> Save:
        return self.save_of({subject: self._submitted(subject) for subject in self.subjects})

    def _submitted(self, subject: str) -> Submitted:
        if subject in self.noted:
            return self.note(subject).submitted_remarks()
        return Submitted(self.practice(subject).answer(), self.practice(subject).seen.data)

    def mark_seen(self, seen: Mapping[str, Seen]) -> None:
        """Tell the page what it has now been shown, by subject."""
        for subject in self.subjects:
            self[field_name(subject)].form.seen.data = seen[subject]


def axis_forms(referential: Referential) -> dict[str, type[SheetForm]]:
    """For each axis, by its code, the form to key in what was filled on paper."""
    return {axis.code: _axis_form(axis) for axis in referential.axes}


def _axis_form(axis: Axis) -> type[SheetForm]:
    fields: dict[str, Any] = {}
    for objective in axis.objectives:
        fields |= practice_fields(objective.practices) | _note_field(objective)
    return type(
        "AxisForm",
        (SheetForm,),
        fields
        | {
            "subjects": tuple(
                code for o in axis.objectives for code in (*(p.code for p in o.practices), o.code)
            ),
            "noted": frozenset(objective.code for objective in axis.objectives),
        },
    )


def _note_field(objective: Objective) -> dict[str, FormField]:
    note = type("NoteForm", (NoteForm,), {"ticked": evidence_field(objective)})
    return {field_name(objective.code): FormField(note)}


def first_pass_form(referential: Referential) -> type[SheetForm]:
    """The form of the short first pass: the practices of the lowest rung, and nothing else."""
    practices = referential.foundations
    subjects = tuple(practice.code for practice in practices)
    return type("FirstPassForm", (SheetForm,), practice_fields(practices) | {"subjects": subjects})
