"""Workspaces: made, opened, given new keys, handed over."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from wizard import keys
from wizard.french import plain
from wizard.keyring import Door, Keyring
from wizard.models import Assessment, Workspace

LINK = "private link"  # what the secret of a private link is derived for


def create(session: Session, installation: str, salt: bytes | None = None) -> Workspace:
    """A new empty workspace with its keys; `installation` is the secret key."""
    now = datetime.now(UTC)
    workspace = Workspace(created=now, opened=now)
    replace_keys(workspace, installation, Door, salt)
    session.add(workspace)
    session.flush()
    return workspace


def replace_keys(
    workspace: Workspace, installation: str, doors: Iterable[Door], salt: bytes | None = None
) -> None:
    """Give the workspace a new link, a new code; the former ones open nothing any more.

    The same `salt` gives the same keys: asking twice changes nothing more.
    """
    if Door.LINK in doors:
        workspace.link = keys.new_link(installation, LINK, salt)
    if Door.CODE in doors:
        workspace.code = keys.new_code(installation, salt)


def opened_by(session: Session, keyring: Keyring) -> list[Workspace]:
    """The workspaces that this browser opened, the last first."""
    ids = keyring.workspace_ids
    if not ids:
        return []
    found = session.scalars(select(Workspace).where(named_by(keyring)))
    order = {workspace_id: place for place, workspace_id in enumerate(ids)}
    return sorted(filter(keyring.doors, found), key=lambda workspace: order.get(workspace.id, -1))


def named_by(keyring: Keyring) -> ColumnElement[bool]:
    """The workspaces that a browser has keys of. Whether they still stand: `Keyring.doors`."""
    known = Workspace.id.in_(keyring.workspace_ids)
    if keyring.expected_link is None:
        return known
    return known | (Workspace.link_hash == keyring.expected_link)


def own(session: Session, keyring: Keyring) -> Workspace | None:
    """The workspace where this browser's new evaluations go: the last opened, not handed over."""
    return next(filter(keyring.opens_new_ones, opened_by(session, keyring)), None)


def by_link(session: Session, secret: str) -> Workspace | None:
    """The workspace that the secret of a private link opens, if any."""
    return session.scalar(select(Workspace).where(Workspace.link_hash == keys.hash_link(secret)))


def by_code(session: Session, words: tuple[str, ...]) -> Workspace | None:
    """The workspace that a code opens, if any."""
    return session.scalar(select(Workspace).where(Workspace.code_hash == keys.hash_code(words)))


def by_id(session: Session, workspace_id: int) -> Workspace | None:
    """The workspace of that id, to be changed; None if it was deleted."""
    return session.get(Workspace, workspace_id, with_for_update=True)


def by_email(session: Session, address: str) -> list[Workspace]:
    """The workspaces that left this address, as `mail.read_address` gives it."""
    query = select(Workspace).where(Workspace.email == address)
    return list(session.scalars(query.order_by(Workspace.id)))


def leave_email(workspace: Workspace, address: str | None) -> None:
    """Keep the address to write to, as `mail.read_address` gives it; None forgets it."""
    workspace.email = address


def note_opening(workspace: Workspace) -> None:
    workspace.opened = datetime.now(UTC)


def hand_over(
    session: Session, assessment: Assessment, installation: str, salt: bytes | None = None
) -> Workspace:
    """Give all the evaluations of one association keys that nobody has had; return their workspace.

    They leave a workspace that holds other associations. No address to write to is kept.
    """
    every = session.scalars(
        select(Assessment).where(Assessment.workspace_id == assessment.workspace_id)
    ).all()
    name = plain(assessment.association)
    given = [row for row in every if plain(row.association) == name]
    if len(given) < len(every):
        workspace = create(session, installation, salt)
        for row in given:
            row.workspace = workspace
    else:
        workspace = assessment.workspace
        replace_keys(workspace, installation, Door, salt)
        workspace.email = None
    return workspace
