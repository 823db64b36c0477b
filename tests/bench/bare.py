"""What the first paint is compared with: a Textual app that does nothing but show 300 rows."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Bare(App[None]):
    """One table."""

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield DataTable()

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("ref", "title", "priority", "due")
        for index in range(300):
            table.add_row(f"#{index}", f"Plots of data set {index} are blank", "customer", f"{index} min")


if __name__ == "__main__":
    Bare().run()
