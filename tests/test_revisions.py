"""Saving whole pages filled by several people: what is written, kept, reported."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import revisions
from wizard.revisions import Remarks, Save, Seen, Submitted
from wizard.scoring import Answer, State

YES, NO, PLANNED = Answer(State.YES), Answer(State.NO), Answer(State.PLANNED, date(2027, 3, 1))


@pytest.fixture
def rows():
    return {}


def shown(rows, *codes):
    """What a page that is opened now shows of each practice."""
    return {code: revisions.seen(rows.get(code)) for code in codes}


def write(rows, sent):
    merged = revisions.merge(rows, sent)
    rows |= merged.written
    return merged.conflicts


def save(rows, page, seen, keep=None, drop=(), **values):
    """Send practices a and b as a page would; "a=YES" is practice 1.1.a."""
    sent = {code: Submitted(values.get(code[-1]), seen[code]) for code in seen}
    return write(rows, Save(page, sent, keep or {}, frozenset(drop)))


def stored(rows):
    return {code[-1]: row.value for code, row in rows.items()}


def test_a_first_answer_is_written(rows):
    assert save(rows, "page-1", shown(rows, "1.1.a", "1.1.b"), a=YES) == []
    assert stored(rows) == {"a": YES}
    assert rows["1.1.a"].revision == 1


def test_two_pages_on_different_practices_lose_nothing(rows):
    one, other = shown(rows, "1.1.a", "1.1.b"), shown(rows, "1.1.a", "1.1.b")
    assert save(rows, "page-1", one, a=YES) == []
    assert save(rows, "page-2", other, b=NO) == []
    assert save(rows, "page-1", one, a=YES) == []
    assert stored(rows) == {"a": YES, "b": NO}


def test_the_second_on_the_same_practice_is_told_and_nothing_is_overwritten(rows):
    one, other = shown(rows, "1.1.a"), shown(rows, "1.1.a")
    save(rows, "page-1", one, a=YES)
    (conflict,) = save(rows, "page-2", other, a=NO)
    assert (conflict.subject, conflict.mine, conflict.theirs) == ("1.1.a", NO, YES)
    assert stored(rows) == {"a": YES}


def test_the_same_answer_from_two_people_is_no_conflict(rows):
    one, other = shown(rows, "1.1.a"), shown(rows, "1.1.a")
    save(rows, "page-1", one, a=YES)
    assert save(rows, "page-2", other, a=YES) == []
    assert rows["1.1.a"].revision == 1


def test_a_conflict_is_decided_for_mine_or_for_theirs(rows):
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=YES)
    assert save(rows, "page-2", old, drop=["1.1.a"], a=NO) == []
    assert stored(rows) == {"a": YES}
    assert save(rows, "page-2", old, keep={"1.1.a": 1}, a=NO) == []
    assert stored(rows) == {"a": NO}


def test_a_page_is_never_in_conflict_with_itself(rows):
    """Its requests may be sent before the answers of the former ones come back."""
    old = shown(rows, "1.1.a")
    for answer in (YES, NO, PLANNED, YES):
        assert save(rows, "page-1", old, a=answer) == []
        assert stored(rows) == {"a": answer}


def test_a_page_may_come_back_to_what_it_was_first_shown(rows):
    save(rows, "page-0", shown(rows, "1.1.a"), a=NO)
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=YES)
    save(rows, "page-1", old, a=NO)
    assert stored(rows) == {"a": NO}


def test_in_a_conflict_to_come_back_to_what_one_was_shown_is_an_answer_too(rows):
    """Else the page would say « Enregistré » beside another answer than the one that is stored."""
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=YES)
    seen = shown(rows, "1.1.a")
    save(rows, "page-2", seen, a=PLANNED)
    changed = Save("page-1", {"1.1.a": Submitted(NO, seen["1.1.a"])})
    assert len(write(rows, changed)) == 1
    assert len(save(rows, "page-1", revisions.seen_after(rows, changed), a=YES)) == 1
    assert stored(rows) == {"a": PLANNED}


def test_an_old_page_that_changed_nothing_undoes_nothing(rows):
    save(rows, "page-0", shown(rows, "1.1.a"), a=NO)
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=YES)
    assert save(rows, "page-2", old, a=NO) == []
    assert stored(rows) == {"a": YES}


def test_a_blank_erases_nothing(rows):
    save(rows, "page-1", shown(rows, "1.1.a"), a=YES)
    assert save(rows, "page-2", shown(rows, "1.1.a")) == []
    assert stored(rows) == {"a": YES}


def test_nothing_is_written_by_a_page_that_says_nothing(rows):
    save(rows, "page-1", shown(rows, "1.1.a"), a=YES)
    old = shown(rows, "1.1.a")
    save(rows, "page-2", old)
    assert rows["1.1.a"].revision == 1
    assert rows["1.1.a"].page == "page-1"


def test_a_page_has_seen_what_it_sent_and_what_it_was_shown_only(rows):
    old = shown(rows, "1.1.a", "1.1.b")
    save(rows, "page-1", old, a=YES)
    sent = Save("page-2", {c: Submitted(NO if c == "1.1.b" else None, old[c]) for c in old})
    write(rows, sent)
    now = revisions.seen_after(rows, sent)
    assert now == {"1.1.a": old["1.1.a"], "1.1.b": shown(rows, "1.1.b")["1.1.b"]}


def test_ticks_that_a_newer_content_dropped_are_kept(rows):
    every = frozenset({"1.1.p1", "1.1.p2"})
    blank = revisions.seen(None)
    first = Submitted(Remarks(("1.1.p1", "1.1.p2"), ""), blank, every)
    write(rows, Save("page-1", {"1.1": first}))
    offered = frozenset({"1.1.p2", "1.1.p3"})
    seen = revisions.seen(rows["1.1"], offered)
    same = Submitted(Remarks(("1.1.p2",), ""), seen, offered)
    assert write(rows, Save("page-2", {"1.1": same})) == []
    assert rows["1.1"].revision == 1
    more = Submitted(Remarks(("1.1.p2", "1.1.p3"), ""), seen, offered)
    write(rows, Save("page-2", {"1.1": more}))
    assert sorted(rows["1.1"].value.ticked) == ["1.1.p1", "1.1.p2", "1.1.p3"]


def test_remarks_follow_the_same_rule(rows):
    old = revisions.seen(None)

    def send(page, value):
        return write(rows, Save(page, {"1.1": Submitted(value, old)}))

    assert send("page-1", Remarks()) == []
    assert rows == {}
    send("page-1", Remarks(("1.1.p1",), "Lundi"))
    (conflict,) = send("page-2", Remarks((), "Mardi"))
    assert conflict.theirs == Remarks(("1.1.p1",), "Lundi")
    assert rows["1.1"].value == conflict.theirs


def test_what_a_page_was_shown_travels_as_text():
    seen = Seen(3, "abcd1234")
    assert Seen.parse(str(seen)) == seen
    for text in ("", "3", "x-abcd1234", "3-abcd123", "3-abcd1234\n", "٣-abcd1234"):
        with pytest.raises(ValueError, match="not what a page was shown"):
            Seen.parse(text)


class Tab:
    """A page in somebody's browser: what it was last shown of each practice, or gave itself."""

    def __init__(self, name, rows, codes):
        self.name, self.seen = name, shown(rows, *codes)
        self.known = {code: value_of(rows, code) for code in codes}

    def send(self, rows, values):
        """Send the page with some answers changed; return the practices told to be in conflict."""
        mine = self.known | values
        sent = Save(self.name, {code: Submitted(mine[code], self.seen[code]) for code in mine})
        conflicts = {conflict.subject for conflict in write(rows, sent)}
        self.seen = revisions.seen_after(rows, sent)
        self.known = mine
        return conflicts


