"""The file that holds one evaluation whole: download it, bring it back."""

import json

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, archive, assessments, current, savefile, throttling
from wizard.exchange import InvalidAnswers
from wizard.forms.start import FileForm
from wizard.savefile import SaveFile
from wizard.views import printing, saving

bp = Blueprint("savefile", __name__)


@bp.get("/evaluations/<public_id>/fichier")
def download(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id)
    text = json.dumps(savefile.as_data(assessment), ensure_ascii=False, indent=1)
    response = Response(text, mimetype="application/json")
    name = printing.filename("cap-clas", assessment, "json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.route("/reprendre/fichier", methods=["GET", "POST"])
@throttling.creations
def upload() -> ResponseReturnValue:
    form = FileForm()
    if form.is_submitted() and saving.valid(form):
        try:
            found = savefile.parse(form.text(), current.referential(), archive.former())
        except InvalidAnswers as error:
            form.file.errors = [f"Rien n’est repris\u00a0: {error}."]
        else:
            return _imported(found, _create(found, form.shared_computer.data))
    status = 422 if form.is_submitted() else 200
    return render_template("pages/upload.html", form=form), status


def _create(found: SaveFile, shared_computer: bool) -> str:
    """A new evaluation from a file, never over another one; return its public id."""
    with access.own_workspace(shared_computer) as (db, workspace):
        content = archive.version_of(found.version) or current.referential()
        last_year = savefile.written(found.last_year) if found.last_year else None
        created = assessments.create(db, workspace.id, found.details, content, last_year)
        assessments.fill(db, created, found.values)
    return created.public_id


def _imported(found: SaveFile, public_id: str) -> ResponseReturnValue:
    if not found.refused:
        return redirect(url_for("evaluation.board", public_id=public_id, fait="fichier"), 303)
    return render_template("pages/imported.html", found=found, public_id=public_id)
