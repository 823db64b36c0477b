"""The line to talk: what came of the last key at the left, filter and marks at the right."""

from shiftui.tui.lines import Line, Span, spread
from shiftui.tui.view_models.rows import EDGE


def status_line(said: str, standing: str, width: int, *, loud: bool = False) -> Line:
    """Both texts are safe; `loud` is for what was not done."""
    left: Line = (Span(" " * EDGE), Span(said, "strong" if loud else "text")) if said else ()
    right: Line = (Span(standing, "accent"),) if standing else ()
    return (*spread(left, right, width - EDGE), Span(" " * EDGE))
