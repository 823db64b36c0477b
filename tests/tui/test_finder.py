"""Finding actions and tickets by what somebody types."""

import pytest

from shiftui.tui.actions import ACTIONS, Group
from shiftui.tui.lines import width_of
from shiftui.tui.view_models.finder import Found, help_rows, palette
from tests.tui.test_rows import moment_of
from tests.tui.workspace import invented_desk


def ids(found: tuple[Found, ...]) -> list[str]:
    return [one.action or one.ticket for one in found if one.id is not None]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ack", "acknowledge"), ("respond", "respond"), ("clock", "respond"), ("GITHUB", "view_outbox"),
        ("#48", "#482"), ("48", "#482"), ("l2", "L2"), ("120", "#120"), ("blank plots", "#482"),
    ],
)  # fmt: skip
def test_the_best_match_is_first(typed: str, first: str) -> None:
    found = ids(palette(typed, moment_of(invented_desk()), {}))
    assert first in found[:3]


def test_without_words_the_palette_lists_every_action_but_the_moves() -> None:
    assert set(ids(palette("", moment_of(invented_desk()), {}))) == {
        one.id for one in ACTIONS if one.group is not Group.MOVE
    }


def test_the_help_lists_every_action_under_its_heading() -> None:
    assert sorted(ids(help_rows("", {}))) == sorted(one.id for one in ACTIONS)


def test_words_that_nothing_has_are_answered() -> None:
    rows = help_rows("no such thing", {})
    assert [span.text for row in rows for span in row.line] == ["Nothing is called that."]
    assert palette("no such thing", moment_of(invented_desk()), {}) == ()


def test_a_letter_does_not_list_every_title() -> None:
    assert not any(one.ticket for one in palette("e", moment_of(invented_desk()), {}))


def test_every_row_fits_into_eighty_columns() -> None:
    assert max(width_of(row.line) for row in help_rows("", {})) <= 75
