"""Settings: defaults that are safe in production, then `WIZARD_*` from the environment.

A value of the environment is read as JSON when it can be (numbers, true, lists), else as text.
"""

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import URL

ROOT = Path(__file__).parent.parent

DEFAULTS = {
    # Where the data live. None: capclas.sqlite in the instance folder.
    "DATABASE_URL": None,
    # A folder of TOML files that replaces wizard/content, for a Caf or a federation.
    "CONTENT": None,
    # The public address, as in https://capclas.example.org. With https, cookies become Secure.
    "URL": None,
    # How many reverse proxies stand in front and set X-Forwarded-*.
    "PROXIES": 0,
    # Where attempts are counted; with several processes, a Redis that they share.
    "RATELIMIT_STORAGE_URI": "memory://",
    # The server that mails leave through, as in smtp+starttls://user:password@host:587, and the
    # address that writes. Without it no page mentions mail; with it, URL is needed too.
    "SMTP_URL": None,
    "MAIL_FROM": None,
    # "text" for people and journald, "json" for a collector: one object a line.
    "LOG_FORMAT": "text",
    # Whether each request is logged: method, name of the page, status, time. Never its address.
    "LOG_REQUESTS": False,
    "TIMEZONE": "Europe/Paris",
    # An evaluation is deleted so long after its last change; one without answers, sooner.
    "RETENTION_MONTHS": 13,
    "EMPTY_DRAFT_DAYS": 30,
    # Who publishes and who hosts this installation, for the legal notice and the privacy page.
    "PUBLISHER": None,
    "HOSTING": None,
    "CONTACT": None,
}

FLASK_SETTINGS = {
    "MAX_CONTENT_LENGTH": 512 * 1024,  # the file of an evaluation with the longest remarks
    "MAX_FORM_PARTS": 200,
    "SESSION_COOKIE_NAME": "capclas",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_REFRESH_EACH_REQUEST": False,  # pages do it themselves: see access.prolong
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as the session: filling takes weeks
    "WTF_I18N_ENABLED": False,
}


class ConfigError(ValueError):
    """The settings cannot work: one line in French, for who hosts."""


def instance_folder() -> Path:
    return Path(os.environ.get("WIZARD_INSTANCE") or ROOT / "instance").absolute()


def configure(app: Flask, overrides: dict[str, object] | None = None) -> None:
    """Fill `app.config`; `overrides` win over the environment, which wins over the defaults."""
    instance = Path(app.instance_path)
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config.from_mapping(DEFAULTS | FLASK_SETTINGS)
    app.config.from_prefixed_env("WIZARD")
    app.config.from_mapping(overrides or {})
    if app.config["DATABASE_URL"] is None:
        file = str(instance / "capclas.sqlite")
        app.config["DATABASE_URL"] = URL.create("sqlite", database=file)
    # str: from the environment, a key made of digits comes as a number.
    app.config["SECRET_KEY"] = str(app.config["SECRET_KEY"] or secret_key(instance / "secret_key"))
    app.config["PERMANENT_SESSION_LIFETIME"] = 86_400 * 31 * app.config["RETENTION_MONTHS"]
    if app.config["URL"]:
        _use_public_address(app, urlsplit(app.config["URL"]).scheme == "https")


def _use_public_address(app: Flask, https: bool) -> None:
    app.config["TRUSTED_HOSTS"] = [urlsplit(app.config["URL"]).hostname]
    app.config["SESSION_COOKIE_SECURE"] = https
    if https:
        app.config["SESSION_COOKIE_NAME"] = "__Host-capclas"


def secret_key(path: Path) -> str:
    """The key kept at `path`, created there at first use, readable by its owner only.

    Written whole beside it, then linked: of several processes that start at once, one wins and
    all read the same key.
    """
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            os.unlink(temporary)
    return path.read_text("ascii")
