"""The steps of a handoff, one dialog each: the elements of a ticket, the situation, the read-back.

Each begins with what the ticket's own history suggests, so that one key confirms it. What is confirmed is
recorded at once: whoever leaves in the middle goes on there, with the same key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from shiftui.domain.drafts import Draft
from shiftui.domain.elements import NONE_EXPECTED, Drafted
from shiftui.domain.safe_text import safe_block, safe_line
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.vocabulary import Severity
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.composer import SUBMIT_KEYS, SUBMIT_SHOWN, Composer
from shiftui.tui.dialogs.context import DialogContext, note_audience, team_audience
from shiftui.tui.dialogs.form import Row
from shiftui.tui.dialogs.inputs import LINE_LIMIT, Line, typed_line
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint, Option, Pick, Words

SEVERITIES = tuple(Option(one, one.value) for one in Severity)
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Elements:
    """What the next engineer must know of a ticket."""

    severity: Severity
    summary: str
    next_action: str
    contingency: str


@dataclass(frozen=True, slots=True)
class Instead:
    """Not handed over after all: what is to be done with the ticket now."""

    action: str
    """`resolve`, `respond`, `snooze` or `skip`."""


class ElementsDialog(Dialog[Elements | Instead]):
    """The four elements that the outgoing engineer gives; or finish it now, refer it, let it sleep."""

    AUTO_FOCUS = "#summary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(SUBMIT_KEYS, "submit", "Save", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("f5", "instead('resolve')", "Finish it", show=False, priority=True),
        Binding("f6", "instead('respond')", "Reply", show=False, priority=True),
        Binding("f7", "instead('snooze')", "Snooze", show=False, priority=True),
        Binding("f8", "instead('skip')", "Later", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket,
        draft: Drafted,
        *,
        place: str,
        why: str,
        save: Save[Elements | Instead] | None = None,
    ) -> None:
        super().__init__(context, ticket, save=save)
        self._place, self._why = place, why
        texts = (draft.summary, draft.next_action, draft.contingency)
        self.shown = Elements(
            Severity(draft.severity), *(typed_line(one)[:LINE_LIMIT].strip() for one in texts)
        )
        """As the fields begin; what is left like this was not said by whoever confirms it."""

    def heading(self) -> str:
        """Which ticket, of how many."""
        return f"Handoff {self._place} · {self.shown_ref} · {safe_line(self._why, 80)}"

    def question(self) -> ComposeResult:
        """The elements in the order of I-PASS, drafted."""
        yield AudienceLine(team_audience(self.context.settings, self.context.connected))
        yield Row("severity", Pick(SEVERITIES, self.shown.severity, id="severity"))
        for name, label, text in (
            ("summary", "summary", self.shown.summary),
            ("next_action", "next", self.shown.next_action),
            ("contingency", "if it fails", self.shown.contingency),
        ):
            yield Row(label, Line(text, id=name))
        hint = f'"if … then … call …", or "{NONE_EXPECTED}" · ↑↓ another field'
        yield Words(Content.styled(hint, "$text-muted"))

    def keys(self) -> Iterable[KeyHint]:
        """Enter hands it over; or something else."""
        return [
            ("Enter", "ready"),
            ("F5", "end it"),
            ("F6", "reply"),
            ("F7", "snooze"),
            ("F8", "later"),
            ("Esc", "leave"),
        ]

    def action_instead(self, action: str) -> None:
        """Answer with another act."""
        self.submit(Instead(action))

    def action_submit(self) -> None:
        """Answer, with all that was typed until now."""
        self.in_turn(self.give)

    @on(Line.Submitted)
    def give(self) -> None:
        """Answer, or say what is missing."""
        typed = {line.id or "": line.value.strip() for line in self.query(Line)}
        empty = next((name for name, text in typed.items() if not text), None)
        if empty is not None:
            self.say("Each element is needed; it may be short.", "warning")
            self.query_one(f"#{empty}", Line).focus()
            return
        severity = self.query_one("#severity", Pick).value
        self.submit(
            Elements(Severity(severity), typed["summary"], typed["next_action"], typed["contingency"])
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for, to be read by the team."""

    kind: str
    """Under which name an unsent answer is kept."""
    heading: str
    submit: str
    """What submitting does, in a word or two."""
    about: str = ""
    draft: str = ""


class TeamTextDialog(Composer[str]):
    """Some lines of the handoff as a whole: the situation, or a reason."""

    def __init__(self, context: DialogContext, asking: Asking, *, save: Save[str] | None = None) -> None:
        super().__init__(context, None, save=save)
        self._asking = asking

    @property
    def kept_as(self) -> str:
        """Each question by its own name."""
        return self._asking.kind

    def heading(self) -> str:
        """What is about to happen."""
        return self._asking.heading

    def about(self) -> str:
        """What follows from it."""
        return self._asking.about

    def audience(self) -> str:
        """The team."""
        return note_audience(self.context.settings, self.context.connected)

    def draft(self) -> Draft:
        """As it was drafted."""
        return Draft(self._asking.draft)

    def result(self, text: str) -> str:
        """The text itself."""
        return text

    def submit_word(self) -> str:
        """What it does."""
        return self._asking.submit


