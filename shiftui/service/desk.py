"""The desk: one workspace open in one process.

Every change goes one way: decide (pure), record (journal, fsync), then show. A step
holds the journal's lock, so what is decided is decided on the latest lines, whichever
process wrote them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol

from shiftui.domain.conversation import Conversation
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.fitting import check_fits
from shiftui.domain.records import Connected, Pulled, Record, Recorded, TeamFile
from shiftui.domain.refs import key_of
from shiftui.domain.refusals import ReadOnlyWorkspace, Refused, UnknownTicket
from shiftui.domain.replica import State, conversation_of, known_tickets, ticket_of, view
from shiftui.domain.settings import TEAM_FILE, Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.ports import Archive, Clock, Journal, Listener, TeamReader
from shiftui.service.following import Following
from shiftui.service.gestures import scene_after, with_changes
from shiftui.service.snapshot import Snapshot
from shiftui.service.threads import Thread, thread_of

if TYPE_CHECKING:
    from shiftui.service.taking_back import TakenBack

P = ParamSpec("P")


class NewId(Protocol):
    """Makes UUIDs."""

    def __call__(self) -> str:
        """A new one."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a gesture over several tickets did."""

    recorded: tuple[Recorded, ...]
    refused: tuple[tuple[str, Refused], ...]
    """Key and reason, for those that could not be done; the others were."""


