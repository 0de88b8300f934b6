"""The keys of an evaluation's workspace: shown, printed on a card, replaced, handed over."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, actions, current, letters, throttling, workspaces
from wizard.forms.base import BaseForm
from wizard.forms.start import EmailForm, KeysForm
from wizard.keyring import Door, Held
from wizard.models import Assessment
from wizard.scoring import score
from wizard.views import saving

bp = Blueprint("keys", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/cles")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id)
    access.expect_keys(assessment.workspace)
    return _page(assessment)


def _page(assessment: Assessment, sent: EmailForm | None = None) -> str:
    """The keys; `sent` is what was typed of an address, with its errors."""
    return render_template(
        "pages/keys.html",
        assessment=assessment,
        form=sent or EmailForm(data={"email": assessment.workspace.email}),
        evaluations=[
            row for row in access.evaluations() if row.workspace_id == assessment.workspace_id
        ],
        keys=access.keys_of(assessment.workspace),
    )


@bp.post("/cles")
def replace(public_id: str) -> ResponseReturnValue:
    """Replace keys: the old ones and the browsers they opened are shut out at once."""
    form = KeysForm()
    saving.valid(form)
    with access.to_change(public_id) as (db, assessment):
        held = access.replace_keys(db, assessment.workspace, form.doors())
    access.enter(*held)
    url = url_for(".page", public_id=public_id, remplace=form.replace.data, _anchor="fait")
    return redirect(url, 303)


@bp.post("/courriel")
@throttling.letters_asked
@throttling.letters_to_address
def leave_email(public_id: str) -> ResponseReturnValue:
    """Keep an address to write to, and write to it at once: a slip shows."""
    letters.needed()
    form = EmailForm()
    if not saving.valid(form):
        return _page(access.opened(public_id), form), 422
    with access.to_change(public_id) as (_db, assessment):
        workspaces.leave_email(assessment.workspace, form.address)
    letters.mail_way_back(form.address)
    return redirect(
        url_for(".page", public_id=public_id, courriel="envoi", _anchor="courriel"), 303
    )


@bp.get("/courriel")
def email(public_id: str) -> ResponseReturnValue:
    """The address left in the browser by a refused e-mail address, opened again."""
    access.opened(public_id)
    return redirect(url_for(".page", public_id=public_id, _anchor="courriel"), 303)


@bp.post("/courriel/retirer")
def remove_email(public_id: str) -> ResponseReturnValue:
    saving.valid(BaseForm())
    with access.to_change(public_id) as (_db, assessment):
        workspaces.leave_email(assessment.workspace, None)
    return redirect(url_for(".page", public_id=public_id, _anchor="courriel"), 303)


@bp.get("/relais")
def handover(public_id: str) -> ResponseReturnValue:
    """The sheet for who takes over; with the keys once they are new."""
    assessment = access.opened(public_id)
    result = score(current.referential(), assessment.scored_answers)
    given = access.keyring().doors(assessment.workspace) == [Door.GIVEN]
    access.expect_keys(assessment.workspace, handed_over=True)
    return render_template(
        "pages/handover.html",
        assessment=assessment,
        result=result,
        promised=actions.planned(result),
        keys=access.keys_of(assessment.workspace) if given and "feuille" in request.args else None,
    )


@bp.post("/relais")
def hand_over(public_id: str) -> ResponseReturnValue:
    """New keys for all the evaluations of this association; this browser keeps them open."""
    saving.valid(BaseForm())
    with access.to_change(public_id) as (db, assessment):
        workspace = workspaces.hand_over(
            db, assessment, access.installation(), access.expected_salt()
        )
        db.flush()
        held = Held.of_workspace(workspace, Door.GIVEN)
    access.enter(held)
    return redirect(url_for(".handover", public_id=public_id, feuille=1), 303)
