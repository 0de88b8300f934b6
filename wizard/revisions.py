"""What several people write on the same page: what is kept, what is reported.

Whole pages are saved, yet two people may fill the same page: each value comes with what its page
had been shown (`Seen`), so that only what was changed there is written, and a value that someone
else changed meanwhile is reported instead of being overwritten. Knows neither web nor database.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from wizard.scoring import Answer, State

LONGEST_REMARKS = 5_000  # characters


@dataclass(frozen=True)
class Remarks:
    """What stands beside the answers of a page: pieces or conditions ticked, and free text."""

    ticked: tuple[str, ...] = ()
    text: str = ""


Value = Answer | Remarks | None
V = TypeVar("V", Answer, Remarks, Answer | Remarks, covariant=True)


@dataclass(frozen=True)
class Stored(Generic[V]):
    """A value as it is stored: `revision` counts its changes from 1, `page` is the token of the
    page that wrote it last."""

    value: V
    revision: int = 1
    page: str = ""


UNDECIDED = "00000000"  # the digest of no value: what was sent was in conflict
NO_PAGE = ""  # wrote what two pages said together: neither may write over it blindly

Rows = Mapping[str, Stored[Answer | Remarks]]  # by subject: a practice, an objective, "conditions"


_SEEN = re.compile(r"(\d{1,9})-([0-9a-f]{8}|[0-9a-f]{12})(?:-([a-z0-9.,]{1,2000}))?", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """What a page was shown of one value: its revision (0: none yet), a digest of the answer or of
    the text of a note, and what was ticked: who ticks and who unticks are told apart by it."""

    revision: int
    digest: str
    ticked: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "-".join(filter(None, (str(self.revision), self.digest, ",".join(self.ticked))))

    @classmethod
    def parse(cls, text: str) -> "Seen":
        """Read `str(seen)` back. Raises ValueError when it is not one."""
        found = _SEEN.fullmatch(text)
        if found is None:
            raise ValueError(f"not what a page was shown: {text[:40]!r}")
        revision, digest, ticked = found.groups()
        return cls(int(revision), digest, tuple(ticked.split(",")) if ticked else ())

    def shows(self, other: "Seen") -> bool:
        """Whether both show the same, whatever the revision."""
        return (self.digest, set(self.ticked)) == (other.digest, set(other.ticked))


@dataclass(frozen=True)
class Submitted:
    """A value sent by a page, what it had been shown, and the codes that it offered to tick."""

    value: Value
    seen: Seen
    offered: frozenset[str] = frozenset()

    def instead(self, value: Value) -> "Submitted":
        """The same, as if this value had been given where nothing was stored."""
        if isinstance(value, Remarks):
            value = Remarks(
                tuple(code for code in value.ticked if code in self.offered), value.text
            )
        return Submitted(value, seen(None), self.offered)


@dataclass(frozen=True)
class Conflict:
    """Two people gave different values: `subject` is a practice, an objective or "conditions".

    `revision` is that of theirs: who keeps their own has seen that one, and no later one.
    """

    subject: str
    mine: Value
    theirs: Value
    revision: int = 0


@dataclass(frozen=True)
class Save:
    """One page sent by a browser.

    `page` is the token of the page as it was displayed: what it wrote itself is never a conflict.
    `keep`, `both` and `drop` name the subjects of former conflicts decided for mine, for what both
    say, and for theirs; `keep` with the revision of theirs that one had before one's eyes.
    `repeated`, what was left blank and is to be said as the year before.
    """

    page: str
    values: Mapping[str, Submitted]
    keep: Mapping[str, int] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()


class Merged(NamedTuple):
    """What a save changes, by subject, and what it leaves as someone else wrote it meanwhile."""

    written: dict[str, Stored[Answer | Remarks]]
    conflicts: list[Conflict]


def merge(rows: Rows, sent: Save) -> Merged:
    """What the page changed of `rows`, and what someone else changed meanwhile.

    Values in conflict are left as they are, all others are written; of a note, what is ticked too.
    """
    merged = Merged({}, [])
    for subject, submitted in sent.values.items():
        row = rows.get(subject)
        if _says_nothing(row, submitted, sent.page):
            continue
        page, decided = sent.page, bool(row and _decided(subject, row, sent))
        if row and decided:
            kept = _kept(submitted, row, subject in sent.both)
            # The page still shows its own part only: it must not write that over the other's.
            page = page if kept == submitted.value else NO_PAGE
            submitted = replace(submitted, value=kept)
        dropped = subject in sent.drop
        following = None if dropped else _following(row, submitted, page, decided)
        if written := following or _ticked_alone(row, submitted):
            merged.written[subject] = written
        if not (following or dropped):
            merged.conflicts.append(_conflict(subject, submitted, written or row))
    return merged


def _ticked_alone(
    row: Stored[Answer | Remarks] | None, submitted: Submitted
) -> Stored[Answer | Remarks] | None:
    """A note with its text as it is, and what the page ticked and unticked; None if that is
    nothing."""
    mine, theirs = submitted.value, row.value if row else None
    if row is None or not (isinstance(mine, Remarks) and isinstance(theirs, Remarks)):
        return None
    ticked = _ticked(mine, theirs, submitted.seen)
    if set(ticked) == set(theirs.ticked):
        return None
    return Stored(Remarks(ticked, theirs.text), row.revision + 1, NO_PAGE)


def _following(
    row: Stored[Answer | Remarks] | None, submitted: Submitted, page: str, decided: bool
) -> Stored[Answer | Remarks] | None:
    """The row that a change leads to, as the work of `page`; None when somebody has to decide."""
    if submitted.value is None or too_long(submitted.value):
        return None
    if row is None or decided or _may_write(row, submitted, page):
        return _next(row, submitted.value, submitted.offered, page)
    apart = _apart(row, submitted)
    return _next(row, apart, submitted.offered, NO_PAGE) if apart else None


def _conflict(subject: str, submitted: Submitted, row: Stored[Answer | Remarks] | None) -> Conflict:
    mine = submitted.value
    if row is None:
        return Conflict(subject, mine, mine)
    if isinstance(mine, Answer) and isinstance(row.value, Answer):
        mine = _mine_over(mine, row.value, submitted.seen)  # what is kept of it, if it is
    return Conflict(subject, mine, row.value, row.revision)


def _decided(subject: str, row: Stored[Answer | Remarks], sent: Save) -> bool:
    """Whether a former conflict is decided for what is sent, and nothing was stored since."""
    return subject in sent.both or sent.keep.get(subject) == row.revision


def seen(row: Stored[Answer | Remarks] | None, offered: Collection[str] = ()) -> Seen:
    """What a page shows of a row; no row yet is shown as blank.

    `offered` are the codes that the page offers to tick: it shows no other of a note.
    """
    return _seen(_shown(row, offered), row.revision if row else 0)


def _seen(value: Value, revision: int) -> Seen:
    ticked = sorted(value.ticked) if isinstance(value, Remarks) else ()
    return Seen(revision, _digest(value), tuple(ticked))


def seen_after(rows: Rows, sent: Save) -> dict[str, Seen]:
    """What the page that sent a save has now been shown, by subject; `rows` are those after it.

    It shows what it sent. Where something else is stored, it has not been shown that; if it asked
    to change it, whatever it sends next is a change too, until the conflict is decided.
    """
    return {
        subject: _seen_after(rows.get(subject), submitted)
        for subject, submitted in sent.values.items()
    }


def changed_elsewhere(rows: Rows, sent: Save, shown: Mapping[str, Seen]) -> set[str]:
    """The subjects of which the page that sent a save shows something else than what is stored;
    `shown` is what it has now been shown."""
    return {
        subject
        for subject, submitted in sent.values.items()
        if shown[subject] != seen(rows.get(subject), submitted.offered)
    }


def _seen_after(row: Stored[Answer | Remarks] | None, submitted: Submitted) -> Seen:
    stored, before = seen(row, submitted.offered), submitted.seen
    mine = _seen(submitted.value, before.revision)
    if stored.shows(mine):
        return stored
    if submitted.value is None or before.shows(mine):
        return before
    # What is stored as it was sent has been shown; the rest is sent again as a change.
    differ = set(mine.ticked) ^ set(stored.ticked)
    ticked = set(mine.ticked) & set(stored.ticked) | set(before.ticked) & differ
    digest = _digest_after(submitted.value, mine.digest, stored.digest, before.digest)
    return Seen(before.revision, digest, tuple(sorted(ticked)))


def _digest_after(value: Value, mine: str, stored: str, before: str) -> str:
    """What a page has seen of a value that is neither stored as it was sent nor as it was before:
    what is left to decide of it is no digest."""
    if isinstance(value, Remarks):
        return mine if mine in (stored, before) else UNDECIDED
    if {len(mine), len(stored)} != {2 * _HALF}:  # not both of them planned
        return UNDECIDED
    parts = zip(_parts(mine), _parts(stored), _then(before), strict=True)
    return "".join(
        here if here in (there, then) else "0" * len(here) for here, there, then in parts
    )


def _shown(row: Stored[Answer | Remarks] | None, offered: Collection[str]) -> Value:
    """The value of a row as a page shows it: what a newer content dropped is not on the page."""
    if row is None:
        return None
    if isinstance(row.value, Remarks):
        return Remarks(tuple(code for code in row.value.ticked if code in offered), row.value.text)
    return row.value


def _says_nothing(row: Stored[Answer | Remarks] | None, submitted: Submitted, page: str) -> bool:
    """Whether the page sends no value, what is stored, or what it was shown.

    A page that wrote the row itself may send what it was first shown on purpose: it came back.
    """
    mine = _seen(submitted.value, 0)
    if submitted.value is None or mine.shows(seen(row, submitted.offered)):
        return True
    written_here = row is not None and row.page == page
    return mine.shows(submitted.seen) and not written_here


def _may_write(row: Stored[Answer | Remarks], submitted: Submitted, page: str) -> bool:
    return row.page == page or row.revision == submitted.seen.revision


def _apart(row: Stored[Answer | Remarks], submitted: Submitted) -> Answer | Remarks | None:
    """What two pages said together, each of its own part; None when both changed the same."""
    match submitted.value, row.value:
        case Answer() as mine, Answer() as theirs:
            return _planned_together(mine, theirs, submitted.seen)
        case Remarks() as mine, Remarks() as theirs:
            return _noted_together(mine, theirs, submitted.seen)
        case _:
            return None


def _planned_together(mine: Answer, theirs: Answer, before: Seen) -> Answer | None:
    """What both say planned, when one changed its date and the other who does it."""
    if not mine.state is theirs.state is State.PLANNED:
        return None
    here, there, then = _parts(_digest(mine)), _parts(_digest(theirs)), _then(before.digest)
    if any(h != t and was not in (h, t) for h, t, was in zip(here, there, then, strict=True)):
        return None
    return _mine_over(mine, theirs, before)


def _mine_over(mine: Answer, theirs: Answer, before: Seen) -> Answer:
    """What one changed of an answer, over what somebody else said meanwhile: of what both say
    planned, the date or the person that one did not touch is theirs."""
    if not mine.state is theirs.state is State.PLANNED:
        return mine
    here, then = _parts(_digest(mine)), _then(before.digest)
    due = theirs.due if here[0] == then[0] else mine.due
    owner = theirs.owner if here[1] == then[1] else mine.owner
    return Answer(State.PLANNED, due, owner)


def _noted_together(mine: Remarks, theirs: Remarks, seen: Seen) -> Remarks | None:
    """A note of which two pages changed what is ticked, or one of them the text."""
    before, here, there = seen.digest, _digest(mine), _digest(theirs)
    if here != there and before not in (here, there):
        return None
    text = theirs.text if here == before else mine.text
    return Remarks(_ticked(mine, theirs, seen), text)


def _ticked(mine: Remarks, theirs: Remarks, before: Seen) -> tuple[str, ...]:
    """What is ticked once both did what they changed: a box has no third state to disagree on."""
    added = set(mine.ticked) - set(before.ticked)
    removed = set(before.ticked) - set(mine.ticked)
    return tuple(sorted(({*theirs.ticked} | added) - removed))


def _kept(submitted: Submitted, row: Stored[Answer | Remarks], both: bool) -> Value:
    """What is kept of two answers: what I changed. Of two notes: what each ticked and unticked, and
    my text, or `both`, one after the other unless one holds the other; the sentences that both
    begin with, once. Nobody has to type again what was there."""
    mine, theirs = submitted.value, row.value
    if isinstance(mine, Answer) and isinstance(theirs, Answer):
        return _mine_over(mine, theirs, submitted.seen)
    if not (isinstance(mine, Remarks) and isinstance(theirs, Remarks)):
        return mine
    text = _both(mine.text, theirs.text) if both else mine.text
    return Remarks(_ticked(mine, theirs, submitted.seen), text)


def _both(mine: str, theirs: str) -> str:
    if mine in theirs:
        return theirs
    if theirs in mine:
        return mine
    alike = _SENTENCES.match(_beginning(theirs, mine))
    return f"{theirs}\n{mine[alike.end() if alike else 0 :]}"


def _beginning(one: str, other: str) -> str:
    """What two texts begin with."""
    return "".join(
        a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


_SENTENCES = re.compile(r"(?s).*(?:\n|[.!?]\s)")


def too_long(value: Answer | Remarks) -> bool:
    """Whether two texts together are more than one may be: one of them has to be shortened."""
    return isinstance(value, Remarks) and len(value.text) > LONGEST_REMARKS


def _next(
    row: Stored[Answer | Remarks] | None,
    value: Answer | Remarks,
    offered: Collection[str],
    page: str,
) -> Stored[Answer | Remarks]:
    """The row that follows; codes that were ticked and that the page does not offer are kept."""
    if isinstance(value, Remarks) and row and isinstance(row.value, Remarks):
        hidden = tuple(code for code in row.value.ticked if code not in offered)
        value = Remarks(tuple(sorted({*value.ticked, *hidden})), value.text)
    return Stored(value, row.revision + 1 if row else 1, page)


def _digest(value: Value) -> str:
    """Eight characters that change with an answer, or with the text of a note; nothing said and
    nothing stored are alike. Twelve of what is planned: its date and its person are told apart."""
    match value:
        case Answer(State.PLANNED, due, owner):
            return fingerprint(repr(due))[:_HALF] + fingerprint(owner)[:_HALF]
        case Answer():
            return fingerprint(repr((value.state.value, value.due, value.owner)))
        case Remarks():
            return fingerprint(value.text)
        case _:
            return fingerprint("")


_HALF = 6


def _parts(digest: str) -> tuple[str, str]:
    """What tells the date and the person of what is planned; of another answer, parts that are none
    of a plan."""
    return digest[:_HALF], digest[_HALF:]


def _then(digest: str) -> tuple[str, str]:
    """The same of what a page was shown: where nothing was planned there was neither."""
    nothing = digest != UNDECIDED and len(digest) < 2 * _HALF
    return _parts(_digest(Answer(State.PLANNED)) if nothing else digest)


def fingerprint(text: str) -> str:
    """Eight characters that change with `text`: enough to see that it changed, no secret."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
