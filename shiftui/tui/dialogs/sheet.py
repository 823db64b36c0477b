"""Where the dialogs' style sheet lies. It is read with the first dialog, so that the queue paints sooner."""

from pathlib import Path
from typing import Final


def _sheet() -> Path:
    package = Path(__file__).parents[2]
    in_wheel = package / "styles" / "dialogs.tcss"
    return in_wheel if in_wheel.is_file() else package.parent / "styles" / "dialogs.tcss"


SHEET: Final = _sheet()
