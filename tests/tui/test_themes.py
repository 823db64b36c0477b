"""The colours of looks.md to the letter, and whether they can be read."""

import re
from pathlib import Path

import pytest

from shiftui.tui.app import ShiftApp
from shiftui.tui.themes import CONTRAST, DARK, LIGHT, PALETTES, Palette, palette_of, styles_of, theme_name
from tests.tui.support import Tray, Window, running
from tests.tui.workspace import invented_desk

SIGNALS = ("accent", "amber", "red", "green")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.1: 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_text_and_signals_can_be_read_on_the_ground(palette: Palette) -> None:
    assert contrast(palette.text, palette.ground) > 14
    for name in ("dim", *SIGNALS):
        assert contrast(getattr(palette, name), palette.ground) > 5, name


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_text_and_signals_can_be_read_on_the_raised_surface(palette: Palette) -> None:
    for name in ("text", "dim", *SIGNALS):
        assert contrast(getattr(palette, name), palette.raised) > 4.5, name


def test_the_high_contrast_theme_has_no_dim_and_nothing_below_seven() -> None:
    assert CONTRAST.dim == CONTRAST.text
    for surface in (CONTRAST.ground, CONTRAST.raised):
        for name in ("text", "dim", *SIGNALS):
            assert contrast(getattr(CONTRAST, name), surface) > 7, name


def test_the_names_that_people_set_mean_our_themes() -> None:
    assert theme_name("light") == "shiftui-light"
    assert theme_name("High-Contrast") == "shiftui-contrast"
    assert theme_name("") == "shiftui-dark"
    assert theme_name("nord") == "nord"


def test_our_colours_reach_the_style_sheets_unchanged() -> None:
    app = ShiftApp(invented_desk(), clipboard=Tray(), browser=Window())
    for name, (palette, _) in PALETTES.items():
        app.theme = name
        assert palette_of(app.get_css_variables()) == palette


async def test_every_theme_of_textual_can_be_switched_on() -> None:
    async with running(invented_desk()) as shown:
        for name in sorted(shown.app.available_themes):
            shown.app.theme = name
            await shown.press()
            assert re.fullmatch("#[0-9A-Fa-f]{6}", palette_of(shown.app.get_css_variables()).dim)
            assert "NEEDS YOU" in shown.text()


def test_no_role_is_bold_coloured_and_reversed_at_once() -> None:
    for palette, _ in PALETTES.values():
        for style in styles_of(palette).values():
            assert not style.reverse


def test_without_colours_every_role_still_has_none() -> None:
    for style in styles_of(None).values():
        assert style.color is None
        assert style.bgcolor is None


def test_style_sheets_name_no_colour_of_their_own() -> None:
    sheet = (Path(__file__).parents[2] / "styles" / "app.tcss").read_text()
    assert not re.search(r"#[0-9a-fA-F]{6}\b|rgb\(", sheet)
