"""The note dialog on a real terminal: `python -m tests.tui.dialogs.editing_app FILE` writes its answer."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from textual.widget import AwaitMount

from shiftui.tui.clipboard import TerminalClipboard
from shiftui.tui.dialogs.note import NoteDialog
from tests.tui.dialogs.harness import Harness, Workspace


class EditingApp(Harness):
    """Ends with the dialog."""

    def __init__(self) -> None:
        workspace = Workspace()
        clipboard = TerminalClipboard(os.environ, self.copy_to_clipboard)
        context = replace(workspace.context, clipboard=clipboard)
        super().__init__(lambda: NoteDialog(context, workspace.ticket))

    def show(self) -> AwaitMount:
        """End with its answer."""
        return self.push_screen(self._make(), lambda answer: self.exit(answer))


if __name__ == "__main__":
    app = EditingApp()
    Path(sys.argv[1]).write_text(json.dumps(app.run()), encoding="utf-8")
