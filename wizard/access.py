"""Who is asking: the workspace that this browser opened, kept in its signed session cookie."""

from flask import current_app, session, url_for

from wizard import assessments, current, database, workspaces
from wizard.models import Assessment, Workspace
from wizard.workspaces import Owner


def owner() -> Owner | None:
    """The workspace this browser may open, or None. Not yet checked against the database."""
    try:
        return Owner(int(session["workspace"]), str(session["proof"]))
    except (KeyError, ValueError):
        return None


def enter(workspace: Workspace) -> None:
    """Bind this browser to a workspace. The former session goes, CSRF token included."""
    holder = Owner.of(workspace)
    session.clear()
    session.permanent = True
    session["workspace"], session["proof"] = holder.workspace_id, holder.proof


def owned(public_id: str) -> Assessment:
    """The evaluation `public_id` if it is of this browser's workspace, to be read.

    Raises `assessments.UnknownAssessment`, which is answered by 404.
    """
    with database.reading() as db:
        return assessments.load(db, public_id, owner())


def evaluations() -> list[Assessment]:
    """The evaluations of this browser's workspace, the last changed first."""
    with database.reading() as db:
        return assessments.of_owner(db, owner())


def leave() -> None:
    """Forget everything in this browser's session."""
    session.clear()


def private_link(workspace: Workspace) -> str | None:
    """The full private link of a workspace; None if it was made with another secret key."""
    secret = workspaces.link_secret(workspace, secret_key())
    return current.absolute(url_for("resume.link", secret=secret)) if secret else None


def secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])
