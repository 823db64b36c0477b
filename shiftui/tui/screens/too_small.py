"""Below the least size there is a notice, and no key does anything."""

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from shiftui.tui.lines import Line, Span, clip
from shiftui.tui.widgets.painting import Lines

LEAST_WIDTH, LEAST_HEIGHT = 80, 24


def is_too_small(width: int, height: int) -> bool:
    """Whether the dashboard cannot be shown."""
    return width < LEAST_WIDTH or height < LEAST_HEIGHT


def notice(width: int, height: int) -> tuple[Line, ...]:
    """What is said in that little room."""
    rows = (
        (f"{width} × {height} is too small", "strong"),
        (f"shiftui needs {LEAST_WIDTH} × {LEAST_HEIGHT}", "dim"),
        ("Make the terminal larger.", "dim"),
    )
    centred = (clip(text, width).center(width) for text, _ in rows)
    return tuple(
        (Span(text, "strong" if role == "strong" else "dim"),)
        for text, (_, role) in zip(centred, rows, strict=True)
    )


class TooSmall(ModalScreen[None]):
    """Over everything, dialogs too, until there is room again."""

    def compose(self) -> ComposeResult:
        """The notice."""
        yield Lines(id="too-small")

    def on_resize(self, event: events.Resize) -> None:
        """Say the size as it is now."""
        self.query_one("#too-small", Lines).show(notice(event.size.width, event.size.height))

    def on_key(self, event: events.Key) -> None:
        """Nobody acts on what cannot be seen."""
        event.stop()
        event.prevent_default()
