"""News of the shift: what colleagues did, once, in a line; and nothing of what was there or is one's own."""

from dataclasses import replace
from datetime import timedelta

from shiftui.domain.conversation import Comment, Marker
from shiftui.domain.operations import (
    Asked,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffWithdrawn,
    Operation,
    TakenOver,
)
from shiftui.domain.records import CommentRow, LogRow, Pulled
from shiftui.service.desk import Desk
from shiftui.tui.notices import Kind, Notices
from shiftui.tui.shift_news import ShiftNews
from tests.tui.support import running, settle
from tests.tui.workspace import NOW, REPO, invented_desk

KEYS = {"handoff": "H", "note": "n"}
OFFER = HandoffOffered(id="o", at=NOW, by="mia", to="leo", tickets=(f"{REPO}#482",))


def arrives(desk: Desk, *operations: Operation) -> None:
    """They stand in the shift log, in this order."""
    first = desk.snapshot.state.high + 1
    rows = tuple(LogRow((first + at, 0), one, one.by, "MEMBER") for at, one in enumerate(operations))
    desk.append(lambda _: [Pulled(NOW, logged=rows)])


def told(news: ShiftNews) -> list[str]:
    return news.fresh(lambda id: KEYS.get(id, ""))


def test_who_hands_over_hears_of_the_question_and_of_the_acceptance() -> None:
    desk = invented_desk()
    news = ShiftNews(desk)
    arrives(desk, OFFER)
    assert told(news) == []
    arrives(desk, Asked(id="q", at=NOW, by="leo", ticket=f"{REPO}#482", text="Which log?"))
    assert told(news) == ["leo asks about #482 (n there answers): Which log?"]
    arrives(desk, HandoffAccepted(id="a", at=NOW, by="leo", offer="o"))
    assert told(news) == ["you are off duty: leo has accepted, and you may wipe your memory"]
    assert told(news) == []


def test_who_hands_over_hears_why_it_came_back() -> None:
    desk = invented_desk()
    news = ShiftNews(desk)
    arrives(desk, OFFER, HandoffReturned(id="r", at=NOW, by="leo", offer="o", why="too little"))
    assert told(news) == ["leo returned the shift: too little · H goes on"]


def test_who_receives_hears_of_the_offer_the_answer_and_that_the_acceptance_counts() -> None:
    desk = invented_desk()
    news = ShiftNews(desk)
    arrives(desk, replace(OFFER, by="leo", to="mia"))
    assert told(news) == ["leo offers you the shift · H receives it"]
    answer = Comment(
        99_000, "leo", NOW + timedelta(1), "The second one.", "MEMBER", marker=Marker("noted", "n")
    )
    desk.append(lambda _: [Pulled(NOW, comments=(CommentRow(REPO, 482, answer),))])
    assert told(news) == ["leo answers on #482: The second one."]
    arrives(desk, HandoffAccepted(id="a", at=NOW, by="mia", offer="o"))
    assert told(news) == ["GitHub has confirmed it: you are on duty"]


def test_who_receives_hears_that_the_offer_is_gone() -> None:
    desk = invented_desk()
    news = ShiftNews(desk)
    arrives(desk, replace(OFFER, by="leo", to="mia"))
    told(news)
    arrives(desk, HandoffWithdrawn(id="w", at=NOW, by="leo", offer="o"))
    assert told(news) == ["leo took the offer of the shift back"]


def test_who_is_on_duty_hears_of_a_takeover() -> None:
    desk = invented_desk()
    news = ShiftNews(desk)
    arrives(desk, TakenOver(id="t", at=NOW, by="leo", former="mia"))
    assert told(news) == ["leo took the shift over: leo is on duty now"]


def test_what_stood_there_and_what_does_not_count_is_no_news() -> None:
    desk = invented_desk()
    arrives(desk, OFFER, Asked(id="q", at=NOW, by="leo", ticket=f"{REPO}#482", text="Which log?"))
    news = ShiftNews(desk)
    arrives(desk, HandoffAccepted(id="a", at=NOW, by="ada", offer="o"))
    arrives(desk, replace(OFFER, id="p", by="leo", to="ada"))
    assert told(news) == []


async def test_news_stays_on_the_screen_until_something_else_is_said() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        arrives(desk, replace(OFFER, by="leo", to="mia"))
        await settle(shown.app)
        await shown.pass_time(300)
        assert shown.said == "leo offers you the shift · H receives it"
        await shown.press("escape")
        assert shown.said == ""


async def test_news_waits_behind_a_failure_and_a_reply_that_can_be_taken_back() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.say("the disk is full", Kind.FAILED)
        arrives(desk, replace(OFFER, by="leo", to="mia"))
        await settle(shown.app)
        assert shown.said == "the disk is full"
        await shown.press("escape")
        shown.board.say("#482 answered", Kind.DONE, sends_at=NOW + timedelta(seconds=10))
        arrives(desk, HandoffWithdrawn(id="w", at=NOW, by="leo", offer="o"))
        await settle(shown.app)
        assert "takes it back" in shown.said
        await shown.pass_time(11)
        arrives(desk, TakenOver(id="t", at=NOW, by="leo", former="mia"))
        await settle(shown.app)
        assert shown.said == "leo took the shift over: leo is on duty now"
        log = [notice.text for notice in shown.board.notices.log]
        assert "leo took the offer of the shift back" in log


def test_news_outlasts_a_hint() -> None:
    notices = Notices()
    for kind, left in ((Kind.NEWS, True), (Kind.HINT, False)):
        notices.say(NOW, kind, "words")
        notices.tick(NOW + timedelta(minutes=2), lambda key: False)
        assert (notices.current is not None) is left
