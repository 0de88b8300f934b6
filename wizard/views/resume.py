"""Coming back: the evaluations of this browser, or a private link.

A link is opened in two steps, because mail scanners and previews open links too: GET shows a
button, POST trades the secret for a session and leads to an address that holds no secret.
"""

import re

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, database, workspaces
from wizard.forms.start import ResumeForm

bp = Blueprint("resume", __name__)

DEAD_LINK = "Ce lien n’ouvre aucune évaluation. Vérifiez qu’il est entier."


@bp.route("/reprendre", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    form = ResumeForm()
    if form.validate_on_submit():
        if _open(_secret_in(form.link.data)):
            return redirect(_first_page(), 303)
        form.link.errors = [DEAD_LINK]
    status = 422 if form.is_submitted() else 200
    evaluations = access.evaluations()
    return render_template("pages/resume.html", form=form, evaluations=evaluations), status


@bp.get("/reprendre/<secret>")
def link(secret: str) -> ResponseReturnValue:
    with database.reading() as db:
        known = workspaces.by_link(db, secret)
    if known is None:
        return render_template("pages/dead_link.html"), 404
    response = make_response(render_template("pages/open_link.html", secret=secret))
    # The files of this page, and the POST of its button, are asked for without its address.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@bp.post("/reprendre/<secret>")
def open_link(secret: str) -> ResponseReturnValue:
    if not _open(secret):
        return render_template("pages/dead_link.html"), 404
    return redirect(_first_page(), 303)


@bp.get("/quitter")
def leaving() -> ResponseReturnValue:
    """What to keep before leaving a shared computer, and the button."""
    with database.reading() as db:
        workspace = workspaces.opened_by(db, access.owner())
    link = access.private_link(workspace) if workspace else None
    return render_template("pages/leave.html", link=link)


@bp.post("/quitter")
def leave() -> ResponseReturnValue:
    access.leave()
    response = make_response(render_template("pages/left.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _secret_in(text: str) -> str:
    """The secret at the end of a pasted link, whatever surrounds it."""
    found = re.search(r"([\w-]{43})\W*$", text, re.ASCII)
    return found[1] if found else ""


def _open(secret: str) -> bool:
    """Bind this browser to the workspace that the secret opens, if any."""
    with database.writing() as db:
        workspace = workspaces.by_link(db, secret)
        if workspace:
            workspaces.note_opening(workspace)
    if workspace:
        access.enter(workspace)
    return workspace is not None


def _first_page() -> str:
    evaluations = access.evaluations()
    if len(evaluations) == 1:
        return url_for("evaluation.board", public_id=evaluations[0].public_id)
    return url_for("workspace.page")
