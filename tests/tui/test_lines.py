"""Laws of lines: nothing is wider than it may be, nothing gets lost, everything is measured in cells."""

from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.safe_text import safe_line
from shiftui.tui.lines import (
    Line,
    Span,
    as_many,
    cells,
    clip,
    clip_line,
    fit,
    fit_right,
    flow,
    spread,
    width_of,
    wrap,
)
from shiftui.tui.widgets.painting import changed_cells

texts = st.text(max_size=60).map(safe_line)
widths = st.integers(0, 50)
lines: st.SearchStrategy[Line] = st.lists(
    st.builds(Span, texts, st.sampled_from(["text", "dim", "red"])), max_size=5
).map(tuple)


@given(texts, widths)
def test_a_clipped_text_is_never_wider_than_its_place(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width
    assert clip(text, cells(text)) == text


@given(texts, st.integers(1, 50))
def test_a_fitted_text_fills_its_place(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
    assert cells(fit_right(text, width)) == width


def test_wide_characters_take_two_cells() -> None:
    assert fit("日本語", 4) == "日… "
    assert clip("日本語です", 6) == "日本…"


@given(lines, widths)
def test_a_clipped_line_is_never_wider_than_its_place(line: Line, width: int) -> None:
    assert width_of(clip_line(line, width)) <= width


def test_a_line_that_is_cut_says_so() -> None:
    line = (Span("one "), Span("two", "dim"))
    assert clip_line(line, 4) == (Span("one…"),)
    assert clip_line(line, 6) == (Span("one "), Span("t…", "dim"))
    assert clip_line(line, 7) == line


def test_both_sides_are_at_their_edges() -> None:
    line = spread((Span("left"),), (Span("right"),), 20)
    assert "".join(span.text for span in line) == "left           right"


@given(st.lists(lines, max_size=5), widths)
def test_groups_are_taken_whole_or_not(parts: list[Line], width: int) -> None:
    assert width_of(as_many(parts, width)) <= width


@given(st.text(max_size=200).map(safe_line), st.integers(2, 40))
def test_wrapping_loses_no_word_and_keeps_within_the_width(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert all(cells(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())


def test_wrapping_breaks_between_words_and_keeps_indentation() -> None:
    assert wrap("a quick brown fox", 9) == ["a quick", "brown fox"]
    assert wrap("  code  here", 20) == ["  code  here"]
    assert wrap("one\n\ntwo", 10) == ["one", "", "two"]
    assert wrap("abcdefgh ij", 4) == ["abcd", "efgh", "ij"]


@given(lines, st.integers(1, 40))
def test_flowing_keeps_every_word_in_its_role(line: Line, width: int) -> None:
    def words(spans: Line) -> list[tuple[str, str]]:
        return [(char, span.role) for span in spans for char in span.text if not char.isspace()]

    assert words(tuple(span for row in flow(line, width) for span in row)) == words(line)


@given(lines, lines)
def test_what_is_painted_again_covers_every_difference(before: Line, after: Line) -> None:
    changed = changed_cells(before, after)

    def by_cell(line: Line) -> list[tuple[str, str]]:
        return [(char, span.role) for span in line for char in span.text for _ in range(max(1, cells(char)))]

    old, new = by_cell(before), by_cell(after)
    if changed is None:
        assert old == new
        return
    start, size = changed
    assert old[:start] == new[:start]
    assert (
        max(width_of(before), width_of(after)) <= start + size or old[start + size :] == new[start + size :]
    )


def test_a_countdown_repaints_only_its_last_digit() -> None:
    before, after = (
        (Span("title", "strong"), Span(" 4:12", "amber")),
        (Span("title", "strong"), Span(" 4:11", "amber")),
    )
    assert changed_cells(before, after) == (9, 1)


def test_an_indent_gives_way_to_a_wide_character() -> None:
    assert wrap(" \u2e80\u2e80", 2) == ["\u2e80", "\u2e80"]
