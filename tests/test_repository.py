"""What the repository says of itself is true."""

import re
from collections import Counter
from importlib.metadata import metadata

from wizard.cli import main
from wizard.config import DEFAULTS, ROOT

README = (ROOT / "README.md").read_text("utf-8")
HOSTING = (ROOT / "HEBERGEMENT.md").read_text("utf-8")


def _part(title):
    """One part of the page for hosts."""
    return HOSTING.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"^\| `WIZARD_([A-Z_]+)` \|", _part("Réglages"), re.M))
    assert documented - {"INSTANCE", "SECRET_KEY"} == set(DEFAULTS)


def test_the_default_of_each_setting_is_the_one_told():
    for name, told in re.findall(
        r"^\| `WIZARD_([A-Z_]+)` \| `([^`]+)` \|", _part("Réglages"), re.M
    ):
        if DEFAULTS.get(name) is not None:
            assert str(DEFAULTS[name]).lower() == told.lower(), name


def test_every_command_is_told_and_no_other():
    told = set(re.findall(r"`cap-clas ([a-z-]+)", README + HOSTING))
    assert told == set(main.commands)


def test_the_licence_of_each_library_is_told_and_lets_us_use_it():
    one, several = _part("Licences des bibliothèques").split("requirements-nodes.txt")
    main, nodes = _locked("requirements.txt"), _locked("requirements-nodes.txt")
    assert _licences(one).keys() == main
    assert _licences(several).keys() == nodes - main
    for name, licence in (_licences(one) | _licences(several)).items():
        if name in OLD_PYTHON:
            continue
        found = metadata(name)
        named = [found.get(key, "") for key in ("License-Expression", "License")]
        named += found.get_all("Classifier", [])
        assert any(licence in one for one in named), name
        free = "MIT|BSD|ISC|Apache|PSF|Zope|Unlicense"  # LGPL: what is installed apart, unchanged
        assert re.search(free if name in main else f"{free}|LGPL", licence), name


OLD_PYTHON = {"async-timeout"}  # not installed by the Python that runs the tests, or later ones


def _locked(path):
    return set(re.findall(r"^([a-z-]+)==", (ROOT / path).read_text("utf-8"), re.M))


def _licences(text):
    return dict(re.findall(r"^\| ([a-z-]+)(?: \(.+\))? \| (.+) \|$", text, re.M))


def test_pictures_and_pages_that_the_readme_names_exist():
    for path in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:wizard|tests|templates|static)/[\w./]+)`", README):
        assert (ROOT / path).exists(), path


def test_the_lock_files_name_versions_and_hashes_but_no_address():
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_all_lock_files_install_the_same_versions():
    locks = [dict(_versions(path)) for path in ROOT.glob("requirements*.txt")]
    everywhere = set.intersection(*map(set, locks))
    assert len(everywhere) > 30
    for name in everywhere:
        assert len({lock[name] for lock in locks}) == 1, name


def _versions(path):
    return re.findall(r"^([a-z][\w.-]*)==(\S+(?: ;.*?)?) \\$", path.read_text("utf-8"), re.M)


def test_a_macro_that_is_rendered_once_has_a_name_of_its_own():
    """What was rendered is found again by that name."""
    templates = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")]
    names = Counter(re.findall(r"{% macro (\w+)", "".join(templates)))
    once = set(re.findall(r"{{ once\((\w+)", "".join(templates)))
    assert {name: names[name] for name in once} == dict.fromkeys(once, 1)
