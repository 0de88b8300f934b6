"""What all forms share: French, fields of our own, and telling a slip from a forgery."""

from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, Form, FormField, StringField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from wizard import revisions
from wizard.models import FIRST_YEAR, LAST_YEAR, LONGEST_OWNER, clean_line
from wizard.revisions import Seen

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]  # the second is typed where the browser has no calendar

INVALID_DATE = "Indiquez une date complète, par exemple 15/03/2027."


def at_most(longest: int, what: str) -> Length:
    """A length limit whose message says the limit; a thousand is written 1 000."""
    written = f"{longest:,}".replace(",", "\u00a0")
    return Length(
        max=longest, message=f"{what} est trop long\u00a0: {written}\u00a0caractères au plus."
    )


def plausible(_form: Form, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(f"Vérifiez l’année de cette date\u00a0: {field.data.year}.")


class FrenchDateField(DateField):
    """A date, whose refusal says what to type. `data` is None as long as it is not a date."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=DATE_FORMATS, validators=[Optional(), plausible], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(INVALID_DATE) from None

    def forget(self) -> None:
        """Ignore what was typed: it is not asked any more."""
        self.data = None
        self.process_errors: list[str] = []
        self.raw_data: list[str] = []


def due_field() -> FrenchDateField:
    return FrenchDateField("Pour quand\u202f?")


def owner_field() -> StringField:
    return StringField(
        "Qui s’en charge\u202f?",
        filters=[clean_line],
        validators=[at_most(LONGEST_OWNER, "Ce nom")],
    )


class SeenField(Field):
    """What the page was shown of a value, sent back with it."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = Seen.parse(valuelist[0]) if valuelist else revisions.seen(None)


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
