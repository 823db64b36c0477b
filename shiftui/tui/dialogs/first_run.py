"""The first screen of an empty workspace: connect a repository, or stay local.

Looking at a repository writes nothing there, and what would ever be posted where is said before it is
connected.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from shiftui.domain.refusals import Refused
from shiftui.domain.safe_text import safe_line
from shiftui.ports import PortError
from shiftui.tui.dialogs.choice import Choice, Choices, choice_row
from shiftui.tui.dialogs.inputs import Line, take_stray
from shiftui.tui.dialogs.parts import KeyHint, Keys, Notice, Words
from shiftui.tui.dialogs.sheet import SHEET
from shiftui.tui.dialogs.survey import SurveyShown, survey_words

T = TypeVar("T")

_NAME = 60
_REPO = re.compile(
    r"(?:(?:https?://[\w.-]+/|git@[\w.-]+:|ssh://git@[\w.-]+/)?)(\w[\w.-]{0,99}/[\w.-]{0,99}?\w[\w.-]{0,99}?)(?:\.git)?/?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What was chosen."""

    repo: str | None
    """The repository that is now connected; None stays local."""


Survey = Callable[[str], SurveyShown]
"""Looks at a repository, blocking; raises PortError or Refused."""
Connect = Callable[[str], object]
"""Makes it the workspace's repository, blocking; raises PortError or Refused."""


class Step(StrEnum):
    """What the screen asks."""

    WHERE = "where"
    FOUND = "found"


class Where(StrEnum):
    """How to begin."""

    PROPOSED = "proposed"
    TYPED = "typed"
    LOCAL = "local"


_FOUND = (
    Choice("y", "connect it", True, "nothing is written there now"),
    Choice("b", "back", False, "another one, or stay local"),
)


def repo_name(text: str) -> str | None:
    """`owner/name` of what somebody typed or copied from a browser or a remote; None if it is none."""
    found = _REPO.fullmatch(text.strip())
    return found[1] if found else None