def value_of(rows, code):
    return rows[code].value if code in rows else None


CODES = ("1.1.a", "1.1.b")
DATES = st.sampled_from([None, date(2027, 1, 20)])
PLANS = st.builds(Answer, st.just(State.PLANNED), DATES, st.sampled_from(["", "Inès"]))
ANSWERS = st.sampled_from([YES, NO, Answer(State.UNKNOWN)]) | PLANS
STEPS = st.tuples(
    st.integers(0, 2), st.dictionaries(st.sampled_from(CODES), ANSWERS), st.booleans()
)


@given(st.lists(STEPS, max_size=12))
def test_whoever_answers_nothing_is_overwritten_unseen_and_nothing_is_lost_silently(steps):
    """Three tabs in any order; each may be opened again before it sends."""
    rows, tabs = {}, [Tab(f"page-{number}", {}, CODES) for number in range(3)]
    for turn, (number, values, opened_again) in enumerate(steps):
        if opened_again:
            tabs[number] = Tab(f"page-{number}-{turn}", rows, CODES)
        tab, before = tabs[number], dict(rows)
        known = dict(tab.known)
        conflicts = tab.send(rows, values)
        for code in CODES:
            was, now = value_of(before, code), value_of(rows, code)
            unseen = was != known[code] and before[code].page != tab.name
            mine = values.get(code, known[code])
            assert now == was if code in conflicts else told(was, known[code], mine, now, unseen)


def told(was, shown, mine, now, unseen):
    """Whether what a page changed is written, part by part, and what it did not see stays."""
    was, shown, mine, now = map(said, (was, shown, mine, now))
    return all(
        now[part] == mine[part]
        if mine[part] != shown[part]
        else not unseen or now[part] == was[part]
        for part in shown
    )


