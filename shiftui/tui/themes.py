"""Our three themes (looks.md), and what each role of a line looks like in whatever theme is on.

Colour means state: amber, red and green are used for nothing else. The same names are variables in the
style sheets (`$ground`, `$raised`, `$line`, `$dim`, `$amber` …), and follow Textual's own themes when one of
those is on.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.theme import Theme

from shiftui.domain.values import dataclass
from shiftui.tui.lines import Role


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, as `#rrggbb`."""

    ground: str
    raised: str
    line: str
    text: str
    dim: str
    accent: str
    amber: str
    red: str
    green: str


DARK = Palette(
    "#11141a", "#181c24", "#2a303c", "#e3e6ec", "#929bab", "#7aa2f7", "#e8b04b", "#ff7a76", "#8fc58a"
)
LIGHT = Palette(
    "#fbfaf7", "#f1efe9", "#d8d4ca", "#1f2430", "#5d6675", "#2a5bd0", "#8a5a00", "#b3261e", "#2f6b32"
)
CONTRAST = Palette(
    "#000000", "#1c1c1c", "#8a8a8a", "#ffffff", "#ffffff", "#9fc0ff", "#ffd166", "#ff9c96", "#a6e3a1"
)
"""Everything above 7 on the ground and on the raised surface, and nothing dim."""

PALETTES: Mapping[str, tuple[Palette, bool]] = {
    "shiftui-dark": (DARK, True),
    "shiftui-light": (LIGHT, False),
    "shiftui-contrast": (CONTRAST, True),
}
"""Theme name to its colours and whether it is dark."""
DEFAULT_THEME = "shiftui-dark"
_SHORT = {
    "dark": "shiftui-dark",
    "light": "shiftui-light",
    "high-contrast": "shiftui-contrast",
    "contrast": "shiftui-contrast",
}


def theme_name(setting: str) -> str:
    """The theme that a setting means: `dark`, `light`, `high-contrast`, or the name of one of Textual's."""
    return _SHORT.get(setting.strip().casefold(), setting.strip()) or DEFAULT_THEME


def themes() -> tuple[Theme, ...]:
    """Ours, for registering."""
    return tuple(_theme(name, palette, dark) for name, (palette, dark) in PALETTES.items())


def _theme(name: str, colours: Palette, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.accent,
        accent=colours.accent,
        warning=colours.amber,
        error=colours.red,
        success=colours.green,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.raised,
        panel=colours.line,
        boost=colours.raised,
        dark=dark,
        variables={
            **_variables(colours),
            **_exact(colours),
            "text": colours.text,
            "text-muted": colours.dim,
            "border": colours.accent,
            "border-blurred": colours.line,
            "input-selection-background": f"{colours.accent} 35%",
            "input-cursor-background": colours.text,
            "input-cursor-foreground": colours.ground,
            "scrollbar": colours.line,
            "scrollbar-hover": colours.dim,
            "scrollbar-active": colours.accent,
            "scrollbar-background": colours.ground,
            "scrollbar-background-hover": colours.ground,
            "scrollbar-background-active": colours.ground,
            "scrollbar-corner-color": colours.ground,
            "block-cursor-background": colours.raised,
            "block-cursor-foreground": colours.text,
            "block-cursor-text-style": "none",
        },
    )


def _exact(colours: Palette) -> dict[str, str]:
    """The names by which Textual asks; it would derive them from ours, and round them on the way."""
    return {
        "primary": colours.accent,
        "secondary": colours.accent,
        "accent": colours.accent,
        "warning": colours.amber,
        "error": colours.red,
        "success": colours.green,
        "foreground": colours.text,
        "background": colours.ground,
        "surface": colours.raised,
        "panel": colours.line,
    }


def _variables(colours: Palette) -> dict[str, str]:
    return {
        "ground": colours.ground,
        "raised": colours.raised,
        "line": colours.line,
        "dim": colours.dim,
        "amber": colours.amber,
        "red": colours.red,
        "green": colours.green,
    }


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Our variables for a theme that does not have them: its own colours in our places."""
    return _variables(palette_of(theme.to_color_system().generate() | theme.variables))


def palette_of(variables: Mapping[str, str]) -> Palette:
    """The colours of the theme whose variables these are."""
    ground = _opaque(variables.get("ground") or variables["background"], "#000000")
    text = _opaque(variables["foreground"], ground)
    mixed = Color.parse(ground).blend(Color.parse(text), 0.62).hex6
    return Palette(
        ground=ground,
        raised=_opaque(variables.get("raised") or variables["surface"], ground),
        line=_opaque(variables.get("line") or variables["panel"], ground),
        text=text,
        dim=_opaque(variables.get("dim") or mixed, ground),
        accent=_opaque(variables["primary"], ground),
        amber=_opaque(variables.get("amber") or variables["warning"], ground),
        red=_opaque(variables.get("red") or variables["error"], ground),
        green=_opaque(variables.get("green") or variables["success"], ground),
    )


def _opaque(value: str, ground: str) -> str:
    """A colour without transparency; the terminal's own (`ansi_default`) as near as can be said."""
    try:
        colour = Color.parse(value)
    except ColorParseError:
        return ground
    return (Color.parse(ground) + colour if colour.a < 1 else colour).hex6.lower()


Styles = Mapping[Role, Style]


def styles_of(colours: Palette | None, background: str | None = None) -> Styles:
    """What each role looks like on the ground, or on another background; without colours by weight alone."""
    if colours is None:
        return {
            "text": Style(),
            "dim": Style(),
            "strong": Style(bold=True),
            "heading": Style(dim=True),
            "accent": Style(bold=True),
            "key": Style(bold=True),
            "amber": Style(),
            "red": Style(bold=True),
            "green": Style(),
            "line": Style(dim=True),
            "bar": Style(bold=True),
            "typed": Style(underline=True),
        }
    on = background or colours.ground
    return {
        "text": Style(color=colours.text, bgcolor=on),
        "dim": Style(color=colours.dim, bgcolor=on),
        "strong": Style(color=colours.text, bgcolor=on, bold=True),
        "heading": Style(color=colours.dim, bgcolor=on, bold=True),
        "accent": Style(color=colours.accent, bgcolor=on),
        "key": Style(color=colours.accent, bgcolor=on, bold=True),
        "amber": Style(color=colours.amber, bgcolor=on),
        "red": Style(color=colours.red, bgcolor=on),
        "green": Style(color=colours.green, bgcolor=on),
        "line": Style(color=colours.line, bgcolor=on),
        "bar": Style(color=colours.accent, bgcolor=on),
        "typed": Style(color=colours.accent, bgcolor=on),
    }
