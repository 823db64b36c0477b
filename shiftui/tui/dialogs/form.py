"""Rows of a form: a label in its column, a field beside it."""

from textual.containers import Horizontal
from textual.widget import Widget

from shiftui.tui.dialogs.parts import Words


class Row(Horizontal):
    """A label and its field; the label stands out while the field is typed in."""

    def __init__(self, label: str, field: Widget) -> None:
        super().__init__(Words(label, classes="label"), field)

    def on_descendant_focus(self) -> None:
        """The cursor is here; `:focus-within` would not restyle the label."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """It went elsewhere."""
        self.remove_class("-here")
