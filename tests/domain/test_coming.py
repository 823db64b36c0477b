"""The coming rota: gaps are told as such, and so is what does not fit together."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from shiftui.domain.coming import TOO_EARLY, UNPLANNED, Slot, absences, coming
from shiftui.domain.duty import DutyEntry, taken_by
from shiftui.domain.operations import Covered, HandoffAccepted, ShiftSet
from shiftui.domain.rotation import NOBODY
from shiftui.domain.settings import Person, Rotation, Settings
from tests.domain.test_duty import HOUR, NOW, OFFER, SETTINGS, TEAM, entries, made

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
UNTIL = NOW + 8 * WEEK
NO_ROTATION = replace(SETTINGS, rotation=Rotation())


def slots(
    settings: Settings = SETTINGS, said: tuple[DutyEntry, ...] = (), until: timedelta = 8 * WEEK
) -> tuple[Slot, ...]:
    return coming(settings, said, NOW, NOW + until)


def change(primary: str, begins: float, ends: float, by: str = "mia", id: str = "s") -> ShiftSet:
    found: ShiftSet = made(
        ShiftSet, by, id, primary=primary, backup="", begins=NOW + begins * HOUR, ends=NOW + ends * HOUR
    )
    return found


def cover(who: str, begins: float, ends: float, id: str) -> Covered:
    found: Covered = made(Covered, "mia", id, who=who, begins=NOW + begins * HOUR, ends=NOW + ends * HOUR)
    return found


def troubles(*operations: ShiftSet | Covered) -> list[tuple[str, ...]]:
    return [slot.troubles for slot in slots(said=entries(*operations), until=DAY) if slot.troubles]


def test_the_shift_before_the_running_one_and_those_to_come_touch() -> None:
    found = slots()
    assert [slot.primary for slot in found[:4]] == ["mia", "leo", "ada", "mia"]
    assert found[0].is_over(NOW)
    assert found[1].has_begun(NOW)
    assert not found[1].is_over(NOW)
    assert not found[2].has_begun(NOW)
    assert all(one.ends == other.begins for one, other in pairwise(found))
    assert found[-1].ends >= UNTIL


def test_without_a_rotation_and_without_a_change_there_is_nothing() -> None:
    assert slots(NO_ROTATION) == ()
    assert slots(replace(SETTINGS, rotation=Rotation(order=TEAM))) == ()


def test_what_lies_between_changes_is_a_gap() -> None:
    found = slots(NO_ROTATION, entries(change("leo", 24, 48), change("ada", 72, 96, id="t")), WEEK)
    assert [(slot.primary, slot.is_gap, slot.why if slot.is_gap else "") for slot in found] == [
        (None, True, UNPLANNED),
        ("leo", False, ""),
        (None, True, UNPLANNED),
        ("ada", False, ""),
        (None, True, UNPLANNED),
    ]
    assert (found[0].begins, found[-1].ends) == (NOW, NOW + WEEK)


def test_before_its_beginning_a_rotation_has_a_gap() -> None:
    later = replace(SETTINGS, rotation=Rotation("1 week", "2026-11-30T08:00", TEAM))
    first, second = slots(later, until=2 * WEEK)[:2]
    assert (first.is_gap, first.why, first.ends) == (True, TOO_EARLY, second.begins)
    much_later = replace(SETTINGS, rotation=Rotation("1 week", "2028-01-03T08:00", TEAM))
    assert [slot.is_gap for slot in slots(much_later)] == [True]


def test_a_week_in_which_everybody_is_away_is_a_gap() -> None:
    away = ((date(2026, 12, 1), date(2026, 12, 2)),)
    settings = replace(SETTINGS, people=tuple(Person(login, away=away) for login in TEAM))
    assert [slot.why for slot in slots(settings) if slot.is_gap] == [NOBODY]


def test_covers_that_cross_overlap_and_one_within_another_does_not() -> None:
    crossing = troubles(cover("mia", 1, 3, "a"), cover("ada", 2, 4, "b"))
    assert crossing == [("overlap: mia covers too, the later word counts",)]
    assert troubles(cover("mia", 1, 3, "a"), cover("mia", 2, 4, "b")) == []
    assert troubles(cover("mia", 1, 4, "a"), cover("ada", 2, 3, "b")) == []
    assert troubles(cover("mia", 1, 2, "a"), cover("ada", 2, 3, "b")) == []


def test_changes_that_cross_overlap_and_a_change_of_mind_does_not() -> None:
    crossing = troubles(change("mia", 1, 3, by="ada"), change("ada", 2, 4, id="t"))
    assert crossing == [("overlap: ada set mia, the later word counts",)]
    assert troubles(change("mia", 1, 3), change("ada", 1, 3, id="t")) == []
    assert troubles(change("mia", 1, 3), cover("ada", 2, 4, "c")) == []


def test_somebody_who_was_named_for_days_on_which_they_are_away_is_told() -> None:
    people = (Person("mia", away=((date(2026, 11, 24), date(2026, 11, 25)),)), Person("leo"), Person("ada"))
    settings = replace(SETTINGS, people=people)
    said = entries(change("mia", 24, 30))
    told = [slot for slot in slots(settings, said, WEEK) if slot.troubles]
    assert [(slot.primary, slot.troubles) for slot in told] == [("mia", ("mia is away then",))]


def test_absences_are_those_of_the_time_asked_about_in_their_order() -> None:
    away = {
        "mia": ((date(2026, 12, 20), date(2026, 12, 30)), (date(2026, 10, 1), date(2026, 10, 2))),
        "leo": ((date(2026, 11, 1), date(2026, 11, 23)),),
        "ada": ((date(2027, 8, 1), date(2027, 8, 2)),),
    }
    settings = replace(SETTINGS, people=tuple(Person(who, away=days) for who, days in away.items()))
    assert [(one.login, one.first) for one in absences(settings, NOW, UNTIL)] == [
        ("leo", date(2026, 11, 1)),
        ("mia", date(2026, 12, 20)),
    ]


def test_who_is_on_duty_is_so_by_what_they_accepted() -> None:
    accepted = made(HandoffAccepted, "leo", "a", 1, offer="o")
    assert taken_by(SETTINGS, entries(OFFER)) is None
    assert taken_by(SETTINGS, entries(OFFER, accepted)) == accepted
