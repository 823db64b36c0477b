"""Journals that were cut, overwritten, or written by a newer program (faults 1, 5 and 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiftui.store.errors import NewerFormat
from shiftui.store.journal import FileJournal
from tests.store.support import Record, append, note, notes, open_journal


def first_file(folder: Path) -> Path:
    return folder / "journal-1.jsonl"


def set_aside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "set-aside").glob("*")}


def repaired(folder: Path, content: bytes) -> FileJournal[Record]:
    """A fresh journal whose first file has this content."""
    for path in (*folder.glob("*.jsonl"), *(folder / "set-aside").glob("*")):
        path.unlink()
    first_file(folder).write_bytes(content)
    return open_journal(folder)


@pytest.mark.parametrize("earlier", [0, 2])
def test_a_batch_cut_at_any_byte_is_absent_and_the_next_append_goes_on(tmp_path: Path, earlier: int) -> None:
    journal = open_journal(tmp_path)
    for n in range(earlier):
        append(journal, note(f"earlier {n}, and rather longer than what comes after it"))
    before = first_file(tmp_path).read_bytes() if earlier else b""
    append(journal, note("one"), note("two"), note("three"))
    whole = first_file(tmp_path).read_bytes()

    for cut in range(len(before), len(whole)):
        journal = repaired(tmp_path, whole[:cut])
        assert len(journal.read(0)) == earlier, cut
        assert notes(append(journal, note("next")))[0] == (earlier + 1, "next"), cut
        assert [line.seq for line in open_journal(tmp_path).read(0)] == [*range(1, earlier + 2)], cut
        torn = whole[len(before) : cut]
        is_header_only = cut == len(b'{"format":1}\n') and not earlier
        if torn and not is_header_only:
            assert any(torn.endswith(kept) for kept in set_aside(tmp_path).values()), cut
            assert len(journal.problems) == 1, cut
        else:
            assert journal.problems == (), cut
        assert open_journal(tmp_path).problems == ()

    assert len(repaired(tmp_path, whole).read(0)) == earlier + 3


def test_a_torn_batch_is_told_before_it_is_repaired_and_then_where_it_is(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    with first_file(tmp_path).open("ab") as file:
        file.write(b'["0000')
    journal = open_journal(tmp_path)
    assert notes(journal.read(0)) == [(1, "a")]
    assert journal.problems == (
        "The last change was cut off while it was written (6 bytes, never acknowledged); it was left out.",
    )
    assert not (tmp_path / "set-aside").exists(), "reading changes nothing"
    append(journal, note("b"))
    (problem,) = journal.problems
    assert "it was taken out, a copy is in" in problem
    assert list(set_aside(tmp_path).values()) == [b'["0000']
    assert notes(journal.read(0)) == [(1, "a"), (2, "b")]


def test_two_different_torn_batches_at_the_same_place_are_both_kept(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    good = first_file(tmp_path).read_bytes()
    for torn in (b"first", b"second", b"first"):
        first_file(tmp_path).write_bytes(good + torn)
        append(open_journal(tmp_path), note("b"))
    assert sorted(set_aside(tmp_path).values()) == [b"first", b"second"]


def test_rotating_repairs_first(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    with first_file(tmp_path).open("ab") as file:
        file.write(b"torn")
    with open_journal(tmp_path).step() as step:
        step.rotate()
        step.append([note("b")])
    fresh = open_journal(tmp_path)
    assert notes(fresh.read(0)) == [(1, "a"), (2, "b")]
    assert fresh.problems == ()


def test_a_bad_line_in_the_middle_is_set_aside_and_the_rest_kept(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    append(journal, note("a"), note("b"), note("c"))
    append(journal, note("d"))
    first_file(tmp_path).write_bytes(first_file(tmp_path).read_bytes().replace(b'"b"', b'"X"'))

    journal = open_journal(tmp_path)
    assert notes(journal.read(0)) == [(1, "a"), (3, "c"), (4, "d")]
    assert len(journal.problems) == 1
    append(journal, note("e"))
    ((name, kept),) = set_aside(tmp_path).items()
    assert b'"X"' in kept
    assert name in journal.problems[0]

    later = open_journal(tmp_path)
    assert notes(later.read(0)) == [(1, "a"), (3, "c"), (4, "d"), (5, "e")]
    assert later.problems == (), "told once, not at every command from now on"


def test_a_record_that_cannot_be_understood_is_set_aside_and_the_rest_kept(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"), {"refuse": "no such ticket form"}, note("c"))
    journal = open_journal(tmp_path)
    assert notes(journal.read(0)) == [(1, "a"), (3, "c")]
    assert "Entry 2 could not be understood (no such ticket form)" in journal.problems[0]
    append(journal, note("d"))
    assert set_aside(tmp_path) == {"record-2.json": b'{"refuse":"no such ticket form"}'}


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 4096, b"garbage", b"gar\nbage\n\n{}\n[]\n", bytes(range(256)) * 40, b"\n" * 10]
)
def test_a_newest_file_full_of_garbage_is_kept_aside_and_its_numbers_are_not_used_again(
    tmp_path: Path, content: bytes
) -> None:
    journal = open_journal(tmp_path)
    for text in "ab":
        append(journal, note(text))
    with journal.step() as step:
        step.rotate()
        step.append([note("lost")])
    (tmp_path / "journal-3.jsonl").write_bytes(content)

    damaged = open_journal(tmp_path)
    assert notes(damaged.read(0)) == [(1, "a"), (2, "b")]
    assert damaged.read(2) == ()
    assert notes(append(damaged, note("c"))) == [(3, "c")]
    assert list(set_aside(tmp_path).values()) == ([content] if content else [])
    assert len(damaged.problems) == (1 if content else 0)
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "b"), (3, "c")]


@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_numbers_that_a_checkpoint_knows_are_never_given_again(tmp_path: Path, content: bytes | None) -> None:
    append(open_journal(tmp_path), *(note(str(n)) for n in range(50)))
    if content is None:
        first_file(tmp_path).unlink()
    else:
        first_file(tmp_path).write_bytes(content)
    journal = open_journal(tmp_path)
    assert journal.read(50) == ()
    assert any("entries up to 50 were known" in problem for problem in journal.problems)
    assert notes(append(journal, note("next"))) == [(51, "next")]
    assert notes(open_journal(tmp_path).read(50)) == [(51, "next")]


def test_an_older_file_that_was_cut_or_lost_costs_only_what_was_in_it(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    for n in range(1, 7):
        with journal.step() as step:
            step.append([note(str(n))])
            if n % 2 == 0:
                step.rotate()
    whole = first_file(tmp_path).read_bytes()
    first_file(tmp_path).write_bytes(whole[:-5])
    (tmp_path / "journal-3.jsonl").unlink()

    damaged = open_journal(tmp_path)
    assert notes(damaged.read(0)) == [(1, "1"), (5, "5"), (6, "6")]
    assert any("Entries 2 to 4 are missing" in problem for problem in damaged.problems)
    append(damaged, note("7"))
    assert first_file(tmp_path).read_bytes() == whole[:-5], "only the newest file is ever cut"
    assert [kept in whole for kept in set_aside(tmp_path).values()] == [True]


def test_a_lost_file_before_an_empty_one_does_not_turn_the_numbers_back(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    for texts in ("ab", "cd"):
        with journal.step() as step:
            step.append([note(text) for text in texts])
            step.rotate()
    (tmp_path / "journal-3.jsonl").unlink()
    fresh = open_journal(tmp_path)
    assert notes(fresh.read(0)) == [(1, "a"), (2, "b")]
    assert fresh.problems == ("Entries 3 to 4 are missing from the journal.",)
    assert notes(append(fresh, note("e"))) == [(5, "e")]


def test_a_file_without_its_first_line_is_still_read(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    path = first_file(tmp_path)
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    journal = open_journal(tmp_path)
    append(journal, note("b"))
    assert notes(journal.read(0)) == [(1, "a"), (2, "b")]
    assert journal.problems == ()


def test_a_file_that_was_replaced_under_a_reader_is_read_anew(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    append(journal, note("a"), note("b"))
    backup = first_file(tmp_path).read_bytes()
    assert len(journal.read(0)) == 2
    append(open_journal(tmp_path), note("c"))
    restored = tmp_path / "restored"
    restored.write_bytes(backup)
    restored.replace(first_file(tmp_path))
    assert notes(journal.read(0)) == [(1, "a"), (2, "b")]
    assert notes(append(journal, note("d"))) == [(3, "d")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "b"), (3, "d")]


def test_a_longer_file_in_the_place_of_the_one_that_was_read_is_read_from_its_start(tmp_path: Path) -> None:
    journal, other = open_journal(tmp_path / "a"), open_journal(tmp_path / "b")
    append(journal, note("short"), note("short"))
    assert len(journal.read(0)) == 2
    for text in "xyz":
        append(other, note(text * 500))
    first_file(tmp_path / "b").replace(first_file(tmp_path / "a"))
    assert notes(journal.read(2)) == [(3, "z" * 500)]
    assert notes(append(journal, note("next"))) == [(4, "next")]
    assert journal.problems == ()


def test_a_writer_whose_file_was_put_back_to_an_older_one_uses_no_number_twice(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    append(journal, note("a"))
    backup = first_file(tmp_path).read_bytes()
    append(journal, note("lost"))
    first_file(tmp_path).write_bytes(backup)
    assert notes(append(journal, note("b"))) == [(3, "b")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (3, "b")]


def test_a_batch_that_is_just_as_long_as_what_was_torn_is_noticed(tmp_path: Path) -> None:
    writer, reader = open_journal(tmp_path), open_journal(tmp_path)
    append(writer, note("a"))
    good = first_file(tmp_path).read_bytes()
    append(writer, note("b"))
    whole = first_file(tmp_path).read_bytes()
    first_file(tmp_path).write_bytes(good + b"x" * (len(whole) - len(good)))
    assert notes(reader.read(0)) == [(1, "a")]
    assert reader.read(1) == ()
    append(open_journal(tmp_path), note("c"))
    assert first_file(tmp_path).stat().st_size == len(whole)
    assert notes(reader.read(1)) == [(2, "c")]


def test_a_newer_format_is_read_as_far_as_possible_and_never_written(tmp_path: Path) -> None:
    running = open_journal(tmp_path)
    append(running, note("a"))
    newer = tmp_path / "journal-2.jsonl"
    content = b'{"format":2}\nsomething new\n["torn'
    newer.write_bytes(content)

    journal = open_journal(tmp_path)
    assert notes(journal.read(0)) == [(1, "a")]
    assert journal.problems == (
        "a newer shiftui wrote this store (format 2, this one knows 1): read-only until you upgrade.",
    )
    assert isinstance(journal.obstacle(), NewerFormat)
    for each in (journal, running, open_journal(tmp_path)):
        with pytest.raises(NewerFormat, match="read-only until you upgrade"):
            append(each, note("b"))
        with pytest.raises(NewerFormat), each.step() as step:
            step.rotate()
    assert newer.read_bytes() == content
    assert not (tmp_path / "set-aside").exists()


def test_files_of_other_names_are_left_alone(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    for name in (
        "journal-x.jsonl",
        "journal-.jsonl",
        "journal-07.jsonl",
        "journal-9.jsonl.bak",
        "journal-²..jsonl",
    ):
        (tmp_path / name).write_bytes(b"mine")
    journal = open_journal(tmp_path)
    append(journal, note("b"))
    assert notes(journal.read(0)) == [(1, "a"), (2, "b")]
    assert journal.problems == ()
