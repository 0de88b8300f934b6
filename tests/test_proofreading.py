"""`check` names every fault of a content folder at once, with its file and key."""

import shutil

import pytest

from wizard import proofreading
from wizard.referential import CONTENT_FOLDER, ContentError, load

MONTHLY = 'rung = 4\nstatement = "Chaque mois, nous regardons'


@pytest.fixture
def content(tmp_path):
    """A copy of the product's content, to be spoiled."""
    return shutil.copytree(CONTENT_FOLDER, tmp_path / "content")


def spoil(content, name, old, new):
    path = content / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('short = "Suivi des présences"\n', "", "axe-1.toml.objectives[4].short : clé manquante"),
        ('code = "1.5"\n', 'code = "1.5"\ncolour = "red"\n', "clé inconnue (colour)"),
        ('code = "1.5.b"', 'code = "1.5.a"', "code 1.5.a : employé 2 fois"),
        ('code = "1.5.b"', 'code = "1.4.z"', "1.4.z : le code s’écrit 1.5.a"),
        ('"Nous notons les enfants présents."', '""', "1.5.a > statement : texte vide"),
        ("Nous notons les enfants", "Nous notons l'enfant", "apostrophe droite"),
        ("Nous notons les enfants", "Nous notons  les enfants", "double espace"),
        ("Nous notons les enfants", "Nous notons : les enfants", "insécable"),
        ("Nous notons les enfants", "TODO Nous notons les enfants", "texte provisoire"),
        ("Nous notons les enfants", "Nous " + "notons " * 31 + "les enfants", "phrase de 3"),
        (MONTHLY, MONTHLY.replace("4", "3"), "1.5 : 0 pratique à l’échelon 4"),
        ('trace = "Feuille de présence"', 'trace = " "', "trace : texte vide"),
        ('evidence = "1.5.p1"', 'evidence = "1.4.p1"', "1.5.a > evidence, pièce inconnue"),
        ('settled_by = "cadre.contenu"', 'settled_by = "cadre.x"', "condition inconnue (cadre.x)"),
        ('effort = "days"', 'effort = "hours"', "effort : valeur inattendue"),
        ("rung = 2", "rung = 7", "rung : valeur inattendue"),
        ('short = "Suivi des présences"', f'short = "{"Suivi " * 9}"', "plus de 45 caractères"),
    ],
)  # fmt: skip
def test_a_fault_of_an_axis_is_named(content, old, new, fault):
    spoil(content, "axe-1.toml", old, new)
    problems = proofreading.check(content)
    assert any(fault in problem for problem in problems), problems
    blamed = ("axe-1.toml", "code 1.", "pratique inconnue (1.5.b)")  # the last: by its model
    assert all(any(words in problem for words in blamed) for problem in problems)


def test_an_action_without_steps_is_named(content):
    path = content / "axe-4.toml"
    before, _, after = path.read_text("utf-8").partition("steps = [")
    path.write_text(before + "steps = []\n" + after.partition("]")[2], "utf-8")
    assert any("steps, de 2 à 4 étapes" in problem for problem in proofreading.check(content))


def test_every_fault_is_reported_at_once(content):
    spoil(content, "axe-1.toml", "Nous notons les enfants", "Nous notons l'enfant")
    spoil(content, "axe-2.toml", 'title = "', 'title = "  TODO ')
    spoil(content, "conditions.toml", 'status = "sourced"', 'status = "usual"')
    problems = "\n".join(proofreading.check(content))
    for name in ("axe-1.toml", "axe-2.toml", "conditions.toml"):
        assert name in problems


def test_unknown_and_missing_keys_of_several_files_are_reported_at_once(content):
    for name in ("axe-1.toml", "axe-3.toml"):
        spoil(content, name, "official = ", "officiel = ")
    with pytest.raises(ContentError) as caught:
        load(content)
    assert len(caught.value.problems) == 4


def test_one_broken_key_does_not_hide_the_faults_of_other_files(content):
    spoil(content, "axe-1.toml", "official = ", "officiel = ")
    spoil(content, "axe-2.toml", "Nous ", "Nous  ")
    problems = proofreading.check(content)
    assert any("axe-1.toml" in problem for problem in problems)
    assert any("axe-2.toml" in problem and "double espace" in problem for problem in problems)


def test_an_axis_without_objectives_and_a_wrong_source_are_named(content):
    text = (content / "axe-4.toml").read_text("utf-8").partition("[[objective]]")[0]
    (content / "axe-4.toml").write_text(text + "objective = []\n", "utf-8")
    spoil(content, "conditions.toml", 'url = "https', 'url = "javascript')
    problems = "\n".join(proofreading.check(content))
    assert "axe-4.toml : aucun objectif" in problems
    assert "une adresse https:// est attendue" in problems


def test_an_empty_folder_and_a_broken_file_are_named(tmp_path, content):
    assert any("axe-*.toml" in problem for problem in proofreading.check(tmp_path))
    (content / "axe-2.toml").write_text("code = [")
    assert any("axe-2.toml : fichier illisible" in p for p in proofreading.check(content))
