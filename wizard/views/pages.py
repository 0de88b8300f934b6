"""Pages that only tell: the rule, privacy, legal notice, accessibility, health."""

from collections.abc import Mapping

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, accessibility, current, database

bp = Blueprint("pages", __name__)
SITE_MAP: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Évaluer": (
        ("Accueil", "home.index"),
        ("Commencer une évaluation", "home.start"),
        ("Reprendre une évaluation", "resume.page"),
        ("Reprendre un fichier téléchargé", "savefile.upload"),
        ("Mes évaluations", "workspace.page"),
        ("Quitter cet appareil", "resume.leaving"),
    ),
    "Comprendre et préparer": (
        ("Comment le niveau est calculé", "pages.method"),
        ("Les mots du Clas", "pages.glossary"),
        ("Questionnaire papier", "paper.questionnaire"),
        ("Modèles de documents", "model_documents.catalogue"),
    ),
    "Ce site": (
        ("Confidentialité", "pages.privacy"),
        ("Accessibilité", "pages.accessibility_statement"),
        ("Mentions légales", "pages.legal"),
    ),
}


@bp.get("/methode")
def method() -> ResponseReturnValue:
    return render_template("pages/method.html")


@bp.get("/glossaire")
def glossary() -> ResponseReturnValue:
    return render_template("pages/glossary.html", letters=current.words().by_letter)


@bp.get("/confidentialite")
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html", settings=current_app.config)


@bp.get("/accessibilite")
def accessibility_statement() -> ResponseReturnValue:
    return render_template(
        "pages/accessibility.html",
        settings=current_app.config,
        statement=accessibility.load(),
        Status=accessibility.Status,
    )


@bp.get("/plan-du-site")
def site_map() -> ResponseReturnValue:
    groups = [
        (title, [(name, url_for(endpoint)) for name, endpoint in pages])
        for title, pages in SITE_MAP.items()
    ]
    if shown := current.example_assessment():
        url = url_for("result.page", public_id=shown.public_id)
        groups[0][1].insert(1, ("Un exemple terminé", url))
    evaluations = access.evaluations()
    return render_template("pages/site_map.html", groups=groups, evaluations=evaluations)


@bp.get("/mentions-legales")
def legal() -> ResponseReturnValue:
    return render_template("pages/legal.html", settings=current_app.config)


@bp.get("/sante")
def health() -> ResponseReturnValue:
    """For a load balancer: 200 when the database answers."""
    database.ping()
    return {"status": "ok"}