class Desk:
    """Record and look. Safe to use from several threads."""

    def __init__(
        self,
        journal: Journal,
        archive: Archive,
        clock: Clock,
        settings: Settings,
        new_id: NewId,
        team: TeamReader | None = None,
    ) -> None:
        self._journal = journal
        self._archive = archive
        self._clock = clock
        self._new_id = new_id
        self._team = team
        self._loaded = Following(journal, archive, settings, team)

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as of the last step or refresh."""
        return self._loaded.snapshot

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._loaded.settings

    @property
    def me(self) -> str:
        """Who records here: as set, else as GitHub knows the token, whose spelling goes before ours."""
        connected = self._loaded.state.connected
        known = connected.me if connected is not None else ""
        wanted = self._loaded.settings.me
        return known if not wanted or wanted.casefold() == known.casefold() else wanted

    @property
    def problems(self) -> tuple[str, ...]:
        """What the store found damaged, in words."""
        return (*self._journal.problems, *self._archive.problems)

    @property
    def team_problems(self) -> tuple[str, ...]:
        """What is wrong with the team's settings file on GitHub, in words; the rest of it counts."""
        file = self._loaded.state.team_file
        if self._team is None:
            return ()
        found = (*((file.trouble,) if file.trouble else ()), *self._team.left_out(file.text))
        where = f"{self.settings.github.log_repo}/{TEAM_FILE}"
        return tuple(f"{where}: {problem}" for problem in found)

    def now(self) -> datetime:
        """The time by this desk's clock."""
        return self._clock.now()

    def listen(self, listener: Listener) -> None:
        """Tell `listener` after every change, from whichever thread made it."""
        self._loaded.listen(listener)

    def refresh(self) -> bool:
        """Follow the journal: take in what other processes recorded. True when there was anything."""
        return self._loaded.refresh()

    def find(self, ref: str) -> Ticket:
        """The ticket that a person means by `ref`, resolved ones included.

        Raises:
            UnknownTicket: there is none.

        """
        with self._loaded.guard:
            key = key_of(ref, self._loaded.state)
            ticket = self._loaded.reading(lambda: self._loaded.load(key)) if key is not None else None
        if ticket is None:
            raise UnknownTicket(ref)
        return ticket

    def base(self, key: str) -> Ticket | None:
        """A ticket as GitHub has it, resolved ones included; None where there is none of that key."""
        with self._loaded.guard:
            return self._loaded.reading(lambda: ticket_of(self._loaded.state, self._archive, key))

    def thread(self, key: str) -> Thread:
        """A ticket's whole conversation.

        Raises:
            UnknownTicket: there is none of that key.

        """

        def read() -> Thread:
            ticket = self._loaded.load(key)
            if ticket is None:
                raise UnknownTicket(key)
            return thread_of(self._loaded.state, self._archive, self._loaded.settings, ticket)

        with self._loaded.guard:
            return self._loaded.reading(read)

    def conversation(self, key: str) -> Conversation:
        """What GitHub holds of a ticket's conversation."""
        with self._loaded.guard:
            return self._loaded.reading(lambda: conversation_of(self._loaded.state, self._archive, key))

    def everything(self) -> Snapshot:
        """A snapshot with all known tickets in it, resolved ones included."""
        with self._loaded.guard:
            tickets = self._loaded.reading(lambda: known_tickets(self._loaded.state, self._archive))
            state = replace(self._loaded.state, tickets=tickets)
            return Snapshot(state, view(state), self._loaded.settings)

    def do(
        self,
        verb: Callable[Concatenate[Scene, Ticket, P], Operation],
        ref: str,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Recorded:
        """Decide `verb` on the ticket of `ref` and record it. Durable when this returns.

        Raises:
            Refused: it is not legal now; nothing was recorded.
            StoreError: nothing was recorded.

        """

        def decide(scene: Scene) -> list[Operation]:
            return [verb(scene, self.find(ref), *args, **kwargs)]

        return self.record(decide)[0]

    def write(
        self, verb: Callable[Concatenate[Scene, P], Operation], *args: P.args, **kwargs: P.kwargs
    ) -> Recorded:
        """The same for a verb that is about no existing ticket."""
        return self.record(lambda scene: [verb(scene, *args, **kwargs)])[0]

    def do_all(
        self,
        verb: Callable[Concatenate[Scene, Ticket, P], Operation],
        keys: Sequence[str],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Bulk:
        """Decide `verb` on several tickets and record what is legal as one gesture, undone together."""
        refused: list[tuple[str, Refused]] = []

        def decide(scene: Scene) -> list[Operation]:
            refused.clear()
            operations: list[Operation] = []
            for key in keys:
                try:
                    ticket = self.find(key)
                    operation = verb(scene, scene.tickets.get(ticket.key, ticket), *args, **kwargs)
                except Refused as refusal:
                    refused.append((key, refusal))
                else:
                    operations.append(operation)
                    scene = scene_after(scene, operation)
            return operations

        recorded = self.record(decide)
        return Bulk(recorded, tuple(refused))

    def record(self, decide: Callable[[Scene], Sequence[Operation]]) -> tuple[Recorded, ...]:
        """Decide on the latest state and record the operations as one gesture, all or none."""
        self._may_record()
        with self._loaded.step() as step:
            operations = decide(self._scene())
            if not self._loaded.settings.is_local:
                for operation in operations:
                    check_fits(operation)
            records = with_changes(self._loaded.snapshot.tickets, operations)
            if records:
                self._loaded.take(step.append([*self._meeting(), *records]))
        return tuple(records)

    def undo(self) -> "TakenBack":
        """Take back the latest gesture recorded here by me that was not yet; returns what it was.

        Raises:
            NothingToUndo: there is none.
            RequesterHasRead: its text has left for the requester.

        """
        from shiftui.service import taking_back

        self._may_record()
        with self._loaded.step() as step:
            gesture = taking_back.latest_gesture(self._loaded.state, self.me)
            for recorded in gesture:
                self._loaded.reading(partial(self._loaded.load_all, recorded.operation))
            records, taken = taking_back.decide(self._scene(), self._loaded.state, gesture)
            self._loaded.take(step.append(records))
        return taken

    def append(self, decide: Callable[[State], Sequence[Record]]) -> State:
        """Record lines that are no operations (rows from GitHub, delivery states), decided on the latest."""
        with self._loaded.step() as step:
            records = decide(self._loaded.state)
            if records:
                self._loaded.take(step.append(records))
            return self._loaded.state

    def follow_team(self, read: Pulled) -> None:
        """Record the team's settings file as it was read, and go by it where it is one.

        Whether it can be used is decided here, once: what stands in the journal is the last good text.
        """
        file, before = read.team_file, self.settings
        trouble = self._team.trouble(file.text) if file is not None and self._team is not None else ""
        if trouble:
            read = replace(read, team_file=TeamFile(trouble=trouble))
        self.append(lambda _: [read])
        if self.settings is not before:
            self.checkpoint(force=True)  # so that nobody has to fold everything anew again

    def checkpoint(self, *, force: bool = False) -> bool:
        """Write a checkpoint when enough has gathered; slow, so never on the screen's own thread."""
        return self._loaded.checkpoint(force=force)

    def _may_record(self) -> None:
        if self._loaded.settings.read_only:
            raise ReadOnlyWorkspace

    def _meeting(self) -> list[Record]:
        """What has to stand before the first operation of a workspace that never reached its repository.

        Without it the operation would be final here and never be sent.
        """
        github = self._loaded.settings.github
        if self._loaded.settings.is_local or self._loaded.state.connected is not None:
            return []
        unmet = Connected(
            self._clock.now(), me="", repo=github.repo, log=github.log_repo, tracker=github.spinoff_repo
        )
        return [unmet]

    def _scene(self) -> Scene:
        return Scene(
            tickets=self._loaded.snapshot.tickets,
            settings=self._loaded.settings,
            me=self.me,
            now=self._clock.now(),
            group=self._new_id(),
            new_id=self._new_id,
            next_local=self._loaded.state.next_local,
        )
