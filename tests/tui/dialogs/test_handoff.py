"""However much is handed over of a ticket, it can be read, and the keys stay on the screen."""

import pytest

from shiftui.tui.dialogs.handoff import Given
from tests.tui.dialogs import gallery
from tests.tui.dialogs.harness import press, screen_text, shown
from tests.tui.dialogs.test_looks import assert_fits


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", ["read-back", "aloud"])
async def test_the_longest_elements_can_be_read_beside_their_keys(name: str, size: tuple[int, int]) -> None:
    async with shown(lambda: gallery.dialog(name), size) as (app, pilot):
        assert_fits(app.screen)
        given = app.screen.query_one(Given)
        seen = screen_text(app)
        if given.max_scroll_y > 0:
            assert "PgDn shows the rest of it" in seen
        while given.scroll_y < given.max_scroll_y:
            await press(app, pilot, "pagedown")
            seen += screen_text(app)
        assert gallery.LAST in seen
        while given.scroll_y > 0:
            await press(app, pilot, "pageup")
        assert_fits(app.screen)
