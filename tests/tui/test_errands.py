"""Links, clipboard, palette, help, log, themes, sync, and the way out."""

from dataclasses import replace

import pytest

from shiftui.domain.records import Pulled
from shiftui.tui.messages import Failed
from tests.tui.support import running, settle
from tests.tui.workspace import SETTINGS, empty_desk, invented_desk, issue, local_desk


async def test_a_link_is_opened_only_after_its_whole_address_was_shown() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j", "o")
        assert "https://github.com/visit-dav/live-incidents/issues/482" in shown.text()
        assert not shown.browser.opened
        await shown.press("o")
        assert shown.browser.opened == ["https://github.com/visit-dav/live-incidents/issues/482"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a@evil.example/"])
async def test_an_address_that_is_no_plain_web_address_is_not_opened(url: str) -> None:
    desk = invented_desk()
    row = issue(474, "Licence server flaps", desk.now(), "kim", url=url)
    desk.append(lambda _: [Pulled(desk.now(), issues=(row,))])
    async with running(desk) as shown:
        shown.board.go_to("#474")
        await shown.press("o")
        await shown.press("o", "enter")
        assert not shown.browser.opened


async def test_a_ticket_that_is_not_on_github_has_no_address() -> None:
    async with running(invented_desk()) as shown:
        shown.board.go_to("L3")
        await shown.press("o")
        assert shown.said == "it has no address yet: it is not on GitHub"
        await shown.press("Y")
        assert shown.said == "it has no address yet: it is not on GitHub"


async def test_without_a_browser_the_address_is_said() -> None:
    async with running(invented_desk()) as shown:
        shown.browser.works = False
        await shown.press("o", "o")
        assert (
            shown.said == "there is no browser here: https://github.com/visit-dav/live-incidents/issues/474"
        )


async def test_a_page_of_the_team_is_opened_from_its_row() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("7", "G", "o", "o")
        assert shown.browser.opened == ["https://wiki.example.org/runbooks"]


async def test_numbers_and_addresses_are_copied() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("y", "Y")
        assert shown.clipboard.copied == ["#474", "https://github.com/visit-dav/live-incidents/issues/474"]
        await shown.press("space", "space", "y")
        assert shown.clipboard.copied[-1] == "#474 #482"


async def test_without_a_clipboard_the_text_is_shown() -> None:
    async with running(invented_desk(), clipboard=False) as shown:
        await shown.press("Y")
        assert "There is no clipboard here" in shown.text()
        assert "live-incidents/issues/474" in shown.text()


async def test_the_palette_runs_what_is_found_on_the_ticket_under_the_cursor() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "colon")
        await shown.type("ackn")
        await shown.press("enter")
        assert desk.snapshot.tickets["#482"].work.acknowledged_by == "mia"


async def test_the_palette_goes_to_a_ticket_by_its_number_whatever_view_it_is_in() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("ctrl+p")
        await shown.type("#120")
        await shown.press("enter")
        assert shown.cursor == "#120"
        assert "PARKED" in shown.text()


async def test_the_palette_finds_tickets_by_their_titles() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("colon")
        await shown.type("movie export")
        await shown.press("enter")
        assert shown.cursor == "#485"


async def test_letters_in_the_palette_do_nothing_but_search() -> None:
    desk = invented_desk()
    before = len(desk.snapshot.outbox)
    async with running(desk) as shown:
        await shown.press("colon")
        await shown.type("aaaqqqxx")
        await shown.press("enter")
        assert shown.screen == "Dashboard"
        assert len(desk.snapshot.outbox) == before


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_help_says_that_shiftui_pages_nobody(key: str) -> None:
    async with running(invented_desk(), (80, 24)) as shown:
        await shown.press(key)
        assert "It does not page anybody" in shown.text()


async def test_the_help_is_searched_and_run() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("question_mark")
        await shown.type("diary")
        assert "Take back what you recorded last." not in shown.text()
        await shown.press("enter")
        assert shown.screen in ("DiaryDialog", "Dashboard")


async def test_the_help_shows_own_keys() -> None:
    desk = invented_desk(settings=replace(SETTINGS, keys={"acknowledge": "f5"}))
    async with running(desk) as shown:
        await shown.press("question_mark")
        await shown.type("acknowledge")
        assert "F5" in shown.text()


async def test_what_fails_in_the_background_is_said_and_kept_in_the_log() -> None:
    async with running(invented_desk()) as shown:
        shown.app.post_message(Failed("GitHub cannot be reached; shiftui tries again by itself"))
        await settle(shown.app)
        assert shown.said == "GitHub cannot be reached; shiftui tries again by itself"
        await shown.press("escape", "colon")
        await shown.type("messages")
        await shown.press("enter")
        assert "GitHub cannot be reached" in shown.text()
        await shown.press("escape")
        assert shown.screen == "Dashboard"


async def test_the_log_begins_with_what_is_damaged_in_the_workspace() -> None:
    desk = invented_desk()
    desk._journal.problems = ("line 7 of the journal was cut off and has been left out",)  # type: ignore[misc]
    async with running(desk) as shown:
        assert shown.said.startswith("the workspace was damaged: line 7 of the journal was cut off")
        shown.board.action_run("log")
        await settle(shown.app)
        assert "line 7 of the journal was cut off" in shown.text()


async def test_a_theme_is_chosen_by_name() -> None:
    async with running(invented_desk()) as shown:
        shown.board.action_run("theme")
        await settle(shown.app)
        await shown.press("2")
        assert shown.app.theme == "shiftui-dark"


async def test_quitting_asks_when_something_is_unsent_and_enter_stays() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("q")
        assert "10 things are not on GitHub yet. Quit all the same?" in shown.text()
        await shown.press("enter")
        assert shown.screen == "Dashboard"
        assert shown.app.is_running
        await shown.press("q", "y")
        assert shown.app._exit


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
@pytest.mark.parametrize("make", [empty_desk, local_desk])
async def test_quitting_with_nothing_unsent_is_one_key(key: str, make: object) -> None:
    assert callable(make)
    async with running(make()) as shown:
        await shown.press(key)
        assert shown.app._exit


async def test_control_c_loses_nothing_and_says_how_to_quit() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("ctrl+c")
        assert shown.said == "q quits"
        assert shown.app.is_running


async def test_syncing_a_local_workspace_says_that_there_is_nothing_to_sync() -> None:
    async with running(local_desk()) as shown:
        await shown.press("ctrl+r")
        assert "no repository" in shown.said
