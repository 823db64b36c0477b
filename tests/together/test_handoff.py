"""A handoff between machines that share nothing but GitHub (fault 21): one owner, the same on all."""

import pytest

from shiftui.domain.handing_over import Incomplete, NotHandedOver
from shiftui.domain.offers import HandoffState
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.read_back import ask
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import StepMoved
from shiftui.domain.refusals import BadValue
from shiftui.domain.values import replace
from shiftui.domain.vocabulary import NoteKind, Priority, Severity
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from tests.github.machine import Clock
from tests.inmemory_github import Answer, FailAfter, InMemoryGitHub, LagFor
from tests.inmemory_github.fixtures import LOG, REPO
from tests.together.conftest import Laptop, MakeLaptop
from tests.together.test_two_people import shown, until_quiet


def owner(one: Laptop) -> str | None:
    return handoffs.on_call(one.desk).on_duty.primary


def state(one: Laptop) -> HandoffState:
    return handoffs.stands(one.desk).handoff.state


def give_elements(desk: Desk, *refs: str) -> None:
    for ref in refs:
        desk.do(
            set_fields,
            ref,
            severity=Severity.WARNING,
            summary=f"{ref} is slow",
            next_action="look at the log",
            contingency="if it stops, call ada",
        )


def on_duty(one: Laptop, who: str, backup: str, clock: Clock) -> None:
    clock.pass_(seconds=1)
    handoffs.start(one.desk, who, backup, None, clock().replace(hour=23))


@pytest.fixture
def team(github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock) -> tuple[Laptop, Laptop, Laptop]:
    """Mia is on duty with two tickets, leo backs up, ada looks on; all are in step."""
    for title in ("Plots blank", "Licence server"):
        github.web("j-doe").open_issue(REPO, title, "It fails")
    mia, leo, ada = laptop("mia"), laptop("leo"), laptop("ada")
    mia.sync()
    on_duty(mia, "mia", "leo", clock)
    give_elements(mia.desk, "1", "2")
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in (mia, leo, ada)] == ["mia"] * 3
    return mia, leo, ada


def test_six_tickets_change_hands(github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock) -> None:
    for index in range(6):
        github.web("j-doe").open_issue(REPO, f"Issue {index}", "It fails")
    mia, leo = laptop("mia", assign="acker"), laptop("leo", assign="acker")
    mia.sync()
    on_duty(mia, "mia", "leo", clock)
    mia.desk.do(acknowledge, "3")
    give_elements(mia.desk, *"12345")
    with pytest.raises(Incomplete, match="#6: severity, summary, next action, contingency"):
        handoffs.offer(mia.desk, "leo")
    give_elements(mia.desk, "6")
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo], clock)
    assert owner(mia) == owner(leo) == "mia", "offered is not accepted"

    leo.desk.do(ask, "2", "Which log?")
    leo.sync()
    mia.sync()
    questions = [one for one in mia.desk.thread("#2").notes if one.kind is NoteKind.QUESTION]
    assert [one.text for one in questions] == ["Which log?"]
    mia.desk.do(note, "2", "the web server's")
    leo.desk.do(set_fields, "4", priority=Priority.SERVICE)
    with pytest.raises(Incomplete, match="read-back"):
        handoffs.accept(leo.desk)
    for ref in "123456":
        handoffs.read_back(leo.desk, ref, f"I look at {ref} first")
    handoffs.accept(leo.desk, ["ada"])
    assert handoffs.stands(leo.desk).is_provisional
    assert owner(leo) == "mia", "provisional until it was read back"
    until_quiet([leo, mia], clock)

    assert owner(mia) == owner(leo) == "leo"
    assert shown(mia.desk) == shown(leo.desk)
    for one in (mia, leo):
        standing = handoffs.stands(one.desk)
        assert list(standing.lacking.values()) == [()] * 6
        assert {ticket.acknowledged_by for ticket in standing.tickets} == {"leo"}
        assert standing.minutes_to_accept is not None
    assert [issue.assignees for issue in github.issues(REPO)] == [("leo",)] * 6
    assert "leo" in github.texts(LOG)
    drafted = [text for _, text in handoffs.messages(mia.desk)]
    assert len(drafted) == 6
    assert all("is now with leo" in text for text in drafted)
    assert [(log.title.partition(" until ")[0], log.state) for log in github.issues(LOG)] == [
        ("Shift log: mia", "closed"),
        ("Shift log: leo", "open"),
    ]


def test_both_accept_at_once(team: tuple[Laptop, Laptop, Laptop], clock: Clock) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    clock.pass_(hours=30)  # more than four business hours: anybody may take it
    for one, why in ((leo, ""), (ada, "leo is ill")):
        handoffs.accept(one.desk, ["mia"], why)
    ada.sync()
    leo.sync()
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["ada"] * 3, "the first in the shift log's order"
    for one in team:
        assert {t.acknowledged_by for t in handoffs.stands(one.desk).tickets} == {"ada"}
        assert state(one) is HandoffState.ACCEPTED


