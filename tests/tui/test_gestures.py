"""Doing: what a key records, on which tickets, what is said of it, and what happens when it cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.noted import Noted
from shiftui.domain.operations.responded import Responded, respond
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import StepMoved
from shiftui.domain.vocabulary import Priority, Resolution, Severity, State, Via, WaitingOn
from shiftui.tui import handlers
from shiftui.tui.hands import GRACE, Gesture
from tests.tui.support import Running, StoppedClock, clock_of, running, settle
from tests.tui.workspace import NOW, SETTINGS, invented_desk, local_desk, memory_desk, records


def work(shown: Running, key: str) -> object:
    return shown.board.desk.snapshot.tickets[key].work


async def test_acknowledging_says_so_and_how_to_take_it_back() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("a")
        assert shown.said == "#474 acknowledged · u takes it back"
        assert shown.board.desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


async def test_undo_takes_back_the_last_gesture_and_says_which() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("a", "u")
        assert shown.said == "taken back: #474 acknowledged it"
        assert shown.board.desk.snapshot.tickets["#474"].work.acknowledged_by is None


async def test_a_refusal_says_what_to_do_instead_and_stays_until_the_next_key() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("a", "a")
        assert shown.said == "#474 is already acknowledged by mia; respond next"
        await shown.pass_time(60)
        assert shown.said.startswith("#474 is already")
        await shown.press("escape")
        assert shown.said == ""


async def test_what_was_done_is_said_for_a_while_only() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("a")
        await shown.pass_time(19)
        assert shown.said
        await shown.pass_time(2)
        assert not shown.said


async def test_a_gesture_on_marked_tickets_is_one_and_is_taken_back_as_one() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("space", "space", "space", "a")
        assert shown.said == "3 tickets acknowledged · u takes it back"
        assert not shown.board.board.marks
        assert "✓" not in shown.text()
        assert "marked" not in shown.text()
        taken = [key for key, ticket in desk.snapshot.tickets.items() if ticket.work.acknowledged_by == "mia"]
        assert set(taken) == {"#474", "#482", "#486", "#479"}
        await shown.press("u")
        taken = [key for key, ticket in desk.snapshot.tickets.items() if ticket.work.acknowledged_by == "mia"]
        assert taken == ["#479"]


async def test_what_cannot_be_done_to_some_of_the_marked_is_said_and_the_rest_is_done() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("a", "V", "a")
        assert shown.said.startswith("12 tickets acknowledged")
        assert "2 not, such as: #474 is already acknowledged by mia" in shown.said
        assert "#479" in shown.board.notices.log[-1].details


async def test_marks_follow_their_tickets_while_the_list_sorts_itself_anew() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "j", "j", "j", "space")
        assert shown.board.board.marks == {"#485"}
        await shown.pass_time(31 * 60)
        marked = [line for line in shown.text().splitlines() if "✓" in line]
        assert len(marked) == 1
        assert "#485" in marked[0]
        await shown.press("a")
        assert desk.snapshot.tickets["#485"].work.acknowledged_by == "mia"


async def test_priority_of_marked_tickets_is_asked_once() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("space", "space", "p")
        assert "Priority of 2 tickets" in shown.text()
        await shown.press("o")
        assert {desk.snapshot.tickets[key].issue.priority for key in ("#474", "#482")} == {
            Priority.OPERATIONAL
        }


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("p y", "priority", Priority.SECURITY),
        ("v c", "severity", Severity.CRITICAL),
        ("w t", "waiting_on", WaitingOn.THIRD_PARTY),
    ],
)
async def test_triage_takes_two_keys(keys: str, field: str, value: object) -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", *keys.split())
        assert getattr(desk.snapshot.tickets["#482"].issue, field) == value


async def test_an_action_is_about_the_ticket_that_the_key_was_pressed_on_even_when_it_moves() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "j", "j", "j", "p")
        clock_of(desk).at += timedelta(minutes=31)
        shown.board.tick()
        await shown.press("o")
        assert desk.snapshot.tickets["#485"].issue.priority is Priority.OPERATIONAL


async def test_a_reply_is_held_for_ten_seconds_which_the_line_counts() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "r")
        await shown.type("We are on it.")
        await shown.press("ctrl+o")
        operation = desk.snapshot.state.pending[-1].operation
        assert isinstance(operation, Responded)
        assert operation.text.endswith("We are on it.") or "We are on it." in operation.text
        assert operation.not_before == desk.now() + GRACE
        assert shown.said == "#482 answered · leaves in 10 s · u takes it back"
        await shown.pass_time(4)
        assert "leaves in 6 s" in shown.text()
        await shown.press("u")
        assert not any(isinstance(one.operation, Responded) and one.operation.ticket == "#482"
                       for one in desk.snapshot.state.pending)  # fmt: skip


async def test_a_reply_by_phone_is_not_held_because_nothing_is_sent() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "r", "tab", "right", "right", "shift+tab")
        await shown.type("Told them to wait.")
        await shown.press("ctrl+o")
        operation = desk.snapshot.state.pending[-1].operation
        assert isinstance(operation, Responded)
        assert (operation.via, operation.not_before) == (Via.PHONE, None)
        assert shown.said == "#482 answered · u takes it back"


async def test_in_a_local_workspace_no_reply_is_held() -> None:
    desk = local_desk()
    async with running(desk) as shown:
        await shown.press("c")
        assert shown.screen == "CaptureDialog"
        await shown.press("escape")
    assert shown.board.hands.sends_at() is None


async def test_a_reply_takes_one_ticket() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("space", "space", "r")
        assert shown.screen == "Dashboard"
        assert shown.said == "this takes one ticket; Esc clears the marks"


async def test_a_note_is_recorded_on_its_ticket() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("n")
        await shown.type("seen before")
        await shown.press("ctrl+o")
        operation = desk.snapshot.state.pending[-1].operation
        assert isinstance(operation, Noted)
        assert (operation.ticket, operation.text) == ("#474", "seen before")
        assert "seen before" in shown.text()


async def test_a_ticket_is_resolved_and_the_cursor_goes_to_the_next() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "x", "a", "enter", "ctrl+o", "ctrl+o")
        assert desk.snapshot.tickets["#482"].resolution == (Resolution.ANSWERED,)
        assert shown.said.startswith("#482 resolved: answered")
        assert shown.cursor == "#486"
        await shown.press("a")
        assert desk.snapshot.tickets["#486"].work.acknowledged_by == "mia"


async def test_a_quick_patch_and_its_spinoff_are_one_gesture() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "j", "x", "f", "enter", "s", "enter", "ctrl+o", "ctrl+o")
        ticket = desk.snapshot.tickets["#486"]
        assert ticket.state is State.RESOLVED
        assert len(ticket.work.spinoffs) == 1
        await shown.press("u")
        ticket = desk.snapshot.tickets["#486"]
        assert (ticket.state, ticket.work.spinoffs) == (State.OPEN, ())


async def test_snoozing_puts_to_sleep_and_waking_ends_it() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("G", "k", "z", "enter")
        assert desk.snapshot.tickets["#470"].work.snoozed_until is not None
        assert "asleep until" in shown.said
        shown.board.action_run("wake")
        await settle(shown.app)
        assert desk.snapshot.tickets["#470"].work.snoozed_until is None


async def test_the_diary_takes_what_has_no_ticket() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("D")
        await shown.type("moved a cable")
        await shown.press("ctrl+o")
        assert desk.snapshot.diary[-1].text == "moved a cable"


async def test_what_looked_like_a_response_can_be_cleared() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.go_to("#468")
        await settle(shown.app)
        shown.board.action_run("clear_response")
        await settle(shown.app)
        await shown.type("only asked back")
        await shown.press("ctrl+o")
        assert shown.said.startswith("#468 has had no response")


async def test_a_disk_that_takes_nothing_is_said_and_nothing_is_shown_as_done() -> None:
    desk, journal = memory_desk(StoppedClock(NOW), SETTINGS, records(NOW))
    async with running(desk) as shown:
        journal.broken = "the disk is full; free some space and press the key again"
        await shown.press("a")
        assert shown.said == "not done: the disk is full; free some space and press the key again"
        assert desk.snapshot.tickets["#474"].work.acknowledged_by is None
        journal.broken = ""
        await shown.press("a")
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


async def test_a_handler_that_breaks_does_not_end_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(on: Gesture) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setitem(handlers.HANDLERS, "acknowledge", broken)
    async with running(invented_desk()) as shown:
        await shown.press("a")
        assert shown.said == "that did not work: a bug of ours"
        assert "ZeroDivisionError" in shown.board.notices.log[-1].details
        await shown.press("j")
        assert shown.cursor == "#482"


async def test_two_keys_pressed_at_once_are_recorded_in_their_order() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.action_run("acknowledge")
        shown.board.action_run("undo")
        shown.board.action_run("acknowledge")
        await settle(shown.app)
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


async def test_own_keys_replace_ours_and_free_them() -> None:
    desk = invented_desk(settings=replace(SETTINGS, keys={"acknowledge": "f5"}))
    async with running(desk) as shown:
        assert "F5 acknowledge" in shown.text()
        await shown.press("a")
        assert desk.snapshot.tickets["#474"].work.acknowledged_by is None
        await shown.press("f5")
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


@pytest.mark.parametrize("key", [",", "comma", "r", "bogus", "ctrl+s", "é", "", "alt+ctrl+shift+f30"])
async def test_whatever_keys_somebody_sets_the_dashboard_opens_and_says_what_cannot_work(key: str) -> None:
    desk = invented_desk(settings=replace(SETTINGS, keys={"acknowledge": key, "nonsense": "k"}))
    async with running(desk) as shown:
        assert shown.said.startswith("[keys] nonsense: there is no such action")
        await shown.press("j")
        assert shown.cursor == "#482"


async def test_a_comma_can_be_made_a_key() -> None:
    desk = invented_desk(settings=replace(SETTINGS, keys={"acknowledge": ","}))
    async with running(desk) as shown:
        await shown.press(",")
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


async def test_an_entry_that_github_refused_can_be_sent_again_or_dropped() -> None:
    desk = invented_desk()
    entry = desk.snapshot.outbox[0]
    desk.append(lambda _: [StepMoved(entry.id, Step(StepName.LOG, Delivery.REFUSED, "no right to write"))])
    async with running(desk) as shown:
        await shown.press("5")
        assert "no right to write" in shown.text()
        await shown.press("enter", "s")
        assert desk.snapshot.outbox[0].state is Delivery.QUEUED
        await shown.press("enter", "d", "y")
        assert entry.id not in [one.id for one in desk.snapshot.outbox]
        assert shown.said == "dropped: it is never sent"


async def test_dropping_asks_first_and_enter_keeps() -> None:
    desk = invented_desk()
    before = len(desk.snapshot.outbox)
    async with running(desk) as shown:
        await shown.press("5", "enter", "d", "enter")
        assert len(desk.snapshot.outbox) == before


async def test_what_somebody_else_changed_too_is_decided_in_two_keys() -> None:
    desk = invented_desk()
    entry = desk.snapshot.outbox[0]
    why = "priority is customer on GitHub; you made none service; send yours, or keep what is there"
    step = Step(StepName.LABELS, Delivery.BLOCKED, why, is_disputed=True)
    desk.append(lambda _: [StepMoved(entry.id, step)])
    async with running(desk) as shown:
        await shown.press("5")
        assert "Enter: send yours, or keep what is" in shown.text()
        await shown.press("enter")
        assert "Somebody else changed the same" in shown.text()
        await shown.press("s")
        assert desk.snapshot.outbox[0].state is Delivery.QUEUED
        desk.append(lambda _: [StepMoved(entry.id, step)])
        await shown.press("enter", "t")
        assert entry.id not in [one.id for one in desk.snapshot.outbox]


async def test_a_held_reply_is_written_anew_with_its_text_to_begin_with() -> None:
    desk = invented_desk()
    id = desk.do(respond, "#474", "Try the beta").operation.id
    desk.append(lambda _: [StepMoved(id, Step(StepName.COMMENT, Delivery.BLOCKED, "kim wrote since"))])
    async with running(desk) as shown:
        await shown.press("5", "g", "enter", "e")
        assert "Try the beta" in shown.text()
        await shown.press("ctrl+end", "3", "ctrl+o")
        replies = [one.reply for one in desk.snapshot.outbox if one.reply]
        assert replies[-1] == "Try the beta3"
        assert "Try the beta" not in replies
