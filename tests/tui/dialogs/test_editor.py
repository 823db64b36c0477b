"""$EDITOR: started without a shell, on a file that only its owner can read; the text survives all of it."""

import json
import sys
from pathlib import Path

import pytest

from shiftui.tui.dialogs.editor import EditorFailed, edit_text, editor_command
from shiftui.tui.dialogs.note import NoteDialog
from tests.tui.dialogs.harness import Workspace, press, said, shown
from tests.tui.dialogs.terminal import terminal


def script(folder: Path, code: str) -> list[str]:
    """A command that runs `code` with the file's path in `path`."""
    file = folder / "an editor.py"
    file.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n", encoding="utf-8")
    return [sys.executable, str(file)]


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({}, ["vi"]),
        ({"EDITOR": "nano -w"}, ["nano", "-w"]),
        ({"EDITOR": "nano", "VISUAL": "'/opt/My Editor/bin' --wait"}, ["/opt/My Editor/bin", "--wait"]),
        ({"EDITOR": "  ", "VISUAL": ""}, ["vi"]),
        ({"EDITOR": "vi; rm -rf /"}, ["vi;", "rm", "-rf", "/"]),
        ({"EDITOR": "$(evil) `evil`"}, ["$(evil)", "`evil`"]),
    ],
)
def test_the_setting_is_split_and_no_shell_reads_it(environ: dict[str, str], command: list[str]) -> None:
    assert editor_command(environ) == command


def test_a_setting_with_an_open_quote_is_explained() -> None:
    with pytest.raises(EditorFailed, match="mend its quotes"):
        editor_command({"EDITOR": "'vi"})


def test_what_the_editor_leaves_is_the_text(tmp_path: Path) -> None:
    command = script(tmp_path, "path.write_text(path.read_text() + 'ü more\\n', 'utf-8')")
    assert edit_text("Grüße\n", command) == "Grüße\nü more"


def test_the_file_is_its_owners_alone_and_goes_away(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = "file, folder = (each.stat().st_mode & 0o777 for each in (path, path.parent))"
    code += f"; pathlib.Path({str(told)!r}).write_text(f'{{file:o}} {{folder:o}} {{path}}')"
    edit_text("secret", script(tmp_path, code))
    mode, folder, path = told.read_text().split(" ", 2)
    assert (mode, folder) == ("600", "700")
    assert not Path(path).exists()
    assert not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(3)", "ended with error 3"),
        ("path.write_bytes(b'\\xff\\xfe\\x00')", "no readable text"),
        ("path.unlink()", "no readable text"),
    ],
)
def test_an_editor_that_fails_leaves_the_text_as_it_was(tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(EditorFailed, match=words):
        edit_text("text", script(tmp_path, code))


def test_an_editor_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EditorFailed, match="did not start"):
        edit_text("text", [str(tmp_path / "none")])


async def test_without_a_terminal_to_lend_the_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")
    workspace = Workspace()
    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"abc", "ctrl+e")
        assert "cannot be lent" in said(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers == ["abc"]


def test_on_a_real_terminal_the_editor_gets_it_and_gives_it_back(tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    editor = script(
        tmp_path, "print('EDITOR HAS THE TERMINAL')\npath.write_text(path.read_text() + ' and more')"
    )
    environ = {"VISUAL": " ".join(f"'{word}'" for word in editor), "EDITOR": "false"}
    with terminal([sys.executable, "-m", "tests.tui.dialogs.editing_app", str(answer)], environ) as screen:
        screen.wait_for(b"Note on")
        screen.type(b"some\x05")  # ^e
        screen.wait_for(b"EDITOR HAS THE TERMINAL")
        screen.wait_for(b"and more")
        screen.type(b", at once\x0f")  # ^o
    assert json.loads(answer.read_text()) == "some and more, at once"
