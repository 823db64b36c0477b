"""The lasting fix, as a ticket of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from shiftui.domain import drafts
from shiftui.domain.drafts import Draft
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import SpinoffKind
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.composer import SUBMIT_SHOWN, Composer
from shiftui.tui.dialogs.context import DialogContext, destination_audience, is_private, spinoff_caution
from shiftui.tui.dialogs.form import Row
from shiftui.tui.dialogs.inputs import Line, Prose
from shiftui.tui.dialogs.parts import AudienceLine, KeyHint, Option, Pick, Words

KINDS = tuple(Option(kind, kind.value) for kind in SpinoffKind)
_REPO = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spinoff:
    """The ticket to be made."""

    title: str
    body: str
    kind: SpinoffKind
    repo: str
    """`owner/name`; empty in a local workspace."""


class SpinoffDialog(Composer[Spinoff]):
    """Title, kind, text and destination; says who can read it there."""

    KIND = "spinoff"
    AUTO_FOCUS = "#title"

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Spinoff] | None = None) -> None:
        super().__init__(context, ticket, save=save)
        self._origin = ticket
        self._kind = SpinoffKind.FIX
        self._repo = context.settings.github.spinoff_repo
        self._is_local = context.settings.is_local and context.connected is None

    def heading(self) -> str:
        """From what."""
        return f"Spin off a ticket from {self.shown_ref}"

    def audience(self) -> str:
        """Of the repository that is typed."""
        return destination_audience(self._repo, self.context.settings, self.context.connected)

    def question(self) -> ComposeResult:
        """Where it goes first, since that decides what may be said."""
        yield AudienceLine(self.audience(), id="audience")
        yield Words(id="caution")
        if not self._is_local:
            yield Row("repository", Line(self._repo, id="repo"))
        yield Row("title", Line(drafts.spinoff_title(self._origin), id="title"))
        yield Row("kind", Pick(KINDS, self._kind, id="kind"))
        yield Prose(id="prose")

    def draft(self) -> Draft:
        """What the origin says, as far as it may be said there."""
        ref = self.shown_ref
        number, repo = self._origin.issue.number, self._origin.issue.repo
        if number is not None and repo and repo.casefold() != self._repo.casefold():
            ref = f"{repo}#{number}"
        return Draft(drafts.spinoff_body(self._origin, ref, self._kind, private=self._is_safe))

    def result(self, text: str) -> Spinoff:
        """All of it."""
        return Spinoff(self.query_one("#title", Line).value.strip(), text, self._kind, self._repo)

    def keys(self) -> Iterable[KeyHint]:
        """As for composers."""
        return [(SUBMIT_SHOWN, "spin off"), ("Tab", "next field"), ("^e", "editor"), ("Esc", "cancel")]

    def on_mount(self) -> None:
        """Say what must not be said."""
        super().on_mount()
        self._show_caution()

    def give(self) -> None:
        """Check title and repository, then answer; the text may be empty."""
        title = self.query_one("#title", Line)
        if not title.value.strip():
            self.say("Give it a title.", "warning")
            title.focus()
        elif not self._is_local and not _REPO.fullmatch(self._repo):
            self.say("The repository is written OWNER/NAME.", "warning")
            self.query_one("#repo", Line).focus()
        else:
            self.submit(self.result(self.prose.text.strip()))

    @on(Line.Submitted)
    def _entered(self) -> None:
        self.focus_next()

    @on(Pick.Picked, "#kind")
    def _kind_picked(self) -> None:
        self._kind = SpinoffKind(self.query_one("#kind", Pick).value)
        self._redraft()

    @on(Line.Changed, "#repo")
    def _repo_typed(self, event: Line.Changed) -> None:
        self._repo = event.value.strip()
        self.query_one("#audience", AudienceLine).say(self.audience())
        self._show_caution()
        self._redraft()

    def _redraft(self) -> None:
        if self.is_draft:
            self.begin(self.draft())

    def _show_caution(self) -> None:
        words = spinoff_caution(self._origin, self.context, self._repo)
        caution = self.query_one("#caution", Words)
        caution.display = bool(words)
        caution.update(words)

    @property
    def _is_safe(self) -> bool:
        """Whether only the team reads it there."""
        return self._is_local or bool(
            self._repo and is_private(self._repo, self.context.settings, self.context.connected)
        )
