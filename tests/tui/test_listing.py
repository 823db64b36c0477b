"""What each view lists, and what it says when there is nothing to list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import StepMoved
from shiftui.domain.vocabulary import Resolution, WaitingOn
from shiftui.service.desk import Desk
from shiftui.tui.view_models.listing import Listing, Row, View, listing
from shiftui.tui.view_models.moment import Moment
from tests.tui.test_rows import moment_of
from tests.tui.workspace import SETTINGS, empty_desk, invented_desk, local_desk


def words(found: Listing) -> list[str]:
    """Ids of rows, and the text of what stands between them."""
    return [
        item.id if isinstance(item, Row) else "".join(span.text for span in item.line) for item in found.items
    ]


def whole(desk: Desk) -> Moment:
    snapshot = desk.everything()
    return Moment(snapshot, snapshot.queue(desk.now()), desk.now(), desk.me)


def test_the_queue_has_what_needs_somebody_then_what_waits_then_what_sleeps() -> None:
    assert words(listing(View.QUEUE, moment_of(invented_desk()))) == [
        "NEEDS YOU", "#474", "#482", "#486", "#479", "#485", "#440", "#468", "L3", "#433", "L2", "",
        "WAITING", "#455", "#461", "#470", "",
        "ASLEEP", "#431",
    ]  # fmt: skip


def test_parked_tickets_have_a_view_of_their_own() -> None:
    assert words(listing(View.PARKED, moment_of(invented_desk()))) == ["PARKED", "#120", "#121"]


def test_resolved_tickets_are_listed_latest_first() -> None:
    desk = invented_desk()
    desk.do(resolve, "#485", [Resolution.ANSWERED])
    assert words(listing(View.RESOLVED, whole(desk))) == ["RESOLVED", "#485", "#441"]


def test_owed_fixes_are_the_patched_without_a_spinoff_and_the_spinoffs_that_live() -> None:
    desk = invented_desk()
    desk.do(resolve, "#485", [Resolution.WORKAROUND])
    assert words(listing(View.SPINOFFS, whole(desk))) == [
        "PATCHED, NO FIX UNDER WAY", "#485", "", "FIXES STILL OWED", "L1",
    ]  # fmt: skip


def test_the_outbox_begins_with_what_needs_a_decision() -> None:
    desk = invented_desk()
    first, second = desk.snapshot.outbox[:2]
    desk.append(lambda _: [StepMoved(second.id, Step(StepName.LOG, Delivery.REFUSED, "no right"))])
    found = words(listing(View.OUTBOX, moment_of(desk)))
    assert found[:5] == ["NEED A DECISION", second.id, "", "ON THEIR WAY", first.id]


def test_what_now_begins_with_what_is_urgent_and_ends_with_the_teams_pages() -> None:
    found = words(listing(View.NEXT, moment_of(invented_desk())))
    assert found[:2] == ["FIRST, WHAT IS URGENT", "urgent:#474"]
    assert found[-3:] == ["PAGES", "link:dashboard", "link:runbooks"]
    assert found[found.index("UP TO HALF A DAY") + 1] == "quick:L2"
    assert found[found.index("LEFT LYING") + 1] == "aged:#433"


def test_a_proposal_says_why_it_is_one() -> None:
    rows = {row.id: row for row in listing(View.NEXT, moment_of(invented_desk())).rows}
    assert rows["quick:L2"].says == "about 2 h"
    assert rows["aged:#433"].says == "untouched"


def test_when_nothing_needs_anybody_the_queue_itself_proposes() -> None:
    desk = invented_desk()
    moment = moment_of(desk)
    for row in listing(View.QUEUE, moment).rows:
        if row.key in ("#433", "L2"):
            desk.do(snooze, row.key, desk.now() + timedelta(hours=1))
        elif row.key is not None and moment.placed[row.key].lane.needs_you:
            desk.do(resolve, row.key, [Resolution.ANSWERED])
    for key in ("#455", "#461"):
        desk.do(set_fields, key, waiting_on=WaitingOn.REQUESTER)
    found = words(listing(View.QUEUE, moment_of(desk)))
    assert found[0] == "Nothing needs you now."
    assert "NEEDS YOU" not in found


def test_a_filter_counts_what_matches_against_all() -> None:
    found = listing(View.QUEUE, moment_of(invented_desk()), lambda row: row.key == "#470")
    assert (found.matching, found.total, words(found)) == (1, 14, ["WAITING", "#470"])


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("make", [empty_desk, local_desk])
def test_an_empty_view_says_what_to_do_next(view: View, make: object) -> None:
    assert callable(make)
    desk = make() if view is not View.NEXT else empty_desk(settings=replace(SETTINGS, links={}))
    found = listing(view, moment_of(desk))
    assert not found.rows
    assert len(words(found)) >= 2
    assert all(words(found))


def test_a_filter_that_matches_nothing_says_how_to_leave_it() -> None:
    assert "Esc clears the filter." in words(
        listing(View.QUEUE, moment_of(invented_desk()), lambda row: False)
    )


def test_ids_are_unique_in_every_view() -> None:
    moment = moment_of(invented_desk())
    for view in View:
        ids = [row.id for row in listing(view, moment).rows]
        assert len(ids) == len(set(ids))
