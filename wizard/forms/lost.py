"""What a page had sent when its session was lost: carried to the next, told in words."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Self
from urllib.parse import parse_qsl, urlencode

from wtforms import HiddenField

from wizard.forms.saved import LEADING_ON, STAY, field_name
from wizard.forms.start import ResumeForm
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
    "ticked": "Coché",
    "planned": "Je prévois cette pratique",
    "done": "C’est fait",
}
_ANSWERS = {state.value: words for state, words in STATES.items()}

Sent = list[tuple[str, str]]  # names and values of a form


class LostForm(ResumeForm):
    """The way back to an evaluation, which carries what one of its pages had sent.

    `path` is the address it was sent to, `sent` its fields, written as in an address.
    """

    path = HiddenField()
    sent = HiddenField()

    @classmethod
    def carrying(cls, path: str, sent: Sent) -> Self:
        return cls(formdata=None, data={"path": path, "sent": urlencode(sent)})

    @property
    def fields(self) -> Sent:
        """What was sent, but for the token, which is no longer right; the page that takes it is
        shown again and says that it is saved, wherever its button led."""
        sent = parse_qsl(self.sent.data or "", keep_blank_values=True)
        return [
            (name, STAY if name == "then" and value in LEADING_ON else value)
            for name, value in sent
            if name != "csrf_token"
        ]


def in_words(sent: Sent, content: Referential, path: str) -> str:
    """The answers and the texts of `sent`: a line each, under the question or the objective they
    belong to; what was sent to the address `path` of an action, under that action."""
    told = [(*_parted(name), value.strip()) for name, value in sent if value.strip()]
    action = content.by_code.get(path.partition("?")[0].rpartition("/")[2])
    if isinstance(action, Practice):
        told = [(field_name(action.code), *line[1:]) for line in told]
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
    names = {**_ANSWERS, **_ticks(content), "y": "oui"}
    if item := {field_name(code): item for code, item in content.by_code.items()}.get(subject):
        yield item.statement if isinstance(item, Practice) else item.short
    for _, field, value in lines:
        words = _day(value) if field in ("due", "deadline") else names.get(value, value)
        yield f"{WORDS[field]}\u00a0: {words}"


def _ticks(content: Referential) -> dict[str, str]:
    """What can be ticked, by its code: documents and conditions."""
    pieces = {piece.code: piece.name for o in content.objectives for piece in o.evidence}
    return pieces | {code: c.statement for code, c in content.conditions.by_code.items()}


def _day(value: str) -> str:
    """A date in words; what is none, as it was typed."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value
