"""Who has the shift by what really stands on GitHub: a reckoning of our own, comment after comment.

Nothing of the program's own folding is used here. There is no rotation in the simulation: a shift changes
hands only by what people record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import TEAM
from tests.simulation.witness import marker_of

PATIENCE = timedelta(hours=4)
"""Nobody but the addressee accepts before that, at the very least: business time is no faster than time."""


@dataclass(slots=True)
class Reckoning:
    """The shift as GitHub tells it up to now."""

    holder: str | None = None
    before: str | None = None
    """Who had it before a takeover."""
    first: str | None = None
    """Who offered the shift last: theirs as long as nobody ever took one."""
    turns: list[tuple[str, str, str | None]] = field(default_factory=list)
    """What moved the shift, by whom, and who had it before."""
    is_taken: bool = False
    """Whether there is a takeover that may be given back."""
    covers: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    offer: dict[str, Any] | None = None
    """The one that waits for an answer."""
    closed_by: dict[str, Any] | None = None
    """What withdrew or returned the latest offer, until that is taken back."""
    offers: int = 0
    won: set[str] = field(default_factory=set)
    """Ids of the acceptances that counted."""

    def take(self, by: str, operation: dict[str, Any], taken_back: frozenset[tuple[str, str]]) -> None:
        """One more entry, in its place."""
        kind, before = operation["kind"], self.holder
        if (operation["id"], by) in taken_back and kind == "covered":
            return
        if kind == "undone" and self.turns and self.turns[-1][:2] == (operation["target"], by):
            self.holder, self.is_taken = self.turns.pop()[2], False
            return
        match kind:
            case "shift-set" if _time(operation["begins"]) <= _time(operation["at"]):
                self.holder, self.is_taken = operation["primary"], False
                self._goes_elsewhere(operation["id"], by, before)
            case "covered":
                self.covers.append((_time(operation["begins"]), _time(operation["ends"]), operation["who"]))
            case "taken-over" if self.holder != by:
                self.before, self.is_taken = self.holder or operation.get("former") or None, True
                self.holder = by
                self._goes_elsewhere(operation["id"], by, before)
            case "given-back" if self.is_taken:
                self.holder, self.is_taken = self.before, False
                self._goes_elsewhere(operation["id"], by, before)
            case _:
                self._step(kind, by, operation)

    def _goes_elsewhere(self, id: str, by: str, before: str | None) -> None:
        """What its former holder had offered is no more theirs to give."""
        self.turns.append((id, by, before))
        if self.offer is not None and self.offer["by"] != self.holder:
            self.offer = None

    def _may_offer(self, by: str, at: datetime) -> bool:
        covers = any(who == by and begins <= at < ends for begins, ends, who in self.covers)
        return (self.holder or self.first) in (None, by) or covers

    def _step(self, kind: str, by: str, operation: dict[str, Any]) -> None:
        """Of a handoff."""
        made = self.offer
        if kind == "handoff-offered":
            if not self._may_offer(by, _time(operation["at"])):
                return
            self.first = by
            self.offer, self.closed_by = {**operation, "by": by}, None
            self.offers += 1
        elif kind == "undone" and self.closed_by is not None:
            if operation["target"] == self.closed_by["id"] and by == self.closed_by["by"]:
                self.offer, self.closed_by = self.closed_by["offer"], None
        elif made is None or made["id"] not in (operation.get("offer"), operation.get("target")):
            return
        elif kind == "handoff-accepted" and self._may_accept(by, operation, made):
            self.holder, self.is_taken, self.offer = by, False, None
            self.won.add(operation["id"])
            self.turns.append(("", by, None))  # an acceptance is not taken back
        elif (kind, by) in (("handoff-returned", made["to"]), ("handoff-withdrawn", made["by"])):
            self.closed_by = {"id": operation["id"], "by": by, "offer": made}
            self.offer = None
        elif kind == "undone" and by == made["by"]:
            self.offer = None

    def _may_accept(self, by: str, operation: dict[str, Any], made: dict[str, Any]) -> bool:
        if by == made["by"]:
            return False
        waited = _time(operation["at"]) - _time(made["at"])
        return by == made["to"] or (bool(operation.get("why")) and waited >= PATIENCE)

    def primary(self, at: datetime) -> str | None:
        """Who has it at that time: whoever covers, the holder, or who offers the first of all shifts."""
        covering = [who for begins, ends, who in self.covers if begins <= at < ends]
        return covering[-1] if covering else self.holder or self.first


def reckon(github: InMemoryGitHub) -> Reckoning:
    """Fold all log comments of members of the team, oldest first."""
    entries = list(_entries(github))
    taken_back = frozenset((one["target"], by) for by, one in entries if one["kind"] == "undone")
    found, seen = Reckoning(), set[str]()
    for by, operation in entries:
        if operation["id"] not in seen:
            seen.add(operation["id"])
            found.take(by, operation, taken_back)
    return found


def _entries(github: InMemoryGitHub) -> Iterator[tuple[str, dict[str, Any]]]:
    comments = [one for repo in github.state.repos.values() for one in repo.comments.values()]
    for comment in sorted(comments, key=lambda one: one.id):
        marker = marker_of(comment.body)
        if marker.get("kind") == "log" and comment.author in TEAM:
            for operation in marker.get("ops", ()):
                yield comment.author, operation


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
