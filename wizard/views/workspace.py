"""The workspace: all evaluations in one table, and the private link that opens them."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current, database, overview, workspaces
from wizard.forms.base import BaseForm
from wizard.overview import Line, Order
from wizard.views import saving

bp = Blueprint("workspace", __name__)


@bp.get("/espace")
def page() -> ResponseReturnValue:
    with database.reading() as db:
        workspace = workspaces.opened_by(db, access.owner())
    every = overview.lines(access.evaluations(), current.wording(), current.retention())
    return render_template(
        "pages/workspace.html",
        lines=_chosen(every),
        years=sorted({line.school_year for line in every}),
        total=len(every),
        order=_order(),
        link=access.private_link(workspace) if workspace else None,
    )


@bp.get("/espace.csv")
def table() -> ResponseReturnValue:
    """The table as it is filtered and sorted, for a spreadsheet."""
    every = overview.lines(access.evaluations(), current.wording(), current.retention())
    text = overview.as_csv(_chosen(every), current.wording())
    # The byte order mark tells spreadsheets that accents are UTF-8.
    response = Response("\ufeff" + text, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="cap-clas.csv"'
    return response


@bp.post("/espace/lien")
def new_link() -> ResponseReturnValue:
    """Replace the private link: the old one and the browsers it opened are shut out at once."""
    saving.valid(BaseForm())
    with database.writing() as db:
        workspace = workspaces.opened_by(db, access.owner())
        if workspace:
            workspaces.replace_link(workspace, access.secret_key())
    if workspace:
        access.enter(workspace)
    return redirect(url_for(".page", _anchor="lien"), 303)


def _order() -> Order:
    wanted = request.args.get("tri")
    return Order(wanted) if wanted in set(Order) else Order.CHANGED


def _chosen(every: list[Line]) -> list[Line]:
    """The lines that the address asks for; what it asks wrongly is ignored."""
    year = request.args.get("annee", type=int)
    return overview.chosen(every, request.args.get("nom", ""), year, _order())
