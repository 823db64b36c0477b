"""Values of every kind that a journal can hold, made from the type hints: a new field is tested too."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from shiftui.domain.operations import Unknown

INSTANTS = st.integers(0, 4_000_000_000_000_000).map(
    lambda microseconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)
TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint; dataclasses with some of their fields left at the default."""
    return _of(hint)


@cache
def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([of(kind) for kind in get_args(hint)])
    if origin is tuple:
        return _tuples(get_args(hint))
    if origin is dict:
        return st.dictionaries(TEXTS, JSON, max_size=3)
    if origin is not None and issubclass(origin, Mapping):
        keys, values = get_args(hint)
        return st.dictionaries(of(keys), of(values), max_size=3)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint is Unknown:
        return unknown_operations()
    assert is_dataclass(hint), hint
    return _dataclasses(hint)


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
    datetime: INSTANTS,
    Any: JSON,
}


def _tuples(kinds: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if kinds[-1] is Ellipsis:
        return st.lists(of(kinds[0]), max_size=3).map(tuple)
    return st.tuples(*[of(kind) for kind in kinds])


def _dataclasses(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    needed = {f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING}
    known = {f.name for f in fields(cls)}

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        left_out = draw(st.sets(st.sampled_from(sorted(known - needed)))) if known - needed else set()
        return cls(**{name: draw(of(hints[name])) for name in sorted(known - left_out)})

    return build()


@st.composite
def unknown_operations(draw: st.DrawFn) -> Unknown:
    """As a newer version may write them: the common fields, and more that we cannot know."""
    common: dict[str, Any] = {name: draw(TEXTS) for name in ("id", "by", "ticket", "group")}
    at = draw(INSTANTS)
    more = draw(st.dictionaries(TEXTS, JSON, max_size=3))
    raw = {**more, **common, "kind": "teleported", "at": at.isoformat()}
    return Unknown(**common, at=at, raw=raw)
