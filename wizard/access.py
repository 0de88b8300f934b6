"""Who is asking: the keys used in this browser, kept in its signed session cookie."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, session, url_for

from wizard import assessments, current, database, example, keys, shares, workspaces
from wizard.keyring import NOT_KNOWN_YET, Door, Held, Keyring
from wizard.models import Assessment, Right, Share, ShareKind, Workspace

SHARE_PAGES = {ShareKind.READ: "sharing.reading", ShareKind.EDIT: "sharing.invitation"}


@dataclass(frozen=True)
class Keys:
    """What reopens a workspace, in full; None for what cannot be shown any more."""

    link: str | None
    code: tuple[str, ...] | None


def keyring() -> Keyring:
    """The keys of this browser. Whether they still stand is for the database to say."""
    try:
        held, expected = _read(session["keys"]), _read(session.get("expected", []))
    except (KeyError, TypeError, ValueError):
        return Keyring()
    salt = expected_salt()
    link = keys.new_link(installation(), workspaces.LINK, salt) if salt else None
    return Keyring(held, expected, link and link.hash)


def _read(written: list[list[Any]]) -> tuple[Held, ...]:
    return tuple(Held(Door(door), int(key), str(proof)) for door, key, proof in written)


def _written(held: Iterable[Held]) -> list[list[Any]]:
    return [[one.door.value, one.id, one.proof] for one in held]


def enter(*new: Held, shared_computer: bool = False) -> None:
    """Add keys to those of this browser; its CSRF token changes.

    On a shared computer the cookie ends with the browser: once said, that holds until one leaves.
    """
    ring = keyring()
    for held in new:
        ring = ring.with_key(held)
    lasts = (session.permanent or "keys" not in session) and not shared_computer
    session.clear()
    session.permanent = lasts
    session["keys"] = _written(ring.held)
    g.pop("csrf_token", None)  # Flask-WTF drew it for this answer, whose page needs the next one


def leave() -> None:
    """Forget everything in this browser's session."""
    session.clear()


def opened(public_id: str, needed: Right = Right.OWN) -> Assessment:
    """The evaluation `public_id`, to be read, if this browser has the right that is `needed`.

    Everybody may read the example. Raises `assessments.UnknownAssessment`, answered by 404.
    """
    if public_id == example.PUBLIC_ID and needed is Right.READ:
        if shown := current.example_assessment():
            return shown
        raise assessments.UnknownAssessment(public_id)
    with database.reading() as db:
        return assessments.load(db, public_id, keyring(), needed)


def right_of(public_id: str) -> Right | None:
    """What this browser may do with the evaluation; None if nothing."""
    try:
        return opened(public_id, Right.READ).right
    except assessments.UnknownAssessment:
        return None


def shut_out(public_id: str) -> Share | None:
    """The link by which this browser had opened the evaluation, if it was taken back since."""
    with database.reading() as db:
        return shares.held_before(db, keyring(), public_id)


@contextmanager
def to_change(
    public_id: str, needed: Right = Right.OWN
) -> Iterator[tuple[database.Session, Assessment]]:
    """A transaction, and the evaluation in it, that no one else changes meanwhile.

    Also for one that was `opened` to check a form: its keys may have been replaced since. Raises
    `assessments.UnknownAssessment` without the right that is `needed`.
    """
    with database.writing() as db:
        yield db, assessments.load(db, public_id, keyring(), needed, for_update=True)


def opens_new_ones(evaluation: Assessment) -> bool:
    """Whether the keys of an evaluation of this browser open what it starts next, too."""
    return keyring().opens_new_ones(evaluation.workspace)


def evaluations() -> list[Assessment]:
    """The evaluations of this browser's workspaces, the last changed first."""
    with database.reading() as db:
        return assessments.opened_by(db, keyring())


def shared_evaluations() -> list[Assessment]:
    """The evaluations of others shared with this browser, the last changed first."""
    with database.reading() as db:
        return assessments.shared_with(db, keyring())


def opened_workspaces() -> list[Workspace]:
    """The workspaces of this browser, the last opened first."""
    with database.reading() as db:
        return workspaces.opened_by(db, keyring())


@contextmanager
def own_workspace(shared_computer: bool = False) -> Iterator[tuple[database.Session, Workspace]]:
    """A transaction, and this browser's workspace in it: made silently at the first evaluation,
    and entered once that is durable."""
    with database.writing() as db:
        mine = workspaces.own(db, keyring())
        workspace = mine or workspaces.create(db, installation())
        yield db, workspace
    new = [] if mine else [Held.of_workspace(workspace, Door.LINK)]
    if new or shared_computer:
        enter(*new, shared_computer=shared_computer)


def expect_keys(workspace: Workspace, handed_over: bool = False) -> None:
    """Draw the next keys of a workspace for the page that asks for them, and keep their proofs.

    The keys change when that page is sent. Should the answer be lost on its way, this browser
    holds them already; should it be sent twice, the keys are the same.
    """
    if came_by := Keyring(keyring().expected).doors(workspace):  # an answer was lost
        enter(*(Held.of_workspace(workspace, door) for door in came_by))
    salt = keys.new_salt()
    link = keys.new_link(installation(), workspaces.LINK, salt)
    code = keys.new_code(installation(), salt)
    expected = [
        Held.expected(Door.LINK, link, workspace.id),
        Held.expected(Door.CODE, code, workspace.id),
    ]
    if handed_over:
        expected = [Held.expected(Door.GIVEN, link, NOT_KNOWN_YET)]
    session["salt"], session["expected"] = salt.hex(), _written(expected)


def expected_salt() -> bytes | None:
    """What the next keys were drawn from, if a page of this browser asked for it."""
    return bytes.fromhex(session["salt"]) if "salt" in session else None


def prolong() -> None:
    """Keep this browser's cookie for its whole duration from now on.

    Only pages do so, never a save: the answer to one that was still under way while somebody left
    must not bring the cookie back.
    """
    session.modified = True


def replace_keys(db: database.Session, workspace: Workspace, doors: list[Door]) -> list[Held]:
    """Replace keys of a workspace; return those that this browser must `enter` to stay in."""
    came_by = keyring().doors(workspace)
    workspaces.replace_keys(workspace, installation(), doors, expected_salt())
    db.flush()
    return [Held.of_workspace(workspace, door) for door in came_by]


def keys_of(workspace: Workspace) -> Keys:
    """The keys of a workspace as people write them."""
    secret = keys.shown_link(workspace.link, installation(), workspaces.LINK)
    return Keys(
        link=current.address("resume.link", secret=secret) if secret else None,
        code=keys.shown_code(workspace.code, installation()) if workspace.code else None,
    )


def share_link(share: Share) -> str | None:
    """The full address of a share; None if it was made with another secret key."""
    secret = keys.shown_link(share.key, installation(), shares.LINK)
    page = SHARE_PAGES[ShareKind(share.kind)]
    return current.absolute(url_for(page, secret=secret)) if secret else None


def installation() -> str:
    """The secret key, from which the keys are derived."""
    return str(current_app.config["SECRET_KEY"])
