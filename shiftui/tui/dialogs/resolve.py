"""How a ticket ended: one question after the other, and only those that its answers raise.

A quick patch without a lasting fix is challenged here (mission C1): what is owed is named, or why nothing is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from shiftui.domain import drafts
from shiftui.domain.drafts import Draft
from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.refs import key_of
from shiftui.domain.response_clock import waits_in_vain
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Resolution, Via
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.choice import Choices, choice_row
from shiftui.tui.dialogs.composer import SUBMIT_SHOWN, Composer
from shiftui.tui.dialogs.context import DialogContext, destination_audience, spinoff_caution, thread_audience
from shiftui.tui.dialogs.endings import FIRST_ANSWER, HEADINGS, KINDS, OWED, Asked, Owed, questions
from shiftui.tui.dialogs.inputs import Line, Prose
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint, Words


@dataclass(frozen=True, slots=True)
class Resolve:
    """How it ended, and what follows."""

    kinds: tuple[Resolution, ...]
    text: str = ""
    """To the requester; may be empty."""
    same_as: str | None = None
    no_spinoff: str | None = None
    spinoff_title: str | None = None
    """Title of the ticket to spin off."""


class ResolveDialog(Composer[Resolve]):
    """Kinds, then whatever they ask for, then a message to the requester."""

    KIND = "resolve"
    AUTO_FOCUS = "#kinds"

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Resolve] | None = None) -> None:
        super().__init__(context, ticket, save=save)
        self._resolving = ticket
        self._asked = Asked.KINDS
        self._kinds: list[Resolution] = []
        self._owed: Owed | None = None
        self._answer = Resolve(kinds=())
        self._unanswered = waits_in_vain(ticket, context.settings)
        self._name = drafts.called(ticket.requester) or "the requester"
        self._silence_told = False
        """Whether the person knows that the requester hears nothing."""

    def heading(self) -> str:
        """The question that is asked now."""
        first = self._unanswered and self._asked is Asked.TEXT
        return (FIRST_ANSWER if first else HEADINGS[self._asked]).format(ref=self.shown_ref, name=self._name)

    def audience(self) -> str:
        """Of the last word: a comment of the issue."""
        return thread_audience(self.context.settings, self.context.connected, self._resolving.issue.repo)

    def question(self) -> ComposeResult:
        """All questions; one is shown at a time."""
        with Vertical(id="step-kinds", classes="step"):
            yield Choices([self._kind_row(at) for at in range(len(KINDS))], id="kinds")
        with Vertical(id="step-same", classes="step"):
            yield Words("42, #42, OWNER/NAME#42 or L7. Nothing typed: none is named.")
            yield Line(id="same")
        with Vertical(id="step-owed", classes="step"):
            width = max(len(choice.label) for choice in OWED)
            yield Choices([choice_row(choice, width) for choice in OWED], id="owed")
        with Vertical(id="step-title", classes="step"):
            where = destination_audience("", self.context.settings, self.context.connected)
            yield AudienceLine(where)
            caution = spinoff_caution(self._resolving, self.context)
            if caution:
                yield Words(caution)
            yield Line(drafts.spinoff_title(self._resolving), id="title")
        with Vertical(id="step-why", classes="step"):
            yield Words("Kept with the ticket, for the team.")
            yield Line(id="why")
        with Vertical(id="step-text", classes="step"):
            yield AudienceLine(self.audience(), id="audience")
            if self._unanswered:
                yield Words(self._how_it_goes(), id="how")
            yield Prose(id="prose")

    def on_mount(self) -> None:
        """Begin with the first question."""
        super().on_mount()
        self._ask(Asked.KINDS)

    def keys(self) -> Iterable[KeyHint]:
        """Those of the question that is asked now."""
        back: KeyHint = ("Esc", "cancel" if self._asked is Asked.KINDS else "back")
        match self._asked:
            case Asked.KINDS:
                return [("a–w", "mark, one or more"), ("Enter", "go on"), back]
            case Asked.OWED:
                return [("Enter", "choose"), ("s n l", "at once"), back]
            case Asked.TEXT:
                return [(SUBMIT_SHOWN, "resolve"), ("^e", "editor"), ("^y", "copy"), back]
            case _:
                return [("Enter", "go on"), back]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Editor and copying belong to the last word only."""
        return self._asked is Asked.TEXT if action in ("edit", "copy") else True

    def give(self) -> None:
        """Go on, whichever question is asked; the last one resolves."""
        match self._asked:
            case Asked.KINDS:
                self._take_kinds()
            case Asked.SAME:
                self._take_same()
            case Asked.OWED:
                self._take_owed(self.query_one("#owed", Choices).highlighted or 0)
            case Asked.TITLE | Asked.WHY:
                self._take_line()
            case Asked.TEXT:
                self._take_text()

    def action_cancel(self) -> None:
        """One question back; from the first one, leave."""
        asked = self._questions()
        at = asked.index(self._asked)
        if at == 0:
            super().action_cancel()
        elif not self._saving:
            self._ask(asked[at - 1])

    def on_key(self, event: events.Key) -> None:
        """Letters mark kinds, or say what is owed."""
        if self._asked is Asked.KINDS:
            at = next((at for at, kind in enumerate(KINDS) if kind.key == event.character), None)
            if event.key == "space":
                at = self.query_one("#kinds", Choices).highlighted
            if at is not None:
                event.stop()
                event.prevent_default()
                self._toggle(at)
        elif self._asked is Asked.OWED:
            at = next((at for at, owed in enumerate(OWED) if owed.key == event.character), None)
            if at is not None:
                event.stop()
                event.prevent_default()
                self._take_owed(at)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._entered(event.option_list.id)

    @on(Line.Submitted)
    def _submitted(self, event: Line.Submitted) -> None:
        self._entered(event.input.id)

    def _entered(self, where: str | None) -> None:
        """Go on, unless the key was meant for a question that has gone since."""
        if where == self._asked:
            self.give()

    def _toggle(self, at: int) -> None:
        kind = KINDS[at].value
        if kind in self._kinds:
            self._kinds.remove(kind)
        else:
            self._kinds.append(kind)
        rows = self.query_one("#kinds", Choices)
        rows.put(at, self._kind_row(at))
        rows.highlighted = at
        self.say("")

    def _take_kinds(self) -> None:
        if not self._kinds:
            self._toggle(self.query_one("#kinds", Choices).highlighted or 0)
        kinds = tuple(kind.value for kind in KINDS if kind.value in self._kinds)
        self._answer = Resolve(kinds=kinds)
        if not self._owes():
            self._owed = None
        if self.is_draft:
            self.begin(self._opening(kinds))
        self._go_on()

    def _opening(self, kinds: tuple[Resolution, ...]) -> Draft:
        """What it may say, else the greeting of a first answer."""
        said = drafts.closing(self._resolving, kinds)
        return Draft(said or (self._greeting if self._unanswered else ""))

    @property
    def _greeting(self) -> str:
        return drafts.greeting(self._resolving, Via.GITHUB)

    def _how_it_goes(self) -> str:
        via = self._resolving.work.via
        if via is Via.GITHUB and not self.context.settings.is_local:
            return f"Optional. It is sent to {self._name} when you resolve."
        return f"Optional. It is kept with the ticket; you tell {self._name}."

    def _take_text(self) -> None:
        """Resolve; a greeting alone is no text, and a silence towards who waits is said once."""
        text = self.prose.text.strip()
        if self._unanswered and text == self._greeting.strip():
            text = ""
        if self._unanswered and not text and not self._silence_told:
            self._silence_told = True
            self.say(
                f"nobody has written to {self._name}; {SUBMIT_SHOWN} again closes it silently", "warning"
            )
            return
        self.submit(replace(self._answer, text=text))

    def _take_same(self) -> None:
        typed = self.query_one("#same", Line).value.strip()
        key = key_of(typed, self.context.desk.snapshot.state) if typed else None
        if typed and key is None:
            self.say(f"{typed!r} names no ticket. Write 42, #42, OWNER/NAME#42 or L7.", "warning")
        elif key == self._resolving.key:
            self.say(f"That is {self.shown_ref} itself. Name the other one.", "warning")
        else:
            self._answer = replace(self._answer, same_as=key)
            self._go_on()

    def _take_owed(self, at: int) -> None:
        self._owed = OWED[at].value
        self._answer = replace(self._answer, no_spinoff=None, spinoff_title=None)
        self._go_on()

    def _take_line(self) -> None:
        line = self.query_one("#title" if self._asked is Asked.TITLE else "#why", Line)
        text = line.value.strip()
        if not text:
            wanted = "a title" if self._asked is Asked.TITLE else "the reason"
            self.say(f"Write {wanted}, or Esc to go back.", "warning")
            return
        if self._asked is Asked.TITLE:
            self._answer = replace(self._answer, spinoff_title=text)
        else:
            self._answer = replace(self._answer, no_spinoff=text)
        self._go_on()

    def _questions(self) -> tuple[Asked, ...]:
        return questions(self._answer.kinds, owes=self._owes(), owed=self._owed)

    def _owes(self) -> bool:
        return owes_spinoff(self._resolving, self.context.desk.snapshot.tickets, self._answer.kinds)

    def _go_on(self) -> None:
        asked = self._questions()
        self._ask(asked[asked.index(self._asked) + 1])

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        for each in Asked:
            self.query_one(f"#step-{each}").display = each is asked
        self.query_one("#heading", Words).update(self.heading())
        self.say("")
        self.show_keys()
        self.set_focus(self.query_one(f"#{'prose' if asked is Asked.TEXT else asked}"))

    def _kind_row(self, at: int) -> Content:
        kind = KINDS[at]
        width = max(len(choice.label) for choice in KINDS)
        mark = ("■ ", "bold") if kind.value in self._kinds else ("□ ", "$text-muted")
        return Content.assemble(mark, choice_row(kind, width))
