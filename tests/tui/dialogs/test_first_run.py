"""The first screen: nothing is connected before a person has seen what that means."""

import threading

import pytest

from shiftui.domain.refusals import BadValue
from shiftui.ports import NoAccess, Unreachable
from shiftui.tui.dialogs.first_run import FirstRun, FirstRunScreen, repo_name
from shiftui.tui.dialogs.survey import SurveyShown, survey_words
from tests.hostile import HOSTILE, HOSTILE_IDS
from tests.tui.dialogs.gallery import FOUND
from tests.tui.dialogs.harness import hit, press, said, screen_text, settle, shown

REPO = "visit-dav/live-incidents"


class Asked:
    """Survey and connect, remembering what they were asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.surveyed: list[str] = []
        self.connected: list[str] = []
        self.error = error

    def survey(self, repo: str) -> SurveyShown:
        self.surveyed.append(repo)
        if self.error is not None:
            raise self.error
        return FOUND

    def connect(self, repo: str) -> None:
        self.connected.append(repo)
        if self.error is not None:
            raise self.error

    def screen(self, proposed: str = "") -> FirstRunScreen:
        return FirstRunScreen(self.survey, self.connect, proposed)


async def test_staying_local_takes_one_key_and_asks_nobody() -> None:
    asked = Asked()
    async with shown(asked.screen) as (app, pilot):
        await press(app, pilot, "l")
        assert app.answers == [FirstRun(None)]
        assert asked.surveyed == []


async def test_the_folders_repository_is_proposed_looked_at_and_connected_only_then() -> None:
    asked = Asked()
    async with shown(lambda: asked.screen(f"git@github.com:{REPO}.git")) as (app, pilot):
        assert f"connect {REPO}" in screen_text(app)
        await press(app, pilot, "c")
        assert asked.surveyed == [REPO]
        assert asked.connected == []
        assert "what is ever posted where" in screen_text(app)
        assert "priority:service" in screen_text(app)
        await press(app, pilot, "y")
        assert asked.connected == [REPO]
        assert app.answers == [FirstRun(REPO)]


async def test_a_repository_can_be_typed_and_rubbish_is_explained() -> None:
    asked = Asked()
    async with shown(asked.screen) as (app, pilot):
        await hit(app, pilot, "o", *"local")
        await press(app, pilot, "enter")
        assert "Write OWNER/NAME" in said(app)
        assert asked.surveyed == []
        await press(app, pilot, "ctrl+u", *REPO, "enter")
        assert asked.surveyed == [REPO]
        assert app.fired == []


async def test_going_back_connects_nothing() -> None:
    asked = Asked()
    async with shown(lambda: asked.screen(REPO)) as (app, pilot):
        await press(app, pilot, "c")
        await press(app, pilot, "b")
        assert "Where are your incidents?" in screen_text(app)
        await press(app, pilot, "enter")
        await press(app, pilot, "escape", "escape")
        assert asked.connected == []
        assert app.answers == [None]


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("api.github.com cannot be reached; check the network, then try again"),
        NoAccess("visit-dav/x is gone, or the token may not see it"),
        BadValue("repo", "write OWNER/NAME"),
    ],
)
async def test_what_failed_is_said_and_can_be_tried_again(error: Exception) -> None:
    asked = Asked(error)
    async with shown(lambda: asked.screen(REPO)) as (app, pilot):
        await press(app, pilot, "c")
        assert str(error).split(";")[0] in " ".join(said(app).split())
        asked.error = None
        await press(app, pilot, "c")
        await press(app, pilot, "y")
        assert app.answers == [FirstRun(REPO)]


async def test_while_it_waits_it_says_for_what_and_takes_no_other_answer() -> None:
    answer = threading.Event()

    def survey(repo: str) -> SurveyShown:
        assert answer.wait(10)
        return FOUND

    async with shown(lambda: FirstRunScreen(survey, lambda repo: None, REPO)) as (app, pilot):
        await pilot.press("c")
        assert f"looking at {REPO}" in said(app)
        screen = app.screen
        assert isinstance(screen, FirstRunScreen)
        screen.report("reading issues", 300, 5_000)
        await pilot.press("l", "escape")
        assert "reading issues 300 of 5,000" in said(app)
        assert app.answers == []
        answer.set()
        await settle(app, pilot)
        assert "connect it" in screen_text(app)


@pytest.mark.parametrize(
    ("typed", "repo"),
    [
        (REPO, REPO),
        (f" {REPO} ", REPO),
        (f"https://github.com/{REPO}", REPO),
        (f"https://github.example.org/{REPO}.git", REPO),
        (f"git@github.com:{REPO}.git", REPO),
        (f"ssh://git@github.com/{REPO}", REPO),
        ("visit-dav", None),
        ("a/b/c", None),
        ("a b/c", None),
        ("../..", None),
        ("a/..", None),
        ("", None),
    ],
)
def test_a_repository_is_read_from_what_people_copy(typed: str, repo: str | None) -> None:
    assert repo_name(typed) == repo


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_what_a_stranger_named_is_shown_safely(text: str) -> None:
    found = SurveyShown(text, text, None, 1, 1, 0, ((text, text),), (text,), (text,))
    plain = survey_words(found).plain
    assert "\x1b" not in plain
    assert len(plain) < 3_000
