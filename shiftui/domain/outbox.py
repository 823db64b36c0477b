"""How far each operation is on its way to GitHub.

An operation is delivered in one or more steps (a comment, a label, a line of the
shift log). The state of each is recorded before and after every request, so that a
crash at any point leaves a definite question to ask GitHub, never a guess.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from shiftui.domain.values import dataclass


class Delivery(StrEnum):
    """The state of a step, and of an operation: its least advanced step."""

    QUEUED = "queued"
    SENDING = "sending"
    AMBIGUOUS = "ambiguous"
    """The request may or may not have been done; to be read back before it is sent again."""
    BLOCKED = "blocked"
    """GitHub cannot take it now (locked, gone, no access); tried again when asked."""
    REFUSED = "refused"
    """GitHub said no; a person decides."""
    CONFIRMED = "confirmed"
    WITHHELD = "withheld"
    """Team text that has no private place to go: it stays on this machine."""
    DROPPED = "dropped"
    """A person, or an undo, took it out."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self in (Delivery.CONFIRMED, Delivery.WITHHELD, Delivery.DROPPED)

    @property
    def needs_a_person(self) -> bool:
        """Whether it will not go on by itself."""
        return self in (Delivery.REFUSED, Delivery.BLOCKED)


class StepName(StrEnum):
    """The kinds of request that deliver an operation."""

    CREATE = "create"
    COMMENT = "comment"
    LABELS = "labels"
    ASSIGNEES = "assignees"
    STATE = "state"
    EDIT = "edit"
    """Strike through a comment of ours, or link a spinoff on its origin."""
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of an operation's delivery."""

    name: StepName
    state: Delivery = Delivery.QUEUED
    reason: str = ""
    tries: int = 0
    retry_at: datetime | None = None
    batch: str = ""
    """UUID of the shift-log comment that carries it, once that is fixed."""
    is_disputed: bool = False
    """Somebody changed the same on GitHub: theirs counts until a person has decided."""
    agreed: bool = False
    """A person has looked at it since and said: send it as it is."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The delivery of one operation: the steps that have moved, by name."""

    steps: Mapping[StepName, Step] = field(default_factory=lambda: MappingProxyType({}))

    def step(self, name: StepName) -> Step:
        """The step as it stands; untouched ones are queued."""
        return self.steps.get(name, Step(name))

    def moved(self, step: Step) -> "Parcel":
        """With `step` in its new state."""
        return replace(self, steps={**self.steps, step.name: step})

    @property
    def state(self) -> Delivery:
        """What a person should know of it: the state that needs attention most."""
        states = {step.state for step in self.steps.values()}
        for state in (Delivery.REFUSED, Delivery.BLOCKED, Delivery.AMBIGUOUS, Delivery.SENDING):
            if state in states:
                return state
        return Delivery.QUEUED

    @property
    def reason(self) -> str:
        """Why it stands where it stands."""
        return next(
            (step.reason for step in self.steps.values() if step.state is self.state and step.reason), ""
        )

    @property
    def is_disputed(self) -> bool:
        """Whether a person has to decide between this and what somebody else did to the same field."""
        return any(step.is_disputed and step.state.needs_a_person for step in self.steps.values())

    @property
    def holds_its_ticket(self) -> bool:
        """Whether what was recorded after it about the same ticket has to wait for it.

        Neither a dispute nor what the shift log does not take keeps a reply from its requester.
        """
        stuck = [step for step in self.steps.values() if step.state.needs_a_person]
        return not stuck or any(not step.is_disputed and step.name is not StepName.LOG for step in stuck)

    @property
    def is_agreed(self) -> bool:
        """Whether a person has looked at it since, and said: send it as it is."""
        return any(step.agreed for step in self.steps.values())

    @property
    def is_untouched(self) -> bool:
        """Whether no request for it can have left."""
        return all(step.state is Delivery.QUEUED and step.tries == 0 for step in self.steps.values())
