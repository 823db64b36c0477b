"""The log screen: problems of the workspace first, then what was said, newest first."""

from collections.abc import Iterable

from shiftui.domain.safe_text import safe_block
from shiftui.tui.lines import EMPTY, Line, Role, Span, wrap
from shiftui.tui.notices import Kind, Notice
from shiftui.tui.view_models.moment import Moment

_TIME = 11


def log_lines(
    notices: Iterable[Notice], problems: Iterable[str], moment: Moment, width: int
) -> tuple[Line, ...]:
    """Wrapped to `width`."""
    lines: list[Line] = []
    room = max(10, width - _TIME - 1)
    damaged = [safe_block(problem, 20) for problem in problems]
    if damaged:
        lines.append((Span("IN THE WORKSPACE'S FILES", "heading"),))
        for problem in damaged:
            lines += [(Span(row),) for row in wrap(problem, max(10, width - 1))]
        lines.append(EMPTY)
    said = list(notices)
    lines.append((Span("SAID IN THIS SESSION", "heading"),))
    for notice in reversed(said):
        role: Role = "strong" if notice.kind is Kind.FAILED else "text"
        when = moment.clock_time(notice.at)
        for at, row in enumerate(wrap(notice.text, room)):
            lines.append((Span(f"{when if not at else '':<{_TIME}}", "dim"), Span(row, role)))
        if notice.details:
            lines += [(Span(" " * _TIME), Span(row, "dim")) for row in wrap(notice.details, room)]
    if not said:
        lines.append((Span("Nothing yet.", "dim"),))
    return tuple(lines)