def test_nobody_else_may_take_it_early(team: tuple[Laptop, Laptop, Laptop], clock: Clock) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    with pytest.raises(NotHandedOver, match="offered to leo"):
        handoffs.accept(ada.desk, ["mia"], "I like it")


@pytest.mark.parametrize("first", ["withdraw", "accept"])
def test_withdrawn_while_it_is_accepted(
    team: tuple[Laptop, Laptop, Laptop], clock: Clock, first: str
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    handoffs.withdraw(mia.desk)
    handoffs.accept(leo.desk, ["ada"])
    for one in (mia, leo) if first == "withdraw" else (leo, mia):
        one.sync()
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["mia" if first == "withdraw" else "leo"] * 3
    wanted = HandoffState.WITHDRAWN if first == "withdraw" else HandoffState.ACCEPTED
    assert [state(one) for one in team] == [wanted] * 3


def test_github_away_the_whole_time(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    github.stop()
    handoffs.read_back(leo.desk, "1", "slow, the log")
    handoffs.read_back(leo.desk, "2", "slow, too")
    handoffs.accept(leo.desk)
    for one in team:
        one.sync()
    assert [owner(one) for one in team] == ["mia"] * 3, "nobody is off duty before it is true"
    github.start()
    clock.pass_(minutes=5)
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["leo"] * 3


def test_started_anew_before_and_after_the_acceptance_leaves(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    mia.start()
    until_quiet([mia, leo, ada], clock)
    handoffs.accept(leo.desk, ["ada"])
    leo.start()
    leo.sync()
    leo.start()
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["leo"] * 3
    text = github.texts(LOG)
    assert text.count('"kind":"handoff-accepted"') == text.count('"kind":"handoff-settled"') == 1


def test_replies_of_who_went_off_duty_are_held(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    mia, leo, _ = team
    mia.desk.do(respond, "1", "I look into it")
    clock.pass_(seconds=1)
    handoffs.take_over(leo.desk, "mia's train has no network")
    leo.sync()
    mia.sync()
    (entry,) = [one for one in mia.desk.snapshot.outbox if one.reply]
    assert "leo has the shift since" in entry.reason
    assert "I look into it" not in github.texts(REPO)
    assert owner(mia) == "leo"
    handoffs.give_back(leo.desk)
    leo.sync()
    mia.sync()
    assert owner(mia) == owner(leo) == "mia"


def test_an_accepted_handoff_is_not_undone(team: tuple[Laptop, Laptop, Laptop], clock: Clock) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    handoffs.accept(leo.desk, ["ada"])
    until_quiet([mia, leo, ada], clock)
    with pytest.raises(Exception, match="offer the shift back"):
        leo.desk.undo()
    with pytest.raises(NotHandedOver):
        handoffs.accept(leo.desk)


def test_leo_accepts_on_the_web_page_alone(github: InMemoryGitHub, laptop: MakeLaptop, clock: Clock) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank", "It fails")
    mia, ada = laptop("mia", assign="acker"), laptop("ada", assign="acker")
    mia.sync()
    on_duty(mia, "mia", "leo", clock)
    give_elements(mia.desk, "1")
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, ada], clock)
    log = github.issues(LOG)[0].number
    github.web("j-doe").comment(LOG, log, "/accept")
    github.web("leo").comment(LOG, log, "/accept in the stand-up")
    clock.pass_(seconds=60)
    until_quiet([mia, ada], clock)
    assert owner(mia) == owner(ada) == "leo", "whom it was offered to, not whoever can write there"
    assert github.issues(REPO)[0].assignees == ("leo",)
    github.web("ada").comment(LOG, log, "/take leo is ill")
    clock.pass_(seconds=60)
    until_quiet([mia, ada], clock)
    assert owner(mia) == owner(ada) == "ada"
    github.web("ada").comment(LOG, log, "/give-back")
    clock.pass_(seconds=60)
    until_quiet([mia, ada], clock)
    assert owner(mia) == owner(ada) == "leo"


def test_leo_returns_it_on_the_web_page_with_a_reason(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, ada], clock)
    log = github.issues(LOG)[0].number
    github.web("ada").comment(LOG, log, "/return I would rather not")
    clock.pass_(seconds=60)
    until_quiet([mia, ada], clock)
    assert state(mia) is HandoffState.OFFERED, "it is not offered to ada"
    github.web("leo").comment(LOG, log, "/return what about the licence server?")
    clock.pass_(seconds=60)
    until_quiet([mia, leo, ada], clock)
    for one in team:
        found = handoffs.stands(one.desk).handoff
        assert (found.state, found.why) == (HandoffState.RETURNED, "what about the licence server?")
        assert owner(one) == "mia"
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    assert state(leo) is HandoffState.OFFERED


def test_what_an_earlier_receiver_read_back_is_no_help_to_the_next(
    team: tuple[Laptop, Laptop, Laptop], clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    until_quiet([mia, leo, ada], clock)
    for ref in "12":
        handoffs.read_back(leo.desk, ref, "slow; I read the log")
    handoffs.accept(leo.desk)
    until_quiet([leo, mia, ada], clock)
    handoffs.offer(leo.desk, "ada")
    until_quiet([leo, mia, ada], clock)
    with pytest.raises(Incomplete, match="#1: read-back"):
        handoffs.accept(ada.desk)


def test_read_aloud_in_the_stand_up_and_accepted_from_the_own_account(
    team: tuple[Laptop, Laptop, Laptop], clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    with pytest.raises(BadValue, match="other than leo"):
        handoffs.read_aloud(mia.desk, "1", "leo")
    for ref in "12":
        handoffs.read_aloud(mia.desk, ref, "ada")
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["mia"] * 3, "what is said on leo's behalf moves nothing"
    assert handoffs.unread(leo.desk) == ()
    with pytest.raises(NotHandedOver, match="mia offers"):
        handoffs.read_aloud(ada.desk, "1", "ada")
    handoffs.accept(leo.desk, ["ADA"])
    until_quiet([mia, leo, ada], clock)
    assert [owner(one) for one in team] == ["leo"] * 3
    accepted = handoffs.stands(mia.desk).handoff.accepted
    assert accepted is not None
    assert accepted.witnesses == ("ada",), "the same, said twice"
    clock.pass_(hours=48)
    assert not any(handoffs.stands(mia.desk).lacking.values()), "they were there when it was accepted"


def test_what_was_read_aloud_lapses_after_a_day(team: tuple[Laptop, Laptop, Laptop], clock: Clock) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    for ref in "12":
        handoffs.read_aloud(mia.desk, ref, "ada")
    until_quiet([mia, leo, ada], clock)
    clock.pass_(hours=25)
    assert len(handoffs.unread(leo.desk)) == 2
    with pytest.raises(Incomplete, match="read-back"):
        handoffs.accept(leo.desk)


def test_an_offer_waits_for_the_tickets_that_it_names(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    """Else it would name `L1`, which is another ticket on another machine."""
    mia, leo, _ = team
    for one, title in ((mia, "By phone, to mia"), (leo, "By phone, to leo")):
        one.desk.write(open_ticket, title)
    give_elements(mia.desk, "L1")
    github.fault(Answer.error(503), method="POST", path=rf"{REPO}/issues$", nth=1)
    handoffs.offer(mia.desk, "leo")
    mia.sync()
    assert "handoff-offered" not in github.texts(LOG), "its ticket has no number yet"
    until_quiet([leo, mia, leo], clock)
    named = [{t.issue.title for t in handoffs.stands(one.desk).tickets} for one in (mia, leo)]
    assert named[0] == named[1] == {"Plots blank", "Licence server", "By phone, to mia"}


def test_part_of_a_batch_that_is_looked_for_is_not_sent_in_another(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    """A process that dies between two lines leaves one of its operations due before the others."""
    mia, _, _ = team
    mia.desk.write(write_diary, "busy")
    diary = mia.desk.write(write_diary, "quiet").operation
    github.fault(LagFor(150, silent=True), method="POST", path=rf"{LOG}/issues/\d+/comments")
    mia.sync()
    step = mia.desk.snapshot.state.parcels[diary.id].step(StepName.LOG)
    assert step.state is Delivery.AMBIGUOUS
    mia.desk.append(lambda _: [StepMoved(diary.id, replace(step, retry_at=clock()))])
    clock.pass_(seconds=5)
    mia.sync()
    until_quiet([mia], clock)
    assert github.texts(LOG).count(diary.id) == 1


def test_words_about_the_shift_leave_in_their_order(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    """An offer that has to wait is not overtaken by its own withdrawal: it would come alive after it."""
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    github.fault(FailAfter(502), method="POST", path=rf"{LOG}/issues/\d+/comments")
    mia.sync()
    handoffs.withdraw(mia.desk)
    mia.sync()
    assert "handoff-withdrawn" not in github.texts(LOG), "nobody knows yet whether the offer arrived"
    until_quiet([mia, leo, ada], clock)
    assert [state(one) for one in team] == [HandoffState.WITHDRAWN] * 3
    assert [owner(one) for one in team] == ["mia"] * 3


def test_what_mia_took_on_after_the_offer_is_leos_too(
    team: tuple[Laptop, Laptop, Laptop], github: InMemoryGitHub, clock: Clock
) -> None:
    mia, leo, ada = team
    handoffs.offer(mia.desk, "leo")
    new = github.web("j-doe").open_issue(REPO, "Late", "It fails")
    mia.sync()
    mia.desk.do(acknowledge, str(new))
    until_quiet([mia, leo, ada], clock)
    assert [ticket.issue.title for ticket in handoffs.arrived_since_the_offer(leo.desk)] == ["Late"]
    handoffs.accept(leo.desk, ["ada"])
    until_quiet([leo, mia, ada], clock)
    assert {one.desk.find(str(new)).acknowledged_by for one in team} == {"leo"}
