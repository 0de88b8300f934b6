"""A short fuzz in the suite, and what longer ones found. The long one: `python -m tests.fuzz`."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz import blind
from tests.fuzz.__main__ import COMMON
from tests.fuzz.machine import Use
from tests.fuzz.pages import Reader
from tests.fuzz.session import application

SHORT = settings(max_examples=6, stateful_step_count=15, derandomize=True, **COMMON)


def test_random_use_agrees_with_the_model():
    run_state_machine_as_test(Use, settings=SHORT)


@SHORT
@given(st.data())
def test_random_requests_are_answered(data):
    blind.any_request_is_answered(data)


@SHORT
@given(st.data())
def test_random_files_are_taken_whole_or_refused(data):
    blind.any_file_is_taken_or_refused(data)


def test_the_fuzz_sees_what_is_broken():
    """It can fail: text that is not escaped is noticed."""
    app = application()
    reader = Reader(app)
    board = reader.start("Les Amis")
    view = app.view_functions["result.page"]
    app.view_functions["result.page"] = lambda **_: "<h1><x-evil></h1>"
    try:
        with pytest.raises(AssertionError):
            reader.ask("GET", f"{board}/resultat")
    finally:
        app.view_functions["result.page"] = view


FILES = [
    {"deadline": "9999-12-31"},
    {"answers": {"1.1.a": {"state": "planned", "due": "9999-12-31", "owner": ""}}},
    {"answers": {"1.1.a": {"state": "planned", "due": "0001-01-01", "owner": "\n x"}}},
    {"last_year": []},
    {"referential": ["x"]},
    {"association": "\u2028\ud800", "project": "\n\n"},
    {"notes": {"1.1": {"ticked": ["\x00\x1b[31m"], "remarks": ""}}},
]


def test_files_that_broke_something_once():
    owner = blind.Owner()
    whole = owner.client.get(f"{owner.board}/fichier").json
    for changed in FILES:
        blind.send_file(owner, json.dumps(whole | changed).encode())
