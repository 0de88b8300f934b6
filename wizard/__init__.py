"""Cap Clas: a self-assessment wizard for associations that run a Clas."""

from typing import Any

from flask import Flask

from wizard import (
    archive,
    cli,
    compression,
    config,
    current,
    database,
    errors,
    letters,
    logs,
    overload,
    proxies,
    rendering,
    security,
    static,
    throttling,
    views,
)


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The application, ready to serve; `overrides` are settings that win over the environment."""
    app = Flask(
        __name__,
        instance_path=str(config.instance_folder()),
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,
    )
    config.configure(app, overrides)
    logs.init_app(app)
    overload.init_app(app)
    current.init_app(app)
    database.init_app(app)
    archive.init_app(app)
    compression.init_app(app)
    security.init_app(app)
    static.init_app(app)
    proxies.init_app(app)
    throttling.init_app(app)
    rendering.init_app(app)
    letters.init_app(app)
    views.init_app(app)
    errors.init_app(app)
    cli.init_app(app)
    return app
