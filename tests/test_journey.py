from wizard import journey
from wizard.journey import Kind, Page, Status
from wizard.scoring import Answer, State, score

YES = Answer(State.YES)


def test_pages_follow_the_axes_each_closed_by_its_check(referential):
    order = journey.pages(referential)
    assert order[:6] == [Page(Kind.OBJECTIVE, f"1.{n}") for n in range(1, 6)] + [
        Page(Kind.AXIS, "1")
    ]
    assert order[-2:] == [Page(Kind.CONDITIONS), Page(Kind.RESULT)]
    assert len(order) == 14 + 4 + 2


def test_after_and_before_are_inverse(referential):
    order = journey.pages(referential)
    for page in order[:-1]:
        assert journey.page_before(referential, journey.page_after(referential, page)) == page
    assert journey.page_before(referential, order[0]) is None
    assert journey.page_after(referential, order[-1]) == order[-1]


def test_the_next_page_is_the_first_objective_with_a_blank(referential):
    answers = {p.code: YES for p in referential.practices if p.code != "2.3.b"}
    assert journey.next_page(score(referential, answers)) == Page(Kind.OBJECTIVE, "2.3", "2.3.b")
    everything = {p.code: YES for p in referential.practices}
    assert journey.next_page(score(referential, everything)) == Page(Kind.RESULT)


def test_an_objective_is_to_do_then_started_then_done(referential):
    codes = [practice.code for practice in referential.by_code["1.1"].practices]
    statuses = [
        journey.status(score(referential, dict.fromkeys(codes[:n], YES)).objective("1.1"))
        for n in (0, 1, len(codes))
    ]
    assert statuses == [Status.TO_DO, Status.STARTED, Status.DONE]


def test_the_time_left_shrinks_to_nothing(referential):
    whole = journey.progress(referential, {})
    assert (whole.done, whole.total) == (0, 14)
    assert 20 <= whole.minutes_left <= 30
    everything = {p.code: YES for p in referential.practices}
    assert journey.progress(referential, everything).minutes_left == 0
    assert 5 <= journey.progress(referential, {}, known=everything).minutes_left <= 10


def test_the_place_of_an_objective(referential):
    place = journey.place(referential, referential.by_code["2.3"])
    assert (place.axis_number, place.axis_count, place.number, place.count) == (2, 4, 3, 5)
