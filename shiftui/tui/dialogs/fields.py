"""What the next person needs to know about a ticket, field by field."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.composer import SUBMIT_KEYS
from shiftui.tui.dialogs.context import DialogContext, team_audience
from shiftui.tui.dialogs.form import Row
from shiftui.tui.dialogs.inputs import LINE_LIMIT, Line, typed_line
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint


@dataclass(frozen=True, slots=True)
class Fields:
    """What was changed; None leaves a field, an empty text clears it."""

    summary: str | None = None
    next_action: str | None = None
    contingency: str | None = None
    estimate_hours: float | None = None
    requester: str | None = None


_TEXTS = ("summary", "next_action", "contingency", "requester")


class FieldsDialog(Dialog[Fields]):
    """Summary, next action, contingency, estimate and requester in one place."""

    AUTO_FOCUS = "#next_action"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(SUBMIT_KEYS, "submit", "Save", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket,
        *,
        start: str = "next_action",
        save: Save[Fields] | None = None,
    ) -> None:
        super().__init__(context, ticket, save=save)
        self._editing = ticket
        self._start = start
        work = ticket.work
        texts = {
            "summary": work.summary,
            "next_action": work.next_action,
            "contingency": work.contingency,
            "requester": ticket.requester,
            "estimate": None if work.estimate_hours is None else f"{work.estimate_hours:g}",
        }
        self._before = {name: typed_line(text or "")[:LINE_LIMIT] for name, text in texts.items()}

    def heading(self) -> str:
        """What is set."""
        return f"What the next person needs to know about {self.shown_ref}"

    def question(self) -> ComposeResult:
        """The fields, in the order of a handoff."""
        before = self._before
        yield AudienceLine(team_audience(self.context.settings, self.context.connected))
        yield Row("summary", Line(before["summary"], id="summary"))
        yield Row("next", Line(before["next_action"], id="next_action"))
        yield Row("if it fails", Line(before["contingency"], id="contingency"))
        yield Row("estimate, h", Line(before["estimate"], placeholder="0.5, 4 …", id="estimate"))
        yield Row("requester", Line(before["requester"], id="requester"))

    def keys(self) -> Iterable[KeyHint]:
        """One line each, so Enter saves."""
        return [("Enter", "save"), ("Tab ↑↓", "field"), ("Esc", "cancel")]

    def on_mount(self) -> None:
        """Begin at the field that was asked for."""
        super().on_mount()
        self.query_one(f"#{self._start}", Line).focus()

    def action_submit(self) -> None:
        """Answer, with all that was typed until now."""
        self.in_turn(self.give)

    @on(Line.Submitted)
    def give(self) -> None:
        """Answer with what was changed, or say what is wrong."""
        typed = {line.id or "": line.value.strip() for line in self.query(Line)}
        changed = {name: text for name, text in typed.items() if text != self._before[name].strip()}
        estimate = changed.pop("estimate", None)
        hours = _hours(estimate) if estimate else None
        if estimate is not None and hours is None:
            self.say("The estimate is in hours above 0, such as 4 or 0.5.", "warning")
            self.query_one("#estimate", Line).focus()
        elif not changed and hours is None:
            self.say("Nothing is changed yet. Esc leaves it as it is.")
        else:
            texts = {name: changed.get(name) for name in _TEXTS}
            self.submit(Fields(**texts, estimate_hours=hours))


def _hours(text: str) -> float | None:
    try:
        hours = float(text.replace(",", ".").removesuffix("h").strip())
    except ValueError:
        return None
    return hours if math.isfinite(hours) and 0 < hours <= 10_000 else None
