"""Links to one evaluation for other people: to read the result, or to help to fill."""

from collections.abc import Container

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, current, database, shares, throttling
from wizard.forms.base import BaseForm
from wizard.forms.start import OpenForm, ShareForm
from wizard.keyring import Held
from wizard.models import Assessment, Right, ShareKind
from wizard.views import resume, saving

bp = Blueprint("sharing", __name__)


@bp.route("/evaluations/<public_id>/partage", methods=["GET", "POST"])
@throttling.creations
def page(public_id: str) -> ResponseReturnValue:
    form = ShareForm(current.referential().axes)
    if form.is_submitted() and saving.valid(form):
        with access.to_change(public_id) as (db, assessment):
            kind = ShareKind(form.kind.data)
            asked = form.asked.data if kind is ShareKind.EDIT else ()
            installation = access.installation()
            made = shares.create(db, assessment, kind, form.label.data, installation, asked)
        url = url_for(".page", public_id=public_id, nouveau=made.id, _anchor="fait")
        return redirect(url, 303)
    with database.reading() as db:
        assessment = assessments.load(db, public_id, access.keyring())
        given = shares.of(db, assessment)
    return render_template(
        "pages/sharing.html",
        assessment=assessment,
        form=form,
        given=[
            (share, access.share_link(share), _left(assessment, share.asked))
            for share in given
            if not share.revoked
        ],
        taken_back=[share for share in given if share.revoked],
    ), 422 if form.is_submitted() else 200


def _left(assessment: Assessment, asked: Container[str]) -> int:
    """How many answers lack on the axes of the codes `asked`."""
    axes = [axis for axis in current.referential().axes if axis.code in asked]
    practices = [p for axis in axes for objective in axis.objectives for p in objective.practices]
    return sum(practice.code not in assessment.answers for practice in practices)


@bp.post("/evaluations/<public_id>/partage/<int(max=2147483647):share_id>/retirer")
def revoke(public_id: str, share_id: int) -> ResponseReturnValue:
    saving.valid(BaseForm())
    with access.to_change(public_id) as (db, assessment):
        known = shares.revoke(db, assessment, share_id)
    if not known:
        raise assessments.UnknownAssessment(public_id)
    url = url_for(".page", public_id=public_id, retire=share_id, _anchor="fait")
    return redirect(url, 303)


@bp.get("/partage/<secret>", endpoint="reading", defaults={"kind": ShareKind.READ})
@bp.get("/invitation/<secret>", endpoint="invitation", defaults={"kind": ShareKind.EDIT})
@throttling.key_attempts
def link(secret: str, kind: ShareKind) -> ResponseReturnValue:
    with database.reading() as db:
        share = shares.by_link(db, secret)
        taken_back = shares.taken_back(db, secret)
    if share is None or share.kind != kind:
        return resume.dead_link(taken_back)
    return render_template("pages/open_share.html", secret=secret, kind=kind, form=OpenForm())


@bp.post("/partage/<secret>", endpoint="open_reading", defaults={"kind": ShareKind.READ})
@bp.post("/invitation/<secret>", endpoint="open_invitation", defaults={"kind": ShareKind.EDIT})
@throttling.key_attempts
def open_link(secret: str, kind: ShareKind) -> ResponseReturnValue:
    form = OpenForm()
    saving.valid(form)
    with database.reading() as db:
        share = shares.by_link(db, secret)
        public_id = assessments.of_share(db, share) if share else ""
        taken_back = shares.taken_back(db, secret)
    if share is None or share.kind != kind:
        return resume.dead_link(taken_back)
    if access.right_of(public_id) is not Right.OWN:  # else the other pages of this browser stay
        access.enter(Held.of_share(share), shared_computer=form.shared_computer.data)
    page = "result.page" if kind is ShareKind.READ else "evaluation.board"
    return redirect(url_for(page, public_id=public_id), 303)
