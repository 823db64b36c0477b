"""From when until when somebody stands in, within a shift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from shiftui.domain.coming import Slot
from shiftui.domain.refusals import Refused
from shiftui.domain.safe_text import safe_line
from shiftui.domain.times import NEAR_FORMS, NotATime, absolute, parse_near, parse_until
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.composer import SUBMIT_KEYS
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.form import Row
from shiftui.tui.dialogs.inputs import Line
from shiftui.tui.dialogs.parts import KeyHint, Words


class Outside(Refused):
    """Times beyond the shift, in which somebody else would be covered for."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in, and when."""

    who: str
    begins: datetime
    ends: datetime


class CoverDialog(Dialog[Cover]):
    """Two times as text, and the instants that they mean before they count."""

    AUTO_FOCUS = "#from"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(SUBMIT_KEYS, "submit", "Save", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    def __init__(self, context: DialogContext, who: str, slot: Slot, *, save: Save[Cover]) -> None:
        super().__init__(context, None, save=save)
        self._who, self._slot = who, slot
        self._hours = context.settings.hours

    @property
    def _first(self) -> datetime:
        """When a cover of this shift can begin: with it, or now."""
        return max(self._slot.begins, self.context.now())

    def heading(self) -> str:
        """Who stands in for whom."""
        return f"{safe_line(self._who, 40)} covers for {safe_line(self._slot.primary or 'nobody', 40)}"

    def about(self) -> str:
        """What a cover is, and the shift."""
        return (
            f"No handoff: the tickets stay with the shift.\n{self._span(self._slot.begins, self._slot.ends)}"
        )

    def question(self) -> ComposeResult:
        """The two times, and what they mean."""
        yield Row("from", Line(placeholder="now, or as the shift begins; 12:00, Wed 12:00", id="from"))
        yield Row("until", Line(placeholder="2h, 14:00, Wed 14:00, 2026-12-02 14:00", id="until"))
        yield Words(id="resolved")

    def keys(self) -> Iterable[KeyHint]:
        """Enter goes on, and at the end saves."""
        return [("Enter", "cover"), ("↑↓", "other field"), ("Esc", "cancel")]

    def action_submit(self) -> None:
        """Answer, with all that was typed until now."""
        self.in_turn(self._give)

    @on(Line.Submitted, "#from")
    def _go_on(self) -> None:
        self.query_one("#until").focus()

    @on(Line.Submitted, "#until")
    def _give(self) -> None:
        try:
            self.submit(self._read())
        except Refused as refusal:
            self.say(str(refusal), "warning")

    @on(Line.Changed)
    def _typed(self) -> None:
        self.say("")
        try:
            meant = self._read()
        except Refused:
            self.query_one("#resolved", Words).update("")
        else:
            self.query_one("#resolved", Words).update(f"→ {self._span(meant.begins, meant.ends)}")

    def _read(self) -> Cover:
        """What the fields mean. Raises Refused."""
        zone = self._hours.timezone
        begins, ends = (self.query_one(f"#{name}", Line).value.strip() for name in ("from", "until"))
        first = parse_near(begins, self._first, zone) if begins else self._first
        last = self._until(ends, first)
        if not self._slot.begins <= first or not last <= self._slot.ends:
            raise Outside(
                f"the shift is {self._span(self._slot.begins, self._slot.ends)}; name times within it"
            )
        return Cover(self._who, first, last)

    def _until(self, text: str, begins: datetime) -> datetime:
        """A time about that day, or a span from the beginning. Raises Refused."""
        try:
            return parse_near(text, begins, self._hours.timezone)
        except NotATime as error:
            try:
                return parse_until(text, begins, self._hours)
            except NotATime:
                raise NotATime(text, f"2h, {NEAR_FORMS}") from error

    def _span(self, begins: datetime, ends: datetime) -> str:
        zone = self._hours.timezone
        return f"{absolute(begins, zone)} to {absolute(ends, zone)}"
