"""Writing something longer: who reads it above, the text, and no way to lose it.

All composers submit with the same keys: ^o (as in nano: write out) or F2, which terminals and multiplexers
pass on; ^s and ^Enter work too where they arrive. ^e opens $EDITOR, ^y copies.
"""

import os
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType

from shiftui.domain.drafts import Draft
from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.editor import EditorFailed, edit_text, editor_command
from shiftui.tui.dialogs.inputs import TEXT_LIMIT, Prose, typed_text
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint
from shiftui.tui.dialogs.text import TextDialog

R = TypeVar("R")

SUBMIT_KEYS = "ctrl+o,f2,ctrl+s,ctrl+enter"
SUBMIT_SHOWN = "^o"

LEAVE = (
    Choice("e", "keep editing", "stay"),
    Choice("c", "close", "keep", "the text is here again when you come back"),
    Choice("d", "discard", "discard", "throw the text away"),
)


class Composer(Dialog[R], Generic[R]):
    """A text of several lines."""

    KIND: ClassVar[str] = "text"
    """Under which name an unsent text is kept."""
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
        self._drafted = ""
        self._text = ""
        """What the field holds; still known when the field itself is gone."""
        self._discarded = False

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
        """Begin with the kept text, else with the draft."""
        super().on_mount()
        self.begin(self.draft())
        kept = self.context.kept.text(self.KIND, self._key)
        if kept is not None:
            self.prose.load_text(kept)
            self.prose.move_cursor(self.prose.document.end)
            self._text = self.prose.text
            self.say("Continued: the text that you had not sent.")

    def begin(self, draft: Draft) -> None:
        """Put a draft in; what is there then counts as not typed."""
        self.prose.load_text(draft.text)
        self.prose.place_cursor(typed_text(draft.opening))
        self._drafted = self._text = self.prose.text

    @property
    def prose(self) -> Prose:
        """The text field."""
        return self.query_one("#prose", Prose)

    @property
    def was_typed(self) -> bool:
        """Whether there is anything that a person wrote."""
        return bool(self._text.strip()) and self._text != self._drafted

    def keys(self) -> Iterable[KeyHint]:
        """The composers' keys, the same everywhere."""
        return [(SUBMIT_SHOWN, self.submit_word()), ("^e", "editor"), ("^y", "copy"), ("Esc", "cancel")]

    def submit_word(self) -> str:
        """What submitting does, in a word or two."""
        return "save"

    def action_submit(self) -> None:
        """Answer with the text."""
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
            self.context, None, question="Leave this text?", choices=LEAVE, about=self._first_line()
        )
        self.app.push_screen(asking, self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer in ("keep", "discard"):
            self._discarded = answer == "discard"
            self._finish(None)

    def _first_line(self) -> str:
        lines = self.prose.text.split("\n")
        return f"{len(lines)} lines written" if len(lines) > 1 else "1 line written"

    def on_unmount(self) -> None:
        """However the dialog went away: what was not sent is kept."""
        sent = self._outcome is not None and self._outcome[0] is not None
        if sent or self._discarded or not self.was_typed:
            self.context.kept.forget(self.KIND, self._key)
        else:
            self.context.kept.keep(self.KIND, self._key, self._text)

    def action_edit(self) -> None:
        """Go on in $EDITOR."""
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
            self.prose.replace(edited[: self.prose.limit], (0, 0), self.prose.document.end)

    def copied(self) -> str:
        """What ^y copies."""
        return self.prose.text

    def action_copy(self) -> None:
        """Copy, or show what there is to copy by hand."""
        text = self.copied()
        if self.context.clipboard.copy(text):
            self.say("Copied.")
        else:
            self.app.push_screen(TextDialog(self.context, "No clipboard here: copy by hand", text))

    @on(Prose.Changed, "#prose")
    def _changed(self) -> None:
        self._text = self.prose.text

    @on(Prose.TooLong)
    def _too_long(self) -> None:
        self.say(f"That does not fit: at most {TEXT_LIMIT:,} characters. Nothing was pasted.", "warning")

    @property
    def _key(self) -> str:
        return self.ticket.key if self.ticket is not None else ""
