"""Reads the whole content again and reports every fault at once, file and key named.

What `load` refuses is what the code cannot use; what is refused here is what a reader would stumble
over, or what would make the rule meaningless. Knows neither web nor database.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from wizard import glossary, model_documents
from wizard.documents import Table
from wizard.model_documents import PLACEHOLDER, PLACEHOLDERS, ModelDocument
from wizard.referential import (
    CONTENT_FOLDER,
    Axis,
    ConditionGroup,
    Effort,
    Heading,
    Level,
    Objective,
    Parts,
    Practice,
    Source,
    read,
)

LONGEST_SENTENCE = 25  # words
LONGEST_SHORT_NAME = 45  # characters, so that a table holds on a phone and on paper
LONGEST_VERSION = 40  # characters, as the database keeps it
REQUIRED_PRACTICES = {Level.TO_CONSOLIDATE: 1, Level.READY: 2, Level.EXEMPLARY: 1}
FEWEST_PRACTICES, MOST_PRACTICES = 4, 6
FEWEST_STEPS, MOST_STEPS = 2, 4

_FAULTS: Mapping[str, re.Pattern[str]] = {
    "texte vide": re.compile(r"\A\s*\Z"),
    "apostrophe droite, écrire ’": re.compile(r"'"),
    "guillemets droits, écrire « »": re.compile(r'"'),
    "double espace": re.compile(r"\s\s"),
    "espace insécable attendue avant : ; ! ? »": re.compile(r"[ \t][:;!?»]"),
    "espace insécable attendue après «": re.compile(r"« "),
    "texte provisoire": re.compile(
        r"\b(todo|tbd|tbc|fixme|lorem|xx+|à (rédiger|compléter))\b|\[M\]|\?\?", re.IGNORECASE
    ),
    "montant en euros": re.compile(r"€|\beuros?\b", re.IGNORECASE),
}
SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…]\u00a0»))\s+(?=[A-ZÀ-Ý«0-9])")


def check(folder: Path | None = None) -> list[str]:
    """Every problem of the content of `folder`, one line each; an empty list when all is well."""
    parts = read(folder or CONTENT_FOLDER)
    models, unreadable = model_documents.read(folder or CONTENT_FOLDER)
    words, unreadable_words = glossary.read(folder or CONTENT_FOLDER)
    texts = _texts(parts, words, models)
    return [
        *parts.problems,
        *unreadable,
        *unreadable_words,
        *(f"{where} : {fault}" for where, text in texts for fault in _faults(text)),
        *_repeated_codes(parts),
        *_scale_problems(parts.heading),
        *(problem for name, axis in parts.axes.items() for problem in _axis_problems(name, axis)),
        *(problem for group in _groups(parts) for problem in _condition_problems(group)),
        *(problem for model in models for problem in _model_problems(model)),
        *_link_problems(parts),
        *_serving_problems(parts, models),
    ]


def texts(folder: Path | None = None) -> list[str]:
    """Every text of the content of `folder`, in the order of its files."""
    content = folder or CONTENT_FOLDER
    models, words = model_documents.read(content)[0], glossary.read(content)[0]
    return [text for _where, text in _texts(read(content), words, models)]


def _groups(parts: Parts) -> tuple[ConditionGroup, ...]:
    return parts.conditions.groups if parts.conditions else ()


def _faults(text: str) -> Iterator[str]:
    for fault, pattern in _FAULTS.items():
        if pattern.search(text):
            yield f"{fault} : {text[:60]!r}"
    for sentence in SENTENCE_END.split(text):
        words = len(re.findall(r"\w[\w’-]*", sentence))
        if words > LONGEST_SENTENCE:
            yield f"phrase de {words} mots ({LONGEST_SENTENCE} au plus) : {sentence[:60]!r}"


def _texts(parts: Parts, words: Any, models: Iterable[ModelDocument]) -> list[tuple[str, str]]:
    """Every text with the file and the keys that lead to it."""
    return [
        *_walk(parts.heading, "referential.toml"),
        *(found for name, axis in parts.axes.items() for found in _walk(axis, name)),
        *_walk(parts.conditions, "conditions.toml"),
        *_walk(words, glossary.FILE),
        *(found for model in models for found in _model_texts(model)),
    ]


def _model_texts(model: ModelDocument) -> Iterator[tuple[str, str]]:
    """The texts of a model; a cell of a table may be empty, to be written in."""
    for where, text in _walk(model, f"{model_documents.FOLDER}/{model.code}.toml"):
        if text or "> rows" not in where:
            yield where, text


def _walk(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text below `value` with the path of keys that leads to it."""
    if isinstance(value, str) and not isinstance(value, Effort):
        yield where, value
    for step, item in _parts(value):
        yield from _walk(item, f"{where} {step}")


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What `value` is made of, each part under the name that leads to it."""
    match value:
        case Mapping():
            yield from ((f"> {key}", item) for key, item in value.items())
        case tuple():
            yield from ((getattr(item, "code", str(n)), item) for n, item in enumerate(value, 1))
        case _ if is_dataclass(value):
            for field in fields(value):
                if getattr(value, field.name) or field.default != "":  # an optional text not given
                    yield f"> {field.name}", getattr(value, field.name)


def _repeated_codes(parts: Parts) -> Iterator[str]:
    objectives = [objective for axis in parts.axes.values() for objective in axis.objectives]
    codes = [
        *(axis.code for axis in parts.axes.values()),
        *(objective.code for objective in objectives),
        *(practice.code for objective in objectives for practice in objective.practices),
        *(piece.code for objective in objectives for piece in objective.evidence),
        *(condition.code for group in _groups(parts) for condition in group.conditions),
    ]
    for code, count in Counter(codes).items():
        if count > 1:
            yield f"code {code} : employé {count} fois"


def _axis_problems(name: str, axis: Axis) -> Iterator[str]:
    for objective in axis.objectives:
        where = f"{name} > {objective.code}"
        if not re.fullmatch(re.escape(axis.code) + r"\.\d+", objective.code):
            yield f"{where} : le code s’écrit {axis.code}.1, {axis.code}.2…"
        for problem in (
            *_objective_problems(objective),
            *_evidence_problems(objective),
            *_rung_problems(objective),
        ):
            yield f"{where} : {problem}"
        for practice in objective.practices:
            yield from (
                f"{where} > {problem}" for problem in _practice_problems(objective, practice)
            )


def _objective_problems(objective: Objective) -> Iterator[str]:
    if len(objective.short) > LONGEST_SHORT_NAME:
        yield f"short, plus de {LONGEST_SHORT_NAME} caractères"
    if set(objective.levels) != set(Level):
        yield "levels, une phrase pour chacun des niveaux 1 à 4"
    if not objective.mistakes or not objective.evidence:
        yield "mistakes et evidence, au moins une ligne chacun"
    for source in objective.sources:
        yield from _source_problems(source)


def _evidence_problems(objective: Objective) -> Iterator[str]:
    for evidence in objective.evidence:
        if not re.fullmatch(re.escape(objective.code) + r"\.p\d+", evidence.code):
            yield f"evidence {evidence.code}, le code s’écrit {objective.code}.p1"


def _rung_problems(objective: Objective) -> Iterator[str]:
    if not FEWEST_PRACTICES <= len(objective.practices) <= MOST_PRACTICES:
        yield f"{len(objective.practices)} pratiques, de {FEWEST_PRACTICES} à {MOST_PRACTICES}"
    for rung, fewest in REQUIRED_PRACTICES.items():
        count = sum(practice.rung is rung for practice in objective.practices)
        if count < fewest:
            yield f"{count} pratique à l’échelon {rung}, il en faut au moins {fewest}"


def _practice_problems(objective: Objective, practice: Practice) -> Iterator[str]:
    if practice.rung not in REQUIRED_PRACTICES:
        yield f"{practice.code} > rung : 2, 3 ou 4"
    if not re.fullmatch(re.escape(objective.code) + r"\.[a-z]", practice.code):
        yield f"{practice.code} : le code s’écrit {objective.code}.a, {objective.code}.b…"
    if not FEWEST_STEPS <= len(practice.action.steps) <= MOST_STEPS:
        yield f"{practice.code} > steps, de {FEWEST_STEPS} à {MOST_STEPS} étapes"
    others = {other.code for other in objective.practices} - {practice.code}
    if unknown := set(practice.implies) - others:
        yield f"{practice.code} > implies, inconnu dans l’objectif\u00a0: {', '.join(unknown)}"
    yield from _strength_problems(practice)
    left = practice.action.evidence
    if left and left not in {evidence.code for evidence in objective.evidence}:
        yield f"{practice.code} > evidence, pièce inconnue de l’objectif ({left})"


def _strength_problems(practice: Practice) -> Iterator[str]:
    """What names the Clas has other words for an association that has none yet."""
    needed = "Clas" in practice.strength
    if needed != bool(practice.strength_first) or "Clas" in practice.strength_first:
        yield f"{practice.code} > strength_first, le même fait sans le Clas, si strength le nomme"


def _condition_problems(group: ConditionGroup) -> Iterator[str]:
    for condition in group.conditions:
        where = f"conditions.toml > {condition.code}"
        if not condition.code.startswith(f"{group.code}."):
            yield f"{where} : le code commence par celui du groupe, {group.code}."
        if (condition.status == "sourced") != (condition.source is not None):
            yield f"{where} : une source va avec « sourced » seul"
        if condition.source:
            yield from (f"{where} : {problem}" for problem in _source_problems(condition.source))


def _link_problems(parts: Parts) -> Iterator[str]:
    """What a practice says of a condition needs that condition."""
    if parts.conditions is None:  # with a file that could not be read, all seem unknown
        return
    for name, axis in parts.axes.items():
        for practice in (p for objective in axis.objectives for p in objective.practices):
            for key in ("same_as", "settled_by"):
                code = getattr(practice, key)
                if code and code not in parts.conditions.codes:
                    yield f"{name} > {practice.code} > {key}, condition inconnue ({code})"


def _source_problems(source: Source) -> Iterator[str]:
    if not re.match(r"https?://", source.url):
        yield f"source, une adresse https:// est attendue, pas {source.url[:40]!r}"


def _model_problems(model: ModelDocument) -> Iterator[str]:
    where = f"{model_documents.FOLDER}/{model.code}.toml"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", model.code):
        yield f"{where} : le nom du fichier s’écrit en minuscules sans accent, avec des tirets"
    if not model.blocks:
        yield f"{where} : aucun bloc"
    names = [name for _, text in _walk(model, where) for name in PLACEHOLDER.findall(text)]
    for name in set(names) - set(PLACEHOLDERS):
        yield f"{where} : nom inconnu entre accolades ({name})"
    for table in (block for block in model.blocks if isinstance(block, Table)):
        yield from (f"{where} : {problem}" for problem in _table_problems(table))


def _table_problems(table: Table) -> Iterator[str]:
    if table.widths and len(table.widths) != len(table.columns):
        yield f"widths, une largeur pour chacune des {len(table.columns)} colonnes"
    if any(len(row) > len(table.columns) for row in table.rows):
        yield f"rows, {len(table.columns)} cases au plus par ligne"
    if not table.all_rows:
        yield "table sans ligne (rows ou blank)"


def _serving_problems(parts: Parts, models: list[ModelDocument]) -> Iterator[str]:
    """Each model serves practices that exist; a practice is served by one model at most."""
    objectives = [objective for axis in parts.axes.values() for objective in axis.objectives]
    known = {practice.code for objective in objectives for practice in objective.practices}
    served = Counter(code for model in models for code in model.practices)
    # With a file that could not be read, a practice may only seem to be unknown.
    for code in set() if parts.problems else served.keys() - known:
        yield f"{model_documents.FOLDER} : pratique inconnue ({code})"
    for code, count in served.items():
        if count > 1:
            yield f"modeles : {count} modèles pour la pratique {code}"


def _scale_problems(heading: Heading | None) -> Iterator[str]:
    if heading is None:
        return
    if len(heading.version) > LONGEST_VERSION:
        yield f"referential.toml > version : plus de {LONGEST_VERSION} caractères"
    if set(heading.levels) != set(Level):
        yield "referential.toml > levels : un nom pour chacun des niveaux 1 à 4"
    if set(heading.efforts) != set(Effort):
        yield "referential.toml > efforts : un nom pour days, weeks et months"