def said(answer):
    """What an answer tells, part by part; no answer names nobody, as one without a name."""
    return vars(answer) if answer else vars(NO) | {"state": None}


@pytest.mark.parametrize("first", ["Claire", "Inès"])
def test_who_dates_an_action_and_who_names_somebody_are_kept_together(rows, first):
    before = Answer(State.PLANNED, date(2027, 1, 20))
    save(rows, "page-0", shown(rows, "1.1.a"), a=before)
    old = shown(rows, "1.1.a")
    theirs = {
        "Claire": Answer(State.PLANNED, date(2027, 2, 20)),
        "Inès": Answer(State.PLANNED, date(2027, 1, 20), "Zoé"),
    }
    save(rows, "page-1", old, a=theirs.pop(first))
    (mine,) = theirs.values()
    sent = Save("page-2", {"1.1.a": Submitted(mine, old["1.1.a"])})
    assert write(rows, sent) == []
    assert stored(rows) == {"a": Answer(State.PLANNED, date(2027, 2, 20), "Zoé")}
    again = revisions.seen_after(rows, sent)
    assert save(rows, "page-2", again, a=mine) == []  # the page is sent once more as it stands
    assert stored(rows) == {"a": Answer(State.PLANNED, date(2027, 2, 20), "Zoé")}
    assert len(save(rows, "page-2", again, a=Answer(State.PLANNED, date(2027, 3, 1), "Léo"))) == 1


@pytest.mark.parametrize("before", [None, NO])
def test_of_what_nobody_had_planned_date_and_name_are_kept_together(rows, before):
    if before:
        save(rows, "page-0", shown(rows, "1.1.a"), a=before)
    one, other = shown(rows, "1.1.a"), shown(rows, "1.1.a")
    named = Answer(State.PLANNED, None, "Karim")
    assert save(rows, "page-1", one, a=PLANNED) == []
    assert save(rows, "page-2", other, a=named) == []
    both = replace(PLANNED, owner="Karim")
    assert stored(rows) == {"a": both}
    again = revisions.seen_after(rows, Save("page-2", {"1.1.a": Submitted(named, other["1.1.a"])}))
    assert save(rows, "page-2", again, a=replace(named, owner="Inès")) == []
    assert stored(rows) == {"a": replace(both, owner="Inès")}
    (conflict,) = save(rows, "page-3", other, a=Answer(State.PLANNED, date(2027, 5, 1), "Inès"))
    assert conflict.theirs == replace(both, owner="Inès")


def test_of_two_dates_mine_is_kept_with_the_name_that_i_did_not_touch(rows):
    save(rows, "page-0", shown(rows, "1.1.a"), a=Answer(State.PLANNED, date(2027, 1, 20), "Zoé"))
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=Answer(State.PLANNED, date(2027, 2, 20), "Inès"))
    mine = Answer(State.PLANNED, date(2027, 3, 1), "Zoé")
    sent = Save("page-2", {"1.1.a": Submitted(mine, old["1.1.a"])})
    (conflict,) = write(rows, sent)
    assert conflict.mine == Answer(State.PLANNED, date(2027, 3, 1), "Inès")
    again = revisions.seen_after(rows, sent)
    keep = {"1.1.a": conflict.revision}
    kept = Save("page-2", {"1.1.a": Submitted(mine, again["1.1.a"])}, keep)
    assert write(rows, kept) == []
    assert stored(rows) == {"a": conflict.mine}
    # The page still shows the name that was replaced: its next date leaves the other one too.
    later = replace(mine, due=date(2027, 4, 1))
    assert save(rows, "page-2", revisions.seen_after(rows, kept), a=later) == []
    assert stored(rows) == {"a": replace(later, owner="Inès")}


def note(rows, page, seen, value):
    """Send the note of objective 1.1 as a page would; return what it is told, and has now seen."""
    sent = Save(page, {"1.1": Submitted(value, seen, PIECES)})
    return write(rows, sent), revisions.seen_after(rows, sent)["1.1"]


PIECES = frozenset({"1.1.p1", "1.1.p2"})


def test_who_ticks_and_who_writes_are_kept_together(rows):
    blank = revisions.seen(None)
    conflicts, ticked = note(rows, "page-1", blank, Remarks(("1.1.p1",), ""))
    assert conflicts == []
    conflicts, wrote = note(rows, "page-2", blank, Remarks((), "Lundi"))
    assert conflicts == []
    assert rows["1.1"].value == Remarks(("1.1.p1",), "Lundi")
    # Each goes on with what its page still shows of the other: nothing is undone.
    assert note(rows, "page-1", ticked, Remarks(("1.1.p1", "1.1.p2"), ""))[0] == []
    assert note(rows, "page-2", wrote, Remarks((), "Lundi et mardi"))[0] == []
    assert rows["1.1"].value == Remarks(("1.1.p1", "1.1.p2"), "Lundi et mardi")


