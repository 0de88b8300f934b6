"""The command line, as another program would call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wizard.cli import main


def run(*arguments, text=None):
    return CliRunner().invoke(main, arguments, input=text)


def test_check_passes_on_the_product_and_fails_on_a_spoiled_folder(tmp_path):
    assert run("referential", "check").exit_code == 0
    result = run("referential", "check", str(tmp_path))
    assert result.exit_code == 1
    assert "referential.toml" in result.stdout


def test_show_prints_the_whole_content():
    data = json.loads(run("referential", "show").stdout)
    objectives = [objective for axis in data["axes"] for objective in axis["objectives"]]
    assert len(data["axes"]) == 4
    assert len(objectives) == 14
    practice = objectives[0]["practices"][0]
    assert {"code", "rung", "statement", "action"} <= practice.keys()
    assert {"title", "effort"} <= practice["action"].keys()


def test_score_reads_a_file_and_standard_input(association):
    text = json.dumps(association)
    data = json.loads(run("score", "-", text=text).stdout)
    assert data["overall"]["objectives_total"] == 14
    assert [axis["code"] for axis in data["axes"]] == ["1", "2", "3", "4"]
    path = next(
        path
        for path in (Path(__file__).parent / "associations").iterdir()
        if json.loads(path.read_text("utf-8")) == association
    )
    assert json.loads(run("score", str(path)).stdout) == data


def test_score_of_nothing_leaves_everything_to_plan(referential):
    data = json.loads(run("score", "-", text='{"answers": {}}').stdout)
    assert data["overall"]["today"] == data["overall"]["projected"] == 1
    assert data["overall"]["best"] == 4
    assert data["overall"]["unanswered"] == len(referential.practices)
    assert not any(action["planned"] for action in data["actions"])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"answers": {"9.9.z": "yes"}}', "9.9.z"),
        ('{"answers": {"1.1.a": "maybe"}}', "maybe"),
        ('{"answers": {"1.1.a": ["yes"]}}', "1.1.a"),
        ('{"answers": {"1.1.a": {"state": "planned", "due": "demain"}}}', "demain"),
        ('{"answers": {"1.1.a": {"state": "planned", "when": "2027-01-01"}}}', "when"),
        ('{"answers": {"1.1.a": {"state": "planned", "owner": 3}}}', "3"),
        ('{"answers": {"1.1.a": {"state": "planned", "due": "20270301"}}}', "20270301"),
        ('{"answers": {"1.1.a": {"state": "planned", "due": "2027-02-31"}}}', "2027-02-31"),
        ('{"answers": {"1.1.a": "yes", "1.1.a": "no"}}', "deux fois"),
        ('{"answers": []}', "answers"),
        ("[]", "answers"),
        ("{", "abîmé"),
        ("[" * 100_000, "abîmé"),
    ],
)
def test_score_refuses_what_it_does_not_know_in_one_line(text, named):
    result = run("score", "-", text=text)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_same_commands_answer_to_flask(tmp_path):
    command = [sys.executable, "-m", "flask", "--app", "wizard", "score", "-"]
    done = subprocess.run(
        command,
        input='{"answers": {}}',
        capture_output=True,
        text=True,
        check=True,
        env={"WIZARD_INSTANCE": str(tmp_path), "PATH": ""},
        cwd=Path(__file__).parent.parent,
    )
    assert json.loads(done.stdout)["overall"]["today"] == 1


def test_purge_counts_what_it_deletes(instance):
    assert "0" in run("purge").stdout
