"""The two streams: stdout is data, stderr is talk, made safe for a terminal."""

import json
import os
import sys
from typing import Any, TextIO

from shiftui.domain.safe_text import safe_block


def line(text: str) -> None:
    """A line of data, exactly as it is given."""
    stream = sys.stdout
    if stream is None:  # closed by the caller: there is nowhere to write
        return
    try:
        stream.write(_encodable(text, stream) + "\n")
    except BrokenPipeError:
        _nobody_reads(stream)


def json_value(value: Any) -> None:
    """A value as JSON: a line for programs, indented on a person's terminal; ASCII, so safe for both."""
    line(json.dumps(value, indent=2 if is_terminal() else None))


def talk(text: str) -> None:
    """A sentence for the person."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(_encodable(safe_block(text), stream) + "\n")
        stream.flush()
    except (BrokenPipeError, ValueError):
        return


def flush() -> None:
    """Hand over all data; raises `OSError` where it cannot be written, once."""
    if sys.stdout is None or sys.stdout.closed:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_reads(sys.stdout)
    except OSError:
        _nobody_reads(sys.stdout)  # the interpreter's end would try again
        raise


def is_terminal() -> bool:
    """Whether a person looks at stdout."""
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()


def _encodable(text: str, stream: TextIO) -> str:
    """What the stream's encoding lacks as `?`."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def _nobody_reads(stream: TextIO) -> None:
    """Let what is left go nowhere, so that neither we nor the interpreter's end stumble over it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
