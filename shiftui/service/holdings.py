"""What a workspace holds of the incident repository, for whoever looks for what is gone there."""

from collections.abc import Set

from shiftui.domain.conversation import Comment
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import State
from shiftui.service.desk import Desk

GONE = frozenset({"deleted", "hidden"})
"""Reasons of issues that were looked for already."""


class DeskHoldings:
    """A desk's tickets as the tracker may ask for them, from a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def numbers(self) -> Set[int]:
        """Of all its issues that are not known to be gone."""
        return {
            number
            for ticket in self._desk.everything().state.tickets.values()
            if (number := self._number(ticket)) and ticket.issue.state_reason not in GONE
        }

    def open_numbers(self) -> Set[int]:
        """Of the open ones."""
        tickets = self._desk.snapshot.state.tickets.values()
        return {
            number
            for ticket in tickets
            if ticket.issue.state is State.OPEN and (number := self._number(ticket))
        }

    def comments(self, number: int) -> int:
        """How many comments of an issue's thread are held."""
        snapshot = self._desk.snapshot
        conversation = self._desk.conversation(snapshot.state.key_at(snapshot.repo, number))
        return sum(isinstance(entry, Comment) for entry in conversation.entries)

    def _number(self, ticket: Ticket) -> int | None:
        is_here = ticket.issue.repo.casefold() == self._desk.snapshot.repo.casefold()
        return ticket.issue.number if is_here else None
