"""The page of texts to paste."""

import re

import pytest


@pytest.fixture
def board(visitor):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "yes"}, ticked=["1.5.p1"], remarks="<b>Deux salles</b>")
    return board


def test_texts_are_there_with_their_length(visitor, board):
    page = visitor.open(f"{board}/dossier")
    assert "Les présences des enfants sont notées." in page.text
    assert "<b>Deux salles</b>" in page.text
    said = page.words("main section > .hint, main section summary")
    for hint, box in zip(said, page.tree.query(".to-paste"), strict=True):
        assert f"{len(box.to_text())}\u00a0signes" in hint


def test_what_is_left_to_fill_is_counted(visitor, board):
    page = visitor.open(f"{board}/dossier")
    count = len(re.findall(r"\[(?:à compléter|remarque)", " ".join(page.words("[id^=texte-]"))))
    assert f"{count}\u00a0endroits à compléter ou à relire" in page.text


def test_one_comes_from_the_board(visitor, board):
    assert visitor.open(visitor.open(board).link("Textes pour votre dossier")).status == 200
