"""Text to paste into an application, built only from what the association said.

What is in place is told in the words of the referential, what is planned in the same with its date,
then the pieces at hand and the remarks as they were written. What only the association can add
stands as « [à compléter : …] ». Nothing is said of what is not in place. Knows neither web nor
database.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wizard.documents import Block, Document, Heading, Paragraph
from wizard.french import day, listing, lower_first
from wizard.paragraphs import in_place, quoted
from wizard.referential import Practice
from wizard.scoring import Answer, AxisResult, ObjectiveResult, Result, State
from wizard.summary import About, Notes, ObjectiveNote, foot

Planned = list[tuple[Practice, Answer]]
BLANK = re.compile(r"\[(?:à compléter|à vérifier|remarque à garder ou à retirer)\u00a0: [^\]]*\]")


def blank(what: str) -> str:
    """The place of something that only the association knows."""
    return f"[à compléter\u00a0: {what}]"


@dataclass(frozen=True)
class Passage:
    """What is said of one objective; paragraphs as an application would hold them."""

    code: str
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class AxisText:
    """One axis in two lengths: objective by objective, and for a short field of an online form."""

    code: str
    name: str
    official: str
    passages: tuple[Passage, ...]
    short: str

    @property
    def long(self) -> str:
        """The whole text, as it is pasted: the counter counts exactly that."""
        return "\n\n".join(
            "\n".join((passage.name, *passage.paragraphs)) for passage in self.passages
        )

    @property
    def blanks(self) -> int:
        """How many places are left to fill in the long text."""
        return len(BLANK.findall(self.long))


@dataclass(frozen=True)
class Dossier:
    title: str
    axes: tuple[AxisText, ...]
    foot: str

    @property
    def blanks(self) -> int:
        return sum(axis.blanks for axis in self.axes)


def write(about: About, result: Result, notes: Notes) -> Dossier:
    """The text of each axis; `notes` are by objective code."""
    return Dossier(
        title=f"Textes pour votre dossier – {about.name}",
        axes=tuple(_axis(axis, notes, about) for axis in result.axes),
        foot=foot(about, result.referential.version),
    )


def document(dossier: Dossier) -> Document:
    """The long texts, to go on writing in an editor."""
    return Document(dossier.title, tuple(_blocks(dossier)))


def _blocks(dossier: Dossier) -> Iterator[Block]:
    yield Paragraph(
        "Ces textes reprennent vos réponses. Relisez-les, complétez ce qui est entre crochets, "
        "ajoutez ce qui fait votre projet."
    )
    for axis in dossier.axes:
        yield Heading(axis.official)
        for passage in axis.passages:
            yield Heading(passage.name, level=2)
            yield from (Paragraph(text) for text in passage.paragraphs)
    yield Paragraph(dossier.foot)


def _axis(axis: AxisResult, notes: Notes, about: About) -> AxisText:
    passages = (
        Passage(
            part.objective.code,
            part.objective.short,
            tuple(_paragraphs(part, notes.get(part.objective.code, ObjectiveNote()), about)),
        )
        for part in axis.objectives
    )
    return AxisText(
        axis.axis.code, axis.axis.short, axis.axis.official, tuple(passages), _short(axis, about)
    )


def _paragraphs(part: ObjectiveResult, note: ObjectiveNote, about: About) -> Iterator[str]:
    done, planned = _done(part), _planned(part)
    if done:
        yield " ".join(_told(practice, about.renewal) for practice in done)
    if planned:
        yield " ".join(_plan(planned, about.read_on, f"pour le {blank('date')}"))
    if not done and not planned:
        yield blank(f"ce que vous faites pour «\u00a0{part.objective.short}\u00a0»")
    yield from (_at_odds(found, part) for found in part.contradicted.items())
    if note.pieces:
        yield f"Documents à l’appui\u00a0: {listing(map(lower_first, note.pieces))}."
    if note.remarks:
        yield f"[remarque à garder ou à retirer\u00a0: {note.remarks}]"


def _at_odds(found: tuple[str, Practice], part: ObjectiveResult) -> str:
    """Two answers of which one must be wrong: not to be pasted before it is known which."""
    code, practice = found
    (other,) = (p for p in part.objective.practices if p.code == code)
    return (
        f"[à vérifier\u00a0: {quoted(practice.statement)} est en place, "
        f"mais pas {quoted(other.statement)}]"
    )


def _told(practice: Practice, renewal: bool) -> str:
    fact = in_place(practice, renewal)
    if not practice.detail:
        return fact
    return f"{fact.rstrip('.')} {blank(practice.detail)}."


def _plan(planned: Planned, today: date, no_date: str) -> Iterator[str]:
    """What will be in place and when, a sentence a date; `no_date` stands for a date to fix.

    A date that has passed is no promise any more. Nobody is named: the plan says who does what.
    """
    for due, promised in groupby(sorted(planned, key=_due(today)), _due(today)):
        when = no_date if due == date.max else f"pour le {day(due)}"
        facts = [lower_first(practice.strength).rstrip(".") for practice, _ in promised]
        yield f"Prévu, en place {when}\u00a0: " + "\u202f; ".join(facts) + "."


def _due(today: date) -> Callable[[tuple[Practice, Answer]], date]:
    """The date ahead of what is planned; the last of all dates when there is none."""
    return lambda item: item[1].due if item[1].due and item[1].due >= today else date.max


def _short(axis: AxisResult, about: About) -> str:
    """What is in place in the whole axis, then what is planned and when: no blanks."""
    done = [practice for part in axis.objectives for practice in _done(part)]
    planned = [item for part in axis.objectives for item in _planned(part)]
    texts = [in_place(practice, about.renewal) for practice in done]
    texts += _plan(planned, about.read_on, "à une date à fixer")
    return " ".join(texts) or blank("ce que vous faites sur cet axe")


def _done(part: ObjectiveResult) -> list[Practice]:
    return [practice for practice in part.objective.practices if practice.code in part.done]


def _planned(part: ObjectiveResult) -> Planned:
    """What is planned, dated or not, with its answer."""
    return [
        (practice, answer)
        for practice in part.objective.practices
        if (answer := part.answers.get(practice.code)) and answer.state is State.PLANNED
    ]
