"""The picture of the README, drawn from the demo itself: `python -m tests.pictures`."""

import asyncio
import re
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from shiftui.bootstrap import assemble, random_id
from shiftui.demo.team import BEGINS, SETTINGS
from shiftui.demo.tracker import DemoTracker
from shiftui.tui.app import ShiftApp
from shiftui.tui.browser import SystemBrowser
from shiftui.tui.clipboard import TerminalClipboard

KEYS = ("j", "j")
"""To a ticket about which something was said."""
MINUTES = 1.2
"""How far into the story: one ticket has arrived, one is down, one is about to breach."""


class StillClock:
    """A moment of the story that stays."""

    def now(self) -> datetime:
        """The moment."""
        return BEGINS + timedelta(minutes=MINUTES)

    def sleep(self, seconds: float) -> None:
        """Nothing passes."""


async def draw(folder: Path, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The dashboard as SVG, after some keys."""
    clock = StillClock()
    workspace = assemble(folder, SETTINGS, clock, random_id)
    workspace.courier_with(DemoTracker(clock)).sync(lambda what, done, total: None)
    app = ShiftApp(workspace.desk, None, clipboard=TerminalClipboard({}), browser=SystemBrowser())
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        while any("reading …" in span.text for line in app.dashboard.detail.lines for span in line):
            await pilot.pause()
        await pilot.pause()
        return app.export_screenshot(title="shiftui")


def with_own_font(svg: str) -> str:
    """In the reader's own font: nobody else's server is asked for one."""
    return re.sub(r",\s*url\([^)]*\) format\([^)]*\)", "", svg)


def main() -> int:
    """Write the picture, or another one: `python -m tests.pictures FILE COLUMNSxROWS [KEY …]`."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/dashboard.svg")
    columns, rows = (int(n) for n in (sys.argv[2] if len(sys.argv) > 2 else "120x30").split("x"))
    with tempfile.TemporaryDirectory() as folder:
        svg = asyncio.run(draw(Path(folder) / "w", (columns, rows), tuple(sys.argv[3:]) or KEYS))
    file.write_text(with_own_font(svg), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
