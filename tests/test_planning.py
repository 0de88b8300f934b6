"""The plan holds each action once, under what the filing deadline allows."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wizard import calendar_file, counts, planning
from wizard.model_documents import Catalogue
from wizard.referential import Level, load
from wizard.scoring import Answer, State, score
from wizard.summary import About

REAL = load()
CODES = [practice.code for practice in REAL.practices]
DATES = st.dates(date(2026, 1, 1), date(2028, 1, 1))
ANSWERS = st.dictionaries(
    st.sampled_from(CODES), st.builds(Answer, st.sampled_from(State), st.none() | DATES)
)
ABOUT = About("Les Amis", "", 2026, False, None, "abc", date(2026, 11, 24))


def plan(answers, deadline=None, today=date.min):
    return planning.plan(score(REAL, answers), deadline, today)


@given(ANSWERS, st.none() | DATES)
def test_each_action_stands_in_one_place(answers, deadline):
    found = plan(answers, deadline)
    undone = [code for code in CODES if code not in answers or answers[code].state != "yes"]
    grouped = [line for group in found.groups for line in group.lines]
    places = [*found.before, *found.first, *grouped, *found.needed, *found.further]
    assert sorted(line.practice.code for line in places) == sorted(undone)
    planned = {code for code, answer in answers.items() if answer.state is State.PLANNED}
    assert {line.practice.code for line in found.planned} == planned
    assert {line.practice.code for line in grouped} <= planned
    assert found.done == len(CODES) - len(undone)


@given(ANSWERS)
def test_the_sheet_holds_each_action_once_and_the_first_steps_at_its_head(answers):
    result = score(REAL, answers)
    found = planning.plan(result, None, date.min)
    sheet = planning.printed(found, ABOUT, (), REAL, Catalogue())
    steps = result.first_steps()
    first = [step.practice.action.title for step in steps]
    assert [row.what for row in sheet.first] == first
    rows = [*sheet.urgent, *sheet.first, *(row for group in sheet.groups for row in group.lines)]
    rows += [*sheet.needed, *sheet.further]
    titles = [line.practice.action.title for line in found.lines]
    assert sorted(row.what for row in rows) == sorted(titles)


@given(ANSWERS, DATES)
def test_the_deadline_parts_what_comes_before_from_what_comes_after(answers, deadline):
    groups = {group.code: group.lines for group in plan(answers, deadline).groups}
    assert all(line.due <= deadline for line in groups.get("avant", ()))
    assert all(line.due > deadline for line in groups.get("apres", ()))
    assert all(line.due is None for line in groups.get("sans-date", ()))
    for lines in (groups.get("avant", ()), groups.get("apres", ())):
        assert list(lines) == sorted(lines, key=lambda line: line.due)


@given(ANSWERS, st.none() | DATES, DATES)
def test_what_is_late_stands_apart_and_first(answers, deadline, today):
    groups = plan(answers, deadline, today).groups
    for group in groups:
        late = [line.due is not None and line.due < today for line in group.lines]
        assert all(late) if group.code == "retard" else not any(late)
    assert "retard" not in [group.code for group in groups[1:]]


@given(ANSWERS)
def test_what_leads_further_stands_apart(answers):
    found = plan(answers)
    assert all(line.practice.rung <= Level.READY for line in found.needed)
    assert all(line.practice.rung > Level.READY for line in found.further)


@given(ANSWERS)
def test_the_counts_in_words_are_those_of_the_plan(answers):
    lines = plan(answers).lines
    told = counts.to_do(lines)
    for further, part in enumerate(told.split("Pour aller plus loin")):
        numbers = [int(n) for n in re.findall(r"(\d+)\u00a0(?:datée|sans date|à prévoir)", part)]
        (total,) = re.findall(r"(\d+)\u00a0action", part) or [0]
        assert int(total) == sum(line.further == bool(further) for line in lines)
        assert not numbers or sum(numbers) == int(total)


def test_the_day_of_the_deadline_is_still_before_it():
    day = date(2027, 4, 2)
    (group,) = plan({"1.1.a": Answer(State.PLANNED, day)}, day).groups
    assert (group.code, group.title) == ("avant", "Prévu avant le dépôt")


def events(lines, about=ABOUT):
    data = calendar_file.ics(lines, about, datetime(2026, 11, 24, tzinfo=UTC))
    return data, Calendar.from_ical(data).walk("VEVENT")


def test_an_event_says_who_does_it():
    answers = {"1.1.a": Answer(State.PLANNED, date(2027, 3, 1), "Ana")}
    _data, (event,) = events(plan(answers).planned, replace(ABOUT, deadline=None))
    assert event["summary"].endswith(" (Ana)")


@given(ANSWERS)
def test_every_date_is_in_the_calendar(answers):
    lines = plan(answers).planned
    _data, found = events(lines)
    assert sorted(event["dtstart"].dt for event in found) == sorted(
        line.due for line in lines if line.due
    )
    assert len({event["uid"] for event in found}) == len(found)


def test_what_was_typed_cannot_add_a_line_to_the_calendar():
    owner = "Ana;x,y\r\nBEGIN:VEVENT\nSUMMARY:piège 🎉"
    about = About("Ana;x,y:BEGIN:VEVENT", "", 2026, False, None, "abc", date(2026, 11, 24))
    answer = Answer(State.PLANNED, date(2027, 1, 1), owner)
    data, found = events(plan({"1.1.a": answer}).planned, about)
    assert len(found) == 1
    assert data.count(b"\r\nBEGIN:VEVENT") == 1
    assert "organiser leur travail scolaire" in found[0]["summary"]
    assert "piège 🎉" in found[0]["description"]
