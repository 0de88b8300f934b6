"""What a form that was sent holds in words, for a person who can no longer send it."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from wizard.forms.saved import field_name
from wizard.french import day
from wizard.paragraphs import STATES
from wizard.referential import Practice, Referential

# Nothing else is told: a form may also hold a token, a code or an address.
WORDS = {
    "association": "Nom de l’association",
    "project": "Nom du projet",
    "deadline": "Date limite de dépôt",
    "label": "Pour qui",
    "state": "Réponse",
    "due": "Pour quand",
    "owner": "Qui s’en charge",
    "remarks": "Remarques",
}
_ANSWERS = {state.value: words for state, words in STATES.items()}


def typed(sent: Iterable[tuple[str, str]], content: Referential) -> str:
    """The answers and the texts of `sent`, names and values of a form: a line each, under the
    question or the objective they belong to."""
    told = [(*_parted(name), value.strip()) for name, value in sent if value.strip()]
    known = [line for line in told if line[1] in WORDS]
    return "\n\n".join(
        "\n".join(_lines(subject, lines, content))
        for subject, lines in groupby(known, key=lambda line: line[0])
    )


def _parted(name: str) -> tuple[str, str]:
    """The subject and the field of a name: p-1-1-a-due is of p-1-1-a."""
    subject, _, field = name.rpartition("-")
    return subject, field


def _lines(
    subject: str, lines: Iterable[tuple[str, str, str]], content: Referential
) -> Iterator[str]:
    if item := {field_name(code): item for code, item in content.by_code.items()}.get(subject):
        yield item.statement if isinstance(item, Practice) else item.short
    for _, field, value in lines:
        words = _day(value) if field in ("due", "deadline") else _ANSWERS.get(value, value)
        yield f"{WORDS[field]}\u00a0: {words}"


def _day(value: str) -> str:
    """A date in words; what is none, as it was typed."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value
