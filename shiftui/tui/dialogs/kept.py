"""Texts that somebody began and did not send: closing a composer loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fields = Mapping[str, str]
"""What stood in each field of a composer, by the field's name."""


@dataclass(slots=True)
class KeptTexts:
    """Unsent texts by composer and ticket, in memory only. Used by the screen's thread alone."""

    _texts: dict[tuple[str, str], Fields] = field(default_factory=dict)

    def keep(self, what: str, key: str, fields: Fields) -> None:
        """Keep the fields of the composer `what` on the ticket of `key`; forget them when all are blank."""
        if any(text.strip() for text in fields.values()):
            self._texts[what, key] = dict(fields)
        else:
            self.forget(what, key)

    def forget(self, what: str, key: str) -> None:
        """It was sent, or thrown away on purpose."""
        self._texts.pop((what, key), None)

    def fields(self, what: str, key: str) -> Fields:
        """What was kept; empty where nothing was."""
        return self._texts.get((what, key), {})

    @property
    def unsent(self) -> tuple[tuple[str, str], ...]:
        """Composer and ticket key of each, oldest first: what leaving the program would lose."""
        return tuple(self._texts)
