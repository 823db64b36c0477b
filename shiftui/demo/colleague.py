"""Leo, who plays the other side of the demo's handoffs at a machine of his own.

He has a workspace over the same invented GitHub, and everything that he does goes through the same services
as what is done at the keyboard. What he does next follows from what his desk shows, so that it does not
matter in which order things are tried at the keyboard.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from shiftui.bootstrap import Workspace, assemble, random_id
from shiftui.demo.clock import HandClock, hand_over_at
from shiftui.demo.helping import help_with
from shiftui.demo.next_day import ACTS, QUESTION, TOLD, UNHURRIED, UNKNOWN
from shiftui.demo.stage import Stage
from shiftui.demo.team import BEGINS, COLLEAGUE, ME, SETTINGS, WITNESS
from shiftui.demo.tracker import DemoTracker
from shiftui.domain.elements import READ_BACK, missing_to_offer
from shiftui.domain.offers import HandoffState
from shiftui.domain.operations import HandoffOffered
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.read_back import ask
from shiftui.domain.refusals import Refused
from shiftui.domain.settings import same_login
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.vocabulary import NoteKind, Priority, Severity, State
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.sync import Courier

THINKS = timedelta(seconds=8)
"""Before each of his steps."""
PATIENCE = timedelta(seconds=100)
"""How long he waits for an answer to his question before he goes on without."""
OFFERS_BEFORE = timedelta(minutes=2)
"""Before the time at which a shift of the demo is handed over."""


@dataclass(frozen=True, slots=True)
class Step:
    """What he does next."""

    at: datetime
    name: str
    do: Callable[[Desk], object]


class Colleague:
    """His machine. He sits down at it when there is something to do."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self._folder, self._stage = folder, stage
        self._clock = HandClock(BEGINS)
        self._workspace: Workspace | None = None
        self._courier: Courier | None = None
        self._seen = -1
        self._acts = list(ACTS)
        self._tried: tuple[str, int] = ("", 0)
        """What he did last, and how much had happened before: the same is not done twice in vain."""

    def play(self, until: datetime) -> None:
        """Let everything happen until then, his own part in its place."""
        while True:
            step = self._next(until)
            if step is None or step.at > until:
                break
            self._stage.play(step.at)
            fresh = self._next(until)
            if fresh is not None and fresh.at <= step.at:
                self._take(fresh)
        self._stage.play(until)

    def _next(self, until: datetime) -> Step | None:
        if self._workspace is None and not self._is_wanted(until):
            return None
        desk = self._at_the_desk()
        steps = (self._receive(desk), self._answer(desk), self._offer(desk), self._work())
        count = self._stage.count
        open_ones = (step for step in steps if step is not None and (step.name, count) != self._tried)
        return min(open_ones, key=lambda step: step.at, default=None)

    def _is_wanted(self, until: datetime) -> bool:
        return self._stage.has_offer or _time_of(self._acts[0].at) <= until

    def _at_the_desk(self) -> Desk:
        """His desk, in step."""
        if self._workspace is None or self._courier is None:
            settings = replace(SETTINGS, me=COLLEAGUE)
            self._workspace = assemble(self._folder, settings, self._clock, random_id)
            tracker = DemoTracker(self._clock, self._stage, me=COLLEAGUE, play=lambda until: None)
            self._courier = self._workspace.courier_with(tracker)
        if self._seen != self._stage.count:
            self._courier.sync(lambda what, done, total: None)
            self._seen = self._stage.count
        return self._workspace.desk

    def _take(self, step: Step) -> None:
        self._clock.at = max(self._clock.at, step.at)
        self._tried = step.name, self._stage.count
        desk = self._at_the_desk()
        with suppress(Refused):  # somebody else was first; he looks again
            step.do(desk)
        self._seen = -1
        self._at_the_desk()
        desk.checkpoint()

    # the shift comes to him

    def _receive(self, desk: Desk) -> Step | None:
        """Ask one question, read each ticket back, find one less urgent, accept."""
        standing = handoffs.stands(desk)
        made = standing.handoff.open_offer
        if made is None or not same_login(made.to, COLLEAGUE):
            return None
        open_ones = [one for one in standing.tickets if one.state is State.OPEN]
        asked = _asked(desk, open_ones, COLLEAGUE, made.at)
        if open_ones and asked is None:
            first = open_ones[0].key
            return Step(made.at + THINKS, f"ask {made.id}", lambda d: d.do(ask, first, QUESTION))
        unread = [one for one in open_ones if READ_BACK in standing.lacking[one.key]]
        if unread and asked is not None:
            ticket, question = asked
            answer = _answer_to(desk, ticket, question)
            at = question.at + PATIENCE if answer is None else answer.at + THINKS
            return Step(at, f"read back {made.id}", lambda d: _read_back_all(d, unread))
        at = max(made.at, self._clock.at) + THINKS
        return Step(at, f"accept {made.id}", lambda d: handoffs.accept(d, (WITNESS,)))

    # the shift goes from him

    def _offer(self, desk: Desk) -> Step | None:
        """Shortly before its end; again, soon after it came back."""
        found, duty = handoffs.stands(desk).handoff, handoffs.on_call(desk).on_duty
        if not same_login(duty.primary, COLLEAGUE) or duty.ends is None or found.open_offer is not None:
            return None
        at = hand_over_at(duty.ends, desk.settings.hours) - OFFERS_BEFORE
        if found.state is HandoffState.RETURNED and found.answer is not None:
            at = max(at, found.answer.at + 2 * THINKS)
        return Step(at, f"offer {duty.ends}", _offer_shift)

    def _answer(self, desk: Desk) -> Step | None:
        """What he is asked about a ticket that he has offered."""
        made = handoffs.stands(desk).handoff.open_offer
        if made is None or not same_login(made.by, COLLEAGUE):
            return None
        found = _asked(desk, _offered(desk, made), made.to, made.at)
        if found is None or _answer_to(desk, *found) is not None:
            return None
        ticket, question = found
        answer = TOLD.get(ticket.issue.number or 0, UNKNOWN).answer
        return Step(
            question.at + THINKS / 2, f"answer {question.id}", lambda d: d.do(note, ticket.key, answer)
        )

    # what he does in between

    def _work(self) -> Step | None:
        """The next thing that the story has for him."""
        if not self._acts:
            return None
        act = self._acts[0]

        def do(desk: Desk) -> None:
            self._acts.remove(act)
            help_with(desk, act)

        return Step(_time_of(act.at), f"act {act.number} {act.at:g}", do)


