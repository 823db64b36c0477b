"""What all tests of the screens need."""

import pytest

from shiftui.tui import reading, typeahead


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations are read at once: the rest before it only spares the disk."""
    monkeypatch.setattr(reading, "REST", 0.0)


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press keys faster than people, and mean each."""
    monkeypatch.setattr(typeahead, "AFTER_A_CHOICE", 0.0)
