"""What commands take: the closed words, texts that may come from stdin, hours, repositories.

Each is a function from what stands on the command line to a value; what it refuses is a matter of usage.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import click

W = TypeVar("W", bound=StrEnum)
TEXT_LIMIT = 1_000_000
"""Bytes taken from stdin; nobody reads a longer note."""


def word(words: type[W]) -> Callable[[str], W]:
    """One of the words of an enumeration, whatever their case; gives its member."""

    def read(value: str) -> W:
        try:
            return words(value.lower())
        except ValueError as error:
            raise click.BadParameter(f"{value!r} is not one of {', '.join(words)}") from error

    read.__name__ = "|".join(words)  # click shows it in the help
    return read


def text(value: str) -> str:
    """A text; `-` reads it from stdin. A byte that is no UTF-8 becomes U+FFFD: no words are lost over one."""
    if value != "-":
        return line(value)
    data = sys.stdin.buffer.read(TEXT_LIMIT + 1) if sys.stdin is not None else b""
    if len(data) > TEXT_LIMIT:
        raise click.BadParameter(f"stdin has more than {TEXT_LIMIT // 1_000_000} MB")
    return data.decode("utf-8-sig", "replace")


def line(value: str) -> str:
    """A text as it stands, without the surrogates that stand for bytes that were no UTF-8."""
    return value if value.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", value)


def hours(value: str | float) -> float:
    """A positive number of hours."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 < number <= 10_000:
        raise click.BadParameter(f"{value!r} is no number of hours; write one above 0, such as 4 or 0.5")
    return number


def repository(value: str) -> str:
    """`OWNER/NAME`."""
    from shiftui.config import values

    if not value:
        raise click.BadParameter("an empty text is no repository; write OWNER/NAME")
    return _fit(values.repository, value)


def api_url(value: str) -> str:
    """The address of an API."""
    from shiftui.config import values

    return _fit(values.api_url, value)


def _fit(read: Callable[[str], str], value: str) -> str:
    from shiftui.config.tables import Unfit

    try:
        return read(value)
    except Unfit as error:
        raise click.BadParameter(f"{value!r} {error}") from error


json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
