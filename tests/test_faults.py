"""The table of faults names tests that exist, and leaves no fault out."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [
    line for line in (ROOT / "docs" / "faults.md").read_text().splitlines() if re.match(r"\| [0-9]+ \|", line)
]


def test_every_fault_has_its_row_in_order() -> None:
    assert [int(row.split("|")[1]) for row in ROWS] == list(range(1, 34))


def test_every_row_names_tests_that_exist() -> None:
    for row in ROWS:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", row.rpartition(" | ")[2])
        assert named, row
        for path, test in named:
            text = (ROOT / "tests" / path).read_text()
            assert re.search(rf"^(async )?def {test}\(", text, re.MULTILINE), f"{path}::{test}"
