"""Set a shift: who is primary and backup for a time, whatever the rotation says."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene
from shiftui.domain.refusals import BadValue, InThePast
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSet(Fact):
    """An override of the rotation. One that begins at once also starts the shift: its primary is on duty."""

    KIND: ClassVar[str] = "shift-set"

    primary: str
    backup: str = ""
    begins: datetime
    ends: datetime
    seen_primary: str = ""
    """Whose running shift is changed; once somebody else has it, this starts nothing."""

    @property
    def starts_now(self) -> bool:
        """Whether it was the beginning of a shift rather than a plan."""
        return self.begins <= self.at

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        backup = f", backup {self.backup}" if self.backup else ", no backup"
        span = f"{absolute(self.begins, timezone)} to {absolute(self.ends, timezone)}"
        return f"set the shift: primary {self.primary}{backup}, {span}"


def set_shift(
    scene: Scene, primary: str, backup: str, begins: datetime | None, ends: datetime, seen_primary: str = ""
) -> ShiftSet:
    """Decide who has a shift; from now where no beginning is given.

    `seen_primary` names whose running shift is changed, where it is.

    Raises:
        BadValue: one person cannot back up themselves, or somebody is not on the roster.
        InThePast: it is over already.

    """
    primary, backup = responder(scene, primary, "primary"), responder(scene, backup, "backup")
    if primary.casefold() == backup.casefold():
        raise BadValue("backup", f"{primary} cannot back up themselves; name somebody else")
    begin = begins or scene.now
    if ends <= max(begin, scene.now):
        raise InThePast(absolute(ends, scene.settings.hours.timezone))
    return ShiftSet(
        **scene.stamp(), primary=primary, backup=backup, begins=begin, ends=ends, seen_primary=seen_primary
    )


def responder(scene: Scene, login: str, what: str) -> str:
    """The login as the roster spells it; any where there is no roster, empty where none is given.

    Raises:
        BadValue: it is not on the roster.

    """
    login = login.strip().removeprefix("@")
    if not login or not scene.settings.people:
        return login
    person = scene.settings.person(login)
    if person is None:
        names = ", ".join(one.login for one in scene.settings.people)
        raise BadValue(what, f"{login} is not on the roster; it has {names}")
    return person.login
