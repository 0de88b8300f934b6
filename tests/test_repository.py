"""What the repository says of itself is true."""

import re
from pathlib import Path

from wizard.config import DEFAULTS, ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"`WIZARD_([A-Z_]+)`", README))
    assert documented - {"INSTANCE", "SECRET_KEY"} == set(DEFAULTS)


def test_pictures_and_pages_that_the_readme_names_exist():
    for path in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:wizard|tests|templates|static)/[\w./]+)`", README):
        assert (ROOT / path).exists(), path


def test_the_lock_files_name_versions_and_hashes_but_no_address():
    for name in ("requirements.txt", "requirements-nodes.txt", "requirements-dev.txt"):
        text = Path(ROOT / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