def test_what_one_unticks_and_another_ticks_are_both_kept(rows):
    note(rows, "page-0", revisions.seen(None), Remarks(("1.1.p1",), "Lundi"))
    seen = revisions.seen(rows["1.1"], PIECES)
    note(rows, "page-1", seen, Remarks(("1.1.p1", "1.1.p2"), "Mardi"))
    assert note(rows, "page-2", seen, Remarks((), "Lundi"))[0] == []
    assert rows["1.1"].value == Remarks(("1.1.p2",), "Mardi")
    # Where the texts differ, to decide for one of them undoes no tick.
    seen = revisions.seen(rows["1.1"], PIECES)
    note(rows, "page-3", seen, Remarks(("1.1.p1", "1.1.p2"), "Mercredi"))
    (conflict,), _ = note(rows, "page-4", seen, Remarks((), "Jeudi"))
    sent = Save("page-4", {"1.1": Submitted(Remarks((), "Jeudi"), seen, PIECES)})
    write(rows, replace(sent, keep={"1.1": conflict.revision}))
    assert rows["1.1"].value == Remarks(("1.1.p1",), "Jeudi")


def test_mine_is_kept_over_what_one_had_before_ones_eyes_and_over_nothing_later(rows):
    old = shown(rows, "1.1.a")
    save(rows, "page-1", old, a=YES)
    (conflict,) = save(rows, "page-2", old, a=NO)
    save(rows, "page-1", old, a=PLANNED)
    kept = {conflict.subject: conflict.revision}
    (again,) = save(rows, "page-2", old, keep=kept, a=NO)
    assert again.theirs == PLANNED
    assert stored(rows) == {"a": PLANNED}
    assert save(rows, "page-2", old, keep={again.subject: again.revision}, a=NO) == []
    assert stored(rows) == {"a": NO}


def test_both_texts_are_kept_and_their_common_beginning_once():
    theirs = Remarks((), "Inès a relu. La directrice est d’accord.")
    mine = Remarks((), "Inès a relu. Claire complète lundi.")
    sent = Submitted(mine, revisions.seen(None))
    merged = revisions.merge(
        {"1.1": revisions.Stored(theirs)}, Save("page", {"1.1": sent}, both=frozenset({"1.1"}))
    )
    assert merged.written["1.1"].value.text == (
        "Inès a relu. La directrice est d’accord.\nClaire complète lundi."
    )


def test_what_was_sent_before_both_were_kept_leaves_neither_when_it_is_sent_again(rows):
    blank = revisions.seen(None)
    note(rows, "page-1", blank, Remarks((), "Lundi"))
    first = Submitted(Remarks((), "Mardi"), blank, PIECES)
    write(rows, Save("page-2", {"1.1": first}, both=frozenset({"1.1"})))
    assert rows["1.1"].value.text == "Lundi\nMardi"
    assert len(write(rows, Save("page-2", {"1.1": first}))) == 1  # Back, then the page sent again
    assert rows["1.1"].value.text == "Lundi\nMardi"


NOTES = st.builds(
    Remarks,
    st.sets(st.sampled_from(sorted(PIECES))).map(lambda codes: tuple(sorted(codes))),
    st.sampled_from(["", "Lundi", "Mardi", "Mercredi"]),
)


@given(st.lists(st.tuples(st.integers(0, 2), NOTES, st.booleans()), max_size=12))
def test_no_tick_nor_text_is_overwritten_unseen_nor_lost_silently(steps):
    """Three tabs in any order; each may be opened again before it sends."""
    rows, blank = {}, (revisions.seen(None), parts_of(Remarks()))
    tabs = {number: (f"page-{number}", *blank) for number in range(3)}
    for turn, (number, value, opened_again) in enumerate(steps):
        page, seen, shown = tabs[number]
        if opened_again:
            page, seen = f"page-{number}-{turn}", revisions.seen(rows.get("1.1"), PIECES)
            shown = parts(rows)
        was, mine = parts(rows), parts_of(value)
        wrote_it = "1.1" in rows and rows["1.1"].page == page
        conflicts, seen = note(rows, page, seen, value)
        now = parts(rows)
        for part in was:
            if mine[part] != shown[part]:  # what one ticks is written, and what one writes, or told
                assert now[part] == mine[part] or (part == "text" and conflicts)
            elif not wrote_it:  # what somebody else changed stays
                assert now[part] == was[part]
        shown = {part: mine[part] if now[part] == mine[part] else shown[part] for part in was}
        tabs[number] = (page, seen, shown)


def parts_of(value):
    return {"text": value.text} | {code: code in value.ticked for code in PIECES}


def parts(rows):
    return parts_of(rows["1.1"].value if "1.1" in rows else Remarks())
