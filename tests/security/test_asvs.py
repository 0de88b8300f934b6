"""The table of asvs.toml covers the standard, and each "yes" is proved by tests that exist."""

import ast
import tomllib
from pathlib import Path

import pytest

from wizard.config import ROOT

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "asvs.toml").read_text("utf-8"))["requirement"]
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
        assert name in _tests_of(ROOT / path), test


def _tests_of(path):
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if hasattr(node, "name")}


@pytest.mark.parametrize(
    "part",
    [
        "What is protected",
        "From whom",
        "Trust boundaries",
        "Defences",
        "Rules for what is typed",
        "Keys and sessions",
        "What is logged",
        "Residual risks",
    ],
)
def test_the_threat_model_says(part):
    text = (HERE / "README.md").read_text("utf-8")
    section = text.partition(f"## {part}\n")[2].partition("\n## ")[0]
    assert len(section) > 200
