"""Who is on duty: the same on every machine that has read the same entries, in whatever order they came."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.duty import DutyEntry, duty_after, handoff, on_duty, overrides, shift_left
from shiftui.domain.offers import HandoffState, free_for_all_at
from shiftui.domain.operations import (
    Covered,
    GivenBack,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffWithdrawn,
    Operation,
    ShiftSet,
    TakenOver,
    Undone,
)
from shiftui.domain.settings import Person, Rotation, Settings
from shiftui.domain.values import replace

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday, an hour after opening in UTC."""
HOUR = timedelta(hours=1)
TEAM = ("mia", "leo", "ada")
SETTINGS = Settings(
    me="mia",
    people=tuple(Person(login, veteran=login == "ada") for login in TEAM),
    rotation=Rotation("1 week", "2026-11-16T08:00", TEAM),
)


def entries(*operations: Operation) -> tuple[DutyEntry, ...]:
    found: tuple[DutyEntry, ...] = ()
    for place, operation in enumerate(operations):
        found = duty_after(found, DutyEntry((place, 0), operation))
    return found


def made(kind: Any, by: str, id: str, hours: float = 0, **fields: Any) -> Any:
    return kind(id=id, at=NOW + hours * HOUR, by=by, **fields)


OFFER = made(HandoffOffered, "mia", "o", to="leo", backup="ada", free_at=NOW + 5 * HOUR)


def who(found: tuple[DutyEntry, ...], hours: float = 0) -> str | None:
    return on_duty(SETTINGS, found, NOW + hours * HOUR).primary


def test_before_any_handoff_the_schedule_counts() -> None:
    assert who((), -24) == "mia"
    assert who(()) == "leo"


def test_whoever_offers_stays_until_it_is_accepted_whatever_the_schedule_says() -> None:
    found = entries(OFFER)
    assert (who(found), handoff(found, SETTINGS).state) == ("mia", HandoffState.OFFERED)
    found = entries(OFFER, made(HandoffAccepted, "leo", "a", 1, offer="o"))
    assert who(found, 1) == "leo"
    assert on_duty(SETTINGS, found, NOW + HOUR).backup == "ada"
    assert who(found, 24 * 30) == "leo", "past the end of the shift nobody has accepted it from leo"


@pytest.mark.parametrize(
    ("answers", "owner", "state"),
    [
        ([made(HandoffAccepted, "ada", "a", 1, offer="o")], "mia", HandoffState.OFFERED),
        ([made(HandoffAccepted, "ada", "a", 1, offer="o", why="leo is ill")], "mia", HandoffState.OFFERED),
        ([made(HandoffAccepted, "ada", "a", 9, offer="o", why="leo is ill")], "ada", HandoffState.ACCEPTED),
        ([made(HandoffAccepted, "ada", "a", 9, offer="o")], "mia", HandoffState.OFFERED),
        ([made(HandoffAccepted, "mia", "a", 9, offer="o", why="me")], "mia", HandoffState.OFFERED),
        ([made(HandoffAccepted, "leo", "a", 1, offer="other")], "mia", HandoffState.OFFERED),
        (
            [
                made(HandoffWithdrawn, "mia", "w", 1, offer="o"),
                made(HandoffAccepted, "leo", "a", 1, offer="o"),
            ],
            "mia",
            HandoffState.WITHDRAWN,
        ),
        ([made(HandoffWithdrawn, "ada", "w", 1, offer="o")], "mia", HandoffState.OFFERED),
        ([made(HandoffReturned, "leo", "r", 1, offer="o", why="?")], "mia", HandoffState.RETURNED),
    ],
)
def test_what_an_answer_does(answers: list[Operation], owner: str, state: HandoffState) -> None:
    """Whoever has offered keeps the shift until somebody accepts it, though leo is scheduled by now."""
    found = entries(OFFER, *answers)
    assert (who(found, 10), handoff(found, SETTINGS).state) == (owner, state)


def test_a_withdrawn_offer_leaves_whoever_had_accepted_before() -> None:
    start = made(
        ShiftSet, "mia", "s", -1, primary="mia", backup="leo", begins=NOW - HOUR, ends=NOW + 9 * HOUR
    )
    found = entries(start, OFFER, made(HandoffWithdrawn, "mia", "w", 1, offer="o"))
    assert who(found, 10) == "mia"


def test_four_business_hours_leave_out_the_break() -> None:
    assert free_for_all_at(OFFER.at, SETTINGS) == NOW + 5 * HOUR


def test_takeover_and_giving_back() -> None:
    start = made(ShiftSet, "mia", "s", primary="mia", backup="leo", begins=NOW, ends=NOW + 9 * HOUR)
    taken = made(TakenOver, "leo", "t", 1, former="mia")
    found = entries(start, taken)
    duty = on_duty(SETTINGS, found, NOW + 2 * HOUR)
    assert (duty.primary, duty.backup) == ("leo", "mia")
    assert shift_left(SETTINGS, found, "mia") == (NOW + HOUR, "leo")
    found = entries(start, taken, made(GivenBack, "leo", "g", 2, to="mia"))
    assert who(found, 3) == "mia"


