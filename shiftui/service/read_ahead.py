"""Ask for the next page while the last one is made durable: wait for the network or the disk, not both."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

DEPTH = 2
"""Pages that may wait to be taken."""


def read_ahead(pages: Iterable[T]) -> Iterator[T]:
    """The same pages. From the second on they are asked for in a thread of their own, one at a time.

    What the source raises is raised here, after the pages before it. Whoever stops early waits for the
    request that is under way.
    """
    source = iter(pages)
    for first in source:
        yield first
        break
    else:
        return
    reader = _Reader(source)
    try:
        yield from reader
    finally:
        reader.stop()


class _Reader(Generic[T]):
    """The thread, and what it has read."""

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._read: queue.Queue[T | _End] = queue.Queue(DEPTH)
        self._stops = threading.Event()
        self._thread = threading.Thread(target=self._run, name="read ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[T]:
        while not isinstance(page := self._read.get(), _End):
            yield page
        if page.error is not None:
            raise page.error

    def stop(self) -> None:
        """Let the thread end, whatever it still holds."""
        self._stops.set()
        while self._thread.is_alive():
            try:
                self._read.get(timeout=0.05)
            except queue.Empty:
                continue

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            for page in self._source:
                self._read.put(page)
                if self._stops.is_set():
                    return
        except BaseException as raised:  # noqa: BLE001 - it belongs to whoever takes the pages
            error = raised
        self._read.put(_End(error))


class _End:
    """No more pages, and why."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
