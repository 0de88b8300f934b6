"""Keys and retention."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from wizard import assessments, database, keys, revisions, shares, workspaces
from wizard.assessments import Details
from wizard.keyring import Door, Held, Keyring
from wizard.models import ANSWERS, Assessment, Right, ShareKind, Workspace
from wizard.retention import Retention, purge
from wizard.revisions import Save, Submitted
from wizard.scoring import Answer, State

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
    loaded = assessments.load(db, created.public_id, Keyring.of_workspace(workspace))
    if answered:
        sent = Submitted(Answer(State.YES), revisions.seen(None))
        assessments.save(db, loaded, Save("page", {"1.1.a": sent}))
    loaded.updated = updated
    db.flush()
    return loaded


def count(db, model):
    return db.scalar(select(func.count()).select_from(model))


def opens(db, row, keyring):
    try:
        return assessments.load(db, row.public_id, keyring) is row
    except assessments.UnknownAssessment:
        return False


def test_only_hashes_of_the_keys_are_stored(db):
    workspace = workspaces.create(db, "key")
    link = keys.shown_link(workspace.link, "key", workspaces.LINK)
    words = keys.shown_code(workspace.code, "key")
    assert len(link) == 43
    assert len(words) == 5
    row = db.execute(text("SELECT * FROM workspace")).one()
    stored = b" ".join(
        str(value).encode() if not isinstance(value, bytes) else value for value in row
    )
    assert link.encode() not in stored
    assert not [word for word in words if word.encode() in stored]
    assert workspaces.by_link(db, link) is workspace
    assert workspaces.by_code(db, words) is workspace
    assert workspaces.by_link(db, link[:-1]) is None
    assert workspaces.by_code(db, words[::-1]) is None


def test_a_new_secret_key_hides_the_keys_but_they_still_open(db):
    workspace = workspaces.create(db, "old key")
    link = keys.shown_link(workspace.link, "old key", workspaces.LINK)
    words = keys.shown_code(workspace.code, "old key")
    assert keys.shown_link(workspace.link, "new key", workspaces.LINK) is None
    assert keys.shown_code(workspace.code, "new key") is None
    assert workspaces.by_link(db, link) is workspace
    assert workspaces.by_code(db, words) is workspace


def test_an_evaluation_opens_to_its_owner_only(db, referential):
    mine, other = (evaluation(db, referential, NOW) for _ in range(2))
    for door in (Door.LINK, Door.CODE):
        held = Held.of_workspace(mine.workspace, door)
        stranger = Held.of_workspace(other.workspace, door)
        assert opens(db, mine, Keyring((held,)))
        assert opens(db, mine, Keyring((stranger, held)))
        forged = replace(held, proof=stranger.proof)
        for ring in (Keyring((stranger,)), Keyring((forged,)), Keyring()):
            assert not opens(db, mine, ring)


@pytest.mark.parametrize("door", [Door.LINK, Door.CODE])
def test_a_replaced_key_shuts_out_what_it_opened_and_only_that(db, referential, door):
    mine = evaluation(db, referential, NOW)
    rings = {kept: Keyring.of_workspace(mine.workspace, kept) for kept in (Door.LINK, Door.CODE)}
    workspaces.replace_keys(mine.workspace, "key", [door])
    for kept, ring in rings.items():
        assert opens(db, mine, ring) == (kept is not door)


def test_a_share_gives_its_right_until_it_is_revoked(db, referential):
    mine, other = (evaluation(db, referential, NOW) for _ in range(2))
    share = shares.create(db, mine, ShareKind.EDIT, "Ana", "key")
    ring = Keyring((Held.of_share(share),))
    assert assessments.load(db, mine.public_id, ring, Right.FILL).right is Right.FILL
    assert not opens(db, mine, ring)
    assert not shares.revoke(db, other, share.id)
    assert shares.revoke(db, mine, share.id)
    with pytest.raises(assessments.UnknownAssessment):
        assessments.load(db, mine.public_id, ring, Right.READ)


def test_handing_over_one_of_several_associations_leaves_the_others(db, referential):
    mine, other = (evaluation(db, referential, NOW) for _ in range(2))
    ring = Keyring.of_workspace(mine.workspace)
    former = mine.workspace
    other.workspace, other.association = former, "LES AMIES"
    db.flush()
    given = workspaces.hand_over(db, mine, "key")
    db.flush()
    assert given is not former
    assert not opens(db, mine, ring)
    assert opens(db, mine, Keyring.of_workspace(given))
    assert opens(db, other, ring)


def test_handing_over_a_single_association_replaces_its_keys_and_forgets_the_address(
    db, referential
):
    mine = evaluation(db, referential, NOW)
    mine.workspace.email = "ana@example.org"
    rings = [Keyring.of_workspace(mine.workspace, door) for door in (Door.LINK, Door.CODE)]
    assert workspaces.hand_over(db, mine, "key") is mine.workspace
    assert not [ring for ring in rings if opens(db, mine, ring)]
    assert mine.workspace.email is None


def test_purge_deletes_what_is_past_its_end_with_all_that_hangs_on_it(db, referential):
    evaluation(db, referential, NOW - timedelta(days=500))
    evaluation(db, referential, NOW - timedelta(days=40), answered=False)
    kept = [
        evaluation(db, referential, NOW - timedelta(days=380)),
        evaluation(db, referential, NOW - timedelta(days=20), answered=False),
    ]
    assert purge(db, Retention(13, 30), NOW) == 2
    assert set(db.scalars(select(Assessment.public_id))) == {row.public_id for row in kept}
    assert count(db, ANSWERS) == 1
    assert count(db, Workspace) == 2
    assert purge(db, Retention(13, 30), NOW) == 0


def test_an_evaluation_is_purged_just_after_the_end_that_was_announced(db, referential):
    retention = Retention(13, 30)
    for answered in (True, False):
        row = evaluation(db, referential, datetime(2025, 10, 31, 12, tzinfo=UTC), answered)
        end = retention.end(row)
        assert purge(db, retention, end - timedelta(seconds=1)) == 0
        assert purge(db, retention, end + timedelta(days=2)) == 1


def test_the_end_falls_on_the_last_day_of_a_shorter_month(db, referential):
    row = evaluation(db, referential, datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert Retention(13, 30).end(row).date().isoformat() == "2027-02-28"
