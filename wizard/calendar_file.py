"""The due dates of a plan as a calendar file (.ics). Knows neither web nor database."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from wizard.actions import Line
from wizard.summary import About

MIMETYPE = "text/calendar"


def ics(lines: Iterable[Line], about: About, made: datetime) -> bytes:
    """One whole-day event for each dated action; a file read again moves it, never doubles it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cap Clas//plan//FR")
    calendar.add("version", "2.0")
    calendar.calendar_name = f"Clas – {about.name}"
    for line in lines:
        if line.due:
            calendar.add_component(_event(line, about, made))
    return bytes(calendar.to_ical())


def _event(line: Line, about: About, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{about.reference}-{line.practice.code}@cap-clas")
    event.add("dtstamp", made)
    event.add("dtstart", line.due)
    event.add("dtend", line.due + timedelta(days=1))  # type: ignore[operator]
    event.add("summary", f"Clas\u00a0: {line.practice.action.title}")
    event.add("description", f"{line.practice.statement}\n{line.who}")
    event.add("transp", "TRANSPARENT")  # a deadline does not make one busy
    return event