_PAGING = [
    Binding("pagedown", "page(True)", "Further down", show=False, priority=True),
    Binding("pageup", "page(False)", "Back up", show=False, priority=True),
]


@dataclass(frozen=True, slots=True)
class Received:
    """What the receiver says to a ticket."""

    text: str
    is_question: bool = False
    is_spoken: bool = False


class ReadBackDialog(Composer[Received]):
    """What was handed over of a ticket, and the receiver's own words below it."""

    KIND = "read-back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "ask", "Ask", show=False, priority=True),
        Binding("f6", "spoken", "Read back aloud", show=False, priority=True),
        *_PAGING,
    ]

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket,
        said: Sequence[Note] = (),
        *,
        place: str,
        save: Save[Received] | None = None,
    ) -> None:
        super().__init__(context, ticket, save=save)
        self._ticket, self._said, self._place = ticket, said, place

    def heading(self) -> str:
        """Which ticket, of how many."""
        return f"Receive {self._place} · {self.shown_ref}"

    def audience(self) -> str:
        """The team."""
        return note_audience(self.context.settings, self.context.connected)

    def above(self) -> ComposeResult:
        """The four elements as they were given."""
        with Given(id="given"):
            yield from _given(self._ticket)
            for note in self._said:
                words = safe_block(note.text, max_lines=2)[:_SHOWN]
                yield Row(safe_line(note.by or "", 11), Words(Content.styled(words, "$text-muted")))
        yield Words(Content.styled("In your own words: what is it, and what do you do first?", "$text-muted"))

    def result(self, text: str) -> Received:
        """A read-back."""
        return Received(text)

    def keys(self) -> Iterable[KeyHint]:
        """Read back, ask, or say that it was spoken."""
        return [
            (SUBMIT_SHOWN, "read back"),
            ("F5", "ask this"),
            ("F6", "was read back aloud"),
            ("Esc", "leave"),
        ]

    def action_ask(self) -> None:
        """Ask what stands in the field."""
        self.in_turn(self._ask)

    def _ask(self) -> None:
        text = self.prose.text.strip()
        if not text:
            self.say("Write the question, then F5.", "warning")
            return
        self.submit(Received(text, is_question=True))

    def action_page(self, down: bool) -> None:
        """Show the rest of what was handed over."""
        _page(self, down)

    def action_spoken(self) -> None:
        """The stand-up heard it."""
        self.submit(Received("", is_spoken=True))


class AloudDialog(ChoiceDialog[str]):
    """What is handed over of a ticket, on one screen for both: its receiver reads it back aloud."""

    BINDINGS: ClassVar[list[BindingType]] = [*_PAGING]

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket,
        *,
        place: str,
        reader: str,
        save: Save[str] | None = None,
    ) -> None:
        choices = (
            Choice("r", "was read back aloud", "read"),
            Choice("q", f"{reader} asks something", "ask", "goes onto the ticket"),
        )
        super().__init__(context, ticket, question=f"Stand-up {place}", choices=choices, save=save)
        self._ticket, self._place = ticket, place

    def heading(self) -> str:
        """Which ticket, of how many."""
        return f"Stand-up {self._place} · {self.shown_ref}"

    def action_page(self, down: bool) -> None:
        """Show the rest of what is handed over."""
        _page(self, down)

    def question(self) -> ComposeResult:
        """The elements, then what was said to them."""
        with Given(id="given"):
            yield from _given(self._ticket)
        yield from super().question()


class Given(VerticalScroll, can_focus=False):
    """What was handed over; as long as it likes, the keys below it stay on the screen."""

    def on_mount(self) -> None:
        """Say that there is more than can be seen, once that is known."""
        self.call_after_refresh(self._say_that_there_is_more)

    def _say_that_there_is_more(self) -> None:
        if self.max_scroll_y > 0 and isinstance(self.screen, Dialog):
            self.screen.say("PgDn shows the rest of it.")


def _page(dialog: Dialog[Any], down: bool) -> None:
    given = dialog.query_one(Given)
    (given.scroll_page_down if down else given.scroll_page_up)(animate=False)


def _given(ticket: Ticket) -> ComposeResult:
    """The four elements as the outgoing engineer gave them."""
    work = ticket.work
    for label, text in (
        ("severity", ticket.issue.severity),
        ("summary", work.summary),
        ("next", work.next_action),
        ("if it fails", work.contingency),
    ):
        yield Row(label, Words(safe_block(text or "unknown", max_lines=2)[:_SHOWN]))
