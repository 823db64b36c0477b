"""How each error ends a command: a sentence, and an exit code that other programs may rely on."""

from shiftui.cli import FAILED, TRY_AGAIN
from shiftui.config import ConfigError
from shiftui.domain.refusals import Refused
from shiftui.ports import PortError, RateLimited, StoreBusy, Unclear, Unreachable
from shiftui.service.sync import NoAnswer


def code_of(error: Exception) -> int:
    """3 where the same command may work in a while, else 1."""
    passing = (StoreBusy, Unreachable, RateLimited, Unclear, NoAnswer)
    return TRY_AGAIN if isinstance(error, passing) else FAILED


def words_of(error: Exception) -> str:
    """What a person can do with it; for what nobody foresaw, what to report."""
    if isinstance(error, Refused | PortError | ConfigError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}".lower()
    kind = type(error).__name__
    return f"this should not have happened ({kind}: {error}); SHIFTUI_TRACEBACK=1 shows where"
