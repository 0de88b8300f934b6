"""One application for many tests, each time as if it had just been installed.

Making an application takes 0.1 s: content, forms, routes, migrations. Tests that do not start one
of their own, with settings or a content, share one, and get it on an instance folder of their own.
"""

import os
import shutil
from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import URL

from wizard import archive, create_app, database, throttling


def install(folder: Path) -> Flask:
    """An application that nobody has used; its folder can be copied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIZARD_INSTANCE", str(folder))
        app = create_app({"TESTING": True})
    app.extensions["database"].dispose()
    return app


@contextmanager
def moved(app: Flask, folder: Path) -> Iterator[Flask]:
    """`app` on a copy of its instance in `folder`; then, whatever was changed is as before."""
    shutil.copytree(app.instance_path, folder, dirs_exist_ok=True)
    with ExitStack() as undo:
        for kept in (vars(app), app.config, app.extensions, app.view_functions):
            undo.enter_context(restored(kept))
        app.instance_path = str(folder)
        elsewhere = os.environ.get("WIZARD_DATABASE_URL")  # empty: see the fixture "instance"
        file = URL.create("sqlite", database=str(folder / "capclas.sqlite"))
        app.config["DATABASE_URL"] = elsewhere or file
        app.extensions["database"] = database.new_engine(app.config["DATABASE_URL"])
        undo.callback(app.extensions["database"].dispose)
        if elsewhere:
            archive.init_app(app)
        throttling.init_app(app)  # nobody has tried anything yet
        yield app


@contextmanager
def restored(kept: MutableMapping[str, Any]) -> Iterator[None]:
    before = dict(kept)
    try:
        yield
    finally:
        kept.clear()
        kept.update(before)
