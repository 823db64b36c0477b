"""Texts that somebody began and did not send: closing a composer loses nothing, nor does a crash."""

from collections.abc import Mapping

from shiftui.ports import Unsent

Fields = Mapping[str, str]
"""What stood in each field of a composer, by the field's name."""
_BETWEEN = "\t"
"""Between composer and ticket in the name under which a text is kept."""


class KeptTexts:
    """Unsent texts by composer and ticket. Used by the screen's thread alone."""

    def __init__(self, unsent: Unsent | None = None) -> None:
        self._unsent = unsent
        found = unsent.load() if unsent is not None else {}
        self._texts: dict[tuple[str, str], Fields] = {
            (what, key): fields
            for name, fields in found.items()
            for what, _, key in [name.partition(_BETWEEN)]
        }

    def keep(self, what: str, key: str, fields: Fields) -> None:
        """Keep the fields of the composer `what` on the ticket of `key`; forget them when all are blank."""
        if not any(text.strip() for text in fields.values()):
            self.forget(what, key)
        elif self._texts.get((what, key)) != fields:
            self._texts[what, key] = dict(fields)
            self._put(what, key, fields)

    def forget(self, what: str, key: str) -> None:
        """It was sent, or thrown away on purpose."""
        if self._texts.pop((what, key), None) is not None:
            self._put(what, key, None)

    def fields(self, what: str, key: str) -> Fields:
        """What was kept; empty where nothing was."""
        return self._texts.get((what, key), {})

    @property
    def unsent(self) -> tuple[tuple[str, str], ...]:
        """Composer and ticket key of each, oldest first."""
        return tuple(self._texts)

    def _put(self, what: str, key: str, fields: Fields | None) -> None:
        if self._unsent is not None:
            self._unsent.put(f"{what}{_BETWEEN}{key}", fields)
