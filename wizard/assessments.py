"""Evaluations in the database: create, load, save what was answered.

Whole pages are saved, yet two people may fill the same page: each value comes with what its page
had been shown (`Seen`), so that only what was changed there is written, and a value that someone
else changed meanwhile is reported instead of being overwritten.
"""

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from wizard import counters, journey, scoring, shares, workspaces
from wizard.counters import Event
from wizard.keyring import Keyring
from wizard.models import LAST_YEAR, Answer, Assessment, Note, Remarks, Right, Share
from wizard.referential import Referential

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread aloud or on paper
_ALPHABET = frozenset(_LETTERS)


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


@dataclass(frozen=True)
class Seen:
    """What a page was shown of one value: its revision (0: none yet) and a digest of it."""

    revision: int
    digest: str

    def __str__(self) -> str:
        return f"{self.revision}-{self.digest}"

    @classmethod
    def parse(cls, text: str) -> "Seen":
        """Read `str(seen)` back. Raises ValueError when it is not one."""
        if not re.fullmatch(r"\d{1,9}-[0-9a-f]{8}", text, re.ASCII):
            raise ValueError(f"not what a page was shown: {text!r}")
        revision, _, digest = text.partition("-")
        return cls(int(revision), digest)


Value = scoring.Answer | Remarks | None


@dataclass(frozen=True)
class Submitted:
    """A value sent by a page, what it had been shown, and the codes that it offered to tick."""

    value: Value
    seen: Seen
    offered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """Two people gave different values: `subject` is a practice, an objective or "conditions"."""

    subject: str
    mine: Value
    theirs: Value


@dataclass(frozen=True)
class Save:
    """One page sent by a browser.

    `page` is the token of the page as it was displayed: what it wrote itself is never a conflict.
    `keep` and `drop` name the subjects of former conflicts decided for mine, and for theirs.
    """

    page: str
    values: Mapping[str, Submitted]
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()


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
        public_id="".join(secrets.choice(_LETTERS) for _ in range(12)),
        workspace_id=workspace_id,
        referential_version=referential.version,
        created=now,
        updated=now,
        last_year=last_year,
        **vars(given),
    )
    assessment.answers, assessment.notes = [], []
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


def values(assessment: Assessment) -> dict[str, "Value"]:
    """Everything answered, ticked and remarked, by subject."""
    return {subject: row.value for subject, row in _rows(assessment).items()}


def fill(assessment: Assessment, given: Mapping[str, Value]) -> None:
    """Write all the values of a new evaluation."""
    for subject, value in given.items():
        row = _new_row(assessment, subject, value)
        _put(row, value, hidden=())
        row.revision, row.page = 1, ""


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
    query = _whole().where(Assessment.public_id == public_id)
    if for_update:
        query = query.with_for_update(of=Assessment)
    assessment = session.scalar(query)
    if assessment is None:
        raise UnknownAssessment(public_id)
    held = shares.held(session, keyring, assessment)
    right = keyring.right(assessment, held)
    if right is None or right < needed:
        raise UnknownAssessment(public_id)
    assessment.right = right
    assessment.asked = frozenset(code for share in held for code in share.asked)
    return assessment


def opened_by(session: Session, keyring: Keyring) -> list[Assessment]:
    """The evaluations of this browser's workspaces, the last changed first."""
    if not keyring.workspace_ids:
        return []
    query = _whole().where(workspaces.named_by(keyring))
    found = [row for row in _ordered(session, query) if keyring.doors(row.workspace)]
    for row in found:
        row.right = Right.OWN
    return found


def shared_with(session: Session, keyring: Keyring) -> list[Assessment]:
    """The evaluations of others that were shared with this browser, the last changed first."""
    ids = keyring.share_ids
    if not ids:
        return []
    links = session.scalars(select(Share).where(Share.id.in_(ids))).all()
    query = _whole().where(Assessment.id.in_([share.assessment_id for share in links]))
    found = []
    for row in _ordered(session, query):
        own = [share for share in links if share.assessment_id == row.id]
        right = keyring.right(row, own)
        if right and right < Right.OWN:
            row.right = right
            found.append(row)
    return found


def of_share(session: Session, share: Share) -> str:
    """The public id of the evaluation that a share opens."""
    return session.scalars(
        select(Assessment.public_id).where(Assessment.id == share.assessment_id)
    ).one()


