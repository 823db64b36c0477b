"""Set fields: priority, severity, waiting on, and what the next person needs to know."""

import math
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, with_issue, with_work
from shiftui.domain.refusals import BadValue
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import Priority, Severity, WaitingOn


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsSet(Fact):
    """Each field that is not None was set; an empty text clears its field."""

    KIND: ClassVar[str] = "fields-set"

    priority: Priority | None = None
    severity: Severity | None = None
    waiting_on: WaitingOn | None = None
    summary: str | None = None
    next_action: str | None = None
    contingency: str | None = None
    estimate_hours: float | None = None
    requester: str | None = None

    @property
    def is_native_only(self) -> bool:
        """Whether GitHub's labels alone can hold it."""
        texts = (self.summary, self.next_action, self.contingency, self.requester)
        return self.waiting_on is None and self.estimate_hours is None and all(text is None for text in texts)

    @property
    def is_label_only(self) -> bool:
        """Whether nothing is left of it without its labels."""
        return self.without_labels() is None

    def without_labels(self) -> "FieldsSet | None":
        """What else it sets; None where that is nothing."""
        rest = replace(self, priority=None, severity=None, waiting_on=None)
        others = (rest.summary, rest.next_action, rest.contingency, rest.estimate_hours, rest.requester)
        return None if all(value is None for value in others) else rest

    def apply(self, ticket: Ticket) -> Ticket:
        """The fields as set; saying whom we wait on attends to what the requester wrote."""
        issue: dict[str, object] = {}
        if self.priority is not None:
            issue["priority"] = self.priority
        if self.severity is not None:
            issue["severity"] = self.severity
        work: dict[str, object] = {}
        if self.waiting_on is not None:
            issue["waiting_on"] = self.waiting_on
            work["wrote_at"] = None
        for name in ("summary", "next_action", "contingency", "requester"):
            text = getattr(self, name)
            if text is not None:
                work[name] = text or None
        if self.estimate_hours is not None:
            work["estimate_hours"] = self.estimate_hours
        return with_work(with_issue(ticket, **issue), self.at, **work)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        parts = [
            f"{name} {value}" if value != "" else f"{name} cleared"
            for name, value in (
                ("priority", self.priority),
                ("severity", self.severity),
                ("waiting on", self.waiting_on),
                ("summary:", self.summary),
                ("next:", self.next_action),
                ("if it goes wrong:", self.contingency),
                ("estimate", None if self.estimate_hours is None else f"{self.estimate_hours:g} h"),
                ("requester", self.requester),
            )
            if value is not None
        ]
        return "set " + ", ".join(parts)


def set_fields(
    scene: Scene,
    ticket: Ticket,
    *,
    priority: Priority | None = None,
    severity: Severity | None = None,
    waiting_on: WaitingOn | None = None,
    summary: str | None = None,
    next_action: str | None = None,
    contingency: str | None = None,
    estimate_hours: float | None = None,
    requester: str | None = None,
) -> FieldsSet:
    """Decide to set fields; None leaves a field, an empty text clears it.

    Raises:
        BadValue: nothing is given, or the estimate (hours) is not a positive finite number.

    """
    texts = [
        text.strip() if text is not None else None for text in (summary, next_action, contingency, requester)
    ]
    choices = (priority, severity, waiting_on, estimate_hours, *texts)
    if all(choice is None for choice in choices):
        raise BadValue("set", "name at least one field, such as --priority customer")
    if estimate_hours is not None and not (math.isfinite(estimate_hours) and 0 < estimate_hours <= 10_000):
        raise BadValue("estimate", "give hours above 0, such as 4 or 0.5")
    return FieldsSet(
        **scene.stamp(ticket.key),
        priority=priority,
        severity=severity,
        waiting_on=waiting_on,
        summary=texts[0],
        next_action=texts[1],
        contingency=texts[2],
        estimate_hours=estimate_hours,
        requester=texts[3],
    )
