"""What dialogs look like, at the least size and with room, in the dark and in the light.

`pytest tests/tui/dialogs/test_looks.py --snapshot-update` accepts what there is now: look at it first.
"""

from collections.abc import Callable

import pytest

from tests.tui.dialogs import gallery

SMALL, LARGE = ((80, 24), "shiftui-dark"), ((120, 40), "shiftui-light")
LOOKS = (
    "reply",
    "reply-mail",
    "reply-leaving",
    "note",
    "priority",
    "snooze",
    "resolve",
    "capture-check",
    "fields",
    "spinoff",
    "link",
    "first-run-found",
)


@pytest.mark.parametrize(("size", "theme"), [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("name", LOOKS)
def test_dialogs_look_as_they_were_accepted(
    snap_compare: Callable[..., bool], name: str, size: tuple[int, int], theme: str
) -> None:
    app = gallery.app(name, theme)
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: gallery.prepare(name, pilot))


@pytest.mark.parametrize("name", gallery.NAMES)
async def test_every_dialog_fits_the_least_terminal_with_its_keys(name: str) -> None:
    app = gallery.app(name, "shiftui-dark")
    async with app.run_test(size=(80, 24)) as pilot:
        await gallery.prepare(name, pilot)
        await pilot.pause()
        frame = app.screen.query_one("#frame").region
        keys = app.screen.query_one("#keys").region
        assert app.screen.region.contains_region(frame)
        assert keys.height == 1
        assert frame.contains_region(keys)
        for field in app.screen.query("Prose, Line, Pick, Choices"):
            if field.region.area:
                assert frame.contains_region(field.region), field
