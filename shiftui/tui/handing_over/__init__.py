"""The handoff by keys: one key leads through whatever is the next step for whoever presses it.

Outgoing (`giving`): patches that owe a fix, each ticket that lacks an element, the situation, the offer; then
`offered`, and `standing_up` at one screen. Incoming (`receiving`): each ticket read back, then witnesses and
acceptance. Everybody else (`standing_by`): whose it is, and how to take it over. Everything is recorded as it
is confirmed, so that leaving loses nothing.
"""

from collections.abc import Mapping

from shiftui.domain.settings import same_login
from shiftui.service import handoffs
from shiftui.tui.handing_over.giving import give
from shiftui.tui.handing_over.offered import offered
from shiftui.tui.handing_over.receiving import receive
from shiftui.tui.handing_over.standing_by import stand_by, take_over
from shiftui.tui.handlers import Handler
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind


async def _handoff(on: Gesture) -> None:
    found = handoffs.stands(on.desk)
    made = found.handoff.open_offer
    if found.is_provisional:
        on.hands.say("accepted here; it counts when GitHub has confirmed it", Kind.HINT)
    elif made is None:
        await give(on, found)
    elif same_login(made.by, on.desk.me):
        await offered(on, made)
    elif same_login(made.to, on.desk.me):
        await receive(on)
    else:
        await stand_by(on, handoffs.on_call(on.desk).on_duty, offered_to=made.to)


HANDING_OVER: Mapping[str, Handler] = {"handoff": _handoff, "takeover": take_over}

__all__ = ["HANDING_OVER"]
