"""The text for an application says what was answered, all of it, and nothing else."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import dossier
from wizard.documents import Heading, Paragraph
from wizard.dossier import BLANK
from wizard.french import day, lower_first
from wizard.referential import load
from wizard.scoring import Answer, State, score
from wizard.summary import About, ObjectiveNote

REAL = load()
ABOUT = About("Les Amis", "", 2026, False, None, "abc", date(2026, 11, 24))
ANSWERS = st.builds(
    Answer,
    st.sampled_from(State),
    st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.sampled_from(["", "Sonia", "la présidente"]),
)


def write(answers, notes=None):
    return dossier.write(ABOUT, score(REAL, answers), notes or {})


def promise(practice, answer):
    """How a planned practice is told: with its date while that is ahead, else with its blanks."""
    title = lower_first(practice.action.title)
    if answer.due and answer.due >= ABOUT.read_on:
        who = f"({answer.owner})" if answer.owner else dossier.blank("qui s’en charge")
        return f"{title}, pour le {day(answer.due)} {who}"
    if answer.owner:
        return f"{title} ({answer.owner}) {dossier.blank('date')}"
    return f"{title} {dossier.blank('date, et qui s’en charge')}"


@given(st.dictionaries(st.sampled_from([p.code for p in REAL.practices]), ANSWERS))
def test_every_sentence_comes_from_an_answer(answers):
    written = write(answers)
    for axis in written.axes:
        for passage in axis.passages:
            objective = REAL.by_code[passage.code]
            left = "\n".join(passage.paragraphs)
            for practice in objective.practices:
                answer = answers.get(practice.code)
                said = bool(answer) and answer.state is State.YES
                fact = practice.strength.rstrip(".")
                assert (fact in left) == said
                if said:
                    left = left.replace(fact, "", 1)
                planned = bool(answer) and answer.state is State.PLANNED
                if planned:
                    item = promise(practice, answer)
                    assert item in left
                    left = left.replace(item, "", 1)
            assert not re.sub(
                r"(Est prévu|Sont prévus)( aussi)?(, à une date à fixer)?|[\s:;.]",
                "",
                BLANK.sub("", left),
            )


@given(st.dictionaries(st.sampled_from([p.code for p in REAL.practices]), ANSWERS))
def test_the_short_text_tells_the_same_facts(answers):
    for axis in write(answers).axes:
        objectives = next(one for one in REAL.axes if one.code == axis.code).objectives
        for practice in (p for o in objectives for p in o.practices):
            answer = answers.get(practice.code)
            said = bool(answer) and answer.state is State.YES
            assert (practice.strength in axis.short) == said


def test_what_is_missing_stands_between_brackets():
    written = write({"3.3.b": Answer(State.YES), "1.5.d": Answer(State.PLANNED)})
    school = next(axis for axis in written.axes if axis.code == "3")
    assert (
        "Une réunion avec l’école a lieu avant le démarrage du projet "
        "[à compléter\u00a0: date de la réunion]." in school.long
    )
    children = written.axes[0].long
    assert (
        "Est prévu, à une date à fixer\u00a0: écrire la règle en cas d’absence "
        "[à compléter\u00a0: date, et qui s’en charge]." in children
    )
    assert "[à compléter\u00a0: ce que vous faites pour «\u00a0Vie collective\u00a0»]" in children


def test_pieces_and_remarks_are_told_as_they_were_given():
    remarks = "Nous avons changé d’école.\nSuite"
    notes = {"1.5": ObjectiveNote(("Fiche de suivi", "Cahier"), remarks)}
    passage = write({"1.5.a": Answer(State.YES)}, notes).axes[0].passages[-1]
    assert "Documents à l’appui\u00a0: fiche de suivi et cahier." in passage.paragraphs
    assert passage.paragraphs[-1] == f"[remarque à garder ou à retirer\u00a0: {remarks}]"


def test_the_document_holds_every_text():
    written = write({"1.5.a": Answer(State.YES)})
    document = dossier.document(written)
    whole = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    headings = [block.heading for block in document.blocks if isinstance(block, Heading)]
    assert headings == [axis.official for axis in REAL.axes]
    assert all(
        text in whole
        for axis in written.axes
        for passage in axis.passages
        for text in passage.paragraphs
    )


@pytest.mark.parametrize("practice", [p for p in REAL.practices if p.detail], ids=lambda p: p.code)
def test_a_detail_can_stand_after_its_fact(practice):
    assert practice.detail[0].islower()
    assert practice.detail[-1] not in ".?"
