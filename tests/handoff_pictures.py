"""The handoff in pictures, played in the demo from both chairs: `python -m tests.handoff_pictures`."""

import asyncio
import tempfile
from pathlib import Path

from tests.demo.playing import Playing, playing
from tests.pictures import with_own_font

DOCS = Path("docs")
SIZE = (100, 24)
TICKETS = 6


def _keep(demo: Playing, name: str) -> None:
    svg = demo.shown.app.export_screenshot(title="shiftui")
    (DOCS / f"handoff-{name}.svg").write_text(with_own_font(svg), encoding="utf-8")


async def draw(folder: Path) -> None:
    """Hand the demo's shift over, and receive the next one."""
    async with playing(folder, SIZE) as demo:
        await demo.press("F", "H", "g", "l")
        _keep(demo, "elements")
        await demo.press(*["enter"] * TICKETS)
        _keep(demo, "offer")
        await demo.press("ctrl+o", "F", "F", "H")
        await demo.shown.type("a zone without a name; h.brandt gets the way around first, else ada")
        _keep(demo, "receive")
        for _ in range(4):
            await demo.write("as it stands there")
        _keep(demo, "accept")


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw(Path(folder)))


if __name__ == "__main__":
    main()
