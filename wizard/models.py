"""The tables. Only the store writes them (README, step 6)."""

import re
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from wizard import paragraphs, scoring
from wizard.keys import Key
from wizard.referential import Referential
from wizard.revisions import Remarks, Stored

CONDITIONS = "conditions"  # the subject of the note that holds the conditions ticked

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of any date or school year
LONGEST_NAME = 200  # characters, as are the others
LONGEST_OWNER = 80
LONGEST_EMAIL = 254
LONGEST_VERSION = 40

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_LINE_BREAKS = re.compile(r"[\t\r\n]+")


def clean(value: str | None) -> str:
    """Text as it is stored: lines end with \\n, no control character, no space around."""
    return _CONTROL_CHARACTERS.sub("", (value or "").replace("\r\n", "\n")).strip()


def clean_line(value: str | None) -> str:
    """The same on one line, as what is typed in a field of one line."""
    return clean(_LINE_BREAKS.sub(" ", value or ""))


class Right(IntEnum):
    """What a browser may do with an evaluation, each including the former."""

    READ = 1
    FILL = 2
    OWN = 3


class ShareKind(StrEnum):
    """What a shared link allows: to read the result, or to help to fill."""

    READ = "read"
    EDIT = "edit"

    @property
    def right(self) -> Right:
        return Right.FILL if self is ShareKind.EDIT else Right.READ


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database: SQLite gives datetimes back without their zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime}


class Workspace(Base):
    """A coordinator's evaluations, opened by a private link or a code of five words."""

    __tablename__ = "workspace"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    link_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    # None in workspaces made before there were codes.
    code_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL), index=True)
    created: Mapped[datetime]
    opened: Mapped[datetime]

    @property
    def link(self) -> Key:
        return Key(self.link_salt, self.link_hash)

    @link.setter
    def link(self, key: Key) -> None:
        self.link_salt, self.link_hash = key

    @property
    def code(self) -> Key | None:
        if self.code_salt is None or self.code_hash is None:
            return None
        return Key(self.code_salt, self.code_hash)

    @code.setter
    def code(self, key: Key) -> None:
        self.code_salt, self.code_hash = key


class Assessment(Base):
    """One association, one school year. `school_year` is the year it begins: 2026 for 2026-2027.

    `last_year` is the save file of the evaluation it was prepared from, as it was that day;
    `reminded`, when its coming deletion was announced; `right`, what who loaded it may do;
    `answers` and `notes`, what the store read of its rows, by practice and by subject; `asked`, the
    codes of the axes that a link given to them asks to fill.
    """

    __tablename__ = "assessment"
    __allow_unmapped__ = True
    right: Right
    answers: dict[str, Stored[scoring.Answer]]
    notes: dict[str, Stored[Remarks]]
    asked: frozenset[str] = frozenset()

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), index=True
    )
    association: Mapped[str] = mapped_column(String(LONGEST_NAME))
    project: Mapped[str] = mapped_column(String(LONGEST_NAME))
    school_year: Mapped[int]
    renewal: Mapped[bool]
    deadline: Mapped[date | None]
    referential_version: Mapped[str] = mapped_column(String(LONGEST_VERSION))
    created: Mapped[datetime]
    updated: Mapped[datetime] = mapped_column(index=True)
    reminded: Mapped[datetime | None]
    last_year: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    workspace: Mapped[Workspace] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """Whose it is: the association, and its project when that has a name."""
        return paragraphs.project_name(self.association, self.project)

    @property
    def rows(self) -> dict[str, Stored[scoring.Answer | Remarks]]:
        """Everything answered, ticked and remarked, by subject."""
        return {**self.answers, **self.notes}

    @property
    def scored_answers(self) -> dict[str, scoring.Answer]:
        """The answers as the rule wants them, by practice code."""
        return {practice: row.value for practice, row in self.answers.items()}

    def checked(self, referential: Referential) -> frozenset[str]:
        """The conditions of the content that are ticked, or acquired."""
        note = self.notes.get(CONDITIONS)
        ticked = frozenset(note.value.ticked if note else ())
        return referential.conditions.codes & ticked | self.acquired(referential)

    def acquired(self, referential: Referential) -> frozenset[str]:
        """The conditions whose practice is in place."""
        return frozenset(
            condition
            for condition, practice in referential.stating.items()
            if (answer := self.answers.get(practice.code))
            and answer.value.state is scoring.State.YES
        )

    def answered(self, referential: Referential) -> int:
        """How many questions of the content have an answer."""
        return sum(practice.code in self.answers for practice in referential.practices)

    def looked_at(self, referential: Referential) -> bool:
        """Whether somebody went through the conditions, and ticked one."""
        return referential.conditions.looked_at(self.ticked)

    @property
    def ticked(self) -> frozenset[str]:
        """The codes of all that is ticked beside the answers: documents at hand, conditions."""
        return frozenset(code for note in self.notes.values() for code in note.value.ticked)


# One row an answer, so that two people on different practices never meet; the same for notes,
# whose `subject` is an objective or "conditions". Read and written by `wizard.rows`.
ANSWERS = Table(
    "answer",
    Base.metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("practice", String(16), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("due", Date),
    Column("owner", String(LONGEST_OWNER), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("page", String(16), nullable=False),
)
NOTES = Table(
    "note",
    Base.metadata,
    Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", String(16), primary_key=True),
    Column("ticked", JSON, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("page", String(16), nullable=False),
)


class Share(Base):
    """A link to one evaluation, given to somebody: `label` says to whom, `asked` which axes they
    are asked to fill (codes; none for whatever they know)."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(4))
    label: Mapped[str] = mapped_column(String(LONGEST_OWNER))
    asked: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created: Mapped[datetime]
    revoked: Mapped[datetime | None]

    @property
    def key(self) -> Key:
        return Key(self.salt, self.hash)


class Content(Base):
    """The whole content of one version, so that what was answered with it can still be read."""

    __tablename__ = "content"

    version: Mapped[str] = mapped_column(String(LONGEST_VERSION), primary_key=True)
    data: Mapped[str] = mapped_column(Text)
    stored: Mapped[datetime]


class Counter(Base):
    """How often something happened in a month (2026-11), without saying to whom."""

    __tablename__ = "counter"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    event: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]
