"""Clocks that are wrong: GitHub's order and times count, never a laptop's."""

from datetime import timedelta

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.responded import respond
from shiftui.domain.response_clock import clock as response
from shiftui.domain.vocabulary import Response
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO
from tests.together.conftest import Laptop, MakeLaptop
from tests.together.test_two_people import shown


class Skewed(Clock):
    """A laptop's clock that is a day off."""

    def __init__(self, true: Clock, by: timedelta) -> None:
        self.true, self.by = true, by

    def __call__(self):  # type: ignore[no-untyped-def]  # as the clock it follows
        return self.true() + self.by

    def pass_(self, **units: float) -> None:
        self.true.pass_(**units)


def _skewed(laptop: Laptop, by: timedelta) -> Laptop:
    laptop.clock.clock = Skewed(laptop.clock.clock, by)
    laptop.start()
    return laptop


def test_a_clock_that_is_a_day_off_changes_nothing_that_both_see(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    github.web("j-doe").open_issue(REPO, "It fails")
    mia, leo = laptop("mia"), _skewed(laptop("leo"), timedelta(days=1))
    ada = _skewed(laptop("ada"), -timedelta(days=1))
    team = (mia, leo, ada)
    for one in team:
        one.sync()
    for index, one in enumerate((leo, ada, mia)):
        one.desk.do(set_fields, "1", summary=f"summary {index}")
        one.desk.do(note, "1", f"note {index}")
        one.sync()
        clock.pass_(minutes=1)
    for one in team:
        one.sync()  # lest a reply be held behind a note that its author has not read
    leo.desk.do(acknowledge, "1")
    ada.desk.do(respond, "1", "we look into it")
    leo.desk.write(write_diary, "quiet")
    for one in (*team, *team):
        clock.pass_(seconds=30)
        one.sync()
    assert shown(mia.desk)[0]["summary"] == "summary 2", "the last that reached GitHub"
    seen = [[{**row, "response": None} for row in shown(one.desk)] for one in team]
    assert seen[0] == seen[1] == seen[2]
    (ticket,) = mia.desk.snapshot.tickets.values()
    running = response(ticket, mia.settings, clock())
    assert running is not None
    assert running.state is Response.MET
    assert ticket.responded_at is not None
    assert abs(ticket.responded_at - clock()) < timedelta(days=2)


def test_after_hours_of_sleep_the_countdown_is_right_at_once(
    github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock
) -> None:
    github.web("j-doe").open_issue(REPO, "It fails")
    mia = laptop("mia")
    mia.sync()
    (ticket,) = mia.desk.snapshot.tickets.values()
    before = response(ticket, mia.settings, mia.desk.now())
    assert before is not None
    assert before.state is Response.PENDING
    clock.pass_(hours=30)  # the lid was closed
    (placed,) = mia.desk.snapshot.queue(mia.desk.now())
    assert placed.clock is not None
    assert placed.clock.state is Response.BREACHED
    assert placed.clock.due_at == before.due_at
