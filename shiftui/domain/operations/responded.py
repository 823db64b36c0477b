"""Respond: the requester has heard from us. This stops the response clock."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import (
    Fact,
    Scene,
    Seen,
    happened,
    seen,
    shown_ref,
    with_work,
    written,
)
from shiftui.domain.refusals import NoResponse
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Audience, NoteKind, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Responded(Fact):
    """A responder wrote or spoke to the requester."""

    KIND: ClassVar[str] = "responded"
    AUDIENCE: ClassVar[Audience] = Audience.REQUESTER

    text: str
    via: Via = Via.GITHUB
    heard_at: datetime
    """When the requester heard it; by GitHub that is decided by GitHub's own time of the comment."""
    not_before: datetime | None = None
    """Until then it stays here and can be taken back."""
    seen: Seen | None = None
    """What its author knew, where it goes to GitHub."""

    def apply(self, ticket: Ticket) -> Ticket:
        """The first response stands; any response attends to what the requester wrote."""
        if ticket.work.responded_at is not None:
            return with_work(ticket, self.at, wrote_at=None)
        return with_work(
            ticket,
            self.at,
            responded_at=self.heard_at,
            responded_by=self.by,
            cleared_response=False,
            wrote_at=None,
        )

    def promise(self, ticket: Ticket) -> Ticket:
        """The ticket while this is still on its way: by GitHub nobody has heard it, and the clock runs."""
        if self.via is Via.GITHUB:
            return with_work(ticket, self.at, wrote_at=None)
        return self.apply(ticket)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "responded" if self.via is Via.GITHUB else f"responded by {self.via}"

    def note(self, timezone: str) -> Note | None:
        """The text itself."""
        return Note(id=self.id, at=self.heard_at, by=self.by, kind=NoteKind.RESPONSE, text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCleared(Fact):
    """What looked like a response was none; the clock runs again from the opening."""

    KIND: ClassVar[str] = "response-cleared"

    why: str

    def apply(self, ticket: Ticket) -> Ticket:
        """Nobody has responded."""
        return with_work(ticket, self.at, responded_at=None, responded_by=None, cleared_response=True)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"cleared the response: {self.why}"


def respond(
    scene: Scene,
    ticket: Ticket,
    text: str,
    *,
    via: Via | None = None,
    at: datetime | None = None,
    not_before: datetime | None = None,
) -> Responded:
    """Decide to respond, by the channel that the ticket came by unless another is named.

    Raises:
        NoTextGiven: there is no text.
        NotYetHappened: `at` lies in the future.

    """
    channel = via or ticket.work.via
    return Responded(
        **scene.stamp(ticket.key),
        text=written(text, "response"),
        via=channel,
        heard_at=happened(at, scene.now, "response"),
        not_before=not_before,
        seen=seen(ticket) if channel is Via.GITHUB else None,
    )


def clear_response(scene: Scene, ticket: Ticket, why: str) -> ResponseCleared:
    """Decide that there has been no response after all.

    Raises:
        NoResponse: there is none.
        NoTextGiven: no reason is given.

    """
    if ticket.work.responded_at is None:
        raise NoResponse(shown_ref(ticket, scene.settings.github.repo))
    return ResponseCleared(**scene.stamp(ticket.key), why=written(why, "reason"))
