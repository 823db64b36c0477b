"""Resolving and reopening: how it ends, what it owes, and what the requester has heard by it."""

from dataclasses import replace

import pytest

from shiftui.domain.operations.resolved import owes_spinoff, reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.tickets import Work
from shiftui.domain.vocabulary import (
    Audience,
    NoteKind,
    Priority,
    Resolution,
    State,
    WaitingOn,
)
from tests.domain.support import DAY, HOUR, MINUTE, NOW, TEAM, connected, issue, ticket

ZONE = TEAM.hours.timezone
RESOLVED = ticket(state=State.RESOLVED, closed_at=NOW - HOUR)
SCENE = connected().scene()


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ([Resolution.ANSWERED], "completed"),
        ([Resolution.FIXED], "completed"),
        ([Resolution.KNOWN_ISSUE], "not_planned"),
        ([Resolution.KNOWN_ISSUE_UPDATED], "not_planned"),
        ([Resolution.REFERRED], "not_planned"),
        ([Resolution.NEW_ISSUE], "completed"),
        ([Resolution.DUPLICATE, Resolution.REFERRED], "duplicate"),
    ],
)
def test_the_reason_on_github_follows_from_how_it_ended(kinds: list[Resolution], reason: str) -> None:
    done = resolve(SCENE, ticket(), kinds).apply(ticket())
    assert (done.state, done.issue.state_reason) == (State.RESOLVED, reason)


def test_resolving_without_a_response_counts_as_one_at_that_time() -> None:
    done = resolve(SCENE, ticket(), [Resolution.ANSWERED]).apply(ticket())
    assert (done.responded_at, done.responded_by) == (NOW, "mia")
    answered = respond(SCENE, ticket(), "x", at=NOW - MINUTE).apply(ticket())
    assert resolve(SCENE, answered, [Resolution.ANSWERED]).apply(answered).responded_at == NOW - MINUTE


def test_resolving_ends_the_snooze_and_attends_to_what_was_written() -> None:
    before = ticket(work=Work(snoozed_until=NOW + DAY, wrote_at=NOW))
    done = resolve(SCENE, before, [Resolution.FIXED, Resolution.FIXED], no_spinoff=" tiny ").apply(before)
    assert (done.work.snoozed_until, done.work.wrote_at) == (None, None)
    assert done.resolution == (Resolution.FIXED,)
    assert done.work.no_spinoff == "tiny"


def test_a_resolution_reads_with_what_it_refers_to() -> None:
    done = resolve(SCENE, ticket(), [Resolution.DUPLICATE], same_as="#7")
    assert done.line(ZONE) == "resolved it: duplicate (see #7)"
    owed = resolve(SCENE, ticket(), [Resolution.FIXED], no_spinoff="cosmetic")
    assert owed.line(ZONE) == "resolved it: fixed; no spinoff owed: cosmetic"


def test_the_message_of_a_resolution_is_for_the_requester_and_its_absence_is_not() -> None:
    told = resolve(SCENE, ticket(), [Resolution.ANSWERED], text=" Done. ")
    shown = told.note(ZONE)
    assert shown is not None
    assert (told.audience, shown.kind, shown.text) == (Audience.REQUESTER, NoteKind.RESPONSE, "Done.")
    assert resolve(SCENE, ticket(), [Resolution.ANSWERED]).audience is Audience.TEAM


def test_referred_without_a_tracker_stays_open_as_operational_backlog() -> None:
    scene = replace(SCENE, settings=replace(TEAM, github=replace(TEAM.github, tracker="")))
    kept = resolve(scene, ticket(), [Resolution.REFERRED])
    after = kept.apply(ticket())
    assert (after.state, after.issue.priority) == (State.OPEN, Priority.OPERATIONAL)
    assert after.resolution == (Resolution.REFERRED,)
    assert (after.resolved_at, after.responded_at) == (None, None)
    assert kept.line(ZONE) == "referred it to the backlog: referred"
    assert not resolve(scene, ticket(), [Resolution.REFERRED, Resolution.ANSWERED]).leaves_open


def test_reopening_makes_it_ours_again_and_forgets_how_it_had_ended() -> None:
    done = resolve(SCENE, ticket(), [Resolution.ANSWERED]).apply(ticket(waiting_on=WaitingOn.REQUESTER))
    back = reopen(SCENE, done).apply(done)
    assert (back.state, back.waiting_on, back.resolution) == (State.OPEN, WaitingOn.US, ())
    assert (back.resolved_at, back.issue.closed_at) == (None, None)


def test_reopening_does_not_unsay_what_the_requester_has_heard() -> None:
    done = resolve(SCENE, ticket(), [Resolution.ANSWERED]).apply(ticket())
    back = reopen(replace(SCENE, now=NOW + DAY), done).apply(done)
    assert (back.responded_at, back.responded_by) == (NOW, "mia")
    closed_on_the_web = replace(RESOLVED, issue=replace(RESOLVED.issue, closed_at=NOW - HOUR))
    again = reopen(SCENE, closed_on_the_web).apply(closed_on_the_web)
    assert (again.responded_at, again.responded_by) == (NOW - HOUR, None)


FIXED = (Resolution.FIXED,)


@pytest.mark.parametrize(
    ("kinds", "no_spinoff", "spinoffs", "owed"),
    [
        ((Resolution.ANSWERED,), None, {}, False),
        (FIXED, None, {}, True),
        ((Resolution.ANSWERED, Resolution.WORKAROUND), None, {}, True),
        (FIXED, "cosmetic", {}, False),
        (FIXED, None, {"#7": State.OPEN}, False),
        (FIXED, None, {"#7": State.RESOLVED}, True),
        (FIXED, None, {"#7": State.RESOLVED, "#8": State.OPEN}, False),
        (FIXED, None, {"visit-dav/visit#9": None}, False),
    ],
)
def test_a_quick_patch_owes_a_spinoff_until_one_is_alive_or_none_is_owed(
    kinds: tuple[Resolution, ...], no_spinoff: str | None, spinoffs: dict[str, State | None], owed: bool
) -> None:
    work = Work(resolution=kinds, no_spinoff=no_spinoff, spinoffs=tuple(spinoffs))
    done = ticket(state=State.RESOLVED, closed_at=NOW, work=work)
    others = {
        key: replace(ticket(), key=key, issue=issue(7, state=state))
        for key, state in spinoffs.items()
        if state is not None
    }
    assert owes_spinoff(done, others) is owed
    assert owes_spinoff(replace(done, issue=issue()), others, kinds) is owed
