"""The rule, and its laws on the real content and on generated content."""

import itertools
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contents import A_DATE, ANSWERS, answers_to, referentials
from wizard.referential import Level, load
from wizard.scoring import Answer, Horizon, State, score

REAL = load()
some_content = st.one_of(st.just(REAL), referentials())


@st.composite
def cases(draw):
    """A referential and answers to it."""
    referential = draw(some_content)
    return referential, draw(answers_to(referential))


def levels(result):
    """Every level of a result, by the code of what has it."""
    parts = [("project", result)]
    parts += [(axis.axis.code, axis) for axis in result.axes]
    parts += [(objective.objective.code, objective) for objective in result.objectives]
    return {(code, horizon): part.level(horizon) for code, part in parts for horizon in Horizon}


@pytest.mark.parametrize(
    ("in_place", "level"),
    [
        ([], Level.TO_BUILD),
        ([Level.READY, Level.EXEMPLARY], Level.TO_BUILD),
        ([Level.TO_CONSOLIDATE], Level.TO_CONSOLIDATE),
        ([Level.TO_CONSOLIDATE, Level.EXEMPLARY], Level.TO_CONSOLIDATE),
        ([Level.TO_CONSOLIDATE, Level.READY], Level.READY),
        ([Level.TO_CONSOLIDATE, Level.READY, Level.EXEMPLARY], Level.EXEMPLARY),
    ],
)
def test_every_level_of_every_objective_is_reached_by_its_rungs(in_place, level):
    answers = {p.code: Answer(State.YES) for p in REAL.practices if p.rung in in_place}
    assert {o.today for o in score(REAL, answers).objectives} == {level}


def test_a_date_that_has_passed_still_counts():
    answers = {p.code: Answer(State.PLANNED, date(2001, 1, 1)) for p in REAL.practices}
    assert score(REAL, answers).projected is Level.EXEMPLARY


def test_a_level_carries_the_practices_that_hold_it():
    objective = REAL.objectives[0]
    verdict = score(REAL, {}).objective(objective.code).verdicts[Horizon.TODAY]
    expected = [p for p in objective.practices if p.rung is Level.TO_CONSOLIDATE]
    assert list(verdict.missing) == expected
    assert verdict.next_level is Level.TO_CONSOLIDATE


# The worse answer and the better one. Blank, no and unknown are one step of the law; among them
# only leaving a "no" improves something ("best").
IMPROVEMENTS = [
    *itertools.combinations(["no", "undated", "dated", "yes"], 2),
    *itertools.product(["blank", "unknown"], ["undated", "dated", "yes"]),
    ("no", "blank"),
    ("no", "unknown"),
]


def with_answer(answers, practice, name):
    others = {code: answer for code, answer in answers.items() if code != practice.code}
    return others if ANSWERS[name] is None else {**others, practice.code: ANSWERS[name]}


@given(cases(), st.data())
def test_law_1_improving_an_answer_never_lowers_a_level(case, data):
    referential, answers = case
    practice = data.draw(st.sampled_from(referential.practices))
    worse, better = data.draw(st.sampled_from(IMPROVEMENTS))
    improved = levels(score(referential, with_answer(answers, practice, better)))
    for key, level in levels(score(referential, with_answer(answers, practice, worse))).items():
        assert improved[key] >= level


@given(cases())
def test_law_2_unknown_and_blank_are_worth_no_today_and_projected(case):
    referential, answers = case
    as_no = {
        p.code: Answer(State.NO)
        if p.code not in answers or answers[p.code].state is State.UNKNOWN
        else answers[p.code]
        for p in referential.practices
    }
    given, refused = levels(score(referential, answers)), levels(score(referential, as_no))
    for (code, horizon), level in given.items():
        if horizon is not Horizon.BEST:
            assert refused[code, horizon] is level


@given(cases())
def test_law_3_today_is_at_most_projected_which_is_at_most_best(case):
    result = score(*case)
    for part in (result, *result.axes, *result.objectives):
        assert part.today <= part.projected <= part.best


@given(cases())
def test_law_4_doing_the_whole_distance_makes_everything_ready(case):
    referential, answers = case
    result = score(referential, answers)
    done = answers | {step.practice.code: Answer(State.YES) for step in result.distance}
    after = score(referential, done)
    assert all(objective.today >= Level.READY for objective in after.objectives)
    assert (not result.distance) == all(o.today >= Level.READY for o in result.objectives)


@given(cases())
def test_what_is_missing_is_what_leads_to_the_next_level(case):
    referential, answers = case
    result = score(referential, answers)
    for horizon in Horizon:
        missing = result.missing(horizon)
        after = score(referential, answers | {p.code: Answer(State.YES) for p in missing})
        assert (after.level(horizon) > result.level(horizon)) == bool(missing)
        assert bool(missing) == (result.level(horizon) < Level.EXEMPLARY)


@given(cases(), st.randoms(use_true_random=False))
def test_law_5_the_order_of_actions_does_not_depend_on_that_of_the_answers(
    case, chance: random.Random
):
    referential, answers = case
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    one, other = score(referential, answers), score(referential, dict(shuffled))
    codes = [step.practice.code for step in one.distance]
    assert codes == [step.practice.code for step in other.distance]
    assert len(codes) == len(set(codes))
    assert [step.rank for step in one.distance] == sorted(step.rank for step in one.distance)


