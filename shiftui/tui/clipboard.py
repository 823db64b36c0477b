"""Where a drafted text goes when it is copied: whichever clipboard the person will paste from.

At the machine itself, the desktop's. In tmux, its own buffer, which it hands on to the terminal where that is
allowed. Over SSH the terminal at the other end, by OSC 52; it gives no answer, so that is the one way that
cannot be confirmed. Where none is to be had, `copy` says so and the text is shown instead.
"""

import subprocess
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Final

OSC_52_LIMIT: Final = 74_994
"""Bytes that every terminal takes: longer sequences are dropped without a word."""
PATIENCE: Final = 2.0
"""Seconds that a clipboard may take."""


class TerminalClipboard:
    """The `Clipboard` port. `osc_52` writes to the terminal's clipboard, as `App.copy_to_clipboard` does."""

    def __init__(self, environ: Mapping[str, str], osc_52: Callable[[str], None] | None = None) -> None:
        self._environ = environ
        self._osc_52 = osc_52

    def copy(self, text: str) -> bool:
        """Copy; False when there is nowhere to copy to, and the text has to be shown instead."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates would break every way
        if not self._is_remote and copy_natively(text):
            return True
        if self._environ.get("TMUX"):
            return copy_in_tmux(text, self._environ)
        if self._is_remote and not self._environ.get("STY"):  # screen takes OSC 52 for itself
            return self._copy_by_osc_52(text)
        return False

    @property
    def _is_remote(self) -> bool:
        return any(self._environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))

    def _copy_by_osc_52(self, text: str) -> bool:
        if self._osc_52 is None or len(text.encode()) > OSC_52_LIMIT:
            return False
        self._osc_52(text)
        return True


def copy_natively(text: str) -> bool:
    """Copy to the desktop's clipboard; False where there is none, or it does not answer in time."""
    done: list[bool] = []

    def copy() -> None:
        import pyperclip  # half a dozen look-ups of programs; only when something is copied

        try:
            pyperclip.copy(text)
        except (pyperclip.PyperclipException, OSError):
            return
        done.append(True)

    thread = Thread(target=copy, name="clipboard", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return bool(done)


def copy_in_tmux(text: str, environ: Mapping[str, str]) -> bool:
    """Copy to tmux' buffer, and by tmux to its terminal; before 3.2 it knew no `-w`."""
    return any(_load_buffer(text, environ, *flags) for flags in (("-w",), ()))


def _load_buffer(text: str, environ: Mapping[str, str], *flags: str) -> bool:
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", *flags, "-"],
            input=text.encode(),
            env=dict(environ),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
