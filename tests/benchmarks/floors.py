"""What speed is compared with: Flask doing nothing, and Flask saving one value, nothing else."""

import os
import sqlite3
import threading

from flask import Flask, render_template_string, request

TEMPLATE = """<div id="saved" role="status">
  <h2>{{ code }}</h2>
  <p>{{ state }}</p>
  <ul>
    {% for line in lines %}
    <li>{{ line }}</li>
    {% endfor %}
  </ul>
  <p>Enregistré, révision {{ revision }}</p>
</div>"""
UPSERT = """
INSERT INTO answer (person, code, state, revision) VALUES (?, ?, ?, 1)
ON CONFLICT (person, code) DO UPDATE SET state = excluded.state, revision = revision + 1
RETURNING revision
"""
_local = threading.local()


def constant() -> Flask:
    """Answers every page with the same few bytes."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "Bonjour")
    return app


def upsert() -> Flask:
    """Saves one row durably and renders ten lines: no session, no check, no other table."""
    app = Flask(__name__)

    @app.post("/")
    def save() -> str:
        sent = request.form
        row = (sent["person"], sent["code"], sent["state"])
        revision = _database().execute(UPSERT, row).fetchone()[0]
        return render_template_string(
            TEMPLATE,
            code=sent["code"],
            state=sent["state"],
            lines=("un", "deux", "trois"),
            revision=revision,
        )

    return app


def _database() -> sqlite3.Connection:
    """One connection a thread, with the settings of the product; each statement commits."""
    if not hasattr(_local, "database"):
        database = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None)
        database.execute("PRAGMA busy_timeout=10000")
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS answer"
            " (person TEXT, code TEXT, state TEXT, revision INTEGER, PRIMARY KEY (person, code))"
        )
        _local.database = database
    return _local.database
