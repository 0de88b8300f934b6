"""Pages that only tell: the rule, privacy, legal notice, accessibility, health."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from wizard import current, database

bp = Blueprint("pages", __name__)


@bp.get("/methode")
def method() -> ResponseReturnValue:
    return render_template("pages/method.html")


@bp.get("/glossaire")
def glossary() -> ResponseReturnValue:
    return render_template("pages/glossary.html", terms=current.words().in_order)


@bp.get("/confidentialite")
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html", settings=current_app.config)


@bp.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html", settings=current_app.config)


@bp.get("/mentions-legales")
def legal() -> ResponseReturnValue:
    return render_template("pages/legal.html", settings=current_app.config)


@bp.get("/sante")
def health() -> ResponseReturnValue:
    """For a load balancer: 200 when the database answers."""
    database.ping()
    return {"status": "ok"}
