"""A rota as an iCalendar file, which every calendar program subscribes to or imports.

The library writes it (docs/decisions/0014): folding, escaping and dates are its business. What persons wrote
goes through `safe_line` first, because RFC 5545 allows no control characters at all, escaped or not.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid5

from shiftui.domain.rotation import Shift
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Settings

PRODUCT = "-//shiftui//on-call rota//EN"
NOBODY = "nobody"
"""What stands for the primary of a shift that nobody can take."""

_SPACE = UUID("a1f2c1de-6b0e-4a55-9a0b-6d6cf1f3f0a7")
"""The namespace of our events. Changing it would give everybody each shift a second time."""


def calendar_text(
    shifts: Iterable[Shift], settings: Settings, names: Mapping[str, str], made: datetime | None = None
) -> bytes:
    """The file's content: one event a shift. `names` says how a login is shown; without one, it is itself.

    A shift that stays with its primary keeps its UID from file to file, so calendars update their event.
    `made` is the time of writing, of which calendars keep the later; now, if none is given.
    """
    from icalendar import Calendar, Event  # a tenth of a second that only an export should cost

    written = made or datetime.now(UTC)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "on call")
    calendar.add("x-wr-timezone", settings.hours.timezone)
    for shift in shifts:
        event = Event()
        event.add(
            "uid", str(uuid5(_SPACE, f"{shift.begins.astimezone(UTC).isoformat()} {_line(shift.primary)}"))
        )
        event.add("dtstamp", written.astimezone(UTC))
        event.add("dtstart", shift.begins.astimezone(UTC))
        event.add("dtend", shift.ends.astimezone(UTC))
        event.add("summary", _summary(shift, names))
        if shift.why:
            event.add("description", _line(shift.why))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _summary(shift: Shift, names: Mapping[str, str]) -> str:
    backup = f" (backup {_shown(shift.backup, names)})" if shift.backup is not None else ""
    return f"on call: {_shown(shift.primary, names)}{backup}"


def _shown(login: str | None, names: Mapping[str, str]) -> str:
    return NOBODY if login is None else _line(names.get(login) or login)


def _line(text: str | None) -> str:
    return "" if text is None else safe_line(text)
