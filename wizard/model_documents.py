"""The model documents: what an association fills in to do an action, ready to print or edit.

Knows neither web nor database. The keys of the files are described in `content/README.md`.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import cattrs

from wizard.documents import Block, Document
from wizard.referential import CONTENT_FOLDER, ContentError, faults, new_converter

FOLDER = "modeles"
PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS: Mapping[str, str] = {
    "association": "[nom de l’association]",
    "school_year": "[année scolaire]",
}
"""What a model may name of the association, with what stands there for nobody in particular."""


@dataclass(frozen=True)
class ModelDocument:
    """A model: `code` is the name of its file, `practices` the practices that it helps to do.

    `use` tells how to use it, on the page only.
    """

    code: str
    title: str
    use: str
    practices: tuple[str, ...]
    blocks: tuple[Block, ...]
    landscape: bool = False
    large: bool = False

    def filled(self, words: Mapping[str, str]) -> Document:
        """The document, with `words` in place of the names that it leaves open."""
        known = {**PLACEHOLDERS, **words}

        def fill(text: str) -> str:
            return PLACEHOLDER.sub(lambda found: known[found[1]], text)

        blocks = tuple(_with_texts(block, fill) for block in self.blocks)
        return Document(self.title, blocks, self.landscape, self.large)


@dataclass(frozen=True)
class Catalogue:
    """All models, in the order of the practices that they serve."""

    models: tuple[ModelDocument, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, ModelDocument]:
        return {model.code: model for model in self.models}

    @cached_property
    def by_practice(self) -> Mapping[str, ModelDocument]:
        """The model to fill in for the action of a practice."""
        return {code: model for model in self.models for code in model.practices}


def load(folder: Path | None = None) -> Catalogue:
    """The models of a content folder (that of the product when None); it may have none.

    Raises `ContentError` with every fault of shape at once.
    """
    models, problems = read(folder or CONTENT_FOLDER)
    if problems:
        raise ContentError(problems)
    return Catalogue(tuple(models))


def read(folder: Path) -> tuple[list[ModelDocument], list[str]]:
    """The models that can be read, and what makes the others unusable, a line each."""
    models: list[ModelDocument] = []
    problems: list[str] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text("utf-8"))
            models.append(_converter.structure(data | {"code": path.stem}, ModelDocument))
        except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{FOLDER}/{path.name} : fichier illisible ({error})")
        except cattrs.BaseValidationError as error:
            problems += faults(error, f"{FOLDER}/{path.name}")
    return sorted(models, key=lambda model: (model.practices, model.code)), problems


def _with_texts(block: Block, change: Callable[[str], str]) -> Block:
    """The block with every text of it changed."""
    values = {field.name: _changed(getattr(block, field.name), change) for field in fields(block)}
    return replace(block, **values)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(_changed(item, change) for item in value)
    return value


_converter = new_converter({ModelDocument: {"blocks": "block"}})