def _time_of(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def _offered(desk: Desk, made: HandoffOffered) -> list[Ticket]:
    known = desk.snapshot.tickets
    return [known[key] for key in made.tickets if key in known]


def _asked(desk: Desk, tickets: list[Ticket], by: str, since: datetime) -> tuple[Ticket, Note] | None:
    """The latest question of somebody about one of the tickets."""
    found = [
        (ticket, one)
        for ticket in tickets
        for one in desk.thread(ticket.key).notes
        if one.kind is NoteKind.QUESTION and same_login(one.by, by) and one.at >= since
    ]
    return max(found, key=lambda pair: pair[1].at, default=None)


def _answer_to(desk: Desk, ticket: Ticket, question: Note) -> Note | None:
    """What somebody else wrote for the team below a question."""
    for one in desk.thread(ticket.key).notes:
        is_answer = one.kind in (NoteKind.NOTE, NoteKind.ANSWER) and not same_login(one.by, question.by)
        if is_answer and one.at >= question.at:
            return one
    return None


def _read_back_all(desk: Desk, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        work = ticket.work
        words = f"{work.summary or ticket.issue.title}. I {work.next_action or 'look at it first'}."
        handoffs.read_back(desk, ticket.key, words)
    sorted_ones = [one for one in tickets if one.issue.priority not in (None, Priority.OPERATIONAL)]
    less = next((one for one in sorted_ones if one.issue.number == UNHURRIED), None)
    if less is None and sorted_ones:
        less = sorted_ones[-1]
    if less is not None:
        desk.do(set_fields, less.key, priority=Priority.OPERATIONAL)


def _offer_shift(desk: Desk) -> None:
    """Say of each ticket what he knows, then offer."""
    draft = handoffs.draft(desk)
    for placed in draft.placed:
        ticket, drafted = placed.ticket, draft.elements[placed.key]
        told = TOLD.get(ticket.issue.number or 0)
        if told is None and not missing_to_offer(ticket):
            continue
        desk.do(
            set_fields,
            ticket.key,
            severity=None if ticket.issue.severity else Severity(drafted.severity),
            summary=told.summary if told is not None else drafted.summary,
            next_action=told.next_action if told is not None else drafted.next_action,
            contingency=told.contingency if told is not None else drafted.contingency,
        )
    handoffs.offer(desk, ME)
