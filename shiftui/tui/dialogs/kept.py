"""Texts that somebody began and did not send: closing a composer loses nothing."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class KeptTexts:
    """Unsent texts by composer and ticket, in memory only. Used by the screen's thread alone."""

    _texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def keep(self, what: str, key: str, text: str) -> None:
        """Keep the text of the composer `what` on the ticket of `key`; one without a word is forgotten."""
        if text.strip():
            self._texts[what, key] = text
        else:
            self.forget(what, key)

    def forget(self, what: str, key: str) -> None:
        """It was sent, or thrown away on purpose."""
        self._texts.pop((what, key), None)

    def text(self, what: str, key: str) -> str | None:
        """What was kept, if anything was."""
        return self._texts.get((what, key))

    @property
    def unsent(self) -> tuple[tuple[str, str], ...]:
        """Composer and ticket key of each, oldest first: what leaving the program would lose."""
        return tuple(self._texts)
