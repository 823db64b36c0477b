"""The command line: what the dashboard does has a command too, and other programs rely on their words.

stdout is data, stderr is talk. Here is the very top: every error that a command raises ends as a sentence on
stderr and an exit code, never as a traceback.
"""

import gc
import os
import sys
from collections.abc import Sequence

DONE, FAILED, USAGE, TRY_AGAIN, INTERRUPTED = 0, 1, 2, 3, 130


def main(args: Sequence[str] | None = None) -> int:
    """Run the command that `args` (by default the process's) name; returns the exit code."""
    if args is None:  # most commands are over before collecting garbage pays; long ones switch it on again
        gc.disable()
    try:
        return _run(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the very top: nobody should meet a traceback
        return _ending(error)
    finally:
        if args is None:  # the interpreter would look through all of it for garbage before it ends
            gc.freeze()


def _run(args: Sequence[str] | None) -> int:
    import click

    from shiftui.cli import output
    from shiftui.cli.group import shiftui

    try:
        code = shiftui.main(args=args, prog_name="shiftui", standalone_mode=False)
    except click.ClickException as error:
        output.talk(_with_usage(error))
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    finally:
        output.flush()
    return code if isinstance(code, int) else DONE


def _with_usage(error: Exception) -> str:
    """What is wrong with the words of a command, below how they should be."""
    context = getattr(error, "ctx", None)
    usage = f"{context.get_usage()}\nTry '{context.command_path} --help'.\n" if context is not None else ""
    return f"{usage}error: {error.format_message()}"  # type: ignore[attr-defined]  # every ClickException has it


def _ending(error: Exception) -> int:
    """Say what went wrong; returns the exit code."""
    from shiftui.cli import output
    from shiftui.cli.endings import code_of, words_of

    output.talk(f"error: {words_of(error)}")
    if os.environ.get("SHIFTUI_TRACEBACK"):
        sys.excepthook(type(error), error, error.__traceback__)
    return code_of(error)
