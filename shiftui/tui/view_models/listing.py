"""The lists that the queue widget shows: which rows, under which headings, and what to say without any.

A row has an id that never changes while it is on the screen, so that the cursor can follow it anywhere.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.proposals import is_urgent, last_touched, propose
from shiftui.domain.queue import Lane, Placed
from shiftui.domain.replica import DiaryEntry
from shiftui.domain.values import dataclass
from shiftui.service.snapshot import OutboxEntry
from shiftui.tui.lines import EMPTY, Line, Span
from shiftui.tui.view_models.moment import Moment


class View(StrEnum):
    """What the list shows."""

    QUEUE = "queue"
    PARKED = "parked"
    RESOLVED = "resolved"
    SPINOFFS = "spinoffs"
    OUTBOX = "outbox"
    DIARY = "diary"
    NEXT = "what now"

    @classmethod
    def for_lane(cls, lane: Lane) -> "View":
        """The view in which tickets of that lane are."""
        views = {Lane.ELSEWHERE: cls.SPINOFFS, Lane.PARKED: cls.PARKED, Lane.RESOLVED: cls.RESOLVED}
        return views.get(lane, cls.QUEUE)


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the team's (`settings.links`)."""

    name: str
    url: str


Body = Placed | OutboxEntry | DiaryEntry | Link


@dataclass(frozen=True, slots=True)
class Row:
    """Something that the cursor can stand on."""

    id: str
    body: Body
    says: str = ""
    """What stands in place of the next step: why it is proposed."""
    since: datetime | None = None
    """What the age counts from, where that is not the opening."""

    @property
    def key(self) -> str | None:
        """The ticket's, where it is one."""
        return self.body.key if isinstance(self.body, Placed) else None


@dataclass(frozen=True, slots=True)
class Text:
    """A row that only says something: a heading, a gap, a hint."""

    line: Line


Item = Row | Text
GAP = Text(EMPTY)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it stands."""

    items: tuple[Item, ...]
    matching: int
    """Rows that the filter lets through."""
    total: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the cursor can stand on, in order."""
        return tuple(item for item in self.items if isinstance(item, Row))


Keep = Callable[[Row], bool]
FEW = 3
"""Proposals of a kind that the queue itself shows when nothing needs anybody."""


def listing(view: View, moment: Moment, keep: Keep | None = None) -> Listing:
    """The rows of a view, those that `keep` accepts, under their headings."""
    sections = _SOURCES[view](moment)
    total = sum(len(rows) for _, rows in sections)
    if keep is not None:
        sections = [(title, [row for row in rows if keep(row)]) for title, rows in sections]
    matching = sum(len(rows) for _, rows in sections)
    items: list[Item] = []
    for title, rows in sections:
        if rows:
            items += [GAP] if items else []
            items += [Text((Span(title, "heading"),)), *rows]
    if view is View.QUEUE and keep is None:
        items = _with_proposals(items, sections, moment)
    if not matching and not items:
        items = [*_empty(view, moment, filtered=keep is not None)]
    return Listing(tuple(items), matching, total)


Sections = list[tuple[str, list[Row]]]


def _ticket_rows(placed: Iterable[Placed], prefix: str = "") -> list[Row]:
    return [Row(prefix + one.key, one) for one in placed]


def _queue(moment: Moment) -> Sections:
    sections = (
        (f"NEEDS {moment.whom.upper()}", Lane.CRITICAL, Lane.NEEDS_US),
        ("WAITING", Lane.WAITING, Lane.WAITING),
        ("ASLEEP", Lane.ASLEEP, Lane.ASLEEP),
    )
    return [
        (title, _ticket_rows(one for one in moment.queue if first <= one.lane <= last))
        for title, first, last in sections
    ]


def _parked(moment: Moment) -> Sections:
    return [("PARKED", _ticket_rows(one for one in moment.queue if one.lane is Lane.PARKED))]


def _resolved(moment: Moment) -> Sections:
    return [("RESOLVED", _ticket_rows(one for one in moment.queue if one.lane is Lane.RESOLVED))]


def _spinoffs(moment: Moment) -> Sections:
    tickets = moment.snapshot.tickets
    owing = (one for one in moment.queue if owes_spinoff(one.ticket, tickets))
    live = (one for one in moment.queue if one.ticket.is_spinoff and one.lane is not Lane.RESOLVED)
    return [("PATCHED, NO FIX UNDER WAY", _ticket_rows(owing)), ("FIXES STILL OWED", _ticket_rows(live))]


