"""What reaches the screen or GitHub from strangers: shown, harmless, and as wide as it is measured."""

import random
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shiftui.domain.safe_text import defuse, is_safe, safe_block, safe_line, safe_link
from tests.hostile import HOSTILE, HOSTILE_IDS

BIDI_AND_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
ANY_TEXT = st.text(st.characters(), max_size=60)
TRICKS = st.lists(
    st.sampled_from([*"ab [/^…", *"\x1b\x9b\r\n\t\x00", *"\u0301\u20e3\u0903\u200d\ufe0f\ufe0e\u202e\u2028"])
    | st.sampled_from(
        [*"\U0001f469\U0001f4bb\U0001f3fd\U0001f1e9\u2764\u1112\u1161\u11ab\u3164\ud83d", "\r\n"]
    )
    | st.characters(),
    max_size=40,
).map("".join)


def is_harmless(line: str) -> bool:
    """An independent reading of the rule: nothing invisible, nothing that controls, all of it UTF-8."""
    return not BIDI_AND_INVISIBLE.search(line) and not any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") for char in line
    )


def cells(line: str) -> int:
    """The width that a terminal gives a line which adds up character by character."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Mc")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in line
    )


# --- Lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_text_becomes_one_harmless_line_of_known_width(text: str) -> None:
    line = safe_line(text, 120)
    assert is_harmless(line)
    assert is_safe(line)
    assert len(line) <= 120
    assert cell_len(line) == cells(line)
    assert line or not text
    line.encode()


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_text_becomes_a_block_of_harmless_lines(text: str) -> None:
    block = safe_block(text, 30, 120)
    lines = block.split("\n")
    assert len(lines) <= 30
    assert all(is_harmless(line) and len(line) <= 120 and cell_len(line) == cells(line) for line in lines)
    assert is_safe(block)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plots blank after the 3.4.2 upgrade", "Plots blank after the 3.4.2 upgrade"),
        ("Größe “3 €” – naïve façade…", "Größe “3 €” – naïve façade…"),
        ("サーバーが落ちました", "サーバーが落ちました"),
        ("\x1b[31mred", "^[[31mred"),
        ("\x9b31mred", "^[[31mred"),
        ("\x9d52;c;x\x9c", "^[]52;c;x^[\\"),
        ("a\x00b\x07c\x7fd", "a^@b^Gc^?d"),
        ("one\x85two", "one^[Etwo"),
        ("one\ntwo\r\n\r\nthree\tfour\u2028five", "one two three four five"),
        ("approved\rrejected", "approved^Mrejected"),
        ("one\x0btwo\x0cthree", "one^Ktwo^Lthree"),
        ("invoice_\u202efdp.exe", "invoice_‹U+202E›fdp.exe"),
        ("\u200b\u2060\ufeff", "‹U+200B›‹U+2060›‹U+FEFF›"),
        ("pass\u00adword", "pass‹U+00AD›word"),
        ("broken \ud83d pair", "broken ‹U+D83D› pair"),
        ("\uffff\U0010ffff", "‹U+FFFF›‹U+10FFFF›"),
        ("\u3164", "‹U+3164›"),
        ("\ue0a0", "\ue0a0"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_what_could_do_harm_is_shown_and_the_rest_left_alone(text: str, shown: str) -> None:
    assert safe_line(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\U0001f469\U0001f467"),
        ("\U0001f469\U0001f3fd\u200d\U0001f4bb", "\U0001f469\U0001f4bb"),
        ("\u2764\ufe0f", "\u2764"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\U0001f308"),
        ("1\ufe0f\u20e3", "1\u20e3"),
        ("\U0001f1e9\U0001f1ea", "DE"),
        ("\u845b\U000e0100", "\u845b"),
        # The same characters where they hide something rather than belong to an emoji:
        ("a\u200db", "a‹U+200D›b"),
        ("\U0001f468\u200d", "\U0001f468‹U+200D›"),
        ("\ufe0f", "‹U+FE0F›"),
        ("x\ufe00\ufe01", "x‹U+FE01›"),
        (" \U0001f3fd", " ‹U+1F3FD›"),
    ],
)
def test_an_emoji_sequence_is_shown_as_its_parts(text: str, shown: str) -> None:
    assert safe_line(text) == shown


def test_combining_marks_beyond_three_are_left_out() -> None:
    assert safe_line("o\u0302\u0301 e" + "\u0301" * 50 + "x") == "o\u0302\u0301 e\u0301\u0301\u0301x"


@pytest.mark.parametrize("before", ["", "\n"])
def test_a_mark_without_a_character_gets_one_of_its_own(before: str) -> None:
    assert safe_block(before + "\u0301x") == before + "◌\u0301x"


def test_decomposed_hangul_is_read_as_syllables_and_loose_parts_are_named() -> None:
    assert safe_line("\u1112\u1161\u11ab\u1161") == "한‹U+1161›"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcdefg", 1, "…"),
        ("ab\x1b[0m", 6, "ab^[[…"),
        ("abcd\x1b", 6, "abcd^["),
        ("abcde\x1b", 6, "abcde…"),
        ("abcd\u0301\u0301e", 6, "abcd\u0301…"),
    ],
)
def test_a_long_line_ends_in_an_ellipsis_within_the_limit(text: str, limit: int, shown: str) -> None:
    assert safe_line(text, limit) == shown


def test_text_cut_off_before_it_was_looked_at_is_marked_as_clipped() -> None:
    assert safe_line("e" + "\u0301" * 1_000_000 + "hidden", 50) == "e\u0301\u0301\u0301…"


@given(TRICKS | ANY_TEXT, st.integers(1, 50))
def test_every_line_is_harmless_measured_right_and_within_its_limit(text: str, limit: int) -> None:
    line = safe_line(text, limit)
    assert is_harmless(line)
    assert len(line) <= limit
    assert cell_len(line) == cells(line)
    assert safe_line(line, limit) == line
    assert not re.search(r"[\u0300-\u036f]{4}", line)


@given(TRICKS, TRICKS)
def test_lines_keep_their_width_when_put_side_by_side(left: str, right: str) -> None:
    one, other = safe_line(left, 500), safe_line(right, 500)
    assert cell_len(one + other) == cell_len(one) + cell_len(other)


def test_every_character_there_is_has_the_width_that_it_is_measured_with() -> None:
    uniform = range(0x3400, 0xA000), range(0xAC00, 0xF900), range(0x17000, 0x1B000), range(0x20000, 0xE0000)
    for code in range(sys.maxunicode + 1):
        if code % 97 and (code > 0xE0FFF or any(code in block for block in uniform)):
            continue  # ideographs, syllables and unassigned planes: a sample says it
        line = safe_line(f"a{chr(code)}b")
        assert cell_len(line) == cells(line), f"U+{code:04X}"
        assert is_harmless(line), f"U+{code:04X}"


def test_a_string_is_safe_exactly_when_it_comes_back_unchanged() -> None:
    dice = random.Random(7)
    pool = "ab \x1b\u0301\u0301\u0301\u202e\ufe0f\U0001f469\u200d\U0001f4bb\u1161…‹"
    verdicts = set()
    for _ in range(2_000):
        text = "".join(dice.choices(pool, k=dice.randrange(6)))
        assert is_safe(text) is (safe_line(text) == text)
        verdicts.add(is_safe(text))
    assert verdicts == {True, False}


# --- Blocks ------------------------------------------------------------------------------------------------


def test_a_block_keeps_its_lines_and_expands_its_tabs() -> None:
    assert safe_block("one\r\n\ttwo\n\nab\tc\u2028d\x1b") == "one\n    two\n\nab  c\nd^["


def test_a_lone_carriage_return_is_shown_not_obeyed() -> None:
    assert safe_block("approved\rrejected") == "approved^Mrejected"


def test_lines_that_do_not_fit_are_counted() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 101))
    assert safe_block(text, 100) == text
    assert safe_block(text, 4) == "line 1\nline 2\nline 3\n… 97 more lines"


def test_a_long_line_of_a_block_is_clipped_on_its_own() -> None:
    assert safe_block("short\n" + "x" * 1_000_000 + "\nend", max_line=10) == "short\nxxxxxxxxx…\nend"


@given(st.lists(TRICKS, max_size=6).map("\n".join), st.integers(1, 5), st.integers(12, 40))
def test_every_block_is_safe_and_within_its_limits(text: str, max_lines: int, max_line: int) -> None:
    block = safe_block(text, max_lines, max_line)
    lines = block.split("\n")
    assert len(lines) <= max_lines
    assert all(len(line) <= max(max_line, 20) and is_harmless(line) for line in lines)
    assert is_safe(block)


# --- Links -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/visit-dav/visit/issues/9120#issuecomment-1",
        "http://localhost:8080/a?b=c&d=%20",
        "HTTPS://Example.ORG",
        "https://[::1]:8443/x",
        "https://192.0.2.7/",
        "https://example.org/a@b",
    ],
)
def test_an_ordinary_address_may_be_opened(url: str) -> None:
    assert safe_link(url) == url


def test_letters_outside_ascii_in_a_path_are_encoded() -> None:
    assert safe_link("https://example.org/größe/\u202ex") == "https://example.org/gr%C3%B6%C3%9Fe/%E2%80%AEx"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "github.com/x",
        " https://example.org",
        "https://example.org\n",
        "https://",
        "https:///path",
        "https://github.com@evil.example/",
        "https://user:secret@example.org/",
        "https://good.example\\@evil.example/",
        "https://gıthub.com/",
        "https://\u212bxample.org/",
        "https://exam\u200bple.org/",
        "https://example..org/",
        "https://-example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:80:80/",
        "https://exa mple.org/",
        "https://example.org/\x1b[31m",
        "https://example.org/\x9b31m",
        "https://example.org/a b",
        'https://example.org/"onclick="x',
        "https://example.org/\ud83d",
        "https://example.org/" + "a" * 2_000,
        *(text for text in HOSTILE if "://" not in text),
    ],
)
def test_any_other_address_is_none(url: str) -> None:
    assert safe_link(url) is None


@given(ANY_TEXT, ANY_TEXT)
def test_an_address_that_may_be_opened_is_printable_ascii_and_keeps_its_host(host: str, rest: str) -> None:
    for url in (f"https://{host}{rest}", f"https://example.org{host}/{rest}"):
        link = safe_link(url)
        if link is not None:
            assert re.fullmatch(r"https://[a-zA-Z0-9.:\[\]-]+([/?#][!-~]*)?", link)


# --- Markers -----------------------------------------------------------------------------------------------

STRIPPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ufe0f\ud800-\udfff]")


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_no_text_that_we_post_opens_a_comment_even_once_invisible_characters_are_stripped(text: str) -> None:
    posted = defuse(text)
    assert "<!--" not in posted
    assert "<!--" not in STRIPPED.sub("", posted)
    assert defuse(posted) == posted


@given(st.text(st.sampled_from("<!-> a\x00\u200b\n"), max_size=30))
def test_defusing_changes_nothing_but_the_hyphens_of_a_comment(text: str) -> None:
    posted = defuse(text)
    assert posted.replace("‑", "-") == text
    assert "<!--" not in STRIPPED.sub("", posted)
    if "<!--" not in STRIPPED.sub("", text):
        assert posted == text


def test_a_defused_marker_looks_the_same() -> None:
    assert defuse("see <!-- shiftui:v1 {} --> and a->b <- c -- d") == (
        "see <!‑‑ shiftui:v1 {} --> and a->b <- c -- d"
    )
