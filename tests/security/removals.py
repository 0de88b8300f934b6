"""`python -m tests.security.removals [WORD]`: take each defence out, one at a time, in a copy, and
see that tests notice. Only those with WORD in their name, when it is given. Exit 1 if one survives.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_suffix(".toml")
# What a view asks for, and the weakest that it could.
RIGHTS = re.compile(r"access\.(opened|to_change)\(public_id(, Right\.FILL)?\)")
LIMITS = re.compile(r"^@throttling\.(?P<name>\w+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Removal:
    """`text` is what stands in `file` once the defence is gone."""

    name: str
    file: str
    text: str = field(repr=False)
    tests: tuple[str, ...]


def listed(root: Path) -> Iterator[Removal]:
    """Those of removals.toml. Raises ValueError where the code has moved on."""
    for one in tomllib.loads(LIST.read_text("utf-8"))["removal"]:
        text = (root / one["file"]).read_text("utf-8")
        if text.count(one["old"]) != 1:
            raise ValueError(f"{one['name']}: not found once in {one['file']}")
        broken = text.replace(one["old"], one["new"])
        yield Removal(one["name"], one["file"], broken, tuple(one["tests"]))


def of_views(root: Path) -> Iterator[Removal]:
    """Every right that a view asks for, and every limit that it sets."""
    for path in sorted((root / "wizard/views").glob("*.py")):
        text, file = path.read_text("utf-8"), str(path.relative_to(root))
        for found in RIGHTS.finditer(text):
            weak = f"access.{found[1]}(public_id, __import__('wizard.models').models.Right.READ)"
            broken = text[: found.start()] + weak + text[found.end() :]
            yield Removal(_place("right", file, text, found), file, broken, ACCESS)
        for found in LIMITS.finditer(text):
            broken = text[: found.start()] + text[found.end() :]
            yield Removal(_place("limit", file, text, found), file, broken, LIMITED)


# The second tries what a page asks only where there is mail.
ACCESS = ("tests/security/test_access.py", "tests/test_mail.py")
LIMITED = ("tests/security/test_limits.py", "tests/test_mail.py")


def _place(what: str, file: str, text: str, found: re.Match[str]) -> str:
    return f"{what} in {file}:{text.count(chr(10), 0, found.start()) + 1}"


def caught_by(removal: Removal, copy: Path) -> str | None:
    """The first test that goes red without the defence; None if all pass."""
    path = copy / removal.file
    before = path.read_text("utf-8")
    path.write_text(removal.text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run([*command, *removal.tests], cwd=copy, capture_output=True, text=True)
    finally:
        path.write_text(before, "utf-8")
    if done.returncode not in (0, 1):  # not a test that passes, nor one that fails
        raise RuntimeError(f"{removal.name}: the tests did not run\n{done.stdout}{done.stderr}")
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return failed[1] if failed else None


def copied(to: Path) -> Path:
    """The files of this repository, without its history and environment."""
    kept = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "*.egg-info")
    return Path(shutil.copytree(ROOT, to / "copy", ignore=kept))


def main(word: str = "") -> int:
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        for removal in [*listed(copy), *of_views(copy)]:
            if word in removal.name:
                test = caught_by(removal, copy)
                survivors += test is None
                print(f"{removal.name:62} {test or 'SURVIVES'}", flush=True)
    print(f"{survivors} survivors")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
