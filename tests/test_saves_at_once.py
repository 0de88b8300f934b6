"""The law that `python -m tests.saves_at_once` proves at length, in CI."""

from tests.saves_at_once import check


def test_saves_at_once_show_every_conflict_and_lose_nothing(app, visitor):
    assert check(visitor, app.instance_path, rounds=20) == 10
