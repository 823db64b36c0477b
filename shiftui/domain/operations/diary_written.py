"""The diary: what happened in a shift and has no ticket."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, written
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryWritten(Fact):
    """An entry of the shift's diary."""

    KIND: ClassVar[str] = "diary"

    text: str

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"diary: {self.text}"


def write_diary(scene: Scene, text: str) -> DiaryWritten:
    """Decide to write an entry.

    Raises:
        NoTextGiven: there is no text.

    """
    return DiaryWritten(**scene.stamp(), text=written(text, "diary entry"))
