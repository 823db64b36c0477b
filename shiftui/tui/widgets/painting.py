"""Painting lines: the only place where roles become colours, and where changes become regions.

A widget keeps the lines that it shows; given new ones it repaints the cells that differ and no others, so
that a countdown costs a few bytes and a quiet screen none.
"""

from collections.abc import Iterable

from rich.segment import Segment
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from shiftui.tui.lines import Line, Span, clip_line, width_of
from shiftui.tui.themes import Palette, Styles, palette_of, styles_of


class Painter:
    """Turns lines into strips in the colours of the theme that is on."""

    def __init__(self, variables: dict[str, str], *, no_color: bool) -> None:
        self.colours: Palette | None = None if no_color else palette_of(variables)
        self.ground = styles_of(self.colours)
        self.raised = styles_of(self.colours, self.colours.raised if self.colours else None)

    def strip(self, line: Line, width: int, styles: Styles | None = None) -> Strip:
        """The line in exactly `width` cells."""
        styles = styles or self.ground
        segments = [Segment(text, styles[role]) for text, role in _runs(line)]
        return Strip(segments).adjust_cell_length(width, styles["text"])


def _runs(line: Line) -> list[Span]:
    """The line in as few pieces as look the same, as each costs forty bytes on the wire; blanks join any."""
    runs: list[Span] = []
    for span in line:
        if not span.text:
            continue
        before = runs[-1] if runs else None
        if before is not None and (span.role == before.role or span.text.isspace()):
            runs[-1] = Span(before.text + span.text, before.role)
        elif before is not None and before.text.isspace():
            runs[-1] = Span(before.text + span.text, span.role)
        else:
            runs.append(span)
    return runs


class PaintedApp(App[None]):
    """An app whose widgets paint lines."""

    _painter: tuple[str, Painter] | None = None

    @property
    def painter(self) -> Painter:
        """The painter for the theme that is on."""
        if self._painter is None or self._painter[0] != self.theme:
            self._painter = (self.theme, Painter(self.get_css_variables(), no_color=self.no_color))
        return self._painter[1]


def painter_for(widget: Widget) -> Painter:
    """The painter of the widget's app."""
    app = widget.app
    assert isinstance(app, PaintedApp)
    return app.painter


def changed_cells(before: Line, after: Line) -> tuple[int, int] | None:
    """The first cell that differs and how many do; None where the lines look the same."""
    if before == after:
        return None
    old = [(char, span.role) for span in before for char in span.text]
    new = [(char, span.role) for span in after for char in span.text]
    widths = width_of(before), width_of(after)
    if widths != (len(old), len(new)) or len(old) != len(new):
        return 0, max(widths)  # characters are not cells here, or everything to the right moves
    differing = [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    return (differing[0], differing[-1] - differing[0] + 1) if differing else None


class Lines(Widget):
    """A few fixed rows."""

    can_focus = False

    def __init__(self, *, id: str | None = None, raised: bool = False) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()
        self._raised = raised

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: Iterable[Line]) -> None:
        """Show these rows; only the cells that differ are painted again."""
        before, self._lines = self._lines, tuple(lines)
        for row in range(max(len(before), len(self._lines))):
            old = before[row] if row < len(before) else ()
            new = self._lines[row] if row < len(self._lines) else ()
            changed = changed_cells(old, new)
            if changed is not None:
                self.refresh(Region(changed[0], row, changed[1], 1))

    def render_line(self, y: int) -> Strip:
        """One row."""
        painter = painter_for(self)
        line = self._lines[y] if y < len(self._lines) else ()
        return painter.strip(line, self.size.width, painter.raised if self._raised else painter.ground)


class ScrolledLines(Widget, can_focus=True):
    """Rows that scroll, by themselves; the last column says which part of them is in sight."""

    def __init__(self, *, id: str | None = None, raised: bool = False) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()
        self._top = 0
        self._painted: dict[int, Line] = {}
        self._raised = raised

    @property
    def lines(self) -> tuple[Line, ...]:
        """What there is, in sight or not."""
        return self._lines

    def show(self, lines: tuple[Line, ...], *, from_top: bool = False) -> None:
        """Show these lines; what is in sight and differs is painted again."""
        self._lines = lines
        self._scroll(0 if from_top else self._top)

    def scroll_by(self, rows: int) -> None:
        """Scroll down by rows, or up where they are negative; it stops at the ends."""
        self._scroll(self._top + rows)

    def _scroll(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self.size.height))
        for y in range(self.size.height):
            changed = changed_cells(self._painted.get(y, ()), self._line_at(y))
            if changed is not None:
                self.refresh(Region(changed[0], y, changed[1], 1))

    def _line_at(self, y: int) -> Line:
        """What stands on the row `y` in sight, to the edge."""
        at, room = y + self._top, self.size.width - 1
        line = clip_line(self._lines[at], room) if at < len(self._lines) else ()
        edge = Span("┃" if self._is_part(y) else " ", "dim")
        return (*line, Span(" " * max(0, room - width_of(line))), edge)

    def _is_part(self, y: int) -> bool:
        height, total = self.size.height, len(self._lines)
        if not total > height > 0:
            return False
        first = self._top * height // total
        return first <= y <= first + height * height // total

    def render_line(self, y: int) -> Strip:
        """One row in sight."""
        line = self._painted[y] = self._line_at(y)
        painter = painter_for(self)
        return painter.strip(line, self.size.width, painter.raised if self._raised else painter.ground)

    def on_resize(self) -> None:
        """Another size: everything is painted anew."""
        self._painted.clear()
        self._scroll(self._top)
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.scroll_by(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.scroll_by(-1)
