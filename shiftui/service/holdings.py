"""What a workspace holds of the incident repository, for whoever looks for what is gone there."""

from collections.abc import Mapping

from shiftui.domain.conversation import Comment
from shiftui.domain.vocabulary import Absence
from shiftui.service.desk import Desk

GONE = frozenset(Absence)
"""Reasons of issues that were looked for already."""


class DeskHoldings:
    """A desk's tickets as the tracker may ask for them, from a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def threads(self) -> Mapping[int, int]:
        """Number to how many comments are held, of all its issues that are not known to be gone.

        Counted, not taken from rows: one comment deleted and one written leave GitHub's count as it was.
        """
        snapshot = self._desk.everything()
        here = snapshot.repo.casefold()
        issues = [(ticket.key, ticket.issue) for ticket in snapshot.state.tickets.values()]
        return {
            issue.number: self._held(key)
            for key, issue in issues
            if issue.number and issue.repo.casefold() == here and issue.state_reason not in GONE
        }

    def _held(self, key: str) -> int:
        return sum(isinstance(entry, Comment) for entry in self._desk.conversation(key).entries)
