"""A message from somebody without an account, made a ticket (mission B7).

First it is pasted or typed. Then it is taken apart, and the person checks what becomes public and what only
the team will read: nothing of the sender goes anywhere before that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from shiftui.domain.captured_mail import LEFT_OUT, Mail, read_mail, without_addresses
from shiftui.domain.refusals import Refused
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import parse_time
from shiftui.domain.vocabulary import Priority, Severity, Via
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.composer import SUBMIT_SHOWN, Composer
from shiftui.tui.dialogs.context import DialogContext, is_private, team_audience, thread_audience
from shiftui.tui.dialogs.form import Row
from shiftui.tui.dialogs.inputs import TEXT_LIMIT, Line, PasteField, Prose
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint, Option, Pick, Words

T = TypeVar("T")

CHANNELS = (
    Option(Via.EMAIL, "e-mail"),
    Option(Via.PHONE, "phone"),
    Option(Via.CHAT, "chat"),
    Option(Via.GITHUB, "nobody, our own"),
)


def _or_later(values: Iterable[T]) -> tuple[Option[T | None], ...]:
    """One of the values, or none yet: triage comes after capturing."""
    options: list[Option[T | None]] = [Option(None, "later")]
    for value in values:
        options.append(Option(value, str(value)))
    return tuple(options)


PRIORITIES = _or_later(Priority)
SEVERITIES = _or_later(Severity)
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Captured:
    """What `open_ticket` records. Title and body were checked by a person, for the requester to read."""

    title: str
    body: str
    requester: str | None
    via: Via
    priority: Priority | None
    severity: Severity | None
    opened_at: datetime
    sender: str
    """Team text: who it came from, and all that was not the message itself."""


@dataclass(frozen=True, slots=True)
class Review:
    """A message taken apart, ready to be checked."""

    title: str = ""
    body: str = ""
    requester: str = ""
    sender: str = ""
    left_out: int = 0
    """Addresses and telephone numbers that were taken out of the body."""
    opened_at: datetime | None = None


def review(mail: Mail, now: datetime) -> Review:
    """What of a message becomes public, and what only the team reads."""
    body, left_out = without_addresses(mail.body[:TEXT_LIMIT])
    title, _ = without_addresses(mail.subject or _first_words(body))
    who = " ".join(part for part in (mail.sender_name, f"<{mail.sender_address}>") if part.strip("<>"))
    told = [f"from {who}"] if who else []
    told += [f"{LEFT_OUT} above: {', '.join(left_out[:20])}"] if left_out else []
    dated = mail.date if mail.date is not None and mail.date <= now else None
    return Review(
        title=title[:_TITLE],
        body=body,
        requester=mail.sender,
        sender="\n".join([*told, mail.rest]).strip("\n")[:TEXT_LIMIT],
        left_out=len(left_out),
        opened_at=dated,
    )


def time_to_edit(instant: datetime, now: datetime, timezone: str) -> str:
    """An instant as `parse_time` reads it: `HH:MM` of today, else with its date and offset."""
    zone = ZoneInfo(timezone)
    local = instant.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else local.isoformat(timespec="minutes")


def _first_words(body: str) -> str:
    """A title for a message without a subject: its first line that is no greeting."""
    for line in body.split("\n", 40)[:40]:
        words = line.strip()
        if len(words) > 12 and not words.endswith(","):
            return words[:_TITLE]
    return ""


class CaptureDialog(Composer[Captured]):
    """Paste or type; check; open."""

    KIND = "capture"
    AUTO_FOCUS = "#pasted"

    def __init__(
        self, context: DialogContext, ticket: Ticket | None = None, *, save: Save[Captured] | None = None
    ) -> None:
        super().__init__(context, None, save=save)
        self._checking = False
        self._read = Review()
        self._zone = context.settings.hours.timezone

    def heading(self) -> str:
        """What is asked now."""
        if not self._checking:
            return "Capture a message"
        settings, connected = self.context.settings, self.context.connected
        if settings.is_local and connected is None:
            return "Check what the ticket says"
        private = is_private("", settings, connected)
        return "Check what everyone with access will see" if private else "Check what becomes public"

    def about(self) -> str:
        """How it goes on."""
        return "Paste the whole e-mail, or type what was said. You check it next."

    def audience(self) -> str:
        """Of title and body."""
        return thread_audience(self.context.settings, self.context.connected)

    def question(self) -> ComposeResult:
        """First the message, then its parts."""
        with Vertical(id="step-paste", classes="step"):
            yield Row("by", Pick(CHANNELS, Via.EMAIL, id="via"))
            yield PasteField(id="pasted")
        with Vertical(id="step-check", classes="step"):
            yield AudienceLine(self.audience(), id="audience")
            yield Row("title", Line(id="title"))
            yield Prose(id="prose")
            yield AudienceLine(team_audience(self.context.settings, self.context.connected))
            yield Row("from", Line(placeholder="nobody waits for an answer", id="requester"))
            yield Prose(id="sender")
            yield Row("priority", Pick(PRIORITIES, None, id="priority"))
            yield Row("severity", Pick(SEVERITIES, None, id="severity"))
            yield Row("reached us", Line(id="opened"))

    def on_mount(self) -> None:
        """Begin with pasting; go on with what was not sent, if anything."""
        super().on_mount()
        self._checking = bool(self.query_one("#title", Line).value or self.query_one("#prose", Prose).text)
        self._show()

    @property
    def prose(self) -> Prose:
        """The message, then what becomes public of it."""
        return self.query_one("#prose" if self._checking else "#pasted", Prose)

    def keys(self) -> Iterable[KeyHint]:
        """Those of the step."""
        if not self._checking:
            return [(SUBMIT_SHOWN, "check it"), ("Tab", "channel"), ("^e", "editor"), ("Esc", "cancel")]
        return [(SUBMIT_SHOWN, "open the ticket"), ("Tab", "next field"), ("Esc", "back")]

    def give(self) -> None:
        """Take it apart, or answer."""
        pasted = self.query_one("#pasted", Prose).text
        if self._checking:
            self._open()
        elif pasted.strip():
            self._take_apart(pasted)
        else:
            self.say("There is no message yet. Paste it, or type what was said.", "warning")

    def action_cancel(self) -> None:
        """Back to the message; from there, leave."""
        if self._checking and not self._saving:
            self._checking = False
            self._show()
        else:
            super().action_cancel()

    @on(PasteField.Pasted)
    def _pasted(self, event: PasteField.Pasted) -> None:
        self._take_apart(event.text)

    @on(Line.Submitted)
    def _entered(self) -> None:
        self.focus_next()

    def _take_apart(self, text: str) -> None:
        now = self.context.now()
        via = Via(self.query_one("#via", Pick).value)
        mail = read_mail(text, self._zone) if via is Via.EMAIL else Mail(body=text.strip())
        found = review(mail, now)
        self.query_one("#title", Line).value = found.title
        self.query_one("#prose", Prose).load_text(found.body)
        self.query_one("#requester", Line).value = found.requester
        self.query_one("#sender", Prose).load_text(found.sender)
        reached = found.opened_at or now
        self.query_one("#opened", Line).value = time_to_edit(reached, now, self._zone)
        self._checking = True
        self._show()
        if found.left_out:
            self.say(f"{found.left_out} × {LEFT_OUT}: addresses and numbers stay below, with the team.")

    def _open(self) -> None:
        title, opened = self.query_one("#title", Line), self.query_one("#opened", Line)
        now = self.context.now()
        if not title.value.strip():
            self.say("Give it a title: it is what everybody sees first.", "warning")
            title.focus()
            return
        try:
            reached = parse_time(opened.value, now, self._zone) if opened.value.strip() else now
        except Refused as refusal:
            self.say(str(refusal), "warning")
            opened.focus()
            return
        if reached > now:
            self.say("It cannot have reached us in the future. Name when it did.", "warning")
            opened.focus()
            return
        self.submit(
            Captured(
                title=title.value.strip(),
                body=self.query_one("#prose", Prose).text.strip(),
                requester=self.query_one("#requester", Line).value.strip() or None,
                via=Via(self.query_one("#via", Pick).value),
                priority=self.query_one("#priority", Pick).value,
                severity=self.query_one("#severity", Pick).value,
                opened_at=reached,
                sender=self.query_one("#sender", Prose).text.strip(),
            )
        )

    def _show(self) -> None:
        self.query_one("#step-paste").display = not self._checking
        self.query_one("#step-check").display = self._checking
        self.query_one("#about").display = not self._checking
        self.query_one("#heading", Words).update(self.heading())
        self.say("")
        self.show_keys()
        self.set_focus(self.query_one("#title" if self._checking else "#pasted"))
