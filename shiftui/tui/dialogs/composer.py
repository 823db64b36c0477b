"""Writing something longer: who reads it above, the text, and no way to lose it.

All composers submit with the same keys: ^o (as in nano: write out) or F2, which terminals and multiplexers
pass on; ^s and ^Enter work too where they arrive. ^e opens $EDITOR, ^y copies.
"""

import asyncio
import os
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.widget import Widget

from shiftui.domain.drafts import Draft
from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.editor import EditorFailed, edit_text, editor_command
from shiftui.tui.dialogs.inputs import Line, Prose, typed_text
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint, Pick
from shiftui.tui.dialogs.text import TextDialog

R = TypeVar("R")

SUBMIT_KEYS = "ctrl+o,f2,ctrl+s,ctrl+enter"
SUBMIT_SHOWN = "^o"
KEEP_EVERY = 2.0
"""Seconds between the times at which what was typed is made safe from a crash."""

LEAVE = (
    Choice("e", "keep editing", "stay"),
    Choice("c", "close", "keep", "the text is here again when you come back"),
    Choice("d", "discard", "discard", "throw the text away"),
)


def _fill(field: Widget, text: str) -> None:
    match field:
        case Prose():
            field.load_text(text)
            field.move_cursor(field.document.end)
        case Line():
            field.value = text
        case Pick():
            field.pick_named(text)


