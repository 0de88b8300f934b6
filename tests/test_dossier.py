"""The text for an application says what was answered, all of it, and nothing else."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import dossier
from wizard.documents import Heading, Paragraph
from wizard.dossier import BLANK
from wizard.french import day, lower_first
from wizard.paragraphs import in_place
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


def when(answer):
    """How a planned practice is dated: by its date while that is ahead, else by a blank."""
    return day(answer.due) if answer.due and answer.due >= ABOUT.read_on else dossier.blank("date")


def facts(objective):
    """What may be said of an objective, in place or planned, as patterns."""
    told = {(p.strength, in_place(p, ABOUT.renewal)) for p in objective.practices}
    return [re.escape(fact.rstrip(".")) for pair in told for fact in pair]


@given(st.dictionaries(st.sampled_from([p.code for p in REAL.practices]), ANSWERS))
def test_every_sentence_comes_from_an_answer(answers):
    written = write(answers)
    for axis in written.axes:
        for passage in axis.passages:
            objective = REAL.by_code[passage.code]
            texts = [text for text in passage.paragraphs if not text.startswith("[à vérifier")]
            told = [t for text in texts for t in re.split(r"(?=Prévu, en place pour le)", text)]
            for practice in objective.practices:
                answer = answers.get(practice.code)
                fact = practice.strength.rstrip(".")
                done = bool(answer) and answer.state is State.YES
                now = in_place(practice, ABOUT.renewal).rstrip(".")
                assert any(now in text for text in told) == done
                promise = [text for text in told if lower_first(fact) in text]
                planned = bool(answer) and answer.state is State.PLANNED
                assert bool(promise) == planned
                if planned:
                    assert promise[0].startswith(f"Prévu, en place pour le {when(answer)}\u00a0: ")
            assert not re.search(r"Sonia|la présidente", " ".join(told))
            left = BLANK.sub("", "\n".join(told))
            left = re.sub("|".join(facts(objective)), "", left, flags=re.IGNORECASE)
            assert not re.sub(r"Prévu, en place pour le (\d\S*\s\w+\s\d{4})?|[\s:;.]", "", left)


@given(st.dictionaries(st.sampled_from([p.code for p in REAL.practices]), ANSWERS))
def test_the_short_text_tells_the_same_facts(answers):
    for axis in write(answers).axes:
        objectives = next(one for one in REAL.axes if one.code == axis.code).objectives
        for practice in (p for o in objectives for p in o.practices):
            answer = answers.get(practice.code)
            said = bool(answer) and answer.state is State.YES
            assert (in_place(practice, ABOUT.renewal) in axis.short) == said
            assert (lower_first(practice.strength).rstrip(".") in axis.short) == (
                bool(answer) and answer.state is State.PLANNED
            )


def test_before_the_first_year_nothing_is_told_of_a_clas_that_does_not_exist():
    answers = {practice.code: Answer(State.YES) for practice in REAL.practices}
    for renewal in (False, True):
        told = dossier.write(replace(ABOUT, renewal=renewal), score(REAL, answers), {})
        texts = " ".join(axis.short for axis in told.axes)
        assert ("Clas" in texts) == renewal
        assert ("l’accompagnement à la scolarité" in texts) != renewal


def test_what_is_missing_stands_between_brackets():
    written = write({"3.3.b": Answer(State.YES), "1.5.d": Answer(State.PLANNED)})
    school = next(axis for axis in written.axes if axis.code == "3")
    assert (
        "Une réunion avec l’école a lieu avant le démarrage du projet "
        "[à compléter\u00a0: date de la réunion]." in school.long
    )
    children = written.axes[0].long
    assert (
        "Prévu, en place pour le [à compléter\u00a0: date]\u00a0: "
        "une absence donne lieu à un contact avec la famille." in children
    )
    assert "[à compléter\u00a0: ce que vous faites pour «\u00a0Vie collective\u00a0»]" in children


def test_two_answers_at_odds_are_to_be_checked_before_the_text_is_used():
    written = write(
        {"1.2.c": Answer(State.YES), "1.2.a": Answer(State.PLANNED, date(2027, 10, 15))}
    )
    (passage,) = [p for p in written.axes[0].passages if p.code == "1.2"]
    told = passage.paragraphs[-1]
    assert told.startswith("[à vérifier\u00a0: «\u00a0Chaque trimestre, nous organisons une sortie")
    assert "mais pas «\u00a0Chaque année, les enfants découvrent" in told


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
    assert headings[:2] == [REAL.axes[0].official, REAL.axes[0].objectives[0].short]
    assert len(headings) == len(REAL.axes) + len(REAL.objectives)
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
