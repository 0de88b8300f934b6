"""Each version of the content is kept, whatever starts, in what number, on what is stored."""

import pytest
from sqlalchemy import text

from wizard import archive, create_app, database
from wizard.referential import as_json


def execute(app, statement, **values):
    with app.app_context(), database.writing() as db:
        result = db.execute(text(statement), values)
        return result.all() if result.returns_rows else None


def stored(app):
    return dict(execute(app, "SELECT version, data FROM content"))


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname != "INFO"]


def test_the_content_is_stored_at_the_first_start_and_left_alone_by_the_next(
    app, referential, caplog
):
    first = execute(app, "SELECT * FROM content")
    assert stored(app) == {referential.version: as_json(referential)}
    assert execute(create_app(), "SELECT * FROM content") == first
    assert warnings(caplog) == []


def test_former_versions_are_read_again_and_that_of_today_is_none_of_them(
    installation, referential
):
    installation.publish()
    with installation.app.app_context():
        assert archive.former() == {referential.version: referential}
        assert archive.version_of(referential.version) == referential
        assert archive.version_of("2027.1") is None
        assert archive.version_of("1999.1") is None


def test_going_back_to_a_former_version_makes_the_other_one_former(installation):
    installation.publish()
    with create_app({"CONTENT": None}).app_context():
        assert list(archive.former()) == ["2027.1"]


def test_another_content_under_the_same_version_replaces_it_with_one_warning(installation, caplog):
    installation.edit("axe-1.toml", "Nous notons les enfants présents", "Nous les comptons")
    installation.restart()
    (warning,) = warnings(caplog)
    assert "2026.1" in warning
    assert "Nous les comptons" in stored(installation.app)["2026.1"]
    installation.restart()
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"heading": 3}'])
def test_a_content_that_cannot_be_read_is_unknown_and_logged_once(installation, damage, caplog):
    execute(installation.app, "UPDATE content SET data = :data", data=damage)
    installation.publish()
    with installation.app.app_context():
        assert archive.version_of("2026.1") is None
    (error,) = warnings(caplog)
    assert "2026.1" in error
