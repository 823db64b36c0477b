"""Keyrings for tests, as `PYTHON_KEYRING_BACKEND` names them; run in the process that shiftui asks."""

import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError


class Holding(KeyringBackend):
    """Holds one token for each host; it tells which."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return f"{service} token of {username}"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


class Broken(Holding):
    """Fails."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError("no keyring daemon")


class Asking(Holding):
    """Wants a person's word at the terminal, as encrypted files do."""

    def get_password(self, service: str, username: str) -> str | None:
        try:
            Path("/dev/tty").write_text("Password for the keyring: ")
        except OSError:
            return "no terminal to ask on"
        return "asked"


class Waiting(Holding):
    """Waits for a person's click."""

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(60)
        return None
