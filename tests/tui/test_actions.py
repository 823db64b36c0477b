"""The registry: what the interface document promises about keys, and what a person may change."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.tui.actions import (
    ACTIONS,
    FORBIDDEN,
    RESERVED,
    action,
    clashes,
    effective_keys,
    keys_table,
    show_key,
    split_keys,
)
from shiftui.tui.calling import CALLING
from shiftui.tui.decisions import DECISIONS
from shiftui.tui.errands import ERRANDS
from shiftui.tui.handing_over import HANDING_OVER
from shiftui.tui.handlers import HANDLERS
from shiftui.tui.looking import LOOKING
from shiftui.tui.screens.dashboard import Dashboard

PROMISED = {
    "down": {"j", "down"}, "up": {"k", "up"}, "top": {"g"}, "bottom": {"G"}, "page_down": {"pagedown"},
    "page_up": {"pageup"}, "half_down": {"ctrl+d"}, "half_up": {"ctrl+u"}, "open": {"enter"},
    "back": {"escape"}, "next_pane": {"tab"}, "filter": {"/"}, "palette": {":", "ctrl+p"},
    "help": {"?", "f1"}, "acknowledge": {"a"}, "respond": {"r"}, "note": {"n"}, "priority": {"p"},
    "severity": {"v"}, "waiting": {"w"}, "snooze": {"z"}, "mark": {"space"}, "mark_all": {"V"},
    "undo": {"u"}, "open_link": {"o"}, "copy_ref": {"y"}, "copy_url": {"Y"}, "sync": {"ctrl+r"},
    "capture": {"c"}, "spinoff": {"S"}, "quit": {"q", "ctrl+q"}, "resolve": {"x"}, "reopen": {"X"},
    "diary": {"D"}, "view_queue": {"1"}, "view_next": {"7"},
}  # fmt: skip


@pytest.mark.parametrize("id", PROMISED)
def test_the_keys_are_those_that_the_interface_document_promises(id: str) -> None:
    assert PROMISED[id] <= set(action(id).keys)


def test_every_help_fits_beside_its_keys_in_eighty_columns() -> None:
    assert [one.id for one in ACTIONS if len(one.help) > 41 or len(one.label) > 22] == []


def test_no_key_means_two_things() -> None:
    assert clashes(ACTIONS, {}) == ()


def test_every_action_does_something_and_nothing_else_is_there_to_be_done() -> None:
    done = [*HANDLERS, *LOOKING, *DECISIONS, *HANDING_OVER, *CALLING, *ERRANDS]
    assert len(done) == len(set(done))
    assert {one.id for one in ACTIONS} == set(done) - {"decide"}


def test_no_action_has_only_keys_that_terminals_take() -> None:
    for one in ACTIONS:
        assert not one.keys or set(one.keys) - FORBIDDEN


def test_reserved_keys_are_free() -> None:
    assert not {key for one in ACTIONS for key in one.keys} & set(RESERVED)


def test_the_dashboard_binds_exactly_the_registry() -> None:
    bound = {(binding.id, key) for binding in Dashboard.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
    assert bound == {(one.id, key) for one in ACTIONS for key in one.keys}


def test_own_keys_replace_ours() -> None:
    assert effective_keys(action("acknowledge"), {"acknowledge": "f5, A"}) == ("f5", "A")
    assert effective_keys(action("respond"), {"acknowledge": "f5"}) == ("r",)
    assert effective_keys(action("acknowledge"), {"acknowledge": " "}) == ("a",)


@pytest.mark.parametrize(
    ("own", "complaint"),
    [
        ({"acknowledge": "r"}, "r runs acknowledge and respond"),
        ({"acknowlege": "a"}, "acknowlege: there is no such action"),
        ({"acknowledge": "ctrl+s"}, "terminals take ^s themselves"),
        ({"acknowledge": "alt+a"}, "terminals take Alt-a themselves"),
        ({"acknowledge": ""}, "acknowledge: name a key, or leave the line out"),
        ({"acknowledge": "I"}, "I is kept for incident"),
        ({"acknowledge": "bogus"}, "there is no key 'bogus'"),
    ],
)
def test_keys_that_cannot_work_are_named(own: dict[str, str], complaint: str) -> None:
    assert any(complaint in problem for problem in clashes(ACTIONS, own))


def test_a_forbidden_key_may_be_a_second_way() -> None:
    assert clashes(ACTIONS, {"acknowledge": "a, ctrl+s"}) == ()


def test_a_comma_can_be_a_key() -> None:
    assert split_keys(",") == (",",)
    assert split_keys("a, f5") == ("a", "f5")


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+r", "^r"), ("enter", "Enter"), ("f1", "F1"), ("pagedown", "PgDn"), ("+", "+"), ("S", "S")],
)
def test_keys_are_shown_as_people_write_them(key: str, shown: str) -> None:
    assert show_key(key) == shown


@given(st.dictionaries(st.sampled_from([one.id for one in ACTIONS]), st.text(max_size=12), max_size=6))
def test_any_settings_are_judged_without_a_crash(own: dict[str, str]) -> None:
    assert all(isinstance(problem, str) and problem for problem in clashes(ACTIONS, own))


def test_the_table_for_the_docs_names_every_action_once() -> None:
    rows = [line for line in keys_table().splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(ACTIONS)
    for one in ACTIONS:
        assert any(re.search(rf"\| {re.escape(one.label)} \|", row) for row in rows)


def test_reading_the_registry_needs_no_screen() -> None:
    code = "import sys, shiftui.tui.actions; print({'textual', 'rich'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "set()"
