"""The workspace: all evaluations in one table."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from wizard import access, current, overview
from wizard.overview import Line, Order

bp = Blueprint("workspace", __name__)


@bp.get("/espace")
def page() -> ResponseReturnValue:
    evaluations = access.evaluations()
    every = overview.lines(evaluations, current.wording(), current.retention())
    return render_template(
        "pages/workspace.html",
        lines=_chosen(every),
        years=sorted({line.school_year for line in every}),
        total=len(every),
        order=_order(),
        spaces=[
            (access.keys_of(workspace), [e for e in evaluations if e.workspace_id == workspace.id])
            for workspace in access.opened_workspaces()
        ],
        shared=access.shared_evaluations(),
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


def _order() -> Order:
    wanted = request.args.get("tri")
    return Order(wanted) if wanted in set(Order) else Order.CHANGED


def _chosen(every: list[Line]) -> list[Line]:
    """The lines that the address asks for; what it asks wrongly is ignored."""
    year = request.args.get("annee", type=int)
    return overview.chosen(every, request.args.get("nom", ""), year, _order())
