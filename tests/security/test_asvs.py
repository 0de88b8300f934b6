"""The table of asvs.toml covers the standard, and each "yes" is proved by tests that exist."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.security import test_limits
from wizard import config, keyring, models, revisions, security
from wizard.config import ROOT

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "asvs.toml").read_text("utf-8"))["requirement"]
MODEL = (HERE / "README.md").read_text("utf-8")
STANDARD = [line.split()[0] for line in (HERE / "asvs-5.0.0-ids.txt").read_text().splitlines()]


def test_every_requirement_of_levels_1_and_2_stands_in_the_table_once():
    assert len(STANDARD) == 253
    assert sorted(one for row in TABLE for one in row["ids"]) == sorted(STANDARD)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["ids"][0])
def test_a_yes_is_proved_and_another_verdict_has_its_reason(row):
    proof = "tests" if row["verdict"] == "yes" else "reason"
    assert row["verdict"] in ("yes", "no", "not applicable")
    assert row.keys() == {"ids", "asks", "verdict", proof}
    assert row["asks"]
    assert row[proof]
    for test in row.get("tests", ()):
        path, _, name = test.partition("::")
        name, _, part = name.partition("[")
        assert name in _tests_of(ROOT / path), test
        assert not part or part.rstrip("]") in PARTS, test


def _tests_of(path):
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if hasattr(node, "name")}


PARTS = (
    "What is protected",
    "From whom",
    "Trust boundaries",
    "Defences",
    "Rights",
    "Rules for what is typed",
    "Keys and sessions",
    "What is logged",
    "Residual risks",
)


@pytest.mark.parametrize("part", PARTS)
def test_the_threat_model_says(part):
    assert len(_words(part)) > 200


def _words(part):
    section = MODEL.partition(f"## {part}\n")[2].partition("\n## ")[0]
    return " ".join(section.split())


def test_the_figures_of_the_threat_model_are_those_of_the_code():
    remarks = f"{revisions.LONGEST_REMARKS:,}".replace(",", " ")
    size = config.FLASK_SETTINGS["MAX_CONTENT_LENGTH"] // 1024
    for part, told in (
        ("Rules for what is typed", f"Names have {models.LONGEST_NAME} characters"),
        ("Rules for what is typed", f"people {models.LONGEST_OWNER}, remarks {remarks}"),
        ("Rules for what is typed", f"from {models.FIRST_YEAR} to {models.LAST_YEAR}"),
        ("Rules for what is typed", f"{size} KiB and {security.MOST_FIELDS} fields"),
        ("Keys and sessions", f"proofs of up to {keyring.MOST_KEYS} keys"),
        ("Keys and sessions", f"up to {config.DEFAULTS['RETENTION_MONTHS']} months"),
        ("Defences", f"{test_limits.KEYS} wrong keys a minute"),
        ("Defences", f"{test_limits.STARTS} creations an hour"),
        ("Defences", f"{test_limits.SHEETS} sheets in ten minutes"),
    ):
        assert told in _words(part)
