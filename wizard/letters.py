"""The mails: the way back on request, and the warning before deletion.

Without the setting SMTP_URL there are none, and no page mentions them. Texts: `templates/mails/`.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, render_template
from flask.ctx import AppContext

from wizard import access, assessments, current, database, keys, logs, mail, retention, workspaces
from wizard.config import ConfigError
from wizard.keyring import Door, Held, Keyring
from wizard.models import Assessment, Workspace

WAY_BACK = "Votre lien pour reprendre dans Cap Clas"
REMINDER = "Cap Clas va bientôt effacer une évaluation"


@dataclass(frozen=True)
class Way:
    """The private link of a workspace, and what it opens.

    `salt` is what the link is made from, when it replaces one of another secret key.
    """

    address: str
    link: str
    salt: bytes | None
    evaluations: list[Assessment]


def init_app(app: Flask) -> None:
    """Read the settings of mail. Raises `ConfigError` when they cannot work together."""
    app.extensions["post"] = _post(app) if app.config["SMTP_URL"] else None
    # One thread: letters leave one after the other, and pages never wait for them.
    app.extensions["letters"] = ThreadPoolExecutor(1, "letters")
    app.jinja_env.globals["mail_configured"] = app.extensions["post"] is not None


def _post(app: Flask) -> mail.Post:
    # A link in a mail never comes from the Host header of a request, which anyone can forge.
    site = urlsplit(app.config["URL"] or "").hostname
    if not site:
        raise ConfigError("WIZARD_SMTP_URL demande aussi WIZARD_URL, l’adresse publique du site.")
    if not app.config["MAIL_FROM"]:
        raise ConfigError("WIZARD_SMTP_URL demande aussi WIZARD_MAIL_FROM, l’adresse qui écrit.")
    try:
        server = mail.Server.parse(str(app.config["SMTP_URL"]))
        return mail.Post(server, mail.read_sender(str(app.config["MAIL_FROM"])), site)
    except mail.WrongSetting as error:
        raise ConfigError(str(error)) from None


def configured() -> bool:
    return current_app.extensions["post"] is not None


def needed() -> None:
    """Answer 404 where there is no mail."""
    if not configured():
        abort(404)


def mail_way_back(address: str) -> None:
    """Write to `address` how to come back, if it was left here.

    All of it happens later in another thread, so that the page takes as long for an address that
    is known and for one that is not.
    """
    current_app.extensions["letters"].submit(_later, current_app.app_context(), address)


def _later(context: AppContext, address: str) -> None:
    with context:
        try:
            _send_way_back(address)
        except mail.NotSent as failure:
            current_app.logger.error("way back not sent: %s", failure)
        except Exception as fault:
            logs.fault("a letter", fault)


def _send_way_back(address: str) -> None:
    with database.reading() as db:
        found = workspaces.by_email(db, address)
        links = {workspace.id: _link(workspace) for workspace in found}
        ring = Keyring(tuple(Held.of_workspace(workspace, Door.LINK) for workspace in found))
        ways = _ways(assessments.opened_by(db, ring), links)
    if ways:
        _write(address, WAY_BACK, "way_back", ways)
        _let_open(ways)


def remind() -> int:
    """Announce the deletions to come to those who left an address; return how many were.

    What the server refuses is logged and the next is tried. When it does not answer at all, the
    rest waits for tomorrow.
    """
    now = datetime.now(UTC)
    announced = 0
    for way in _to_remind(now):
        try:
            _announce(way, now)
        except mail.Refused as failure:
            current_app.logger.error("reminder refused: %s", failure)
        except mail.NotSent as failure:
            current_app.logger.error("reminders not sent: %s", failure)
            break
        else:
            announced += len(way.evaluations)
    return announced


def _announce(way: Way, now: datetime) -> None:
    _write(way.address, REMINDER, "reminder", [way])
    _let_open([way])
    # Marked once it has left, each apart: a failure is tried again. A crash just here sends the
    # same warning twice, which is better than never.
    with database.writing() as db:
        retention.note_reminded(db, way.evaluations, now)


def _to_remind(now: datetime) -> list[Way]:
    with database.reading() as db:
        due = retention.to_remind(db, current.retention(), now)
        links = {row.workspace_id: _link(row.workspace) for row in due}
    return _ways(due, links)


def _link(workspace: Workspace) -> tuple[str, bytes | None]:
    """The private link in full; with its salt, a new one if another secret key made the former."""
    link = access.keys_of(workspace).link
    if link:
        return link, None
    salt = keys.new_salt()
    secret = keys.link(salt, access.installation(), workspaces.LINK)
    return current.address("resume.link", secret=secret), salt


def _let_open(ways: list[Way]) -> None:
    """Put new links in force: once the mail has left, so that a failure costs nobody a link."""
    for way in ways:
        if way.salt:
            with database.writing() as db:
                workspace = workspaces.by_id(db, way.evaluations[0].workspace_id)
                # Meanwhile, it may have been deleted, or its owner may have replaced the link.
                if workspace and access.keys_of(workspace).link is None:
                    workspaces.replace_keys(workspace, access.installation(), [Door.LINK], way.salt)


def _ways(
    evaluations: Iterable[Assessment], links: dict[int, tuple[str, bytes | None]]
) -> list[Way]:
    """The evaluations by workspace; `links` are by id of workspace."""
    ways: dict[int, Way] = {}
    for row in evaluations:
        found = Way(row.workspace.email or "", *links[row.workspace_id], [])
        way = ways.setdefault(row.workspace_id, found)
        way.evaluations.append(row)
    return list(ways.values())


def _write(address: str, subject: str, template: str, ways: list[Way]) -> None:
    post: mail.Post = current_app.extensions["post"]
    post.send(address, subject, render_template(f"mails/{template}.txt", ways=ways))
