"""How easy the texts are to read: short sentences, short words.

The measure is that of Kandel and Moles (1958), the French form of the reading ease of Flesch:
207 - 1.015 × words of a sentence - 73.6 × syllables of a word. 100 is very easy, 60 to 70 is
ordinary prose, a text of an administration is often below 40. Pyphen counts the syllables.
"""

import re
from collections.abc import Iterator

from justhtml import JustHTML
from pyphen import Pyphen

from tests.browser.addresses import OF_AN_EVALUATION, PLAIN
from wizard import proofreading
from wizard.proofreading import LONGEST_SENTENCE, SENTENCE_END

EASE_OF_THE_CONTENT, EASE_OF_A_PAGE = 80, 65
WORD = re.compile(r"[^\W\d_][\w’-]*")
PART_END = re.compile(r"[.!?…:;]\s")  # what is listed after a colon is read one piece at a time
FRENCH = Pyphen(lang="fr", left=1, right=1)
BLOCKS = "p, li, dd, td, legend, summary, label, h1, h2, h3"
# The document, what associations will write, and the words of a code, which are drawn.
NOT_OURS = ".official, .written, blockquote, .code-line"


def ease(text: str) -> float:
    sentences = [sentence for sentence in SENTENCE_END.split(text) if WORD.search(sentence)]
    words = WORD.findall(text)
    syllables = sum(
        len(FRENCH.positions(part)) + 1 for word in words for part in re.split("[’-]", word) if part
    )
    return 207 - 1.015 * len(words) / len(sentences) - 73.6 * syllables / len(words)


def ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def test_the_measure_tells_easy_from_hard():
    easy = "Nous notons les enfants présents. Nous appelons la famille le jour même."
    hard = (
        "L’élaboration de la programmation prévisionnelle des actions d’accompagnement nécessite "
        "une concertation préalable avec l’ensemble des partenaires institutionnels concernés."
    )
    assert ease(easy) > 80
    assert ease(hard) < 20


def test_the_content_is_easy_to_read():
    assert ease(" ".join(map(ended, proofreading.texts()))) >= EASE_OF_THE_CONTENT


def test_every_page_is_easy_to_read_and_its_sentences_are_short(visitor):
    board = visitor.start()
    for path in [*PLAIN, *(board + path for path in OF_AN_EVALUATION)]:
        blocks = list(written(visitor.client.get(path, follow_redirects=True).text))
        assert ease(" ".join(map(ended, blocks))) >= EASE_OF_A_PAGE, path
        for part in (part for block in blocks for part in PART_END.split(block)):
            assert len(WORD.findall(part)) <= LONGEST_SENTENCE, (path, part)


def written(page: str) -> Iterator[str]:
    """What a page says in our words, block by block."""
    apart = re.sub(r'<br>|(?=<span class="hint">)', ". ", page)
    main = JustHTML(apart, sanitize=False).query_one("main")
    theirs = {id(node) for node in main.query(NOT_OURS)}
    for node in main.query(BLOCKS):
        text = " ".join(node.to_text(separator=" ").split())
        if WORD.search(text) and id(node) not in theirs and not node.query(BLOCKS):
            yield text
