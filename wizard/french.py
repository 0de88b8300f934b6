"""How French is written: dates, numbers, lists; and letters compared as a person would."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def day(value: date) -> str:
    """A date in words: 1er mars 2027."""
    number = "1er" if value.day == 1 else str(value.day)
    return "\u00a0".join([number, _MONTHS[value.month - 1], str(value.year)])


def until(value: date, today: date) -> str:
    """How far a day is: aujourd’hui, demain, dans 18 jours; date dépassée."""
    days = (value - today).days
    if days < 0:
        return "date dépassée"
    return ("aujourd’hui", "demain")[days] if days < 2 else f"dans {count(days, 'jour')}"


def far(value: date, today: date) -> bool:
    """Whether a day is so far that its year may be a slip of the keyboard."""
    return value.year > today.year + 2


def after_school_year(value: date, year: int) -> bool:
    """Whether a day comes after the school year that begins in `year`, and its summer."""
    return value > date(year + 1, 8, 31)


def unlikely(value: date, today: date, year: int) -> str:
    """What there is to notice of the day for which something is planned in the school year that
    begins in `year`; or nothing."""
    if value < today:
        return "date dépassée"
    return f"après l’année {school_year(year)}" if after_school_year(value, year) else ""


def hour(value: datetime) -> str:
    """A time of day: 14 h 32."""
    return f"{value.hour}\u00a0h\u00a0{value.minute:02}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun; French uses the singular below two."""
    noun = singular if number < 2 else plural or f"{singular}s"
    return f"{number}\u00a0{noun}"


def listing(items: Iterable[str]) -> str:
    """a, b et c"""
    *first, last = items
    return f"{', '.join(first)} et {last}" if first else last


def school_year(start: int) -> str:
    return f"{start}-{start + 1}"


def minutes(number: int) -> str:
    """A duration that is only an estimate."""
    if number < 2:
        return "environ une minute"
    return f"environ {number}\u00a0minutes" if number < 60 else "environ une heure"


def without_address(text: str) -> str:
    """A name on one line in which nothing can be followed: no address of a site or a mailbox.

    For mails, where whoever typed the name may not be who reads it.
    """
    return re.sub(r"\S*(://|www\.|@|\w\.\w)\S*", "…", " ".join(text.split()))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def plain(text: str) -> str:
    """Text without accents or case, to search, sort and compare."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
