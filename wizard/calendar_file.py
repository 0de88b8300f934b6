"""The dates of a plan, and that of the application, as a calendar file (.ics).

Knows neither web nor database.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event

from wizard.actions import Line
from wizard.french import lower_first
from wizard.summary import About

MIMETYPE = "text/calendar"


class Day(NamedTuple):
    """A day to keep; `code` tells it from the others of the same evaluation."""

    code: str
    when: date
    title: str
    told: str


def ics(lines: Iterable[Line], about: About, made: datetime) -> bytes:
    """One whole-day event for each dated action, and one for the filing deadline.

    A file read again moves them, never doubles them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Cap Clas//plan//FR")
    calendar.add("version", "2.0")
    calendar.calendar_name = f"Clas – {about.name}"
    for day in _days(lines, about.deadline):
        calendar.add_component(_event(day, about, made))
    return bytes(calendar.to_ical())


def _days(lines: Iterable[Line], deadline: date | None) -> Iterator[Day]:
    for line in lines:
        if line.due:
            told = f"À faire d’ici là\u00a0: {lower_first(line.practice.action.title)}\n{line.who}"
            title = line.practice.statement.rstrip(".")  # the date is that of the practice
            if line.owner:
                title += f" ({line.owner})"
            yield Day(line.practice.code, line.due, title, told)
    if deadline:
        told = (
            "Date limite que vous avez indiquée dans Cap Clas. "
            "Vérifiez-la dans l’appel à projets de votre Caf."
        )
        yield Day("depot", deadline, "dépôt du dossier à la Caf", told)


def _event(day: Day, about: About, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{about.reference}-{day.code}@cap-clas")
    event.add("dtstamp", made)
    event.add("dtstart", day.when)
    event.add("dtend", day.when + timedelta(days=1))
    event.add("summary", f"Clas\u00a0: {day.title}")
    event.add("description", f"{day.told}\n{about.name}")
    event.add("transp", "TRANSPARENT")  # a deadline does not make one busy
    return event
