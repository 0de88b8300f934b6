"""The readiness summary, on a page and as a PDF."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from wizard import access, comparison, current, throttling
from wizard.models import CONDITIONS, Assessment, Right
from wizard.scoring import score
from wizard.summary import About, ObjectiveNote, Summary, summarise
from wizard.views import printing, saving

bp = Blueprint("summary", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/synthese")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    return render_template(
        "pages/summary.html", assessment=assessment, summary=summary_of(assessment)
    )


@bp.get("/synthese.pdf")
@throttling.prints
def pdf(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    name = printing.filename("synthese", assessment, "pdf")
    return printing.counted(
        assessment, printing.pdf_response("summary", summary_of(assessment), name)
    )


def summary_of(assessment: Assessment) -> Summary:
    content = current.referential()
    note = assessment.notes.get(CONDITIONS)
    former = saving.last_year(assessment)
    return summarise(
        about(assessment),
        score(content, assessment.scored_answers),
        notes(assessment),
        assessment.checked(content),
        note.value.text if note else "",
        assessment.ticked,
        comparison.compare(content, former.answers, assessment.scored_answers) if former else None,
    )


def about(assessment: Assessment) -> About:
    """Whose evaluation a sheet speaks of."""
    return About(
        association=assessment.association,
        project=assessment.project,
        school_year=assessment.school_year,
        renewal=assessment.renewal,
        deadline=assessment.deadline,
        reference=assessment.public_id,
        read_on=current.today(),
        changed=current.changed_on(assessment),
        site=current.address("home.index"),
        publisher=str(current_app.config["PUBLISHER"] or ""),
    )


def notes(assessment: Assessment) -> dict[str, ObjectiveNote]:
    """The pieces at hand, by name, and the remarks of each objective that has any."""
    rows = [(o, assessment.notes.get(o.code)) for o in current.referential().objectives]
    return {
        objective.code: ObjectiveNote(
            tuple(piece.name for piece in objective.evidence if piece.code in row.value.ticked),
            row.value.text,
        )
        for objective, row in rows
        if row
    }
