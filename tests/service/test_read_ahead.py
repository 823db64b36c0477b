"""Reading ahead changes nothing but the time it takes."""

import threading
from collections.abc import Iterator

import pytest

from shiftui.service.read_ahead import DEPTH, read_ahead


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_all_pages_come_in_order(count: int) -> None:
    assert list(read_ahead(range(count))) == list(range(count))


def test_what_the_source_raises_comes_after_the_pages_before_it() -> None:
    def pages() -> Iterator[int]:
        yield 1
        yield 2
        raise ConnectionError("gone")

    reading = read_ahead(pages())
    assert [next(reading), next(reading)] == [1, 2]
    with pytest.raises(ConnectionError, match="gone"):
        next(reading)


def test_a_single_page_starts_no_thread() -> None:
    before = threading.active_count()
    pages = read_ahead(iter([1]))
    assert next(pages) == 1
    assert threading.active_count() == before
    assert list(pages) == []


def test_whoever_stops_early_leaves_no_thread_and_few_pages_asked_for() -> None:
    asked: list[int] = []

    def pages() -> Iterator[int]:
        for page in range(1_000):
            asked.append(page)
            yield page

    before = threading.active_count()
    reading = read_ahead(pages())
    assert [next(reading), next(reading)] == [0, 1]
    reading.close()  # type: ignore[attr-defined]  # it is a generator
    assert threading.active_count() == before
    assert len(asked) <= DEPTH + 6
