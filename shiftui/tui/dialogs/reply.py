"""A reply to the one person who waits for it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from shiftui.domain import drafts
from shiftui.domain.drafts import Draft
from shiftui.domain.refusals import Refused
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.vocabulary import Via
from shiftui.ports import StoreError
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.composer import Composer
from shiftui.tui.dialogs.context import DialogContext, reply_audience
from shiftui.tui.dialogs.meanwhile import last_word, meanwhile, news
from shiftui.tui.dialogs.parts import AudienceLine, Excerpt, KeyHint, Option, Pick, Words

CHANNELS = {Via.GITHUB: "github", Via.EMAIL: "e-mail", Via.PHONE: "phone", Via.CHAT: "chat"}
LOOK_EVERY = 2.0
"""Seconds between looks whether somebody else has answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the requester is told, and by which channel."""

    text: str
    via: Via


class ReplyDialog(Composer[Reply]):
    """Writes to the requester; says so when somebody else did meanwhile."""

    KIND = "reply"

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Reply] | None = None) -> None:
        super().__init__(context, ticket, save=save)
        self._replying_to = ticket
        self._via = ticket.work.via
        self._known: frozenset[str] | None = None
        """Ids of what had been said when this was opened, or was shown since; None until that was read."""
        self._has_looked = asyncio.Event()
        self._seen_state = context.desk.snapshot.state

    def heading(self) -> str:
        """To whom, about what."""
        name = drafts.called(self._replying_to.requester)
        return f"Reply to {name} on {self.shown_ref}" if name else f"Reply on {self.shown_ref}"

    def audience(self) -> str:
        """By the picked channel."""
        ticket = self._replying_to
        return reply_audience(
            self._via, ticket.requester, self.context.settings, self.context.connected, ticket.issue.repo
        )

    def above(self) -> ComposeResult:
        """The last thing that was said, the channel, and the subject of a mail."""
        yield Excerpt(id="last")
        names = CHANNELS | ({Via.GITHUB: "other"} if self.context.settings.is_local else {})
        yield Pick([Option(via, name) for via, name in names.items()], self._via, id="via")
        yield Words(id="subject")

    def draft(self) -> Draft:
        """Greeting, acknowledgement, and for mail the end."""
        desk = self.context.desk
        return drafts.reply(self._replying_to, self._via, self.context.settings.person(desk.me))

    def result(self, text: str) -> Reply:
        """Text and channel."""
        return Reply(text, self._via)

    def submit_word(self) -> str:
        """We send only on GitHub; the rest is a record of what the person did."""
        if self._via is Via.GITHUB:
            return "keep as sent" if self.context.settings.is_local else "send"
        return "record as said" if self._via is Via.PHONE else "record as sent"

    def keys(self) -> Iterable[KeyHint]:
        """The composers', and how to reach the channel."""
        return [*list(super().keys())[:-1], ("Tab", "channel"), ("Esc", "cancel")]

    def copied(self) -> str:
        """With its subject, where it is a mail."""
        text = self.prose.text
        return drafts.as_mail(self._subject, text) if self._via is Via.EMAIL else text

    def on_mount(self) -> None:
        """Begin, and know what was said until now."""
        super().on_mount()
        self._show_channel()
        self.run_worker(self._look_first(), group="look", exit_on_error=False)
        self.set_interval(LOOK_EVERY, self._look_again)

    @on(Pick.Picked, "#via")
    def _channel_picked(self) -> None:
        self._via = Via(self.query_one("#via", Pick).value)
        if self.is_draft:
            self.begin(self.draft())
        self._show_channel()
        self.show_keys()

    def give(self) -> None:
        """Look once more whether somebody has answered; if so, say it and let the person decide."""
        if self.prose.text.strip() and not self._saving:
            self.run_worker(self._look_and_submit(self._known), group="submit", exit_on_error=False)
        else:
            super().give()

    async def _look_and_submit(self, known: frozenset[str] | None) -> None:
        """`known` is what was known when the key was pressed, whatever a look meanwhile has found."""
        if not await self._warn_of_news(known):
            super().give()

    def _look_again(self) -> None:
        state = self.context.desk.snapshot.state
        if state is not self._seen_state:
            self._seen_state = state
            self.run_worker(self._warn_of_news(self._known), group="look", exit_on_error=False)

    async def _look_first(self) -> None:
        notes = await self._notes()
        last = self.query_one("#last", Excerpt)
        if notes is None:
            last.show("What was said before cannot be read now.")
        else:
            self._known = frozenset(note.id for note in notes)
            last.show(last_word(notes, self.context.settings.hours.timezone, self.context.now()))
        self._has_looked.set()

    async def _warn_of_news(self, known: frozenset[str] | None) -> bool:
        """Show what others said that is not among the known; True when there was anything."""
        await self._has_looked.wait()
        notes = await self._notes()
        before = known if known is not None else self._known
        if notes is None or before is None:
            return False
        new = news(notes, before, self.context.desk.me)
        self._known = frozenset(note.id for note in notes)
        if new:
            zone = self.context.settings.hours.timezone
            self.say(
                f"{meanwhile(new, zone, self.context.now())} Yours is not sent. "
                f"Go on, and {self.submit_word()} it anyway, or Esc.",
                "warning",
            )
        return bool(new)

    async def _notes(self) -> tuple[Note, ...] | None:
        """What has been said; None where it cannot be read, which saving will explain."""
        try:
            thread = await asyncio.to_thread(self.context.desk.thread, self._replying_to.key)
        except (Refused, StoreError):
            return None
        return thread.notes

    def _show_channel(self) -> None:
        self.query_one("#audience", AudienceLine).say(self.audience())
        subject = self.query_one("#subject", Words)
        subject.update(f"subject   {self._subject}")
        subject.display = self._via is Via.EMAIL

    @property
    def _subject(self) -> str:
        return drafts.subject(self._replying_to, self.shown_ref)
