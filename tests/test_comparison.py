"""Two years side by side."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contents import A_DATE, ANSWERS, answers_to
from wizard.comparison import Outcome, compare
from wizard.referential import load
from wizard.scoring import Answer, State, score

CONTENT = load()
YES, NO, PLANNED = Answer(State.YES), Answer(State.NO), Answer(State.PLANNED, A_DATE)


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        ("yes", Outcome.DONE),
        ("dated", Outcome.STILL_PLANNED),
        ("undated", Outcome.POSTPONED),
        ("no", Outcome.NOT_DONE),
        ("unknown", Outcome.NOT_KNOWN),
        ("blank", Outcome.NOT_SAID),
    ],
)
def test_what_became_of_a_promise(now, outcome):
    answers = {"1.1.a": ANSWERS[now]} if ANSWERS[now] else {}
    (promise,) = compare(CONTENT, {"1.1.a": PLANNED}, answers).promises
    assert promise.outcome is outcome


@pytest.mark.parametrize(
    ("promised", "now", "outcome"),
    [
        (A_DATE, date(2028, 1, 15), Outcome.POSTPONED),
        (A_DATE, date(2027, 1, 15), Outcome.ADVANCED),
        (None, A_DATE, Outcome.STILL_PLANNED),
    ],
)
def test_a_date_that_comes_sooner_is_not_told_as_later(promised, now, outcome):
    then, again = ({"1.1.a": Answer(State.PLANNED, due)} for due in (promised, now))
    (promise,) = compare(CONTENT, then, again).promises
    assert promise.outcome is outcome


def test_what_came_without_a_promise_and_what_was_lost():
    before = {"1.1.a": YES, "1.1.b": NO, "1.1.c": PLANNED, "2.1.a": YES}
    now = {"1.1.a": NO, "1.1.b": YES, "1.1.c": YES}
    compared = compare(CONTENT, before, now)
    first = compared.objectives[0]
    assert [practice.code for practice in first.gained] == ["1.1.b"]
    assert [practice.code for practice in first.lost] == ["1.1.a"]
    assert not [part for part in compared.objectives[1:] if part.gained or part.lost]


@given(answers_to(CONTENT), answers_to(CONTENT))
def test_a_comparison_holds_each_promise_once_and_the_results_of_both_years(before, now):
    compared = compare(CONTENT, before, now)
    planned = {code for code, answer in before.items() if answer.state is State.PLANNED}
    assert sorted(promise.practice.code for promise in compared.promises) == sorted(planned)
    assert sum(compared.outcomes.values()) == len(planned)
    assert compared.before == score(CONTENT, before)
    assert compared.now == score(CONTENT, now)
    for part in compared.objectives:
        changed = [*part.gained, *part.lost, *(promise.practice for promise in part.promises)]
        assert len({practice.code for practice in changed}) == len(changed)


@given(answers_to(CONTENT))
def test_a_year_compared_with_itself_shows_no_change(answers):
    compared = compare(CONTENT, answers, answers)
    assert compared.higher == compared.lower == 0
    assert set(compared.outcomes) <= {Outcome.STILL_PLANNED}


@given(st.data())
def test_codes_that_the_content_no_longer_has_are_left_out(data):
    answers = data.draw(answers_to(CONTENT))
    gone = {"9.9.z": PLANNED}
    assert compare(CONTENT, answers | gone, gone) == compare(CONTENT, answers, {})


def test_a_year_hardly_begun_is_not_told_as_one_without_change():
    before = {practice.code: YES for practice in CONTENT.practices}
    compared = compare(CONTENT, before, {"1.1.a": YES, "1.1.d": PLANNED, "1.1.b": NO})
    assert not compared.filled
    assert (compared.ready_before, compared.ready_now) == (0, 0)
    assert [practice.code for practice in compared.objectives[0].lost] == ["1.1.b"]
    assert [practice.code for practice in compared.objectives[0].replanned] == ["1.1.d"]


def test_what_is_planned_again_is_not_told_as_lost():
    before = {practice.code: YES for practice in CONTENT.practices}
    unknown = Answer(State.UNKNOWN)
    compared = compare(CONTENT, before, before | {"1.1.a": PLANNED, "1.2.a": unknown})
    assert (compared.lower, compared.recovering) == (2, 1)
    assert [part.recovers for part in compared.objectives[:2]] == [True, False]
    assert [practice.code for practice in compared.objectives[1].doubtful] == ["1.2.a"]
    assert not [part for part in compared.objectives if part.lost]


def test_what_nobody_knew_last_year_is_not_told_as_new():
    before = {"1.1.a": NO, "1.1.b": Answer(State.UNKNOWN)}
    now = {"1.1.a": YES, "1.1.b": YES, "1.1.c": YES}
    part = compare(CONTENT, before, now).objectives[0]
    assert [practice.code for practice in part.gained] == ["1.1.a"]
    assert [practice.code for practice in part.learnt] == ["1.1.b", "1.1.c"]
