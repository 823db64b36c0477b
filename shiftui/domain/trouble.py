"""What keeps a workspace from being in step with GitHub, and how that is said in a few words."""

from enum import StrEnum


class Trouble(StrEnum):
    """What kept a pass from being complete."""

    NONE = ""
    OFFLINE = "offline"
    """No way to GitHub, or it has a failure of its own."""
    LIMITED = "limited"
    """GitHub asks to wait, until `retry_at`; nothing is asked of it before."""
    TOKEN = "token"
    """The token is missing, not accepted, or lacks a right."""
    ACCESS = "access"
    """The repository cannot be seen."""
    STOPPED = "stopped"
    """Somebody ended the program in the middle."""
    FAULT = "fault"
    """An answer that makes no sense."""

    @property
    def words(self) -> str:
        """What a badge says; empty where nothing is wrong."""
        return _WORDS.get(self, "")


_WORDS = {
    Trouble.OFFLINE: "offline",
    Trouble.LIMITED: "GitHub asks to wait",
    Trouble.TOKEN: "token not accepted",
    Trouble.ACCESS: "no access",
    Trouble.FAULT: "no sense from GitHub",
}
