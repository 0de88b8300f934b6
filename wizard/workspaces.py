"""Workspaces: the keys that open them, and how long they are kept.

A private link holds 256 random bits. The database keeps its SHA-256 only; the link can be shown
again because it is derived from a salt in the database and the secret key, which is not there.
"""

import base64
import calendar
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from wizard.models import Answer, Assessment, Note, Workspace


@dataclass(frozen=True)
class Owner:
    """What a browser holds: a workspace and the proof that the key which opened it still stands."""

    workspace_id: int
    proof: str

    @classmethod
    def of(cls, workspace: Workspace) -> "Owner":
        return cls(workspace.id, _proof(workspace))

    def opens(self, workspace: Workspace) -> bool:
        return self.workspace_id == workspace.id and hmac.compare_digest(
            self.proof, _proof(workspace)
        )


def _proof(workspace: Workspace) -> str:
    return workspace.link_hash[:16].hex()


def create(session: Session, key: str) -> Workspace:
    """A new empty workspace; `key` is the secret key of the installation."""
    now = datetime.now(UTC)
    workspace = Workspace(created=now, opened=now)
    replace_link(workspace, key)
    session.add(workspace)
    session.flush()
    return workspace


def replace_link(workspace: Workspace, key: str) -> None:
    """Give the workspace a new private link; the former one opens nothing any more."""
    workspace.link_salt = secrets.token_bytes(16)
    workspace.link_hash = _hash(_derive(workspace.link_salt, key))


def opened_by(session: Session, owner: Owner | None) -> Workspace | None:
    """The workspace of `owner`, if the key that opened it still stands."""
    workspace = session.get(Workspace, owner.workspace_id) if owner else None
    return workspace if workspace and owner and owner.opens(workspace) else None


def link_secret(workspace: Workspace, key: str) -> str | None:
    """The secret of the private link, or None if the secret key changed since the link was made."""
    secret = _derive(workspace.link_salt, key)
    return secret if hmac.compare_digest(_hash(secret), workspace.link_hash) else None


def by_link(session: Session, secret: str) -> Workspace | None:
    """The workspace that the secret of a private link opens, if any."""
    return session.scalar(select(Workspace).where(Workspace.link_hash == _hash(secret)))


def note_opening(workspace: Workspace) -> None:
    workspace.opened = datetime.now(UTC)


def _derive(salt: bytes, key: str) -> str:
    digest = hmac.digest(key.encode(), b"private link" + salt, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True)
class Retention:
    """How long an evaluation is kept after its last change; one without answers, fewer days."""

    months: int
    empty_days: int

    def end(self, assessment: Assessment) -> datetime:
        """When the evaluation is deleted if nothing changes in it. Needs its answers and notes."""
        if not assessment.answers and not assessment.notes:
            return assessment.updated + timedelta(days=self.empty_days)
        return _shift(assessment.updated, self.months)


def purge(session: Session, retention: Retention, now: datetime) -> int:
    """Delete what is past its end, then the workspaces left empty; return how many evaluations."""
    empty = and_(
        ~exists().where(Answer.assessment_id == Assessment.id),
        ~exists().where(Note.assessment_id == Assessment.id),
    )
    too_old = Assessment.updated < _shift(now, -retention.months)
    empty_too_long = Assessment.updated < now - timedelta(days=retention.empty_days)
    ended = delete(Assessment).where(or_(too_old, and_(empty, empty_too_long)))
    number: int = session.execute(ended).rowcount  # type: ignore[attr-defined]
    without = ~exists().where(Assessment.workspace_id == Workspace.id)
    a_day_ago = now - timedelta(days=1)  # one that is being created has no evaluation yet
    session.execute(delete(Workspace).where(without, Workspace.created < a_day_ago))
    return number


def _shift(moment: datetime, months: int) -> datetime:
    """The same day so many months later; the last of the month when that day does not exist."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
