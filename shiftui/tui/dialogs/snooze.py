"""Not now, but then: until when a ticket sleeps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from shiftui.domain.business_time import MIDNIGHT, BusinessHours, NeverOpen, wall_instant
from shiftui.domain.refusals import Refused
from shiftui.domain.response_clock import clock
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import absolute, clock_time, parse_until
from shiftui.domain.vocabulary import Response
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.inputs import Line
from shiftui.tui.dialogs.parts import KeyHint, Words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until when, in UTC; None wakes it."""

    until: datetime | None


def end_of_day(now: datetime, hours: BusinessHours) -> datetime:
    """When the team's day ends: at its last hour, or at midnight once that is past."""
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    midnight = wall_instant(today + _DAY, MIDNIGHT, zone)
    last = hours.intervals[-1][1] if hours.intervals else MIDNIGHT
    end = midnight if last == MIDNIGHT else wall_instant(today, last, zone)
    return end if end > now else midnight


def next_monday(now: datetime, hours: BusinessHours) -> datetime:
    """The first opening on next Monday or later. Raises NeverOpen."""
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    monday = today + (7 - today.weekday()) * _DAY
    return hours.next_opening(wall_instant(monday, MIDNIGHT, zone))


def snooze_choices(now: datetime, hours: BusinessHours) -> tuple[Choice[Snooze], ...]:
    """The usual times; one that no calendar day offers is left out and the others keep their keys."""
    wanted: tuple[tuple[str, str, Callable[[], datetime]], ...] = (
        ("1", "30 min", lambda: now + timedelta(minutes=30)),
        ("2", "1 h", lambda: now + timedelta(hours=1)),
        ("3", "2 h", lambda: now + timedelta(hours=2)),
        ("4", "end of today", lambda: end_of_day(now, hours)),
        ("5", "tomorrow, at opening", lambda: hours.next_day_opening(now)),
        ("6", "next Monday", lambda: next_monday(now, hours)),
    )
    found = []
    for key, label, until_when in wanted:
        try:
            until = until_when()
        except NeverOpen:
            continue
        found.append(Choice(key, label, Snooze(until), clock_time(until, hours.timezone, now)))
    return tuple(found)


class SnoozeDialog(ChoiceDialog[Snooze]):
    """The usual times by one key each, any other as text."""

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Snooze] | None = None) -> None:
        self._hours = context.settings.hours
        sleeps_until = ticket.work.snoozed_until
        asleep = sleeps_until is not None and sleeps_until > context.now()
        self._wakes = (Choice("w", "wake it now", Snooze(None)),) if asleep else ()
        super().__init__(
            context,
            ticket,
            question=f"Let {context.ref(ticket)} sleep",
            choices=(*self._wakes, *snooze_choices(context.now(), self._hours)),
            save=save,
        )

    def about(self) -> str:
        """The title, and what sleeping does not stop."""
        title = super().about()
        running = clock(self.ticket, self.context.settings, self.context.now()) if self.ticket else None
        if running is None or not running.runs:
            return title
        if running.state is Response.BREACHED:
            return f"{title}\nIts response is overdue. Sleeping does not change that."
        due = clock_time(running.due_at, self._hours.timezone, self.context.now())
        return f"{title}\nThe response clock goes on (due {due}) and wakes it in time."

    def question(self) -> ComposeResult:
        """The usual times, and a field for another."""
        yield from super().question()
        with Horizontal(id="free"):
            yield Words(Content.assemble(("u", "bold $primary"), "  until  "))
            yield Line(placeholder="17:30, 2h, tomorrow", id="until")
            yield Words(id="resolved")

    def keys(self) -> Iterable[KeyHint]:
        """As for choices, and the field."""
        at_once = "w 1–6" if self._wakes else "1–6"
        return [("Enter", "choose"), (at_once, "at once"), ("u", "another time"), ("Esc", "cancel")]

    def on_key(self, event: events.Key) -> None:
        """Go to the field at once: what is typed after the u belongs there."""
        if event.character == "u" and not isinstance(self.focused, Line):
            event.stop()
            event.prevent_default()
            self.set_focus(self.query_one("#until"))

    @on(Line.Changed, "#until")
    def _typed(self, event: Line.Changed) -> None:
        self.say("")
        resolved = self.query_one("#resolved", Words)
        try:
            until = parse_until(event.value, self.context.now(), self._hours)
        except Refused:
            resolved.update("")
        else:
            resolved.update(f"→ {absolute(until, self._hours.timezone)}")

    @on(Line.Submitted, "#until")
    def _entered(self, event: Line.Submitted) -> None:
        try:
            until = parse_until(event.value, self.context.now(), self._hours)
        except Refused as refusal:
            self.say(str(refusal), "warning")
        else:
            self.submit(Snooze(until))
