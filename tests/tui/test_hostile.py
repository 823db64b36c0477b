"""Strangers' texts in every place that shows one: nothing reaches the terminal, nothing acts or breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from shiftui.domain.conversation import Comment
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import CommentRow, IssueRow, Pulled, StepMoved
from shiftui.domain.safe_text import is_safe
from shiftui.domain.vocabulary import Priority
from shiftui.service.desk import Desk
from shiftui.tui.actions import Needs
from shiftui.tui.lines import Line, width_of
from shiftui.tui.notices import Kind, Notices
from shiftui.tui.view_models import detail, entries
from shiftui.tui.view_models.finder import palette
from shiftui.tui.view_models.footer import footer_line
from shiftui.tui.view_models.header import SyncLook, header_line
from shiftui.tui.view_models.hottest import hottest_lines
from shiftui.tui.view_models.listing import Link, View, listing
from shiftui.tui.view_models.log import log_lines
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.view_models.rows import columns, ticket_line
from shiftui.tui.view_models.status import status_line
from tests.hostile import HOSTILE, HOSTILE_IDS
from tests.tui.support import StoppedClock, running, settle
from tests.tui.test_rows import moment_of
from tests.tui.workspace import CONNECTED, NOW, REPO, SETTINGS, issue, memory_desk

WIDTH = 60


def hostile_desk(texts: Sequence[str]) -> Desk:
    """A ticket for each text, which stands in all of its places."""
    comments = [CommentRow(REPO, at, Comment(at, text, NOW, text)) for at, text in enumerate(texts, 1)]
    rows = [_row(at, text) for at, text in enumerate(texts, 1)]
    pulled = Pulled(NOW, tuple(rows), tuple(comments))
    desk, _ = memory_desk(StoppedClock(NOW), SETTINGS, [CONNECTED, pulled])
    for at, whole in enumerate(texts, 1):
        text = whole[:10_000]  # more is not recorded; GitHub's own texts above are whole
        desk.do(set_fields, f"#{at}", next_action=text, contingency=text, summary=text)
        if text.strip():
            desk.do(note, f"#{at}", text)
            desk.write(write_diary, text)
    return desk


def _row(number: int, text: str) -> IssueRow:
    one = (text,)
    priority = Priority.CUSTOMER
    return issue(
        number,
        text,
        NOW,
        text,
        body=text,
        labels=one,
        assignees=one,
        classes=one,
        url=text,
        priority=priority,
    )


def everything(desk: Desk, text: str) -> Iterable[Line]:
    """Every line that a screen could make of it."""
    moment: Moment = moment_of(desk)
    placed = moment.placed["#1"]
    yield ticket_line(placed, columns(WIDTH + 20, [moment.ref("#1")]), moment)
    yield from detail.headline(placed, moment, WIDTH)
    yield from detail.facts(placed, moment, WIDTH)
    yield from detail.plan(placed, moment, WIDTH)
    yield from detail.conversation(desk.thread("#1"), moment, WIDTH)
    yield from detail.link(placed, WIDTH)
    yield from hottest_lines(moment, 120)
    yield header_line(moment, SyncLook(busy=text), 120)
    for entry in moment.snapshot.outbox:
        bad = replace(entry, reason=text, state=Delivery.REFUSED, ref=text[:200])
        yield entries.outbox_line(bad, moment, WIDTH)
        yield from entries.outbox_detail(bad, moment, WIDTH)
    for diary in moment.snapshot.diary:
        yield entries.diary_line(diary, moment, WIDTH)
        yield from entries.diary_detail(diary, moment, WIDTH)
    yield entries.link_line(Link(text, text), WIDTH)
    yield from entries.link_detail(Link(text, text), WIDTH)
    notices = Notices()
    notices.say(NOW, Kind.FAILED, text, details=text)
    yield from log_lines(notices.log, (text,), moment, WIDTH)
    yield from (found.line for found in palette("#1", moment, {}))
    for view in View:
        yield from (item.line for item in listing(view, moment).items if hasattr(item, "line"))


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_no_line_of_any_screen_obeys_it_or_grows_wider_than_its_place(text: str) -> None:
    desk = hostile_desk([text])
    for line in everything(desk, text):
        for span in line:
            assert is_safe(span.text), span
    moment = moment_of(desk)
    widths = columns(80, [moment.ref("#1")])
    assert width_of(ticket_line(moment.placed["#1"], widths, moment)) == 76
    assert width_of(header_line(moment, SyncLook(busy=text), 80)) == 80
    assert all(width_of(line) <= 80 for line in hottest_lines(moment, 80))
    assert all(width_of(line) <= WIDTH for line in detail.headline(moment.placed["#1"], moment, WIDTH))
    notice = Notices().say(NOW, Kind.DONE, text)
    assert width_of(status_line(notice.text, "", 80)) == 80
    assert width_of(footer_line(80, {"acknowledge": text}, [Needs.TICKET])) <= 80


async def test_the_dashboard_shows_them_all_and_does_nothing_that_they_say() -> None:
    desk = hostile_desk(HOSTILE)
    before = len(desk.snapshot.outbox)
    async with running(desk) as shown:
        for view in "1567":
            await shown.press(view)
            for _ in range(5):
                assert all(is_safe(line) for line in shown.text().splitlines())
                await shown.press("pagedown")
        await shown.press("1")
        for _ in range(15):
            await shown.rush(*"jjjjjj")
            assert all(is_safe(line) for line in shown.text().splitlines())
        assert not shown.browser.opened
        assert not shown.clipboard.copied
        assert shown.screen == "Dashboard"
    assert len(desk.snapshot.outbox) == before


@pytest.mark.parametrize("key", ["r", "o"])
async def test_dialogs_about_them_open_and_close(key: str) -> None:
    tricks = [text for text, name in zip(HOSTILE, HOSTILE_IDS, strict=True) if "megabyte" not in name]
    async with running(hostile_desk(tricks)) as shown:
        for _ in range(0, len(tricks), 24):
            await shown.press(key)
            assert all(is_safe(line) for line in shown.text().splitlines())
            while shown.screen != "Dashboard":
                await shown.press("escape")
            await shown.rush(*"j" * 24)


async def test_what_github_answers_is_shown_as_text() -> None:
    desk = hostile_desk(["plain"])
    reason = "[@click=app.quit]x[/] [/ \x1b[2J"
    entry = desk.snapshot.outbox[0]
    desk.append(lambda _: [StepMoved(entry.id, Step(StepName.LOG, Delivery.REFUSED, reason))])
    async with running(desk) as shown:
        await shown.press("5")
        assert "[@click=app.quit]x[/] [/ ^[[2J" in shown.text()
        await shown.press("enter")
        await settle(shown.app)
        assert all(is_safe(line) for line in shown.text().splitlines())
        await shown.press("escape", "q", "escape")
        assert shown.app.is_running
