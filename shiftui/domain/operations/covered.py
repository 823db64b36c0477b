"""Cover: somebody stands in for some hours. No handoff, the tickets stay with the shift."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene
from shiftui.domain.operations.shift_set import responder
from shiftui.domain.refusals import BadValue, InThePast, NoTextGiven
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered(Fact):
    """`who` stands in for the primary between two instants."""

    KIND: ClassVar[str] = "covered"

    who: str
    begins: datetime
    ends: datetime

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"{self.who} covers {absolute(self.begins, timezone)} to {absolute(self.ends, timezone)}"


def cover(scene: Scene, who: str, begins: datetime, ends: datetime) -> Covered:
    """Decide that somebody stands in.

    Raises:
        NoTextGiven: nobody is named.
        BadValue: they are not on the roster, or the end is not after the beginning.
        InThePast: it is over already.

    """
    login = responder(scene, who, "cover")
    if not login:
        raise NoTextGiven("name of who covers")
    if ends <= begins:
        raise BadValue("until", "the end of a cover must come after its beginning")
    if ends <= scene.now:
        raise InThePast(absolute(ends, scene.settings.hours.timezone))
    return Covered(**scene.stamp(), who=login, begins=begins, ends=ends)
