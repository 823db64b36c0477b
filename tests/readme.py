"""The generated part of the README: `python -m tests.readme` writes it, a test holds it to the registry."""

import re
import sys
from pathlib import Path

from shiftui.tui.actions import keys_table

README = Path(__file__).parent.parent / "README.md"
_KEYS = re.compile(r"(?<=<!-- keys: begin -->\n).*?(?=<!-- keys: end -->)", re.DOTALL)


def with_keys(text: str) -> str:
    """The README with the keys as the registry has them."""
    return _KEYS.sub(lambda _: keys_table().strip() + "\n", text)


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
