"""What a new version of the content changes, whatever the contents say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contents import referentials
from wizard import counts
from wizard.changes import compare, removed
from wizard.referential import (
    ContentError,
    Level,
    Referential,
    as_json,
    from_json,
)


@given(referentials())
def test_any_content_survives_its_text(content):
    assert from_json(as_json(content)) == content
    assert as_json(from_json(as_json(content))) == as_json(content)


def test_the_content_of_the_product_survives_its_text(referential):
    assert from_json(as_json(referential)) == referential


def test_a_key_that_the_code_dropped_since_is_passed_over(referential):
    text = as_json(referential).replace('"rung":', '"color": "red", "rung":')
    assert from_json(text) == referential


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", "[" * 100_000, '{"heading": {}, "axes": 3, "conditions": []}'],
)
def test_what_is_no_content_is_refused(text):
    with pytest.raises(ContentError):
        from_json(text)


def test_a_content_cut_short_or_without_anything_to_score_is_refused(referential):
    empty = replace(referential.axes[0], objectives=())
    for content in (replace(referential, axes=()), replace(referential, axes=(empty,))):
        with pytest.raises(ContentError):
            from_json(as_json(content))
    with pytest.raises(ContentError):
        from_json(as_json(referential)[:5_000])


@given(referentials())
def test_nothing_changed_between_a_content_and_itself(content):
    assert compare(content, content).is_empty


@given(referentials(), referentials())
def test_what_is_new_one_way_is_removed_the_other_way(one, other):
    there, back = compare(one, other), compare(other, one)
    assert there.new == back.removed
    assert there.removed == back.new
    assert {r.now.code for r in there.revised} == {r.now.code for r in back.revised}
    codes = {p.code for p in one.practices} | {new.practice.code for new in there.new}
    assert codes - {old.practice.code for old in there.removed} == {p.code for p in other.practices}


@given(referentials(), referentials(), st.sets(st.sampled_from(["1.1.a", "1.2.f", "9.9.z", "4"])))
def test_every_code_given_is_in_the_content_or_kept(now, old, codes):
    kept = removed(codes, now, [old])
    assert {gone.code for gone in kept} == codes - now.by_code.keys()
    for gone in kept:
        assert gone.item == old.by_code.get(gone.code)


def with_practice(content: Referential, **changes: object) -> Referential:
    """The content with its very first practice changed."""
    axis, *axes = content.axes
    objective, *objectives = axis.objectives
    practice, *practices = objective.practices
    objective = replace(objective, practices=(replace(practice, **changes), *practices))
    axis = replace(axis, objectives=(objective, *objectives))
    return replace(content, axes=(axis, *axes))


def test_a_practice_reworded_or_moved_keeps_its_answer_and_is_told(referential):
    new = with_practice(referential, statement="Autrement.", rung=Level.EXEMPLARY)
    changes = compare(referential, new)
    assert not changes.new
    assert not changes.removed
    assert [r.now.statement for r in changes.reworded] == ["Autrement."]
    assert [r.before.code for r in changes.moved] == ["1.1.a"]
    assert counts.changed(changes) == (
        "1\u00a0question reformulée et 1\u00a0question qui change de niveau"
    )


def test_help_and_order_are_no_change(referential):
    assert compare(referential, with_practice(referential, help="Autrement.")).is_empty
    assert compare(referential, replace(referential, axes=referential.axes[::-1])).is_empty


def test_the_conditions_are_compared_too(referential):
    fewer = replace(
        referential,
        conditions=replace(referential.conditions, groups=referential.conditions.groups[1:]),
    )
    gone = referential.conditions.groups[0].conditions
    assert compare(referential, fewer).removed_conditions == gone
    assert compare(fewer, referential).new_conditions == gone
