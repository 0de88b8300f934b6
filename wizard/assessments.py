"""Evaluations in the database: create, load, save what was answered, delete."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from wizard import counters, journey, revisions, rows, shares, workspaces
from wizard.counters import Event
from wizard.french import plain
from wizard.keyring import Keyring
from wizard.models import LAST_YEAR, Assessment, Right, Share
from wizard.referential import Referential
from wizard.revisions import Conflict, Save, Stored, Value

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread aloud or on paper
_ALPHABET = frozenset(_LETTERS)
REFERENCE_LENGTH = 12


class UnknownAssessment(LookupError):
    """No such evaluation, or not open to this browser: nothing tells the two apart."""


@dataclass(frozen=True)
class Details:
    """What is asked before starting. `school_year` is the year in which it begins."""

    association: str
    project: str
    school_year: int
    renewal: bool
    deadline: date | None


def is_reference(text: str) -> bool:
    """Whether `text` looks like what stands at the foot of the papers, and opens nothing."""
    return len(text) == REFERENCE_LENGTH and _ALPHABET.issuperset(text.lower())


def create(
    session: Session,
    workspace_id: int,
    given: Details,
    referential: Referential,
    last_year: dict[str, Any] | None = None,
) -> Assessment:
    """A new evaluation without answers; `last_year` is the save file of the one before it."""
    now = datetime.now(UTC)
    assessment = Assessment(
        public_id="".join(secrets.choice(_LETTERS) for _ in range(REFERENCE_LENGTH)),
        workspace_id=workspace_id,
        referential_version=referential.version,
        created=now,
        updated=now,
        last_year=last_year,
        **vars(given),
    )
    assessment.answers, assessment.notes = {}, {}
    session.add(assessment)
    session.flush()
    counters.count(session, Event.CREATED, now)
    return assessment


def details(assessment: Assessment) -> Details:
    return Details(
        association=assessment.association,
        project=assessment.project,
        school_year=assessment.school_year,
        renewal=assessment.renewal,
        deadline=assessment.deadline,
    )


def next_year(assessment: Assessment) -> Details:
    """The details of the following school year: what ran this year asks for a renewal."""
    now = details(assessment)
    following = min(now.school_year + 1, LAST_YEAR)
    return replace(now, school_year=following, renewal=True, deadline=None)


def alike(found: Iterable[Assessment], given: Details) -> list[Assessment]:
    """Those of the same association, project and school year; accents and case apart."""
    return [row for row in found if _identity(details(row)) == _identity(given)]


def _identity(given: Details) -> tuple[str, str, int]:
    return plain(given.association), plain(given.project), given.school_year


def values(assessment: Assessment) -> dict[str, Value]:
    """Everything answered, ticked and remarked, by subject."""
    return {subject: row.value for subject, row in assessment.rows.items()}


def fill(session: Session, assessment: Assessment, given: Mapping[str, Value]) -> None:
    """Write all the values of a new evaluation."""
    rows.write(session, assessment, first_rows(given))


def first_rows(given: Mapping[str, Value]) -> revisions.Rows:
    """The rows of an evaluation that nobody changed yet."""
    return {subject: Stored(value) for subject, value in given.items() if value is not None}


def answer_with(assessment: Assessment, referential: Referential) -> None:
    """Note the content it is answered with, as long as nothing is answered: that one then stays."""
    if not assessment.answers and not assessment.notes:
        assessment.referential_version = referential.version


def count_finished(
    session: Session, assessment: Assessment, before: int, referential: Referential
) -> None:
    """Count the evaluation that a save has just finished; it had `before` answers before it.

    An answer is never taken back, so that each evaluation is counted once.
    """
    if len(assessment.answers) == before:
        return
    if journey.progress(referential, assessment.scored_answers).finished:
        counters.count(session, Event.FINISHED, assessment.updated)


def change_details(assessment: Assessment, given: Details) -> None:
    for name, value in vars(given).items():
        setattr(assessment, name, value)
    assessment.updated = datetime.now(UTC)


def delete(session: Session, assessment: Assessment) -> None:
    """Delete the evaluation with its answers and notes, and its workspace if it was the last."""
    workspace = assessment.workspace
    session.delete(assessment)
    session.flush()
    others = select(Assessment.id).where(Assessment.workspace_id == workspace.id).limit(1)
    if session.scalar(others) is None:
        session.delete(workspace)


def load(
    session: Session,
    public_id: str,
    keyring: Keyring,
    needed: Right = Right.OWN,
    for_update: bool = False,
) -> Assessment:
    """The evaluation with its answers and notes. Raises `UnknownAssessment` without the right
    that is `needed`.

    `for_update` keeps other writers of the same evaluation waiting until the transaction ends.
    """
    if not _ALPHABET.issuperset(public_id):  # PostgreSQL refuses some characters in a question
        raise UnknownAssessment(public_id)
    if for_update and session.get_bind().dialect.name != "sqlite":
        # A statement of its own: who waited has to read what the other wrote meanwhile. On SQLite
        # the whole transaction waited.
        session.execute(_LOCK, {"public_id": public_id})
    assessment = next(rows.read(session, _ONE, {"public_id": public_id}), None)
    if assessment is None:
        raise UnknownAssessment(public_id)
    held = shares.held(session, keyring, assessment)
    right = keyring.right(assessment, held)
    if right is None or right < needed:
        raise UnknownAssessment(public_id)
    assessment.right = right
    if right is not Right.OWN:  # who owns it may only be trying a link that they give
        assessment.asked = frozenset(code for share in held for code in share.asked)
    return assessment


_NAMED = Assessment.public_id == bindparam("public_id")
_LOCK = select(Assessment.id).where(_NAMED).with_for_update()
_ONE = rows.WHOLE.where(_NAMED)


def opened_by(session: Session, keyring: Keyring) -> list[Assessment]:
    """The evaluations of this browser's workspaces, the last changed first."""
    if not keyring.workspace_ids:
        return []
    query = workspaces.named_by(keyring)
    found = [row for row in _last_first(session, query) if keyring.doors(row.workspace)]
    for row in found:
        row.right = Right.OWN
    return found


def shared_with(session: Session, keyring: Keyring) -> list[Assessment]:
    """The evaluations of others that were shared with this browser, the last changed first."""
    ids = keyring.share_ids
    if not ids:
        return []
    links = session.scalars(select(Share).where(Share.id.in_(ids))).all()
    shared = Assessment.id.in_([share.assessment_id for share in links])
    found = []
    for row in _last_first(session, shared):
        own = [share for share in links if share.assessment_id == row.id]
        right = keyring.right(row, own)
        if right and right < Right.OWN:
            row.right = right
            found.append(row)
    return found


def _last_first(session: Session, which: ColumnElement[bool]) -> list[Assessment]:
    query = rows.WHOLE.where(which)
    ordered = query.order_by(Assessment.updated.desc(), Assessment.id.desc())
    return list(rows.read(session, ordered))


def of_share(session: Session, share: Share) -> str:
    """The public id of the evaluation that a share opens."""
    return session.scalars(
        select(Assessment.public_id).where(Assessment.id == share.assessment_id)
    ).one()


def save(session: Session, assessment: Assessment, sent: Save) -> list[Conflict]:
    """Write what the page changed and return what someone else changed meanwhile."""
    merged = revisions.merge(assessment.rows, sent)
    if merged.written:
        rows.write(session, assessment, merged.written)
        rows.note_change(session, assessment, datetime.now(UTC))
    return merged.conflicts
