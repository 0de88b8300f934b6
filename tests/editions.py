"""An installation that serves its own content and publishes new versions of it."""

import re
import shutil
from pathlib import Path

from flask import Flask

from tests.visitor import Visitor
from wizard import create_app
from wizard.referential import CONTENT_FOLDER

NEW_PRACTICE = """\
[[objective.practice]]
code = "1.5.z"
rung = 2
statement = "Nous prévenons la mairie en fin de mois."
help = "Un message suffit."
strength = "La mairie est prévenue en fin de mois."

[objective.practice.action]
title = "Écrire à la mairie"
effort = "days"
who = "La coordinatrice ou le coordinateur"
steps = ["Écrire le message.", "L’envoyer."]
trace = "Message à la mairie"

"""
FIRST_OF_1_5 = r'(?=\[\[objective\.practice\]\]\ncode = "1\.5\.a")'


def whole(code: str) -> str:
    """Finds a practice as it stands in its file, when another one follows it."""
    start = r'\[\[objective\.practice\]\]\ncode = "' + re.escape(code) + '"'
    return start + r".*?(?=\[\[objective\.practice\]\])"


class Installation:
    """A copy of the content, served on one instance folder; each `restart` reads it again."""

    def __init__(self, folder: Path) -> None:
        self.instance = folder / "instance"
        self.content = shutil.copytree(CONTENT_FOLDER, folder / "content")
        self.app = self.restart()

    def restart(self) -> Flask:
        self.app = create_app({"TESTING": True, "CONTENT": str(self.content)})
        return self.app

    def edit(self, file: str, pattern: str, new: str) -> None:
        path = self.content / file
        text, count = re.subn(
            pattern, lambda _: new, path.read_text("utf-8"), count=1, flags=re.DOTALL
        )
        assert count, pattern
        path.write_text(text, "utf-8")

    def name(self, version: str) -> None:
        self.edit("referential.toml", r'version = "[^"]*"', f'version = "{version}"')

    def publish(self) -> None:
        """A practice is added, one reworded, one removed; one counts from another level."""
        self.name("2027.1")
        self.edit("axe-1.toml", FIRST_OF_1_5, NEW_PRACTICE)
        self.edit("axe-1.toml", "Nous notons les enfants présents", "Nous comptons les enfants")
        self.edit("axe-1.toml", whole("1.5.d"), "")
        self.edit("axe-1.toml", r'(?<=code = "1\.5\.b"\n)rung = 3', "rung = 2")
        self.restart()

    def visitor(self, before: Visitor | None = None) -> Visitor:
        """A browser; that of `before`, with its cookie, on the application as it is now."""
        client = self.app.test_client()
        if before:
            client.set_cookie("capclas", before.client.get_cookie("capclas").value)
        return Visitor(client)
