"""The line to talk: what came of the last key at the left, filter and marks at the right."""

from shiftui.tui.lines import Line, Span, joined, spread
from shiftui.tui.view_models.rows import EDGE


def status_line(said: str, standing: str, width: int, *, loud: bool = False, way_back: Line = ()) -> Line:
    """Both texts are safe; `loud` is for what was not done, `way_back` a key and where it goes."""
    left: Line = (Span(" " * EDGE), Span(said, "strong" if loud else "text")) if said else ()
    right = joined([(Span(standing, "accent"),) if standing else (), way_back])
    return (*spread(left, right, width - EDGE), Span(" " * EDGE))