class Composer(Dialog[R], Generic[R]):
    """A text of several lines."""

    KIND: ClassVar[str] = "text"
    """What it asks for; no other composer asks for the same."""
    AUTO_FOCUS = "#prose"
    VERTICAL_BREAKPOINTS = [(0, "-tight"), (34, "-roomy")]  # noqa: RUF012 -- as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(SUBMIT_KEYS, "submit", "Submit", show=False, priority=True),
        Binding("ctrl+e", "edit", "$EDITOR", show=False, priority=True),
        Binding("ctrl+y", "copy", "Copy", show=False, priority=True),
    ]

    def __init__(self, context: DialogContext, ticket: Ticket | None, *, save: Save[R] | None = None) -> None:
        super().__init__(context, ticket, save=save)
        self.add_class("composer")
        self._drafted: dict[str, str] = {}
        """What stood in each field before anybody typed."""
        self._typed: dict[str, str] = {}
        """What stands in each field now; still known when the fields themselves are gone."""
        self._picked: dict[str, str] = {}
        """What was picked; kept with the text, but no reason to keep one."""
        self._discarded = False

    @property
    def kept_as(self) -> str:
        """Under which name an unsent text is kept."""
        return self.KIND

    def audience(self) -> str:
        """Who reads it, in words."""
        raise NotImplementedError

    def draft(self) -> Draft:
        """What to begin with."""
        return Draft()

    def result(self, text: str) -> R:
        """The answer made of the text, which is not blank."""
        raise NotImplementedError

    def above(self) -> ComposeResult:
        """Widgets above the audience."""
        yield from ()

    def question(self) -> ComposeResult:
        """Audience above, then the text: the kept one, else the draft."""
        yield from self.above()
        yield AudienceLine(self.audience(), id="audience")
        yield Prose(id="prose")

    def on_mount(self) -> None:
        """Begin with the draft, and go on with what was kept."""
        super().on_mount()
        self.begin(self.draft())
        kept = self.context.kept.fields(self.kept_as, self._key)
        for name, text in kept.items():
            for field in self.query(f"#{name}"):
                _fill(field, text)
        self._typed = self._standing()
        if kept:
            self.say("Continued: what you had not sent.")
        self.set_interval(KEEP_EVERY, self._keep)

    def begin(self, draft: Draft) -> None:
        """Put a draft in, which counts as not typed."""
        self.prose.load_text(draft.text)
        self.prose.place_cursor(typed_text(draft.opening))
        self._typed = self._standing()
        name = self.prose.id or ""
        self._drafted = {**self._typed, **self._drafted, name: self._typed[name]}

    @property
    def prose(self) -> Prose:
        """The text field that ^e and ^y are about."""
        return self.query_one("#prose", Prose)

    @property
    def was_typed(self) -> bool:
        """Whether there is anything that a person wrote."""
        standing = self._standing() or self._typed
        return any(text.strip() and text != self._drafted.get(name, "") for name, text in standing.items())

    @property
    def is_draft(self) -> bool:
        """Whether nobody has changed the draft of the text."""
        return self.prose.text == self._drafted.get(self.prose.id or "", "")

    def _standing(self) -> dict[str, str]:
        lines = {line.id: line.value for line in self.query(Line) if line.id}
        return lines | {prose.id: prose.text for prose in self.query(Prose) if prose.id}

    def keys(self) -> Iterable[KeyHint]:
        """The composers' keys, the same everywhere."""
        return [(SUBMIT_SHOWN, self.submit_word()), ("^e", "editor"), ("^y", "copy"), ("Esc", "cancel")]

    def submit_word(self) -> str:
        """What submitting does, in a word or two."""
        return "save"

    def action_submit(self) -> None:
        """Answer, with all that was typed until now."""
        self.in_turn(self.give)

    def give(self) -> None:
        """Answer with the text, or say what is missing."""
        text = self.prose.text.strip()
        if not text:
            self.say("There is no text yet. Write something, or Esc to cancel.", "warning")
            self.prose.focus()
            return
        self.submit(self.result(text))

    def action_cancel(self) -> None:
        """Close; ask first when something would be left behind."""
        if self._saving:
            return
        if not self.was_typed:
            super().action_cancel()
            return
        asking: ChoiceDialog[str] = ChoiceDialog(
            self.context, None, question="Leave this text?", choices=LEAVE, about=self._how_much()
        )
        self.app.push_screen(asking, self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer in ("keep", "discard"):
            self._discarded = answer == "discard"
            self._finish(None)

    def _how_much(self) -> str:
        words = sum(len(text.split()) for text in self._typed.values())
        return f"{words} words in it" if words != 1 else "1 word in it"

    def on_unmount(self) -> None:
        """However the dialog went away: what was not sent is kept."""
        sent = self._outcome is not None and self._outcome[0] is not None
        if sent or self._discarded:
            self.context.kept.forget(self.kept_as, self._key)
        else:
            self._keep()

    def _keep(self) -> None:
        """Keep what stands there, lest a crash or a lost connection take it."""
        if self.was_typed:
            fields = (self._standing() or self._typed) | self._picked
            self.context.kept.keep(self.kept_as, self._key, fields)
        elif self._typed:
            self.context.kept.forget(self.kept_as, self._key)

    def action_edit(self) -> None:
        """Go on in $EDITOR."""
        self.in_turn(self._edit)

    def _edit(self) -> None:
        try:
            command = editor_command(os.environ)
            with self.app.suspend():
                edited = edit_text(self.prose.text, command)
        except EditorFailed as error:
            self.say(str(error), "error")
            return
        except SuspendNotSupported:
            self.say("This terminal cannot be lent to an editor; write here.", "error")
            return
        self._take_edited(edited)

    def _take_edited(self, edited: str) -> None:
        if len(edited) > self.prose.limit:
            self.say(f"Only the first {self.prose.limit:,} characters fit; the rest was cut off.", "warning")
        if edited != self.prose.text:
            self.prose.replace_all(edited)

    def copied(self) -> str:
        """What ^y copies."""
        return self.prose.text

    def action_copy(self) -> None:
        """Copy, or show what there is to copy by hand."""
        self.in_turn(lambda: self.run_worker(self._copy(), group="copy", exit_on_error=False))

    async def _copy(self) -> None:
        text = self.copied()
        if await asyncio.to_thread(self.context.clipboard.copy, text):
            self.say("Copied.")
        else:
            self.app.push_screen(TextDialog(self.context, "No clipboard here: copy by hand", text))

    @on(Prose.Changed)
    def _text_changed(self, event: Prose.Changed) -> None:
        self._typed[event.text_area.id or ""] = event.text_area.text

    @on(Line.Changed)
    def _line_changed(self, event: Line.Changed) -> None:
        self._typed[event.input.id or ""] = event.value

    @on(Pick.Picked)
    def _value_picked(self, event: Pick.Picked) -> None:
        self._picked[event.pick.id or ""] = str(event.pick.value)

    @on(Prose.TooLong)
    def _too_long(self, event: Prose.TooLong) -> None:
        self.say(f"That does not fit: at most {event.limit:,} characters. Nothing was pasted.", "warning")

    @property
    def _key(self) -> str:
        return self.ticket.key if self.ticket is not None else ""
