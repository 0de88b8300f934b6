"""Coming back: the evaluations of this browser, or a private link.

A link is opened in two steps, because mail scanners and previews open links too: GET shows a
button, POST trades the secret for a session and leads to an address that holds no secret.
"""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, database, workspaces
from wizard.forms import ButtonForm, ResumeForm

bp = Blueprint("resume", __name__)


@bp.route("/reprendre", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    form = ResumeForm()
    if form.validate_on_submit():
        secret = urlsplit(form.link.data or "").path.rstrip("/").rpartition("/")[2]
        if secret:
            return redirect(url_for(".link", secret=secret), 303)
        form.link.errors = ["Ce texte n’est pas un lien privé."]
    status = 422 if form.is_submitted() else 200
    evaluations = access.evaluations()
    return render_template("pages/resume.html", form=form, evaluations=evaluations), status


@bp.get("/reprendre/<secret>")
def link(secret: str) -> ResponseReturnValue:
    return render_template("pages/open_link.html", form=ButtonForm(), secret=secret)


@bp.post("/reprendre/<secret>")
def open_link(secret: str) -> ResponseReturnValue:
    with database.writing() as db:
        workspace = workspaces.open_by_link(db, secret)
    if workspace is None:
        return render_template("pages/dead_link.html"), 404
    access.enter(workspace)
    evaluations = access.evaluations()
    if len(evaluations) == 1:
        return redirect(url_for("evaluation.board", public_id=evaluations[0].public_id), 303)
    return redirect(url_for(".page"), 303)
