"""How a ticket ends, and what it leaves to be done."""

import pytest

from shiftui.bootstrap import open_workspace
from tests.cli.shell import Shell, StoppedClock


def test_resolving_says_how_in_several_ways(shell: Shell, clock: StoppedClock) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    done = shell("resolve", "L1", "--as", "reproducer", "--as", "new-issue", "Filed it, thank you", "--json")
    ticket = done.ok().json
    assert (ticket["state"], ticket["resolution"]) == ("resolved", ["reproducer", "new-issue"])
    assert ticket["resolved_at"] == "2026-11-23T22:45:00Z"
    assert ticket["notes"][-1]["text"] == "Filed it, thank you"
    assert shell("resolve", "L1", "--as", "answered").code == 1
    assert shell("reopen", "L1").ok().out == ""
    assert shell.ticket("L1")["resolution"] == []
    assert shell("reopen", "L1").code == 1


@pytest.mark.parametrize("kind", ["fixed", "workaround"])
def test_a_quick_patch_without_a_live_spinoff_is_done_with_a_warning(shell: Shell, kind: str) -> None:
    shell.add()
    done = shell("resolve", "L1", "--as", kind)
    assert (done.code, done.out) == (0, "")
    assert "spinoff" in done.err
    assert shell.ticket("L1")["state"] == "resolved"


def test_a_quick_patch_with_a_live_spinoff_needs_no_warning(shell: Shell) -> None:
    shell.add()
    assert shell("spinoff", "L1", "Fix it for real").ok().out == "L2\n"
    assert shell("resolve", "L1", "--as", "fixed").ok().err == ""


def test_a_spinoff_that_has_ended_is_not_live(shell: Shell) -> None:
    shell.add()
    shell("spinoff", "L1", "Fix it for real").ok()
    shell("resolve", "L2", "--as", "answered").ok()
    assert "no live spinoff" in shell("resolve", "L1", "--as", "fixed").ok().err


def test_a_spinoff_that_ended_long_ago_is_not_live(shell: Shell) -> None:
    shell.add()
    shell("spinoff", "L1", "Fix it for real").ok()
    shell("resolve", "L2", "--as", "answered").ok()
    open_workspace(shell.folder).desk.checkpoint(force=True)
    assert "no live spinoff" in shell("resolve", "L1", "--as", "fixed").ok().err


def test_a_quick_patch_that_owes_nothing_says_why(shell: Shell) -> None:
    shell.add()
    assert shell("resolve", "L1", "--as", "fixed", "--no-spinoff", "typo in the docs").ok().err == ""
    shell.add("Another", "--resolved-as", "answered")
    assert "spinoff" in shell("add", "Third", "--resolved-as", "workaround").ok().err


def test_a_spinoff_is_linked_both_ways(shell: Shell) -> None:
    shell.add()
    spinoff = shell("spinoff", "L1", "Fix it", "--body", "how", "--kind", "runbook", "--json").ok().json
    assert (spinoff["ref"], spinoff["origin"], spinoff["body"]) == ("L2", "L1", "how")
    assert spinoff["response"] is None
    assert shell.ticket("L1")["spinoffs"] == ["L2"]


def test_a_duplicate_names_its_original(shell: Shell) -> None:
    shell.add()
    shell.add("Plots blank again")
    assert shell("resolve", "L2", "--as", "duplicate", "--of", "L9").code == 1
    assert shell("resolve", "L2", "--as", "duplicate", "--of", "L2").code == 1
    assert shell.ticket("L2")["state"] == "open"
    shell("resolve", "L2", "--as", "duplicate", "--of", "L1").ok()
    assert shell.ticket("L2")["resolution"] == ["duplicate"]


def test_a_referral_without_a_tracker_stays_open_as_backlog(shell: Shell) -> None:
    shell.add()
    done = shell("resolve", "L1", "--as", "referred", "--json").ok()
    assert (done.json["state"], done.json["priority"], done.json["resolution"]) == (
        "open",
        "operational",
        ["referred"],
    )
    assert "stays open" in done.err


def test_a_patch_owes_a_fix_or_a_word_why_not(shell: Shell) -> None:
    shell("add", "Disk full").ok()
    assert "it was not patched" in shell("spinoff", "L1", "--none", "why not").err
    shell("resolve", "L1", "--as", "workaround").ok()
    assert "--none WHY" in shell("spinoff", "L1").err
    shell("spinoff", "L1", "--none", "the disk is replaced on Monday").ok()
    assert "no spinoff owed: the disk is replaced on Monday" in shell("show", "L1").ok().out
