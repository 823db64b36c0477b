"""What is on the dashboard, without the dashboard: view, filter, marks, and the snapshot placed at a time.

Marks are ticket keys and the cursor is a row's id; neither ever means a place on the screen, so that a list
that sorts itself anew cannot make an action hit another ticket.
"""

from collections.abc import Sequence
from datetime import datetime

from shiftui.domain.queue import Placed
from shiftui.domain.replica import DiaryEntry
from shiftui.domain.safe_text import safe_line
from shiftui.service.desk import Desk
from shiftui.service.snapshot import OutboxEntry, Snapshot
from shiftui.tui.actions import Action, Needs
from shiftui.tui.steadiness import steady_until
from shiftui.tui.view_models.listing import Link, Listing, Row, View, listing
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.view_models.rows import next_step

_HAY_LIMIT = 400


class Board:
    """The state of one dashboard."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.view = View.QUEUE
        self.filter = ""
        self.marks: frozenset[str] = frozenset()
        self._whole: Snapshot | None = None
        self._steady_until: datetime | None = None
        self.moment = self._look(desk.now())
        self.listing = self._list()

    def refresh(self) -> None:
        """Take in what the desk knows now."""
        self.moment = self._look(self._desk.now())
        open_keys = self.moment.placed
        self.marks = frozenset(key for key in self.marks if key in open_keys)
        self.listing = self._list()

    def tick(self) -> bool:
        """Let time pass; True when a ticket may have changed its lane, and the list with it."""
        now = self._desk.now()
        if self._steady_until is not None and now >= self._steady_until:
            self.refresh()
            return True
        self.moment = self.moment.later(now)
        return False

    def look_at(self, view: View) -> None:
        """Change the view."""
        self.view, self.filter, self.marks = view, "", frozenset()
        self.refresh()

    def set_filter(self, text: str) -> None:
        """Show only the rows that contain all the words of `text`."""
        self.filter = text
        self.listing = self._list()

    def toggle_mark(self, key: str) -> None:
        """Mark the ticket, or no longer."""
        self.marks = self.marks - {key} if key in self.marks else self.marks | {key}

    def mark_all(self) -> None:
        """Mark every ticket that is shown; when all are, none."""
        shown = frozenset(row.key for row in self.listing.rows if row.key is not None)
        self.marks = frozenset() if shown <= self.marks else shown

    def targets(self, row: Row | None) -> tuple[str, ...]:
        """The tickets that an action means: the marked ones in the list's order, else the row's."""
        if self.marks:
            return tuple(placed.key for placed in self.moment.queue if placed.key in self.marks)
        key = row.key if row is not None else None
        return (key,) if key is not None else ()

    def present(self, row: Row | None) -> frozenset[Needs]:
        """What actions can be about, with the cursor on that row."""
        targets = self.targets(row)
        if targets:
            one = {Needs.ONE} if len(targets) == 1 else set()
            return frozenset({Needs.TICKET, Needs.ADDRESS, *one})
        match row.body if row is not None else None:
            case Link():
                return frozenset({Needs.ADDRESS})
            case OutboxEntry():
                return frozenset({Needs.ENTRY})
            case _:
                return frozenset()

    def lacks(self, one: Action) -> str:
        """Why an action makes no sense here, in words."""
        if one.needs is Needs.ONE and self.marks:
            return "this takes one ticket; Esc clears the marks"
        what = "entry of the outbox" if one.needs is Needs.ENTRY else "ticket"
        return f"{one.label}: there is no {what} under the cursor"

    def mark_again(self, keys: Sequence[str]) -> None:
        """Mark the tickets of a gesture on several that was taken back, those that are still there."""
        several = frozenset(keys).intersection(self.moment.placed)
        if len(several) > 1:
            self.marks = several

    def placed(self, row: Row) -> Placed | None:
        """The ticket of a row in its place now."""
        return self.moment.placed.get(row.key) if row.key is not None else None

    def status(self) -> str:
        """What is filtered and marked, in words; empty when nothing is."""
        parts = []
        if self.filter:
            shown = self.listing
            parts.append(f"{shown.matching} of {shown.total} · filter: {safe_line(self.filter, 60)}")
        if self.marks:
            parts.append(f"{len(self.marks)} marked")
        if self.view is not View.QUEUE:
            parts.append("reading what is older" if self.lacks_closed else str(self.view))
        return " · ".join(parts)

    @property
    def lacks_closed(self) -> bool:
        """Whether the view shows tickets that are not loaded: somebody should read them, off the screen."""
        needs = self.view in (View.RESOLVED, View.SPINOFFS)
        return needs and (self._whole is None or self._whole.state.seq != self._desk.snapshot.state.seq)

    def take_everything(self, whole: Snapshot) -> None:
        """Show a snapshot that has the closed tickets in it."""
        self._whole = whole
        self.refresh()

    def _look(self, now: datetime) -> Moment:
        snapshot = self._desk.snapshot
        if self._whole is not None and self.view in (View.RESOLVED, View.SPINOFFS):
            snapshot = self._whole
        queue = snapshot.queue(now)
        self._steady_until = steady_until(queue, snapshot.settings, now)
        return Moment(snapshot, queue, now, self._desk.me)

    def _list(self) -> Listing:
        words = self.filter.casefold().split()
        if not words:
            return listing(self.view, self.moment)
        return listing(self.view, self.moment, lambda row: _matches(row, words, self.moment))


def _matches(row: Row, words: Sequence[str], moment: Moment) -> bool:
    hay = _hay(row, moment)
    return all(word in hay for word in words)


def _hay(row: Row, moment: Moment) -> str:
    """Everything of a row that a person may look for."""
    match row.body:
        case Placed() as placed:
            ticket = placed.ticket
            issue = ticket.issue
            parts = [
                moment.snapshot.ref(ticket.key), ticket.key, issue.title, issue.priority or "untriaged",
                placed.severity or "", ticket.requester or "", ticket.acknowledged_by or "",
                next_step(placed, moment), *issue.labels, *issue.assignees,
            ]  # fmt: skip
        case OutboxEntry() as entry:
            parts = [entry.ref, entry.verb, entry.line, entry.reason, entry.state]
        case DiaryEntry() as entry:
            parts = [entry.text, entry.by or ""]
        case Link() as page:
            parts = [page.name, page.url]
    return "\n".join(part[:_HAY_LIMIT] for part in parts).casefold()


def follow(before: Sequence[str], cursor: str | None, after: Sequence[str]) -> str | None:
    """Where the cursor goes when a list changes: it stays with its row.

    When that is gone, it goes to the next of the old rows that is still there, else the nearest before it.
    """
    if not after:
        return None
    if cursor is None:
        return after[0]
    left = set(after)
    if cursor in left:
        return cursor
    if cursor not in before:
        return after[0]
    at = before.index(cursor)
    return next((id for id in (*before[at + 1 :], *reversed(before[:at])) if id in left), after[0])