def _outbox(moment: Moment) -> Sections:
    entries = moment.snapshot.outbox
    stuck = [Row(entry.id, entry) for entry in entries if entry.state.needs_a_person]
    rest = [Row(entry.id, entry) for entry in entries if not entry.state.needs_a_person]
    return [("NEED A DECISION", stuck), ("ON THEIR WAY", rest)]


def _diary(moment: Moment) -> Sections:
    return [("DIARY", [Row(entry.id, entry) for entry in reversed(moment.snapshot.diary)])]


def _next(moment: Moment) -> Sections:
    links = moment.snapshot.settings.links
    return [
        ("FIRST, WHAT IS URGENT", _ticket_rows((one for one in moment.queue if is_urgent(one)), "urgent:")),
        *_proposals(moment),
        ("PAGES", [Row(f"link:{title}", Link(title, url)) for title, url in links.items()]),
    ]


def _proposals(moment: Moment) -> Sections:
    found = propose(moment.queue, moment.now, moment.me)
    quick = [Row(f"quick:{one.key}", one, _hours(one)) for one in found.quick]
    epics = [Row(f"epic:{one.key}", one, _hours(one) or "large") for one in found.epics]
    aged = [Row(f"aged:{one.key}", one, "untouched", last_touched(one)) for one in found.aged]
    return [
        ("UP TO HALF A DAY", quick),
        ("TO BREAK DOWN", epics),
        ("OPERATIONAL", _ticket_rows(found.operational, "operational:")),
        ("LEFT LYING", aged),
    ]


def _hours(placed: Placed) -> str:
    hours = placed.ticket.work.estimate_hours
    return f"about {hours:g} h" if hours is not None else ""


_SOURCES: dict[View, Callable[[Moment], Sections]] = {
    View.QUEUE: _queue,
    View.PARKED: _parked,
    View.RESOLVED: _resolved,
    View.SPINOFFS: _spinoffs,
    View.OUTBOX: _outbox,
    View.DIARY: _diary,
    View.NEXT: _next,
}


def _with_proposals(items: list[Item], sections: Sections, moment: Moment) -> list[Item]:
    """The queue with a few proposals on top when nothing needs anybody."""
    if sections[0][1] or not items:
        return items
    panel: list[Item] = [Text((Span(f"Nothing needs {moment.whom} now.", "text"),))]
    for title, rows in _proposals(moment):
        if rows:
            panel += [GAP, Text((Span(title, "heading"),)), *rows[:FEW]]
    return [*panel, GAP, *items]


def _empty(view: View, moment: Moment, *, filtered: bool) -> Sequence[Item]:
    """What to say, and what to do next, where there is nothing."""
    if filtered:
        return _hint("Nothing matches.", "Esc clears the filter.")
    local = moment.snapshot.state.is_local
    match view:
        case View.QUEUE if local:
            return _hint("No tickets yet.", "c captures one from an e-mail, a call or a chat.",
                         "? shows everything there is.")  # fmt: skip
        case View.QUEUE:
            return _hint("Nothing is open.", "New tickets come by themselves; ^r asks GitHub now.",
                         "7 shows what could be done, c captures an e-mail or a call.")  # fmt: skip
        case View.PARKED:
            return _hint("Nothing is parked.", "Tickets from before the adoption would be here, untouched.")
        case View.RESOLVED:
            return _hint("Nothing has been resolved yet.", "x resolves the ticket under the cursor.")
        case View.SPINOFFS:
            return _hint("No fix is owed.", "S makes the ticket for the real fix after a quick patch.")
        case View.OUTBOX if local:
            return _hint("Everything stays here.", "This workspace has no repository to send to.")
        case View.OUTBOX:
            return _hint("Everything is on GitHub.", "What you record next is shown here until it is there.")
        case View.DIARY:
            return _hint("The diary is empty.", "D writes down what has no ticket.")
        case View.NEXT:
            return _hint("Nothing to propose.", "All quiet. c captures what comes in.")


def _hint(first: str, *more: str) -> Sequence[Item]:
    return [Text((Span(first),)), *(Text((Span(line, "dim"),)) for line in more)]
