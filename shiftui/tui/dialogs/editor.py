"""A text in the person's own editor, while the app stands aside.

The command is split like a shell would and never given to one; the file is readable by its owner only, and
goes away afterwards whatever happens.
"""

import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

FALLBACK = "vi"


class EditorFailed(Exception):
    """The editor could not be used; the text is as it was. The message says what to do."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor that the person set: `$VISUAL`, else `$EDITOR`, else vi, as an argument list.

    Raises:
        EditorFailed: the setting cannot be split into words.

    """
    setting = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip() or FALLBACK
    try:
        return shlex.split(setting)
    except ValueError as error:
        raise EditorFailed(f"EDITOR is set to {setting!r}, which is no command; mend its quotes") from error


def edit_text(text: str, command: list[str]) -> str:
    """Let the person edit `text` until the editor ends. Blocks, as long as the person takes.

    Raises:
        EditorFailed: the editor did not start, failed, or left something that is no text.

    """
    with tempfile.TemporaryDirectory(prefix="shiftui-") as folder:  # 0700
        path = Path(folder) / "draft.md"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            ended = subprocess.run([*command, str(path)], check=False)
        except OSError as error:
            raise EditorFailed(
                f"{command[0]} did not start ({error.strerror}); set EDITOR to your editor"
            ) from error
        if ended.returncode:
            raise EditorFailed(f"{command[0]} ended with error {ended.returncode}; the text is as it was")
        try:
            return path.read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise EditorFailed(f"{command[0]} left no readable text; the text is as it was") from error
