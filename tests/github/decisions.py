"""Operations to deliver, decided on a machine with one ticket."""

from collections.abc import Callable

import pytest

from shiftui.domain.operations import Operation
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import StepName
from shiftui.domain.vocabulary import Priority, Resolution
from tests.github.conftest import MakeMachine
from tests.github.machine import Machine
from tests.inmemory_github import (
    InMemoryGitHub,
)
from tests.inmemory_github.fixtures import REPO

Decide = Callable[[Machine, int], Operation]


def opens(m: Machine, _: int) -> Operation:
    return open_ticket(m.scene(), "Plots", body="Text", priority=Priority.SERVICE)


def responds(m: Machine, n: int) -> Operation:
    return respond(m.scene(), m.at(n), "Which driver?")


def notes(m: Machine, n: int) -> Operation:
    return note(m.scene(), m.at(n), "Old driver")


def sets(m: Machine, n: int) -> Operation:
    return set_fields(m.scene(), m.at(n), priority=Priority.SERVICE)


def resolves(m: Machine, n: int) -> Operation:
    return resolve(m.scene(), m.at(n), (Resolution.ANSWERED,))


def takes(m: Machine, n: int) -> Operation:
    return acknowledge(m.scene(), m.at(n))


STEPS = [
    pytest.param(opens, StepName.CREATE, id="create"),
    pytest.param(responds, StepName.COMMENT, id="comment"),
    pytest.param(notes, StepName.COMMENT, id="note"),
    pytest.param(sets, StepName.LABELS, id="labels"),
    pytest.param(resolves, StepName.STATE, id="state"),
    pytest.param(takes, StepName.ASSIGNEES, id="assignees"),
]


def on(github: InMemoryGitHub, machine: MakeMachine, decide: Decide) -> tuple[Machine, Operation, int]:
    """Mia's machine with one ticket, and an operation recorded there."""
    number = github.web("j-doe").open_issue(REPO, "Help", "Please.", labels=())
    mia = machine(github, assign="acker")
    mia.pull()
    return mia, mia.record(decide(mia, number)), number


def ours(github: InMemoryGitHub) -> tuple[int, int]:
    """How many issues and comments mia made."""
    issues = [issue for issue in github.issues(REPO) if issue.author == "mia"]
    said = [each for issue in github.issues(REPO) for each in github.comments(REPO, issue.number)]
    return len(issues), sum(comment.author == "mia" for comment in said)
