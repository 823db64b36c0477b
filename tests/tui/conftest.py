"""What all tests of the screens need."""

import pytest

from shiftui.tui import reading


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations are read at once: the rest before it only spares the disk."""
    monkeypatch.setattr(reading, "REST", 0.0)
