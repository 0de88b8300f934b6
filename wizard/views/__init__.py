"""Views: one file a journey. A view loads or stops, checks a form, acts, answers."""

from flask import Blueprint, Flask

from wizard.views import (
    changes,
    conditions,
    dossier,
    evaluation,
    first_pass,
    home,
    keys,
    lost,
    model_documents,
    next_year,
    objective,
    pages,
    paper,
    plan,
    result,
    resume,
    savefile,
    sharing,
    styles,
    summary,
    workspace,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    resume.bp,
    lost.bp,
    workspace.bp,
    keys.bp,
    sharing.bp,
    next_year.bp,
    savefile.bp,
    evaluation.bp,
    changes.bp,
    objective.bp,
    conditions.bp,
    result.bp,
    plan.bp,
    paper.bp,
    first_pass.bp,
    summary.bp,
    dossier.bp,
    model_documents.bp,
    pages.bp,
)


def init_app(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if app.debug or app.testing:
        app.register_blueprint(styles.bp)
