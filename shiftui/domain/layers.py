"""A mapping that is cheap to change a little: ten thousand tickets, of which one operation touches one.

It is immutable. A changed one shares its bottom with the one it came from and holds
only what differs, until that has grown enough to be worth folding together.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

FOLD_AT = 64
"""Changes on top of the bottom after which the two are made one."""
_GONE = object()


class Layers(Mapping[str, V], Generic[V]):
    """An immutable mapping with a shared bottom. Order: the bottom's, then what was added."""

    __slots__ = ("_bottom", "_size", "_top")

    def __init__(self, bottom: Mapping[str, V] | None = None) -> None:
        self._bottom: dict[str, V] = dict(bottom) if bottom else {}
        self._top: dict[str, V | object] = {}
        self._size = len(self._bottom)

    @classmethod
    def of(cls, mapping: Mapping[str, V]) -> "Layers[V]":
        """`mapping` itself if it is one already."""
        return mapping if isinstance(mapping, Layers) else cls(mapping)

    def changed(self, changes: Mapping[str, V | None]) -> "Layers[V]":
        """With `changes` made; None takes a key out."""
        if not changes:
            return self
        top = {**self._top, **{key: _GONE if value is None else value for key, value in changes.items()}}
        if len(top) > FOLD_AT:
            bottom = {**self._bottom, **top}
            for key in [key for key, value in top.items() if value is _GONE]:
                del bottom[key]
            return Layers(bottom)  # type: ignore[arg-type]  # what is left are values
        made: Layers[V] = Layers.__new__(Layers)
        made._bottom = self._bottom
        made._top = top
        made._size = len(self._bottom) + sum(
            (key not in self._bottom) if value is not _GONE else -(key in self._bottom)
            for key, value in top.items()
        )
        return made

    def __getitem__(self, key: str) -> V:
        if key in self._top:
            value = self._top[key]
            if value is _GONE:
                raise KeyError(key)
            return value  # type: ignore[return-value]  # not the mark of what is gone
        return self._bottom[key]

    def __iter__(self) -> Iterator[str]:
        top = self._top
        if not top:
            yield from self._bottom
            return
        for key in self._bottom:
            if key not in top or top[key] is not _GONE:
                yield key
        for key, value in top.items():
            if value is not _GONE and key not in self._bottom:
                yield key

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: object) -> bool:
        if key in self._top:
            return self._top[key] is not _GONE
        return key in self._bottom


class Draft(Generic[V]):
    """Changes to a mapping under way; the mapping itself stays as it is."""

    __slots__ = ("_base", "_changes")

    def __init__(self, base: Mapping[str, V]) -> None:
        self._base = base
        self._changes: dict[str, V | None] = {}

    def get(self, key: str | None) -> V | None:
        """The value as changed so far; None where there is none."""
        if key is None:
            return None
        return self._changes[key] if key in self._changes else self._base.get(key)

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __getitem__(self, key: str) -> V:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: V) -> None:
        self._changes[key] = value

    def __delitem__(self, key: str) -> None:
        self._changes[key] = None

    def done(self) -> Layers[V]:
        """The mapping with the changes made."""
        return Layers.of(self._base).changed(self._changes)
