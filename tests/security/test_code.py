"""What the code never does, read in the code."""

import ast
import re

import pytest

from tests.security import removals
from wizard.config import ROOT

MODULES = sorted((ROOT / "wizard").rglob("*.py"))
OWN_SCRIPT = ROOT / "static/js/app.js"
RUNS_TEXT = {"eval", "exec", "compile", "system", "popen", "render_template_string", "__import__"}
ASKS_OUTSIDE = {"subprocess", "pickle", "marshal", "shelve", "requests", "urllib.request", "httpx"}
ASKS_OUTSIDE |= {"socket", "xml", "lxml", "random"}
MAY_COMPILE = {"report.py"}  # typst.compile, of a file of ours


def names_called(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )


def modules_imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_code_is_run_from_text_and_nothing_is_asked_outside(path):
    tree = ast.parse(path.read_text("utf-8"))
    called = set(names_called(tree)) & RUNS_TEXT
    source = path.read_text("utf-8")
    if path.name in MAY_COMPILE or "re.compile" in source:
        called -= {"compile"}
    assert not called
    assert not set(modules_imported(tree)) & ASKS_OUTSIDE


def calls(name):
    """Every call of a function or method of that name, with its file."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                called = getattr(function, "attr", getattr(function, "id", ""))
                if called == name:
                    yield path.name, node


def test_no_query_is_made_of_text():
    made = [
        (file, ast.unparse(call))
        for name in (
            "text",
            "execute",
            "exec_driver_sql",
            "scalar",
            "scalars",
            "op",
            "literal_column",
        )
        for file, call in calls(name)
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in call.args)
    ]
    assert made == [("database.py", "cursor.execute(f'PRAGMA {pragma}')")]  # constants of ours


def test_no_format_comes_from_data():
    assert not [
        (file, ast.unparse(call))
        for name in ("format", "format_map")
        for file, call in calls(name)
        if not isinstance(call.func.value, ast.Constant) and file != "nodes.py"  # of a log
    ]


def test_only_known_cryptography():
    used = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in (
                "hashlib",
                "hmac",
                "secrets",
            ):
                used.add(f"{node.value.id}.{node.attr}")
    assert used == {
        "hashlib.sha256",
        "hashlib.scrypt",
        "hmac.digest",
        "hmac.compare_digest",
        "secrets.token_bytes",
        "secrets.token_urlsafe",
        "secrets.choice",
    }


def test_scripts_write_text_only():
    script = OWN_SCRIPT.read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                 "new Function", "localStorage", "sessionStorage", "indexedDB", "postMessage",
                 "document.cookie"):  # fmt: skip
        assert word not in script, word
    for path in (ROOT / "templates").rglob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r"hx-on|hx-vals=.js:|<script(?![^>]* src=)|\son\w+=|\|safe", page)


def test_each_deliberate_breakage_still_finds_what_it_breaks():
    assert len(list(removals.listed(ROOT))) > 60
    assert len(list(removals.of_views(ROOT))) > 40
