"""Writing a file of the workspace that is not the store's: whole or not at all, for its owner's eyes."""

import os
from pathlib import Path

from shiftui.config.problems import ConfigError


def write_private(path: Path, text: str) -> None:
    """Put `text` in the place of whatever is at `path`, durably; file 0600, a new folder 0700.

    Raises:
        ConfigError: it cannot be written; what was there is as it was.

    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise ConfigError(
            path, f"cannot be written: {(error.strerror or 'unknown error').lower()}"
        ) from error


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