def _whole() -> Select[Assessment]:
    """Evaluations with all that hangs on them."""
    return (
        select(Assessment)
        .join(Assessment.workspace)
        .options(
            contains_eager(Assessment.workspace),
            selectinload(Assessment.answers),
            selectinload(Assessment.notes),
        )
    )


def _ordered(session: Session, query: Select[Assessment]) -> ScalarResult[Assessment]:
    return session.scalars(query.order_by(Assessment.updated.desc(), Assessment.id.desc()))


def seen(row: Answer | Note | None, offered: Collection[str] = ()) -> Seen:
    """What a page shows of a row; no row yet is shown as blank.

    `offered` are the codes that the page offers to tick: it shows no other of a note.
    """
    return Seen(row.revision if row else 0, _digest(_shown(row, offered)))


def seen_after(assessment: Assessment, sent: Save) -> dict[str, Seen]:
    """What the page that sent a save has now been shown, by subject.

    It shows what it sent. Where something else is stored, it has not been shown that.
    """
    rows = _rows(assessment)
    now = {}
    for subject, submitted in sent.values.items():
        stored = seen(rows.get(subject), submitted.offered)
        same = stored.digest == _digest(submitted.value)
        now[subject] = stored if same else submitted.seen
    return now


def save(assessment: Assessment, sent: Save) -> list[Conflict]:
    """Write what the page changed and return what someone else changed meanwhile.

    Values in conflict are left as they are; all others are written.
    """
    rows = _rows(assessment)
    conflicts = []
    for subject, submitted in sent.values.items():
        row = rows.get(subject)
        if subject in sent.drop or _untouched(row, submitted, sent.page):
            continue
        if subject in sent.keep or _may_write(row, submitted, sent.page):
            _write(assessment, subject, row, submitted, sent.page)
        elif row is not None:
            conflicts.append(Conflict(subject, submitted.value, row.value))
    return conflicts


def _rows(assessment: Assessment) -> dict[str, Answer | Note]:
    rows: dict[str, Answer | Note] = {row.practice: row for row in assessment.answers}
    return rows | {row.subject: row for row in assessment.notes}


def _shown(row: Answer | Note | None, offered: Collection[str]) -> Value:
    """The value of a row as a page shows it: what a newer content dropped is not on the page."""
    if isinstance(row, Note):
        return Remarks(tuple(code for code in row.ticked if code in offered), row.remarks)
    return row.value if row else None


def _untouched(row: Answer | Note | None, submitted: Submitted, page: str) -> bool:
    """Whether the page sends no answer, or what is stored, or what it was shown.

    A page that wrote the row itself may send what it was first shown on purpose: it came back.
    """
    digest = _digest(submitted.value)
    if submitted.value is None or digest == _digest(_shown(row, submitted.offered)):
        return True
    written_here = row is not None and row.page == page
    return digest == submitted.seen.digest and not written_here


def _may_write(row: Answer | Note | None, submitted: Submitted, page: str) -> bool:
    return row is None or row.page == page or row.revision == submitted.seen.revision


def _write(
    assessment: Assessment,
    subject: str,
    row: Answer | Note | None,
    submitted: Submitted,
    page: str,
) -> None:
    value = submitted.value
    if row is None:
        row = _new_row(assessment, subject, value)
    ticked = (isinstance(row, Note) and row.ticked) or ()
    _put(row, value, hidden=[code for code in ticked if code not in submitted.offered])
    row.revision += 1
    row.page = page
    assessment.updated = datetime.now(UTC)


def _put(row: Answer | Note, value: Value, hidden: Collection[str]) -> None:
    """Put a value in its row; `hidden` are codes ticked that its page does not offer."""
    match row, value:
        case Answer(), scoring.Answer():
            row.state, row.due, row.owner = value.state.value, value.due, value.owner
        case Note(), Remarks():
            row.ticked, row.remarks = [*value.ticked, *hidden], value.text


def _new_row(assessment: Assessment, subject: str, value: Value) -> Answer | Note:
    if isinstance(value, scoring.Answer):
        answer_row = Answer(practice=subject, revision=0)
        assessment.answers.append(answer_row)
        return answer_row
    note_row = Note(subject=subject, revision=0)
    assessment.notes.append(note_row)
    return note_row


def _digest(value: Value) -> str:
    """Eight characters that change with the value; nothing said and nothing stored are alike."""
    match value:
        case scoring.Answer():
            text = repr((value.state.value, value.due, value.owner))
        case Remarks() if value != Remarks():
            text = repr((sorted(value.ticked), value.text))
        case _:
            text = ""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
