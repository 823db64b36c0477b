"""What happens by itself: other processes, the courier, and the end of the app."""

import asyncio
from pathlib import Path

import pytest

from shiftui.config import SettingsFiles
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.records import Pulled, SyncEnded, SyncReport, TeamFile
from shiftui.domain.trouble import Trouble
from shiftui.ports import StoreBroken
from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.app import REOPEN
from shiftui.tui.dialogs.first_run import FirstRunScreen
from shiftui.tui.dialogs.survey import SurveyShown
from tests.settings_text import write_settings
from tests.tui.support import Ids, NoCheckpoint, Running, StoppedClock, running, settle
from tests.tui.workspace import (
    NOW,
    SETTINGS,
    desk_on,
    invented_desk,
    local_desk,
    memory_desk,
    records,
)


def survey(repo: str) -> SurveyShown:
    """What a look at a repository finds."""
    return SurveyShown(repo, "mia", private=False, open=12, recent=9, parked=3)


def idle_poller(desk: Desk, clock: StoppedClock) -> Poller:
    """A poller that has no GitHub to talk to, and follows the journal."""
    return Poller(None, desk, clock, lambda: 0.5)


async def until(shown: Running, said: str) -> None:
    """Wait until something is on the screen."""
    async with asyncio.timeout(10):
        while said not in shown.text():
            await asyncio.sleep(0.02)
            await settle(shown.app)


async def test_what_another_process_records_appears() -> None:
    clock = StoppedClock(NOW)
    desk, journal = memory_desk(clock, SETTINGS, records(NOW))
    async with running(desk, poller=idle_poller(desk, clock)) as shown:
        desk_on(journal, clock, ids=1_000).do(acknowledge, "#474")
        await until(shown, "mia has it, since 15:33")


async def test_other_settings_of_the_team_are_in_force_at_once_and_what_is_wrong_is_said_once(
    tmp_path: Path,
) -> None:
    repo = SETTINGS.github.repo
    write_settings(tmp_path, f'[team]\ntimezone = "UTC"\n[github]\nrepo = "{repo}"\n')
    files = SettingsFiles(tmp_path)
    clock = StoppedClock(NOW)
    _, journal = memory_desk(clock, SETTINGS, records(NOW))
    desk = Desk(journal, NoCheckpoint(), clock, files.own, Ids(0), files)
    beside = desk_on(journal, clock, ids=1_000)

    def changed(text: str) -> None:
        beside.append(lambda _: [Pulled(NOW, team_file=TeamFile(text))])

    async with running(desk, poller=idle_poller(desk, clock)) as shown:
        before = shown.app.dashboard.hands.context.settings
        assert before.wip_limit == 5
        changed("[team]\nwip_limit = 2\n")
        async with asyncio.timeout(10):
            while shown.app.dashboard.hands.context.settings is before:
                await asyncio.sleep(0.02)
                await settle(shown.app)
        assert shown.app.dashboard.hands.context.settings.wip_limit == 2
        changed("[team]\nwip_limit = 2\ntimezone = 'Ma\\u001brs'\n")
        await until(shown, "line 3: team.timezone")
        await shown.press("escape")
        beside.do(acknowledge, "#474")
        async with asyncio.timeout(10):
            while desk.snapshot.state.seq < beside.snapshot.state.seq:
                await asyncio.sleep(0.02)
                await settle(shown.app)
        assert "team.timezone" not in shown.text()


async def test_the_header_shows_what_the_courier_does_and_that_it_is_offline() -> None:
    desk = invented_desk()
    poller = idle_poller(desk, StoppedClock(NOW))
    async with running(desk, poller=poller) as shown:
        poller.status.busy, poller.status.done, poller.status.total = "sending", 3, 12
        poller.changed()
        await until(shown, "sending ━━━━━━━━━━━━ 3 of 12")
        poller.status.busy = ""
        ended = SyncEnded(NOW, SyncReport(trouble=Trouble.OFFLINE, error="no network"))
        await asyncio.to_thread(desk.append, lambda _: [ended])
        poller.changed()
        await until(shown, "offline")


async def test_what_fails_in_another_thread_is_said_and_the_work_goes_on() -> None:
    desk = invented_desk()
    poller = idle_poller(desk, StoppedClock(NOW))
    async with running(desk, poller=poller) as shown:
        await asyncio.to_thread(poller.failed, "the disk is full: nothing new is kept; free some space")
        await until(shown, "the disk is full")
        await shown.press("j")
        assert shown.cursor == "#482"


async def test_syncing_now_asks_the_poller() -> None:
    desk = invented_desk()
    poller = idle_poller(desk, StoppedClock(NOW))
    poller.status.next_at = NOW
    async with running(desk, poller=poller) as shown:
        await shown.press("ctrl+r")
        assert shown.said == "asking GitHub"
        assert poller.status.next_at is None


async def test_many_changes_at_once_are_shown_once_and_all_of_them() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        for key in ("#474", "#482", "#486", "#485"):
            await asyncio.to_thread(desk.do, acknowledge, key)
        await settle(shown.app)
        assert shown.text().count("↑") >= 7


async def test_recording_goes_on_while_the_app_is_left() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.action_run("acknowledge")
        await settle(shown.app)
        shown.app.exit()
    assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"
    desk.do(acknowledge, "#482")


async def test_an_empty_workspace_begins_with_a_question_and_may_stay_local() -> None:
    desk = local_desk()
    async with running(desk, begin=lambda: FirstRunScreen(survey, survey)) as shown:
        assert "Where are your incidents?" in shown.text()
        await shown.press("l")
        assert "No tickets yet." in shown.text()
        assert shown.app.is_running


async def test_a_repository_that_was_connected_has_the_workspace_opened_anew() -> None:
    connected: list[str] = []
    screen = FirstRunScreen(survey, connected.append, proposed="visit-dav/live-incidents")
    async with running(local_desk(), begin=lambda: screen) as shown:
        await shown.press("c")
        await shown.press("y")
        assert connected == ["visit-dav/live-incidents"]
        assert shown.app.return_code == REOPEN


async def test_news_that_cannot_be_shown_are_said_once_and_the_screen_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = invented_desk()
    async with running(desk) as shown:

        def broken() -> None:
            raise ZeroDivisionError("a ticket like no other")

        monkeypatch.setattr(shown.board.board, "refresh", broken)
        for key in ("#482", "#485"):
            await asyncio.to_thread(desk.do, acknowledge, key)
            await settle(shown.app)
        assert shown.said == "what is new cannot be shown: a ticket like no other"
        assert len(shown.board.notices.log) == 1
        assert "ZeroDivisionError" in shown.board.notices.log[-1].details
        await shown.press("j")
        assert shown.cursor == "#482"


async def test_files_that_cannot_be_read_are_said_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable(*_: object) -> None:
        raise StoreBroken("talk-9.json is damaged; restore it from a backup")

    desk = invented_desk()
    monkeypatch.setattr(desk, "thread", unreadable)
    monkeypatch.setattr(desk, "everything", unreadable)
    async with running(desk) as shown:
        assert (
            shown.said == "the conversation cannot be read: talk-9.json is damaged; restore it from a backup"
        )
        await shown.press("3")
        assert any("what is older cannot be read" in notice.text for notice in shown.board.notices.log)
        await shown.press("1", "j")
        assert shown.cursor == "#482"


async def test_a_ticket_that_is_taken_back_takes_its_row_along() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.go_to("L3")
        await shown.press("u", "u")
        assert "L3" not in desk.snapshot.tickets
        assert shown.cursor != "L3"
        assert "cannot be read" not in shown.said
