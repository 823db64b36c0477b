"""What can be wrong with a settings file, said so that a person can mend it."""

from pathlib import Path

from shiftui.domain.values import dataclass

KeyPath = tuple[str | int, ...]
"""`("people", 0, "away")`: names of tables and keys, and places in arrays."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of a settings file."""

    path: KeyPath
    message: str
    is_fatal: bool = True
    """False for a key that nobody knows: it has no effect, so work can go on."""
    line: int = 0
    """From 1; 0 where the text is not at hand."""

    @property
    def key(self) -> str:
        """As a person writes it: `people[1].away`, counted from 1."""
        text = ""
        for part in self.path:
            text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
        return text

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.path else self.message


class ConfigError(Exception):
    """A settings file that cannot be used or written; says the file, the line, and what is accepted."""

    def __init__(self, path: Path, what: str, line: int = 0) -> None:
        super().__init__(f"{path}:{line}: {what}" if line else f"{path}: {what}")
        self.path = path
        self.line = line