def test_undone_takeover_never_was() -> None:
    start = made(ShiftSet, "mia", "s", primary="mia", backup="leo", begins=NOW, ends=NOW + 9 * HOUR)
    taken = made(TakenOver, "leo", "t", 1, former="mia")
    back = made(Undone, "leo", "u", 2, target="t", target_kind=TakenOver.KIND, restore={})
    forged = made(Undone, "ada", "u", 2, target="t", target_kind=TakenOver.KIND, restore={})
    assert who(entries(start, taken, back), 3) == "mia"
    assert who(entries(start, taken, forged), 3) == "leo", "only its author takes it back"


def test_cover_lasts_its_hours_and_changes_no_owner() -> None:
    cover = made(Covered, "mia", "c", who="ada", begins=NOW + HOUR, ends=NOW + 3 * HOUR)
    found = entries(cover)
    assert [who(found, hours) for hours in (0, 1, 2.9, 3)] == ["leo", "ada", "ada", "leo"]
    assert [one.primary for one in overrides(found)] == ["ada"]
    assert shift_left(SETTINGS, found, "leo") is None


ANY = st.one_of(
    st.builds(
        HandoffOffered, id=st.just("o1"), at=st.just(NOW), by=st.sampled_from(TEAM), to=st.sampled_from(TEAM)
    ),
    st.builds(
        HandoffOffered, id=st.just("o2"), at=st.just(NOW), by=st.sampled_from(TEAM), to=st.sampled_from(TEAM)
    ),
    st.builds(
        HandoffAccepted,
        id=st.uuids().map(str),
        at=st.just(NOW),
        by=st.sampled_from(TEAM),
        offer=st.sampled_from(["o1", "o2", "none"]),
    ),
    st.builds(
        HandoffWithdrawn,
        id=st.uuids().map(str),
        at=st.just(NOW),
        by=st.sampled_from(TEAM),
        offer=st.sampled_from(["o1", "o2"]),
    ),
    st.builds(
        HandoffReturned,
        id=st.uuids().map(str),
        at=st.just(NOW),
        by=st.sampled_from(TEAM),
        offer=st.just("o1"),
        why=st.just("?"),
    ),
    st.builds(TakenOver, id=st.uuids().map(str), at=st.just(NOW), by=st.sampled_from(TEAM)),
    st.builds(GivenBack, id=st.uuids().map(str), at=st.just(NOW), by=st.sampled_from(TEAM)),
)


@given(st.lists(ANY, max_size=12), st.randoms())
def test_the_order_of_arrival_does_not_matter(operations: list[Operation], chance: Any) -> None:
    unique = list({one.id: one for one in operations}.values())
    places = [((place, 0), one) for place, one in enumerate(unique)]
    shuffled = list(places)
    chance.shuffle(shuffled)
    there: tuple[DutyEntry, ...] = ()
    here: tuple[DutyEntry, ...] = ()
    for stamp, one in places:
        here = duty_after(here, DutyEntry(stamp, one))
    for stamp, one in [*shuffled, *shuffled]:
        there = duty_after(there, DutyEntry(stamp, one))
    assert here == there
    assert on_duty(SETTINGS, here, NOW) == on_duty(SETTINGS, there, NOW)


@given(st.lists(ANY, max_size=12))
def test_somebody_is_always_on_duty_and_at_most_one_acceptance_counts(operations: list[Operation]) -> None:
    unique = list({one.id: one for one in operations}.values())
    duty = on_duty(SETTINGS, entries(*unique), NOW)
    assert duty.primary in TEAM
    assert duty.primary != duty.backup
    state = [handoff(entries(*unique[:count]), SETTINGS) for count in range(len(unique) + 1)]
    for before, after in pairwise(state):
        if before.accepted is not None and after.offer == before.offer:
            assert after.accepted == before.accepted, "the first acceptance of an offer stays the one"


EARLY: Any = {"begins": NOW - 9 * HOUR, "ends": NOW + 8 * HOUR}


def undone(by: str, target: Operation, hours: float) -> Any:
    return made(Undone, by, f"u-{target.id}", hours, target=target.id, target_kind=target.KIND, restore={})


def test_an_offer_taken_back_after_its_acceptance_changes_nothing() -> None:
    accepted = made(HandoffAccepted, "leo", "a", 1, offer="o")
    start = made(ShiftSet, "leo", "b", -9, primary="mia", **EARLY)
    late = entries(start, OFFER, accepted, undone("mia", OFFER, 2))
    assert who(late, 3) == "leo"
    assert handoff(late, SETTINGS).state is HandoffState.ACCEPTED
    in_time = entries(start, OFFER, undone("mia", OFFER, 0.5), accepted)
    assert who(in_time, 3) == "mia"
    assert handoff(in_time, SETTINGS).state is HandoffState.WITHDRAWN


