"""The demo's one action of its own: on to where the shift changes hands, or to what it waits for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shiftui.demo.clock import LeapingClock, hand_over_at
from shiftui.domain.operations import Responded
from shiftui.domain.settings import same_login
from shiftui.domain.times import clock_time
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.sync import Courier
from shiftui.tui.actions import Action, Group
from shiftui.tui.extras import Extras
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind

KEY = "F"
FORWARD = Action(
    "fast_forward", (KEY,), "to the shift's end", Group.RECORD, "Only here, in the demo: on to the handoff."
)
GREETING = f"an invented team, nothing is real · {KEY} goes on to the end of your shift"
GOING = "going on …"
A_WHILE = timedelta(minutes=5)
"""How long a colleague needs at most for his side of a handoff."""


@dataclass(frozen=True, slots=True)
class Leap:
    """Where to go on to; None where something at the keyboard comes first."""

    at: datetime | None
    words: str
    """What is to be done there, or first."""


def leap(desk: Desk, key: str) -> Leap:
    """What fast-forwarding means as the shift stands; `key` is that of the handoff."""
    now, zone = desk.now(), desk.settings.hours.timezone
    standing, duty = handoffs.stands(desk), handoffs.on_call(desk).on_duty
    made = standing.handoff.open_offer
    if standing.is_provisional:
        return Leap(now, "")
    if made is not None and same_login(made.to, desk.me):
        return Leap(None, f"first take the shift that {made.by} offers you: {key} receives it")
    if made is not None:
        return Leap(now + A_WHILE, "")
    if duty.ends is None:
        return Leap(None, "nobody has a shift that ends")
    at = hand_over_at(duty.ends, desk.settings.hours)
    if not same_login(duty.primary, desk.me):
        return Leap(max(at, now + A_WHILE), "")
    to = handoffs.next_primary(desk)
    words = f"your shift ends {clock_time(duty.ends, zone, max(at, now))}: {key} hands it over to {to}"
    return Leap(at if at > now else None, words)


class Ahead:
    """Goes there: what was done before is sent first, then the clock leaps, and all that happened arrives."""

    def __init__(self, clock: LeapingClock, courier: Courier, desk: Desk) -> None:
        self._clock, self._courier, self._desk = clock, courier, desk

    async def forward(self, on: Gesture) -> None:
        """The key was pressed."""
        dashboard = on.hands.dashboard
        found = leap(self._desk, dashboard.key_of("handoff"))
        if found.at is None:
            on.hands.say(found.words, Kind.NEWS)
            return
        at = found.at
        on.hands.say(GOING)
        await on.hands.off_screen(lambda: self._go(at))
        said = dashboard.notices.current
        if found.words:
            on.hands.say(found.words, Kind.NEWS)
        elif said is not None and said.text == GOING:
            dashboard.notices.clear()
        if dashboard.poller is not None:
            dashboard.poller.touched()  # hours have passed, and somebody is there all the same
            dashboard.poller.now()

    def _go(self, at: datetime) -> None:
        waiting = (recorded.operation for recorded in self._desk.snapshot.state.pending)
        held = [one.not_before for one in waiting if isinstance(one, Responded) and one.not_before]
        self._clock.leap_to(max(held, default=self._clock.now()))
        self._courier.sync(_quietly)
        self._clock.leap_to(at)
        self._courier.sync(_quietly)


def _quietly(what: str, done: int, total: int) -> None:
    pass


def extras(clock: LeapingClock, courier: Courier, desk: Desk) -> Extras:
    """What the demo adds to the dashboard."""
    return Extras(GREETING, (FORWARD,), (Ahead(clock, courier, desk).forward,))
