"""Reading a listing that others change meanwhile: one poll address, newest first, from where we stopped.

The first page is polled under one constant address, with its ETag. When it has changed, its rows that were
not on it last time are new; where it does not reach back to the newest row known, the walk goes on by `Link`.
Sorted by change and newest first, a row that changes under way moves to the front: rows slip to later pages,
where they are met twice, never to earlier ones, where they would be missed. So nothing is lost between pages,
many rows may share one second, and the moved row itself is news for the next poll.

A walk under way is part of the place that is kept, with what shall hold at its end; so it goes on where it
was interrupted, and the ETag counts only once all that it announced has been read. (What a deletion under way
pulls to an earlier page is missed; that, and renamed labels, are what sweeps are for.)
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from shiftui.domain.codec import Malformed, decode, encode
from shiftui.github.answers import NotAnswered
from shiftui.github.client import Client
from shiftui.github.payloads import parse_page
from shiftui.ports import NoAccess

OVERLAP = timedelta(seconds=120)
"""How far behind the newest known row a walk goes, because replicas lag."""
PRINT_LENGTH = 8


class Row(Protocol):
    """What a listing's rows have in common."""

    @property
    def id(self) -> int:
        """GitHub's database id, which grows with time."""

    @property
    def updated_at(self) -> datetime:
        """GitHub's time of the latest change."""


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Walk:
    """Pages still to be read, and what holds after them."""

    next: str
    etag: str
    newest: datetime | None
    prints: str
    swept: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """How far a listing has been read; kept as JSON in a cursor."""

    etag: str = ""
    newest: datetime | None = None
    """The latest change that was read; None before the first reading ends."""
    prints: str = ""
    """Fingerprints of the rows on the first page, run together."""
    swept: datetime | None = None
    """When all of it was read last."""
    walk: Walk | None = None

    @classmethod
    def parse(cls, cursor: str) -> "Place":
        """Read a cursor; the beginning where there is none that makes sense."""
        try:
            return decode(cls, json.loads(cursor)) if cursor else cls()
        except (Malformed, ValueError):
            return cls()

    def text(self) -> str:
        """The cursor."""
        return json.dumps(encode(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """New rows, oldest change first, and the place that holds once they are durable."""

    rows: tuple[R, ...]
    place: Place
    is_first_reading: bool = False
    begins_sweep: bool = False
    """Everything is read anew, from this page on."""


@dataclass(slots=True)
class Listing(Generic[R]):
    """One listing of one repository."""

    client: Client
    url: str
    """The poll address, a path below the API's base."""
    parse: Callable[[object], R]
    now: datetime
    sweep_every: timedelta | None = None
    """How often everything is read anew, to heal what shows in no change; None is never."""

    def pages(self, place: Place) -> Iterator[Page[R]]:
        """What is new since `place`; nothing at all when nothing has changed.

        Raises:
            TrackerError: the page cannot be had now; what was yielded stands, and so does its place.

        """
        if place.walk is not None:
            try:
                for page in self._walk(place):
                    place = page.place
                    yield page
            except (NoAccess, NotAnswered):  # its address has expired, or all is gone: the poll will tell
                place = replace(place, walk=None, etag="")
        first = self._poll(place)
        if first is not None:
            yield first
            yield from self._walk(first.place)

    def _poll(self, place: Place) -> Page[R] | None:
        """The first page, if it has changed."""
        sweeps = self._is_sweep_due(place)
        answer = self.client.get(self.url, "" if sweeps else place.etag)
        if answer.unchanged:
            return None
        rows = parse_page(answer.data, self.parse)
        prints = [_print(row) for row in rows]
        known = frozenset() if sweeps else frozenset(_split(place.prints))
        start = replace(place, newest=None) if sweeps else place
        walk = Walk(
            next=answer.next,
            etag=answer.etag,
            newest=max((row.updated_at for row in rows), default=place.newest),
            prints="".join(prints),
            swept=self.now if start.newest is None else place.swept,
        )
        fresh = [row for row, mark in zip(rows, prints, strict=True) if mark not in known]
        return replace(_page(start, walk, fresh, rows), begins_sweep=sweeps)

    def _is_sweep_due(self, place: Place) -> bool:
        if self.sweep_every is None or place.swept is None:
            return False
        return self.now - place.swept >= self.sweep_every

    def _walk(self, place: Place) -> Iterator[Page[R]]:
        """The pages of a walk under way."""
        met: set[str] = set()
        while (walk := place.walk) is not None:
            if walk.next in met or not self.client.is_own(walk.next):
                raise NotAnswered("GitHub's pages lead in circles, or to another host", 0)
            met.add(walk.next)
            answer = self.client.get(walk.next)
            rows = parse_page(answer.data, self.parse)
            since = _floor(place)
            fresh = [row for row in rows if since is None or row.updated_at >= since]
            page = _page(place, replace(walk, next=answer.next), fresh, rows)
            place = page.place
            yield page


def _page(place: Place, walk: Walk, fresh: Iterable[R], rows: Sequence[R]) -> Page[R]:
    """A page, and the place after it: further on in the walk, or its end where it reached back far enough."""
    since = _floor(place)
    reached = since is not None and any(row.updated_at < since for row in rows)
    if reached or not walk.next or not rows:
        after = Place(walk.etag, walk.newest, walk.prints, walk.swept)
    else:
        after = replace(place, walk=walk)
    ordered = tuple(sorted(fresh, key=lambda row: (row.updated_at, row.id)))
    return Page(ordered, after, is_first_reading=place.swept is None)


def _floor(place: Place) -> datetime | None:
    """Where a walk may stop: what changed before then is known."""
    return None if place.newest is None else place.newest - OVERLAP


def _print(row: object) -> str:
    return hashlib.blake2b(repr(row).encode("utf-8", "replace"), digest_size=PRINT_LENGTH // 2).hexdigest()


def _split(prints: str) -> list[str]:
    return [prints[at : at + PRINT_LENGTH] for at in range(0, len(prints), PRINT_LENGTH)]
