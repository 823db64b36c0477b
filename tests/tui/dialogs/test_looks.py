"""What dialogs look like, at the least size and with room, in the dark and in the light.

`pytest tests/tui/dialogs/test_looks.py --snapshot-update` accepts what there is now: look at it first.
"""

from collections.abc import Callable

import pytest
from textual.screen import Screen

from tests.tui.dialogs import gallery
from tests.tui.dialogs.harness import Harness, settle

SMALL, LARGE = ((80, 24), "shiftui-dark"), ((120, 40), "shiftui-light")
LOOKS = (
    "reply-mail",
    "reply-leaving",
    "priority",
    "snooze",
    "resolve",
    "capture-check",
    "fields",
    "spinoff",
    "first-run-found",
)


@pytest.mark.parametrize(("size", "theme"), [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("name", LOOKS)
def test_dialogs_look_as_they_were_accepted(
    snap_compare: Callable[..., bool], name: str, size: tuple[int, int], theme: str
) -> None:
    app = gallery.app(name, theme)
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: gallery.prepare(name, pilot))


async def test_every_dialog_fits_the_least_terminal_with_its_keys() -> None:
    names = iter(gallery.NAMES)
    app = Harness(lambda: gallery.dialog(next(names)))
    async with app.run_test(size=(80, 24)) as pilot:
        for name in gallery.NAMES:
            await gallery.prepare(name, pilot)
            await settle(app, pilot)
            assert_fits(app.screen)
            while len(app.screen_stack) > 1:
                await app.pop_screen()
            if name != gallery.NAMES[-1]:
                await app.show()
                await settle(app, pilot)


def assert_fits(screen: Screen[object]) -> None:
    """The frame is on the screen, and all its fields and the keys are within."""
    frame = screen.query_one("#frame").region
    assert screen.region.contains_region(frame)
    keys = screen.query_one("#keys").region
    assert keys.height == 1
    for part in (screen.query_one("#keys"), *screen.query("Prose, Line, Pick, Choices")):
        if part.region.area:
            assert frame.contains_region(part.region), part
