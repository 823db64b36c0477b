"""The words for who will read it never promise more privacy than GitHub has confirmed."""

from dataclasses import replace

import pytest

from shiftui.domain.records import Connected
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Via
from shiftui.tui.dialogs.context import (
    destination_audience,
    note_audience,
    reply_audience,
    team_audience,
    thread_audience,
)
from tests.tui.dialogs.harness import CONNECTED, SETTINGS

PUBLIC = CONNECTED
PRIVATE = replace(CONNECTED, repo_private=True)
UNKNOWN = replace(CONNECTED, repo_private=None, log_private=None, tracker_private=None)
LOCAL = Settings(me="mia")


@pytest.mark.parametrize(
    ("connected", "words"),
    [
        (PUBLIC, "public · read by everybody who follows the thread"),
        (PRIVATE, "requester and whoever may read visit-dav/live-incidents"),
        (UNKNOWN, "public, as far as is known · read by everybody who follows the thread"),
        (None, "public, as far as is known · read by everybody who follows the thread"),
    ],
)
def test_a_reply_on_github_is_read_by_whoever_sees_the_repository(
    connected: Connected | None, words: str
) -> None:
    assert reply_audience(Via.GITHUB, "jdoe", SETTINGS, connected) == words
    assert thread_audience(SETTINGS, connected) == words


def test_a_reply_on_a_spinoff_goes_by_the_trackers_visibility() -> None:
    connected = replace(PRIVATE, tracker_private=False)
    assert reply_audience(Via.GITHUB, "jdoe", SETTINGS, connected, "visit-dav/visit").startswith("public ·")


def test_a_repository_that_nobody_asked_about_counts_as_public() -> None:
    assert thread_audience(SETTINGS, PRIVATE, "somebody/else").startswith("public")


@pytest.mark.parametrize(
    ("via", "words"),
    [
        (Via.EMAIL, "e-mail to j.doe · drafted here, you send it"),
        (Via.CHAT, "chat with j.doe · drafted here, you send it"),
        (Via.PHONE, "by phone to j.doe · you say it, this keeps what was said"),
    ],
)
def test_what_goes_by_other_channels_is_the_persons_to_send(via: Via, words: str) -> None:
    assert reply_audience(via, "j.doe", SETTINGS, PUBLIC) == words


def test_in_a_local_workspace_nothing_is_sent() -> None:
    assert (
        reply_audience(Via.GITHUB, "jdoe", LOCAL, None)
        == "kept on this machine · nothing is sent, you tell jdoe"
    )
    assert team_audience(LOCAL, None) == "local workspace · stays on this machine"


@pytest.mark.parametrize(
    ("connected", "words"),
    [
        (PUBLIC, "team only · kept in visit-dav/oncall-log"),
        (replace(PUBLIC, log_private=False), "team only · stays on this machine (not shared)"),
        (replace(PUBLIC, log_private=None), "team only · stays on this machine (not shared)"),
        (
            replace(PRIVATE, log="visit-dav/live-incidents"),
            "team and whoever may read visit-dav/live-incidents",
        ),
        (None, "team only · stays on this machine (not shared)"),
    ],
)
def test_team_text_is_kept_in_a_private_log_or_here(connected: Connected | None, words: str) -> None:
    assert team_audience(SETTINGS, connected) == words


def test_a_note_is_a_comment_where_the_incident_repository_is_private_and_log_text_elsewhere() -> None:
    words = "team and whoever may read visit-dav/live-incidents"
    assert note_audience(SETTINGS, PRIVATE) == words
    assert note_audience(SETTINGS, PRIVATE, requester="jdoe") == f"{words} · jdoe can"
    assert note_audience(SETTINGS, PUBLIC) == team_audience(SETTINGS, PUBLIC)
    assert note_audience(SETTINGS, PRIVATE, "visit-dav/visit") == team_audience(SETTINGS, PRIVATE)


@pytest.mark.parametrize(
    ("private", "words"),
    [
        (False, "public · goes to visit-dav/visit, anybody can read it"),
        (True, "private · goes to visit-dav/visit, its members read it"),
        (None, "public, as far as is known · goes to visit-dav/visit"),
    ],
)
def test_a_spinoff_says_where_it_goes_and_who_reads_it_there(private: bool | None, words: str) -> None:
    connected = replace(PUBLIC, tracker_private=private)
    assert destination_audience("visit-dav/visit", SETTINGS, connected) == words
