"""The simple forms: what is asked before an evaluation, and the way back to one."""

from collections.abc import Iterator
from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from wizard import assessments, paragraphs
from wizard.forms.base import BaseForm, FrenchDateField, at_most
from wizard.models import LONGEST_NAME, Assessment, clean

NEW_SCHOOL_YEAR_MONTH = 8  # from August on, the current school year is the one that begins


class StartForm(BaseForm):
    """What is asked before an evaluation, and can be changed later."""

    association = StringField(
        "Nom de l’association",
        filters=[clean],
        validators=[
            DataRequired("Indiquez le nom de votre association."),
            at_most(LONGEST_NAME, "Ce nom"),
        ],
    )
    project = StringField(
        "Nom du projet", filters=[clean], validators=[at_most(LONGEST_NAME, "Ce nom")]
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
        super().__init__(data=_shown(assessment, today))
        years = set(school_years(today)) | ({assessment.school_year} if assessment else set())
        self.school_year.choices = [
            SelectChoice(year, paragraphs.school_year(year)) for year in sorted(years)
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


def school_years(today: date) -> list[int]:
    """The school years one may assess: the current one and the next."""
    current = today.year if today.month >= NEW_SCHOOL_YEAR_MONTH else today.year - 1
    return [current, current + 1]


def _shown(assessment: Assessment | None, today: date) -> dict[str, object]:
    if assessment is None:
        return {"school_year": school_years(today)[-1]}
    return {
        "association": assessment.association,
        "project": assessment.project,
        "school_year": assessment.school_year,
        "kind": "renewal" if assessment.renewal else "first",
        "deadline": assessment.deadline,
    }


class DeletionForm(BaseForm):
    """Deleting an evaluation takes its association's name, typed again."""

    name = StringField("Nom de l’association", filters=[clean])

    def __init__(self, association: str) -> None:
        super().__init__()
        self.association = association

    def validate_name(self, field: Field) -> None:
        if field.data.casefold() != self.association.casefold():
            raise ValidationError(
                f"Écrivez le nom tel qu’il est ici\u00a0: {self.association}. Rien n’est effacé."
            )


class ResumeForm(BaseForm):
    """A private link, pasted."""

    link = StringField(
        "Votre lien privé",
        filters=[clean],
        validators=[DataRequired("Collez le lien que vous avez gardé."), Length(max=500)],
    )


class FileForm(BaseForm):
    """A file that holds an evaluation."""

    file = FileField(
        "Votre fichier", validators=[FileRequired("Choisissez le fichier que vous avez gardé.")]
    )

    def text(self) -> str:
        """What the file holds. Bytes that are no UTF-8 become marks that no reader accepts."""
        content: bytes = self.file.data.read()
        self.file.data.close()
        return content.decode("utf-8", "replace")
