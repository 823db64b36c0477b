"""One pass of keeping in step with GitHub: pull, then push; and who runs it.

Only the holder of the sync lock talks to GitHub. Another process asks it for a pass by
a journal line and waits for the line that answers.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from shiftui.domain.duty import handoff
from shiftui.domain.outbox import Parcel, StepName
from shiftui.domain.records import Connected, Pulled, Record, SyncAsked, SyncEnded, SyncReport, joined
from shiftui.domain.replica import State
from shiftui.domain.values import dataclass
from shiftui.ports import (
    Clock,
    NoAccess,
    PortError,
    RateLimited,
    SyncLock,
    Tracker,
    TrackerError,
)
from shiftui.service.desk import Desk, NewId
from shiftui.service.handoffs import settle
from shiftui.service.holdings import DeskHoldings
from shiftui.service.ledger import Ledger
from shiftui.service.push import DeskOutlook, Progress, Push
from shiftui.service.read_ahead import read_ahead
from shiftui.service.troubles import asked_to_wait, trouble_of

ANSWER_WITHIN = timedelta(seconds=60)
"""How long a process waits for the holder of the lock to run its pass."""
LOOK_EVERY = 0.2
"""Seconds between looks at the journal while waiting."""
GATHER = 1000
"""Rows that are made durable together: a first import need not wait for the disk at every page."""
LOG_AGAIN = timedelta(minutes=10)
"""How often a log repository is looked for that cannot be seen."""


class NoAnswer(PortError):
    """The process that holds the sync lock did not run the pass in time."""


@dataclass(slots=True)
class Courier:
    """Runs passes for one workspace."""

    desk: Desk
    tracker: Tracker
    lock: SyncLock
    clock: Clock
    new_id: NewId
    asked_at: datetime | None = None
    """When this process asked last who may read what."""

    def sync(self, progress: Progress) -> SyncReport:
        """One pass by whoever may: here, or by the process that holds the lock.

        Never raises for what GitHub or the network do: the report's `error` says it.

        Raises:
            StoreError: what came could not be made durable.
            NoAnswer: another process holds the lock and did not answer.

        """
        held = self.lock.acquire()
        if held is None:
            return self._ask(progress)
        try:
            return self.run_pass(progress)
        finally:
            held.release()

    def ask(self) -> str:
        """Ask the process that holds the lock for a pass; returns the request's id."""
        id = self.new_id()
        self.desk.append(lambda _: [SyncAsked(id, self.clock.now())])
        return id

    def run_pass(self, progress: Progress) -> SyncReport:
        """One pass; the caller holds the lock."""
        self.desk.refresh()
        state = self.desk.snapshot.state
        before = self.tracker.requests
        pulled = 0
        push: Push | None = None
        error: TrackerError | None = asked_to_wait(state.report, self.clock.now())
        try:
            if error is not None:
                raise error
            connected, pulled = self._pulled(progress)
            connected = self._visibility(connected)
            push = Push(self.desk, self.tracker, connected, progress, self.new_id)
            if not self.desk.settings.read_only:
                settle(self.desk)
                push.run(was_shared=_is_shared(state))
                pulled += self._confirmed_shift(push, connected, progress)
        except TrackerError as failure:
            error = failure
        report = self._report(pulled, push, error, self.tracker.requests - before)
        ended = SyncEnded(self.clock.now(), report, state.asked)
        self.desk.append(lambda _: [ended])
        return report

    def _confirmed_shift(self, push: Push, connected: Connected, progress: Progress) -> int:
        """Read back whether an acceptance that was just sent is the first; if so, do what follows from it.

        A colleague's may stand before it in the log, and only a reading after ours can show that.
        """
        found = handoff(self.desk.snapshot.state.duty, self.desk.settings)
        if (
            found.is_settled
            or found.accepted is None
            or found.accepted.by.casefold() != self.desk.me.casefold()
        ):
            return 0
        rows = self._pull(connected, progress)
        if settle(self.desk):
            push.run(was_shared=True)
        return rows

    def _report(
        self, pulled: int, push: Push | None, error: TrackerError | None, requests: int
    ) -> SyncReport:
        ledger = push.ledger if push is not None else Ledger(self.desk)
        retry_at = ledger.retry_at
        if isinstance(error, RateLimited):
            retry_at = error.retry_at
        return SyncReport(
            pulled=pulled,
            sent=ledger.sent,
            refused=ledger.refused,
            queued=len(self.desk.snapshot.state.pending),
            requests=requests,
            retry_at=retry_at,
            error=str(error) if error is not None else "",
            trouble=trouble_of(error),
        )

    def _connected(self) -> Connected:
        """What is known of the repositories; asked for when nothing is, or the settings name others."""
        known = self.desk.snapshot.state.connected
        github = self.desk.settings.github
        wanted = (github.repo, github.log_repo, github.spinoff_repo)
        if known is not None and known.me:  # else it was recorded before anybody could ask
            names = (known.repo, known.log or known.repo, known.tracker or known.repo)
            is_same = [name.casefold() for name in names] == [name.casefold() for name in wanted]
            if is_same and not self._is_log_looked_for(known):
                return known
        return self._ask_visibility()

    def _is_log_looked_for(self, known: Connected) -> bool:
        """Whether the log repository, which could not be seen, is worth another look."""
        asked = self.asked_at
        return known.log_private is None and (asked is None or self.clock.now() - asked >= LOG_AGAIN)

    def _pulled(self, progress: Progress) -> tuple[Connected, int]:
        """Pull. A log repository that cannot be seen any more ends nothing: the tickets go on without it."""
        connected = self._under_team_settings(self._connected())
        try:
            return connected, self._pull(connected, progress)
        except NoAccess:
            fresh = self._ask_visibility()  # raises where the incident repository is hidden, too
            if fresh.log_private == connected.log_private:
                raise
        return fresh, self._pull(fresh, progress)

    def _under_team_settings(self, connected: Connected) -> Connected:
        """Look at the team's settings when it is time to: the rest of the pass goes by them."""
        read = self.tracker.team_file(self.desk.snapshot.state.cursors, connected)
        if read is not None:
            self.desk.follow_team(read)
        self.tracker.use(self.desk.settings)
        return self._connected() if read is not None else connected

    def _visibility(self, connected: Connected) -> Connected:
        """Read again who may read what, when team text is about to leave."""
        outlook = DeskOutlook(self.desk)
        state = self.desk.snapshot.state
        shares = (StepName.LOG, StepName.COMMENT)
        for recorded in state.pending:
            if state.parcels.get(recorded.operation.id, Parcel()).state.needs_a_person:
                continue
            if any(step in shares for step in self.tracker.plan(recorded.operation, connected, outlook)):
                return self._ask_visibility()
        return connected

    def _ask_visibility(self) -> Connected:
        self.asked_at = self.clock.now()
        connected = self.tracker.connect()

        def changed(state: State) -> list[Record]:
            known = state.connected
            same = known is not None and replace(known, at=connected.at) == connected
            return [] if same else [connected]

        self.desk.append(changed)
        return connected

    def _pull(self, connected: Connected, progress: Progress) -> int:
        rows = 0
        progress("reading", 0, 0)
        snapshot = self.desk.snapshot
        tracked = _tracked(snapshot.state, connected.repo)
        gathered: list[Pulled] = []
        try:
            holdings = DeskHoldings(self.desk)
            pages = self.tracker.pull(snapshot.state.cursors, connected, tracked, holdings)
            for pulled in read_ahead(pages):
                gathered.append(pulled)
                rows += pulled.size
                progress("reading", rows, 0)
                if sum(page.size for page in gathered) >= GATHER:
                    self._keep(gathered)
        finally:
            self._keep(gathered)
        self.desk.checkpoint(force=rows >= GATHER)
        return rows

    def _keep(self, gathered: list[Pulled]) -> None:
        """Make what was gathered durable, cursors last, unless it says nothing new."""
        known = self.desk.snapshot.state.cursors
        together = joined(gathered) if gathered else Pulled(self.clock.now())
        if together.size or any(known.get(name, "") != value for name, value in together.cursors.items()):
            self.desk.append(lambda _: [together])
        gathered.clear()

    def _ask(self, progress: Progress) -> SyncReport:
        """Ask the holder of the lock for a pass and wait for its report."""
        id = self.ask()
        deadline = self.clock.now() + ANSWER_WITHIN
        while self.clock.now() < deadline:
            progress("waiting for the dashboard's pass", 0, 0)
            self.clock.sleep(LOOK_EVERY)
            self.desk.refresh()
            answer = self.desk.snapshot.state.answered.get(id)
            if answer is not None:
                return answer
            held = self.lock.acquire()
            if held is not None:
                try:
                    return self.run_pass(progress)
                finally:
                    held.release()
        raise NoAnswer("the process that talks to GitHub did not answer within a minute; try again")


def _is_shared(state: State) -> bool:
    """Whether team text had a private place when this pass began."""
    return state.connected is not None and state.connected.log_private is True


def _tracked(state: State, incident_repo: str) -> tuple[str, ...]:
    """Addresses of the spinoffs that live in other repositories, and of their origins.

    Those that a colleague made are known by the shift log's word first, and then read.
    """
    here = incident_repo.casefold()
    found = [
        f"{ticket.issue.repo}#{ticket.issue.number}"
        for ticket in state.tickets.values()
        if ticket.issue.number is not None and ticket.issue.repo.casefold() != here
    ]
    for ticket in state.tickets.values():
        linked = (*ticket.work.spinoffs, ticket.work.origin or "")
        found += [key for key in linked if "/" in key and key not in state.tickets]
    return tuple(dict.fromkeys(found))
