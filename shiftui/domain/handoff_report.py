"""How a handoff went, in lines for the shift log: what may be looked up when the next one is better."""

from collections.abc import Sequence

from shiftui.domain.elements import ELEMENTS, NONE_EXPECTED, missing
from shiftui.domain.offers import Handoff
from shiftui.domain.tickets import Ticket


def report(found: Handoff, tickets: Sequence[Ticket]) -> str:
    """Who, how long it took, how complete it was (n of 5 elements a ticket); empty before it is accepted.

    A contingency of "none expected" is complete, and counted apart (mission.md, "The structured handoff").
    """
    made, accepted = found.offer, found.accepted
    if made is None or accepted is None:
        return ""
    whole = len(ELEMENTS)
    given = [whole - len(missing(ticket, made.id, accepted.at)) for ticket in tickets]
    unexpected = sum((ticket.work.contingency or "").casefold() == NONE_EXPECTED for ticket in tickets)
    minutes = max(0, int((accepted.at - made.at).total_seconds()) // 60)
    seen = f", witnessed by {' and '.join(accepted.witnesses)}" if accepted.witnesses else ""
    lines = [f"{made.by} to {accepted.by}, accepted after {minutes} min{seen}"]
    if tickets:
        complete = sum(one == whole for one in given)
        lines.append(
            f"{len(tickets)} ticket{'' if len(tickets) == 1 else 's'}, {complete} with all {whole} elements, "
            f"{sum(given)} of {whole * len(tickets)} in all; {unexpected} expect nothing to go wrong"
        )
    if made.incomplete:
        lines.append(f"offered incomplete: {made.incomplete}")
    return "\n".join(lines)
