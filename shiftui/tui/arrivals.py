"""Tickets that came while somebody looks at something else: the list grows silently, and may be scrolled."""

from collections.abc import Sequence

from shiftui.domain.queue import Lane, Placed
from shiftui.domain.refs import is_local_key
from shiftui.domain.safe_text import safe_line
from shiftui.domain.values import dataclass
from shiftui.service.desk import Desk
from shiftui.tui.view_models.moment import Moment

_TITLE, _NAMED = 80, 3


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come, in a line."""

    words: str
    is_critical: bool


class Arrivals:
    """Tells each ticket once; what stood there before, or came with the first import, is not new."""

    def __init__(self, desk: Desk) -> None:
        self._known = set(desk.snapshot.tickets)
        self._critical = {one.key for one in desk.snapshot.queue(desk.now()) if one.lane is Lane.CRITICAL}
        """Told as critical, or so before anybody looked; others may become it."""
        self._has_begun = desk.snapshot.state.synced_at is not None

    def fresh(self, moment: Moment) -> Arrived | None:
        """What is new since it was asked last and needs somebody, or has become critical."""
        worse = [one for one in moment.queue if one.lane is Lane.CRITICAL and one.key not in self._critical]
        self._critical.update(one.key for one in worse)
        new = [one for one in moment.queue if one.key not in self._known]
        self._known.update(one.key for one in new)
        if not self._has_begun:
            self._has_begun = moment.snapshot.state.synced_at is not None
            return None
        critical = [one for one in worse if _is_told(one)]
        found = [*critical, *(one for one in new if one not in critical and _is_told(one))]
        if not found:
            return None
        words = _words(critical or found, len(found), moment, what="critical" if critical else "new")
        return Arrived(words, is_critical=bool(critical))


def _is_told(placed: Placed) -> bool:
    """Whether it needs somebody, and was not captured or spun off here."""
    ticket = placed.ticket
    return placed.lane.needs_you and not ticket.is_spinoff and not is_local_key(placed.key)


def _words(named: Sequence[Placed], count: int, moment: Moment, *, what: str) -> str:
    if len(named) > 1:
        refs = " ".join(moment.ref(one.key) for one in named[:_NAMED])
        return f"{len(named)} {what} tickets: {refs}" + (" …" if len(named) > _NAMED else "")
    (one,) = named
    title = safe_line(one.ticket.issue.title, _TITLE)
    by = one.clock.due_at if one.clock is not None and one.clock.runs else None
    due = f" · answer by {moment.clock_time(by)}" if by is not None else ""
    more = f" · {count - 1} more" if count > 1 else ""
    return f"{what}: {moment.ref(one.key)}{due}{more} · {title}"
