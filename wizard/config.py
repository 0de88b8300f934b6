"""Settings: defaults that are safe in production, then `WIZARD_*` from the environment.

A value of the environment is read as JSON when it can be (numbers, true, lists), else as text.
"""

import os
import re
import secrets
import tempfile
from contextlib import suppress
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

_KEY = re.compile(r"[!-~]{32,}")  # one line of printable ASCII: what is shorter was cut


class ConfigError(ValueError):
    """The settings cannot work: one line in French, for who hosts."""


def instance_folder() -> Path:
    return Path(os.environ.get("WIZARD_INSTANCE") or ROOT / "instance").absolute()


def make_folder(instance: Path) -> None:
    """Raises `ConfigError`."""
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"le dossier {instance} ne peut pas être créé ({_why(error)}).") from None


def _why(error: OSError) -> str:
    """What the system says, in its words: they can be searched for."""
    return error.strerror or type(error).__name__


def database_url() -> str | URL:
    """Where the data live, also for the commands that start no application."""
    file = str(instance_folder() / "capclas.sqlite")
    return os.environ.get("WIZARD_DATABASE_URL") or URL.create("sqlite", database=file)


def configure(app: Flask, overrides: dict[str, object] | None = None) -> None:
    """Fill `app.config`; `overrides` win over the environment, which wins over the defaults."""
    instance = Path(app.instance_path)
    make_folder(instance)
    app.config.from_mapping(DEFAULTS | FLASK_SETTINGS)
    app.config.from_prefixed_env("WIZARD")
    app.config.from_mapping(overrides or {})
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or database_url()
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


def has_secret_key() -> bool:
    """Whether there is a key to start with, from the environment or in the instance folder."""
    return bool(os.environ.get("WIZARD_SECRET_KEY")) or (instance_folder() / "secret_key").exists()


def secret_key(path: Path) -> str:
    """The key kept at `path`, created there at first use, readable by its owner only.

    Raises `ConfigError` for a file that holds no key of ours: it is left as it is, since the
    links already given away can only be shown again with the former key.
    """
    try:
        if not path.exists():
            _create_key(path)
        found = path.read_text("ascii").strip()
    except OSError as error:
        raise ConfigError(f"la clé secrète {path} ne peut pas être lue ({_why(error)}).") from None
    except UnicodeDecodeError:
        found = ""
    if not _KEY.fullmatch(found):
        raise ConfigError(
            f"la clé secrète {path} est vide ou abîmée\u00a0; remettez celle de votre sauvegarde. "
            "Sans copie, supprimez ce fichier\u00a0: une autre clé sera créée."
        )
    return found


def _create_key(path: Path) -> None:
    """Written whole beside its place, then linked: of several processes that start at once, one
    wins and all read the same key."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(temporary, path)
    finally:
        os.unlink(temporary)
