"""Keys and retention."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from wizard import assessments, database, workspaces
from wizard.assessments import Details, Save, Submitted
from wizard.models import Answer as AnswerRow
from wizard.models import Assessment, Workspace
from wizard.scoring import Answer, State
from wizard.workspaces import Owner, Retention

DETAILS = Details("Les Amis", "", 2026, renewal=False, deadline=None)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def db(app):
    with app.app_context(), database.writing() as session:
        yield session


def evaluation(db, referential, updated, answered=True):
    workspace = workspaces.create(db, "key")
    workspace.created = updated
    created = assessments.create(db, workspace.id, DETAILS, referential)
    loaded = assessments.load(db, created.public_id, Owner.of(workspace))
    if answered:
        sent = Submitted(Answer(State.YES), assessments.seen(None))
        assessments.save(loaded, Save("page", {"1.1.a": sent}))
    loaded.updated = updated
    db.flush()
    return loaded


def count(db, model):
    return db.scalar(select(func.count()).select_from(model))


def test_only_a_hash_of_the_link_is_stored(db):
    workspace = workspaces.create(db, "key")
    secret = workspaces.link_secret(workspace, "key")
    assert len(secret) == 43
    row = db.execute(select(Workspace.link_salt, Workspace.link_hash)).one()
    assert all(secret.encode() not in value for value in row)
    assert workspaces.by_link(db, secret) is workspace
    assert workspaces.by_link(db, secret[:-1]) is None


def test_a_new_secret_key_hides_the_link_but_the_link_still_opens(db):
    workspace = workspaces.create(db, "old key")
    secret = workspaces.link_secret(workspace, "old key")
    assert workspaces.link_secret(workspace, "new key") is None
    assert workspaces.by_link(db, secret) is workspace


def test_an_evaluation_opens_to_its_owner_only(db, referential):
    mine, other = (evaluation(db, referential, NOW) for _ in range(2))
    assert assessments.load(db, mine.public_id, Owner.of(mine.workspace)) is mine
    forged = Owner(mine.workspace.id, Owner.of(other.workspace).proof)
    for owner in (Owner.of(other.workspace), forged, None):
        with pytest.raises(assessments.UnknownAssessment):
            assessments.load(db, mine.public_id, owner)


def test_purge_deletes_what_is_past_its_end_with_all_that_hangs_on_it(db, referential):
    evaluation(db, referential, NOW - timedelta(days=500))
    evaluation(db, referential, NOW - timedelta(days=40), answered=False)
    kept = [
        evaluation(db, referential, NOW - timedelta(days=380)),
        evaluation(db, referential, NOW - timedelta(days=20), answered=False),
    ]
    assert workspaces.purge(db, Retention(13, 30), NOW) == 2
    assert set(db.scalars(select(Assessment.public_id))) == {row.public_id for row in kept}
    assert count(db, AnswerRow) == 1
    assert count(db, Workspace) == 2
    assert workspaces.purge(db, Retention(13, 30), NOW) == 0


def test_an_evaluation_is_purged_just_after_the_end_that_was_announced(db, referential):
    retention = Retention(13, 30)
    for answered in (True, False):
        row = evaluation(db, referential, datetime(2025, 10, 31, 12, tzinfo=UTC), answered)
        end = retention.end(row)
        assert workspaces.purge(db, retention, end - timedelta(seconds=1)) == 0
        assert workspaces.purge(db, retention, end + timedelta(days=2)) == 1


def test_the_end_falls_on_the_last_day_of_a_shorter_month(db, referential):
    row = evaluation(db, referential, datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert Retention(13, 30).end(row).date().isoformat() == "2027-02-28"