class FirstRunScreen(ModalScreen[FirstRun | None]):
    """Fills the terminal; nothing is under it yet."""

    CSS_PATH = SHEET
    AUTO_FOCUS = "#where"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("pagedown", "turn(1)", "Read on", show=False, priority=True),
        Binding("pageup", "turn(-1)", "Read back", show=False, priority=True),
    ]

    def __init__(self, survey: Survey, connect: Connect, proposed: str = "") -> None:
        super().__init__()
        self._survey = survey
        self._connect = connect
        self._proposed = repo_name(proposed) or ""
        self._step = Step.WHERE
        self._repo = ""
        self._busy = ""
        self._seconds = 0

    def compose(self) -> ComposeResult:
        """Two steps; one is shown."""
        with Vertical(id="frame"):
            yield Words("shiftui", id="heading")
            yield Words("Your shift, on the GitHub issues you already have. It pages nobody.")
            with Vertical(id="step-where", classes="step"):
                yield Words("Where are your incidents?", classes="question")
                yield Choices(self._rows(self._choices()), id="where")
                yield Line(placeholder="OWNER/NAME, or its address", id="repo")
            with Vertical(id="step-found", classes="step"):
                with VerticalScroll(id="found", can_focus=False):
                    yield Words(id="survey")
                yield Choices(self._rows(_FOUND), id="connect")
            yield Notice(id="message")
            yield Keys(id="keys")

    def on_mount(self) -> None:
        """Begin with the question, and count the seconds of what takes long."""
        self.query_one("#repo", Line).display = False
        self.set_interval(1.0, self._tick)
        self._show(Step.WHERE)

    def report(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say how far `survey` or `connect` is; for them to call, from any thread."""
        self.app.call_later(self._reported, what, done, total)

    def _reported(self, what: str, done: int, total: int) -> None:
        if self._busy:
            amount = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
            self._busy = f"{safe_line(what, _NAME)}{amount}"
            self._tick(0)

    def _tick(self, seconds: int = 1) -> None:
        if self._busy:
            self._seconds += seconds
            self.query_one(Notice).say(f"{self._busy} … {self._seconds} s")

    def _choices(self) -> tuple[Choice[Where], ...]:
        proposed = Choice("c", f"connect {self._proposed}", Where.PROPOSED, "the repository of this folder")
        return (
            *((proposed,) if self._proposed else ()),
            Choice("o", "another repository" if self._proposed else "a repository", Where.TYPED, "its name"),
            Choice("l", "stay local", Where.LOCAL, "nothing leaves this machine"),
        )

    def _rows(self, choices: Iterable[Choice[T]]) -> list[Content]:
        known = tuple(choices)
        width = max(len(choice.label) for choice in known)
        return [choice_row(choice, width) for choice in known]

    def on_key(self, event: events.Key) -> None:
        """One key a choice."""
        if self._busy:
            return
        if isinstance(self.focused, Line):
            take_stray(self.focused, event)
            return
        keys = [choice.key for choice in (self._choices() if self._step is Step.WHERE else _FOUND)]
        if event.character in keys:
            event.stop()
            self._chosen(keys.index(event.character))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._chosen(event.option_index)

    def _chosen(self, at: int) -> None:
        if self._busy:
            return
        if self._step is Step.FOUND:
            if _FOUND[at].value:
                self._start("connecting", self._do_connect)
            else:
                self._show(Step.WHERE)
            return
        match self._choices()[at].value:
            case Where.PROPOSED:
                self._look_at(self._proposed)
            case Where.LOCAL:
                self.dismiss(FirstRun(None))
            case Where.TYPED:
                line = self.query_one("#repo", Line)
                line.display = True
                self.set_focus(line)
                self._show_keys()

    @on(Line.Submitted, "#repo")
    def _typed(self, event: Line.Submitted) -> None:
        repo = repo_name(event.value)
        if repo is None:
            self.query_one(Notice).say("Write OWNER/NAME, such as visit-dav/live-incidents.", "warning")
        elif not self._busy:
            self._look_at(repo)

    def _look_at(self, repo: str) -> None:
        self._repo = repo
        self._start(f"looking at {repo}", self._do_survey)

    def _start(self, what: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._busy, self._seconds = what, 0
        self._tick(0)
        self.run_worker(work(), group="first-run", exclusive=True)

    async def _do_survey(self) -> None:
        found = await self._off_screen(lambda: self._survey(self._repo))
        if found is not None:
            self.query_one("#survey", Words).update(survey_words(found))
            self._show(Step.FOUND)

    async def _do_connect(self) -> None:
        repo = self._repo
        done = await self._off_screen(lambda: (self._connect(repo),))
        if done is not None:
            self.dismiss(FirstRun(repo))

    async def _off_screen(self, work: Callable[[], T]) -> T | None:
        try:
            return await asyncio.to_thread(work)
        except (PortError, Refused) as error:
            self._busy = ""
            self.query_one(Notice).say(f"{error}", "error")
            return None
        finally:
            self._busy = ""

    def action_turn(self, pages: int) -> None:
        """Scroll what was found."""
        found = self.query_one("#found", VerticalScroll)
        found.scroll_relative(y=pages * max(1, found.size.height - 1), animate=False, immediate=True)

    def action_back(self) -> None:
        """One step back; from the first one, leave without a choice."""
        if self._busy:
            return
        if self._step is Step.FOUND or isinstance(self.focused, Line):
            self.query_one("#repo", Line).display = False
            self._show(Step.WHERE)
        else:
            self.dismiss(None)

    def _show(self, step: Step) -> None:
        self._step = step
        for each in Step:
            self.query_one(f"#step-{each}").display = each is step
        self.query_one(Notice).say("")
        chosen = self.query_one("#where" if step is Step.WHERE else "#connect", Choices)
        chosen.highlighted = 0
        self.set_focus(chosen)
        self._show_keys()

    def _show_keys(self) -> None:
        back: KeyHint = ("Esc", "leave" if self._step is Step.WHERE else "back")
        more: list[KeyHint] = [("PgDn", "read on")] if self._step is Step.FOUND else []
        self.query_one(Keys).show([("Enter", "choose"), ("↑↓", "move"), *more, back])