def test_a_withdrawal_taken_back_opens_the_offer_again_from_there_on() -> None:
    withdrawn = made(HandoffWithdrawn, "mia", "w", 1, offer="o")
    start = made(ShiftSet, "leo", "b", -9, primary="mia", **EARLY)
    between = made(HandoffAccepted, "leo", "a", 2, offer="o")
    again, forged = undone("mia", withdrawn, 3), undone("ada", withdrawn, 3)
    afterwards = made(HandoffAccepted, "leo", "e", 4, offer="o")
    assert handoff(entries(start, OFFER, withdrawn, forged), SETTINGS).state is HandoffState.WITHDRAWN
    found = handoff(entries(start, OFFER, withdrawn, between, again), SETTINGS)
    assert found.state is HandoffState.OFFERED
    assert who(entries(start, OFFER, withdrawn, between, again), 5) == "mia"
    assert who(entries(start, OFFER, withdrawn, between, again, afterwards), 5) == "leo"


SPAN: Any = {"begins": NOW, "ends": NOW + 8 * HOUR}
COVERED = made(Covered, "mia", "c", who="leo", **SPAN)
TOOK = made(TakenOver, "mia", "t", -1, former="leo")


@pytest.mark.parametrize(
    ("shared", "pending"),
    [
        ((), made(ShiftSet, "mia", "s", primary="leo", **SPAN)),
        ((), COVERED),
        ((TOOK,), made(GivenBack, "mia", "g", to="leo")),
        ((TOOK,), undone("mia", TOOK, 0)),
    ],
)
def test_what_takes_its_author_off_duty_counts_when_everybody_can_see_it(
    shared: tuple[Operation, ...], pending: Operation
) -> None:
    after = NOW + HOUR
    base = duty_after(
        (), DutyEntry((0, 0), made(ShiftSet, "leo", "b", -9, primary="leo" if shared else "mia", **EARLY))
    )
    for place, one in enumerate(shared, start=1):
        base = duty_after(base, DutyEntry((place, 0), one))
    here = duty_after(base, DutyEntry.pending(0, pending))
    there = duty_after(base, DutyEntry((9, 0), pending))
    assert on_duty(SETTINGS, here, after).primary == "mia"
    assert "until GitHub has" in on_duty(SETTINGS, here, after).why
    assert shift_left(SETTINGS, here, "mia") is None
    assert on_duty(SETTINGS, there, after).primary == "leo"


BEGAN = made(ShiftSet, "leo", "b", -9, primary="mia", **EARLY)
ACCEPTED = made(HandoffAccepted, "leo", "a", 1, offer="o")


def test_a_change_of_a_shift_that_was_handed_over_meanwhile_starts_nothing() -> None:
    backup = made(ShiftSet, "ada", "s", 2, primary="mia", backup="ada", seen_primary="mia", **SPAN)
    assert who(entries(BEGAN, backup), 3) == "mia"
    assert who(entries(BEGAN, OFFER, ACCEPTED, backup), 3) == "leo"


def test_an_offer_ends_when_the_shift_goes_elsewhere_without_it() -> None:
    took = made(TakenOver, "ada", "t", 0.5, former="mia")
    found = entries(BEGAN, OFFER, took, ACCEPTED)
    assert who(found, 2) == "ada"
    assert handoff(found, SETTINGS).open_offer is None
    theirs = made(HandoffOffered, "ada", "p", 2, to="leo")
    assert handoff(entries(BEGAN, took, theirs), SETTINGS).open_offer == theirs
    assert handoff(entries(BEGAN, took, OFFER), SETTINGS).offer is None, "mia has no shift to offer"


def test_what_counted_stays_so_when_the_teams_hours_change() -> None:
    taken = made(HandoffAccepted, "ada", "a", 6, offer="o", why="leo is ill")
    found = entries(BEGAN, OFFER, taken)
    assert who(found, 7) == "ada"
    closed = replace(SETTINGS, hours=replace(SETTINGS.hours, closed=frozenset({NOW.date()})))
    assert on_duty(closed, found, NOW + 7 * HOUR).primary == "ada"


def test_a_takeover_goes_back_to_whom_it_was_taken_from() -> None:
    plan = made(ShiftSet, "mia", "s", -9, primary="ada", begins=NOW - HOUR, ends=NOW + 9 * HOUR)
    took = made(TakenOver, "mia", "t", 1, former="ada")
    found = entries(plan, took)
    assert on_duty(SETTINGS, found, NOW + 20 * HOUR).is_taken, "past the shift's end, too"
    assert who(entries(plan, took, made(GivenBack, "mia", "g", 2, to="ada")), 3) == "ada"


def test_a_takeover_of_ones_own_shift_is_none_and_cannot_be_given_back() -> None:
    """Leo's acceptance had counted before his takeover was read: mia is off duty, and stays so."""
    took = made(TakenOver, "leo", "t", 2, former="mia")
    back = made(GivenBack, "leo", "g", 3, to="mia")
    assert who(entries(BEGAN, OFFER, ACCEPTED, took, back), 4) == "leo"