IN_DISTANCE = [practice for practice in REAL.practices if practice.rung <= Level.READY]


@pytest.mark.parametrize("practice", IN_DISTANCE, ids=lambda practice: practice.code)
def test_law_5_every_action_can_come_first(practice):
    others = {p.code: Answer(State.YES) for p in REAL.practices if p is not practice}
    assert [step.practice for step in score(REAL, others).first_steps()] == [practice]


@given(cases(), st.data())
def test_law_6_an_answer_changes_no_other_objective(case, data):
    referential, answers = case
    practice = data.draw(st.sampled_from(referential.practices))
    changed = {**answers, practice.code: Answer(State.YES)}
    own = referential.objective_of[practice.code].code
    before, after = score(referential, answers), score(referential, changed)
    for one, other in zip(before.objectives, after.objectives, strict=True):
        if one.objective.code != own:
            assert one == other


def test_plans_change_the_order_of_what_remains():
    """The order looks at the projected levels: a planned axis gives way to one without plans."""
    planned = {p.code: Answer(State.PLANNED, A_DATE) for p in REAL.practices if p.code < "4"}
    first = score(REAL, planned).distance[0]
    assert first.axis.code == "4"


def test_the_first_steps_are_the_first_three_that_have_no_date():
    said_no = {practice.code: Answer(State.NO) for practice in REAL.practices}
    codes = [step.practice.code for step in score(REAL, said_no).distance]
    planned = {code: Answer(State.PLANNED, A_DATE) for code in codes[1:3]}
    result = score(REAL, said_no | planned)
    left = [step for step in result.distance if not step.planned]
    assert list(result.first_steps()) == left[:3]
    told = tuple(practice for practice in REAL.practices if practice.caution)
    assert result.cautions() == told
    undated = {practice.code: Answer(State.PLANNED) for practice in told}
    assert score(REAL, said_no | undated).cautions() == told
    dated = {practice.code: Answer(State.PLANNED, A_DATE) for practice in told}
    assert score(REAL, said_no | dated).cautions() == ()
    assert len(result.unplanned) == len(codes) - 2


def test_too_few_answers_are_no_ground_for_advice():
    """Fewer than the short first pass asks."""
    answers = {practice.code: Answer(State.NO) for practice in REAL.foundations}
    assert len(score(REAL, answers).first_steps()) == 3
    answers.popitem()
    result = score(REAL, answers)
    held = {step.practice.action.evidence for step in result.distance}
    assert result.first_steps() == result.to_confirm(held) == ()


@given(answers_to(REAL))
def test_every_action_is_advised_or_to_be_confirmed_never_both(answers):
    result = score(REAL, answers)
    doubtful = [step.practice.code for step in result.to_confirm(())]
    first = [step.practice.code for step in result.first_steps()]
    assert not set(doubtful) & set(first)
    for code in doubtful:
        (cause,) = {s.contradicting for s in result.distance if s.practice.code == code}
        assert code in cause.implies
        assert answers[cause.code].state is State.YES


@given(answers_to(REAL))
def test_what_is_in_place_counts_now_next_or_is_ahead(answers):
    for part in score(REAL, answers).objectives:
        following = part.verdicts[Horizon.TODAY].next_level or Level.EXEMPLARY
        rungs = {p.code: p.rung for p in part.objective.practices}
        assert {p.code for p in part.ahead} == {c for c in part.done if rungs[c] > following}


def test_ready_everywhere_leaves_nothing_to_do_whatever_is_missing_beyond():
    answers = {p.code: Answer(State.YES) for p in IN_DISTANCE}
    result = score(REAL, answers)
    assert result.today is Level.READY
    assert result.distance == ()


def test_best_takes_all_that_is_not_refused():
    assert score(REAL, {}).best is Level.EXEMPLARY
    unsure = {p.code: Answer(State.UNKNOWN) for p in REAL.practices}
    assert score(REAL, unsure).best is Level.EXEMPLARY


@given(answers_to(REAL))
def test_what_the_missing_answers_can_bring_lies_between_now_and_the_best(answers):
    result = score(REAL, answers)
    blank = {p.code: Answer(State.YES) for p in REAL.practices if p.code not in answers}
    then = score(REAL, {**answers, **blank})
    for horizon in (Horizon.TODAY, Horizon.PROJECTED):
        assert result.level(horizon) <= result.filled(horizon) <= result.best
        assert result.filled(horizon) is then.level(horizon)


@given(answers_to(REAL))
def test_a_rank_is_made_of_what_the_pages_say_of_it(answers):
    result = score(REAL, answers)
    for step in result.distance:
        objective = result.objective(step.objective.code)
        axis = next(part for part in result.axes if part.axis is step.axis)
        assert step.planned == (step.answer is not None and step.answer.is_dated_plan)
        assert step.rank[:4] == (
            axis.projected,
            objective.projected,
            step.practice.rung,
            step.practice.action.effort.rank,
        )


def test_codes_that_the_referential_lacks_are_ignored():
    assert score(REAL, {"9.9.z": Answer(State.YES)}) == score(REAL, {})
