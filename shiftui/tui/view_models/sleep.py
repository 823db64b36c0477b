"""What is said of a sleep: until when, and that a response clock which runs on ends it before."""

from collections.abc import Sequence
from datetime import datetime

from shiftui.domain.queue import Placed
from shiftui.tui.view_models.moment import Moment


def sleep_words(tickets: Sequence[Placed], until: datetime, moment: Moment) -> str:
    """What came of letting these sleep until then."""
    woken = [at for at in (placed.woken_at(until) for placed in tickets) if at < until]
    asleep = f"asleep until {moment.clock_time(until)}"
    if not woken:
        return asleep
    if len(tickets) > 1:
        wake = "wakes" if len(woken) == 1 else "wake"
        return f"{asleep}; {len(woken)} of them {wake} before, for the clock"
    if woken[0] <= moment.now:
        return f"{asleep}, but its clock keeps it awake"
    return f"asleep; wakes {moment.clock_time(woken[0])}, for its clock"
