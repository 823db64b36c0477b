"""Drafts greet one person, acknowledge once, and carry nothing that a stranger's name could do harm with."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain import drafts
from shiftui.domain.safe_text import is_safe
from shiftui.domain.settings import Person
from shiftui.domain.tickets import Issue, Ticket, Work
from shiftui.domain.vocabulary import Resolution, SpinoffKind, Via
from tests.hostile import HOSTILE, HOSTILE_IDS

AT = datetime(2026, 11, 24, 22, 45, tzinfo=UTC)
ON_GITHUB = Ticket("#482", Issue(title="Plots blank", opened_at=AT, number=482, opened_by="jdoe"))
CAPTURED = Ticket(
    "L7",
    Issue(title="Plots blank", opened_at=AT, opened_by="mia"),
    Work(captured=True, requester="Jane Doe <jane.doe@example.org>", via=Via.EMAIL),
)
MIA = Person("mia", "Mia Lind", "mia@example.org, +1 555 0100")


@pytest.mark.parametrize(
    ("requester", "name"),
    [
        ("jdoe", "jdoe"),
        ("Jane Doe", "Jane Doe"),
        ("Jane Doe <jane@example.org>", "Jane Doe"),
        ("jane.doe@example.org", "jane.doe"),
        ("<jane@example.org>", "jane"),
        ("José O’Brien-Müller", "José O’Brien-Müller"),
        ("@everyone", "everyone"),
        ("[Jane](https://evil.example)", "Janehttpsevil.example"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_requester_is_called_by_name_and_by_nothing_that_acts(requester: str | None, name: str) -> None:
    assert drafts.called(requester) == name


@given(st.text() | st.sampled_from([text[:5_000] for text in HOSTILE]))
def test_no_name_mentions_links_or_breaks_a_line(requester: str) -> None:
    name = drafts.called(requester)
    assert not re.search(r"[@<>\[\]()`#/\\\n\r\x00-\x1f:]", name)
    assert len(name) <= drafts.NAME_LIMIT
    assert is_safe(name)


def test_the_first_reply_acknowledges() -> None:
    draft = drafts.reply(ON_GITHUB, Via.GITHUB, MIA)
    assert draft.text == "Hello jdoe,\n\nthank you for writing. We have this and are looking into it.\n\n"


def test_later_replies_only_greet() -> None:
    answered = replace(ON_GITHUB, work=Work(responded_at=AT))
    assert drafts.reply(answered, Via.GITHUB, MIA).text == "Hello jdoe,\n\n"


def test_a_name_that_was_told_in_private_is_not_said_in_a_thread() -> None:
    text = drafts.reply(CAPTURED, Via.GITHUB, MIA).text
    assert text.startswith("Hello,")
    assert "Jane" not in text


def test_a_mail_greets_by_name_and_ends_with_how_to_reach_the_writer() -> None:
    draft = drafts.reply(CAPTURED, Via.EMAIL, MIA)
    assert draft.opening.startswith("Hello Jane Doe,")
    assert draft.closing.endswith("Regards\nMia Lind\nmia@example.org, +1 555 0100")


@pytest.mark.parametrize("via", [Via.GITHUB, Via.CHAT, Via.PHONE])
def test_a_responders_contact_stays_out_of_everything_but_mail(via: Via) -> None:
    assert "555 0100" not in drafts.reply(CAPTURED, via, MIA).text


def test_what_is_said_by_phone_has_no_draft() -> None:
    assert drafts.reply(CAPTURED, Via.PHONE, MIA).text == ""


def test_a_writer_who_is_not_on_the_roster_signs_without_a_name() -> None:
    assert drafts.reply(CAPTURED, Via.EMAIL, None).closing == "\n\nRegards"


def test_only_a_referral_has_words_of_its_own() -> None:
    assert "backlog" in drafts.closing(ON_GITHUB, (Resolution.REFERRED,))
    assert drafts.closing(ON_GITHUB, (Resolution.ANSWERED,)) == ""
    assert drafts.closing(ON_GITHUB, (Resolution.REFERRED, Resolution.ANSWERED)) == ""


def test_a_subject_finds_the_ticket_again_once_it_has_a_number() -> None:
    assert drafts.subject(ON_GITHUB, "#482") == "Re: Plots blank [#482]"
    assert drafts.subject(CAPTURED, "L7") == "Re: Plots blank"


@pytest.mark.parametrize("title", HOSTILE, ids=HOSTILE_IDS)
def test_a_hostile_title_adds_no_line_to_a_mail(title: str) -> None:
    ticket = Ticket("#1", Issue(title=title, opened_at=AT, number=1))
    mail = drafts.as_mail(drafts.subject(ticket, "#1"), "text")
    assert mail.split("\n")[1:] == ["", "text", ""]
    assert is_safe(mail)
    assert len(mail) < 998


@pytest.mark.parametrize("kind", SpinoffKind)
def test_what_the_team_knows_is_taken_over_only_to_where_the_team_alone_reads(kind: SpinoffKind) -> None:
    known = replace(ON_GITHUB, work=Work(summary="root password was logged"))
    public = drafts.spinoff_body(known, "#482", kind, private=False)
    assert "password" not in public
    assert "#482" in public
    assert "password" in drafts.spinoff_body(known, "#482", kind, private=True)
