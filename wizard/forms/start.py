"""The simple forms: what is asked before an evaluation, and the way back to one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Regexp, ValidationError

from wizard import assessments, french, keys, mail
from wizard.forms.base import BaseForm, FrenchDateField, at_most
from wizard.keyring import Door
from wizard.models import LONGEST_NAME, LONGEST_OWNER, Assessment, clean_line
from wizard.referential import Axis
from wizard.revisions import fingerprint

NO_KEY = (
    "C’est la référence écrite sur vos papiers\u00a0: elle n’ouvre rien. Cherchez le code de cinq "
    "mots ou le lien privé, ou demandez-les à la personne qui a rempli l’évaluation."
)
NEW_SCHOOL_YEAR_MONTH = 8  # from August on, the current school year is the one that begins


def shared_computer_field() -> BooleanField:
    return BooleanField("Je suis sur un appareil partagé")


class DetailsForm(BaseForm):
    """What is asked before an evaluation, and can be changed later.

    `former` is the school year that it was prepared from, if any: it has to come after that one.
    A new one begins with the association of the `other` that one has; not with its deadline, which
    may be that of another call for projects.
    """

    association = StringField(
        "Nom de l’association",
        filters=[clean_line],
        validators=[
            DataRequired("Indiquez le nom de votre association."),
            at_most(LONGEST_NAME, "Ce nom"),
        ],
    )
    project = StringField(
        "Nom du projet", filters=[clean_line], validators=[at_most(LONGEST_NAME, "Ce nom")]
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

    def __init__(
        self, today: date, assessment: Assessment | None = None, other: Assessment | None = None
    ) -> None:
        super().__init__(data=_shown(assessment, today, other))
        self.former = _former_year(assessment)
        years = {year for year in school_years(today) if year > (self.former or 0)}
        years |= {assessment.school_year} if assessment else set()
        self.school_year.choices = [
            SelectChoice(year, french.school_year(year)) for year in sorted(years)
        ]

    def _machine_fields(self) -> Iterator[Field]:
        yield self.school_year
        if self.kind.data:  # none chosen is a slip
            yield self.kind

    def details(self) -> assessments.Details:
        return assessments.Details(
            association=self.association.data,
            project=self.project.data,
            school_year=self.school_year.data,
            renewal=self.kind.data == "renewal",
            deadline=self.deadline.data,
        )


class ChangeForm(DetailsForm):
    """The details of an evaluation on a page that shows what they were: `seen` is a digest of each.

    Two pages may be open: what one did not touch stays as the other saved it.
    """

    seen = HiddenField(validators=[Regexp(r"\A([0-9a-f]{8}-){4}[0-9a-f]{8}\Z")])

    def __init__(self, today: date, assessment: Assessment) -> None:
        super().__init__(today, assessment)
        if not self.is_submitted():
            self._show(assessments.details(assessment))

    def _machine_fields(self) -> Iterator[Field]:
        yield from super()._machine_fields()
        yield self.seen

    def _show(self, stored: assessments.Details) -> None:
        self.seen.data = "-".join(map(_digest, vars(stored).values()))

    def over(self, stored: assessments.Details) -> assessments.Details | None:
        """What was changed, over what is stored. None when somebody else changed the same: the
        field says so, and to send it once more is to keep it."""
        mine, theirs = vars(self.details()), vars(stored)
        shown = dict(zip(mine, str(self.seen.data).split("-"), strict=True))
        changed = {name: value for name, value in mine.items() if _digest(value) != shown[name]}
        for name, value in changed.items():
            if theirs[name] != value and _digest(theirs[name]) != shown[name]:
                field = self.kind if name == "renewal" else self[name]
                field.errors = [_changed(self._words(name, theirs[name]))]
        if self.errors:
            self._show(stored)
            return None
        return replace(stored, **changed)

    def _words(self, name: str, value: Any) -> str:
        match name, value:
            case "renewal", _:
                return dict(self.kind.choices)["renewal" if value else "first"]
            case "school_year", int():
                return french.school_year(value)
            case "deadline", date():
                return french.day(value)
            case _:
                return value or "vide"


class StartForm(DetailsForm):
    """The details of a new evaluation, and whether this computer may keep it."""

    shared_computer = shared_computer_field()


def school_years(today: date) -> list[int]:
    """The school years one may assess: the current one and the next."""
    current = today.year if today.month >= NEW_SCHOOL_YEAR_MONTH else today.year - 1
    return [current, current + 1]


def _changed(theirs: str) -> str:
    return (
        f"Ce champ a changé entre-temps, sur une autre page\u00a0: «\u00a0{theirs}\u00a0». Pour "
        "garder ce que vous avez écrit, enregistrez de nouveau."
    )


def _digest(value: object) -> str:
    return fingerprint(repr(value))


def _former_year(assessment: Assessment | None) -> int | None:
    return assessment.last_year["school_year"] if assessment and assessment.last_year else None


def _shown(
    assessment: Assessment | None, today: date, other: Assessment | None
) -> dict[str, object]:
    if assessment is None:
        year: dict[str, object] = {"school_year": school_years(today)[-1]}
        return year | {"association": other.association} if other else year
    return {
        "association": assessment.association,
        "project": assessment.project,
        "school_year": assessment.school_year,
        "kind": "renewal" if assessment.renewal else "first",
        "deadline": assessment.deadline,
    }


class DeletionForm(BaseForm):
    """Deleting an evaluation takes a name typed again: that of its project, else of its
    association."""

    name = StringField("Nom à recopier", filters=[clean_line])

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self.expected = assessment.project or assessment.association

    def validate_name(self, field: Field) -> None:
        if french.plain(field.data) != french.plain(clean_line(self.expected)):
            raise ValidationError(
                f"Écrivez le nom tel qu’il est ici\u00a0: {self.expected}. Rien n’est effacé."
            )


class OpenForm(BaseForm):
    """The button that opens what a link leads to."""

    shared_computer = shared_computer_field()


class ResumeForm(OpenForm):
    """A code of five words or a private link, as it was kept."""

    key = StringField(
        "Votre code ou votre lien",
        filters=[clean_line],
        validators=[
            DataRequired("Écrivez votre code de cinq mots, ou collez votre lien privé."),
            Length(max=500),
        ],
    )

    @property
    def link(self) -> str | None:
        """The secret of the link that was pasted, empty if it is cut; None when it is no link."""
        return keys.read_link(self.key.data) if "/" in self.key.data else None

    @property
    def is_page(self) -> bool:
        """Whether it is the address of a page of an evaluation, which opens nothing by itself."""
        return "/evaluations/" in self.key.data

    def code(self) -> tuple[str, ...] | None:
        """The words of the code; None with the mistakes as errors of the field."""
        if assessments.is_reference(self.key.data):
            self.key.errors = [NO_KEY]
            return None
        try:
            return keys.read_code(self.key.data)
        except keys.UnreadableCode as error:
            self.key.errors = error.mistakes
            return None


class FileForm(BaseForm):
    """A file that holds an evaluation."""

    shared_computer = shared_computer_field()
    file = FileField(
        "Votre fichier", validators=[FileRequired("Choisissez le fichier que vous avez gardé.")]
    )

    def text(self) -> str:
        """What the file holds. Bytes that are no UTF-8 become marks that no reader accepts."""
        content: bytes = self.file.data.read()
        self.file.data.close()
        return content.decode("utf-8", "replace")


class KeysForm(BaseForm):
    """Which keys of a workspace are replaced."""

    replace = StringField(validators=[AnyOf(["link", "code", "both"])])

    def _machine_fields(self) -> Iterator[Field]:
        yield self.replace

    def doors(self) -> list[Door]:
        wanted = self.replace.data
        return [door for door in (Door.LINK, Door.CODE) if wanted in ("both", door.value)]


class EmailForm(BaseForm):
    """An address to write to. `address`, once valid, is as it is kept."""

    email = StringField("Votre adresse de courriel", filters=[clean_line])
    address = ""

    def validate_email(self, field: Field) -> None:
        try:
            self.address = mail.read_address(field.data)
        except mail.UnreadableAddress:
            raise ValidationError(
                "Écrivez une adresse de courriel complète, par exemple nom@exemple.fr."
            ) from None


class ShareForm(BaseForm):
    """A link to give to somebody."""

    kind = RadioField(
        "Que pourra faire cette personne\u202f?",
        choices=[
            SelectChoice("read", "Lire le résultat"),
            SelectChoice("edit", "Aider à remplir"),
        ],
        validators=[InputRequired("Choisissez\u00a0: lire le résultat, ou aider à remplir.")],
    )
    label = StringField(
        "À qui le donnez-vous\u202f?",
        filters=[clean_line],
        validators=[at_most(LONGEST_OWNER, "Ce nom")],
    )
    asked = SelectMultipleField("Ce que vous lui demandez de remplir")

    def __init__(self, axes: Iterable[Axis]) -> None:
        super().__init__()
        self.asked.choices = [SelectChoice(axis.code, axis.short) for axis in axes]

    def _machine_fields(self) -> Iterator[Field]:
        yield self.asked
        if self.kind.data:  # none chosen is a slip
            yield self.kind
