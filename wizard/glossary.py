"""The words of the field, explained: on a page of their own, and on the pages that use them.

Knows neither web nor database.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import cattrs

from wizard import french
from wizard.referential import CONTENT_FOLDER, ContentError, faults, new_converter

FILE = "glossaire.toml"


@dataclass(frozen=True)
class Term:
    """A word and what it means; `forms` are the other ways in which texts write it."""

    name: str
    meaning: str
    forms: tuple[str, ...] = ()

    def stands_in(self, text: str) -> bool:
        return self._pattern.search(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Whole words; an acronym only in capitals."""
        ways = (re.escape(way) for way in (self.name, *self.forms))
        flags = re.IGNORECASE if not self.name.isupper() else re.NOFLAG
        return re.compile(rf"\b({'|'.join(ways)})\b", flags)


@dataclass(frozen=True)
class Glossary:
    terms: tuple[Term, ...] = ()

    @cached_property
    def in_order(self) -> tuple[Term, ...]:
        return tuple(sorted(self.terms, key=lambda term: french.plain(term.name)))

    @property
    def by_letter(self) -> list[tuple[str, list[Term]]]:
        """The terms in order, under their first letter without its accent."""
        groups = groupby(self.in_order, key=lambda term: french.plain(term.name)[0].upper())
        return [(letter, list(terms)) for letter, terms in groups]

    def explaining(self, shown: object) -> tuple[Term, ...]:
        """The terms that the texts of `shown` use, a text or a value of the referential."""
        return _standing_in(" ".join(_texts(shown)), self.in_order)


def load(folder: Path | None = None) -> Glossary:
    """The glossary of a content folder (that of the product when None); it may have none.

    Raises `ContentError` with every fault of shape at once.
    """
    glossary, problems = read(folder or CONTENT_FOLDER)
    if problems:
        raise ContentError(problems)
    return glossary


def read(folder: Path) -> tuple[Glossary, list[str]]:
    """The glossary, empty if it cannot be read, and what makes it so, a line each."""
    path = folder / FILE
    if not path.exists():
        return Glossary(), []
    try:
        return _converter.structure(tomllib.loads(path.read_text("utf-8")), Glossary), []
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        return Glossary(), [f"{FILE} : fichier illisible ({error})"]
    except cattrs.BaseValidationError as error:
        return Glossary(), faults(error, FILE)


@lru_cache  # the texts of the content are few, and looking took a seventh of a page
def _standing_in(text: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if term.stands_in(text))


def _texts(value: object) -> Iterable[str]:
    """Every text below `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


_converter = new_converter({Glossary: {"terms": "term"}})
