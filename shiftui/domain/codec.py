"""Frozen dataclasses to JSON values and back, driven by their type hints.

The journal, the checkpoint and the markers on GitHub all need it, and it is on the
start-up path of every command, so it compiles one function a class and leaves out
whatever equals its default.

Understood: str, int, float, bool, None, aware datetimes (ISO 8601, UTC, `Z`), string
enums, tuples of one kind, string-keyed mappings, nested dataclasses, unions of those
with None, and unions of dataclasses that each have a `KIND`, which is written as
`kind`. Unknown keys are ignored: a newer writer's additions do no harm; an unknown
kind is kept whole where the union has a class of kind `unknown` with a field `raw`.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = Any
"""A JSON value as `json.loads` gives it; typed by whoever reads it."""


class Malformed(ValueError):
    """A JSON value does not fit the class it is read as."""


_PLAIN = frozenset({str, int, float, bool, type(None)})


def encode(value: object) -> Json:
    """The JSON value of a dataclass, enum, datetime, tuple, mapping or plain value."""
    kind = type(value)
    return value if kind in _PLAIN else _WRITERS[kind](value)


class _Writers(dict[type, Callable[[Any], Json]]):
    """The function that writes values of each type, made when first needed."""

    def __missing__(self, kind: type) -> Callable[[Any], Json]:
        found = self[kind] = _writer(kind)
        return found


_WRITERS = _Writers()


def _writer(kind: type) -> Callable[[Any], Json]:
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime):
        return _instant
    if issubclass(kind, tuple | list | frozenset):
        return lambda value: [encode(item) for item in value]
    if issubclass(kind, Mapping):
        return lambda value: {key: encode(item) for key, item in value.items()}
    if is_dataclass(kind):
        return _dataclass_writer(kind)
    raise TypeError(f"no JSON form for {kind.__name__}")


def _dataclass_writer(cls: type) -> Callable[[Any], Json]:
    """A function of one statement a field, compiled: a first import calls it a hundred thousand times."""
    tag = getattr(cls, "KIND", None)
    if tag == "unknown":
        return lambda value: dict(value.raw)
    names: dict[str, Any] = {"PLAIN": _PLAIN, "WRITERS": _WRITERS}
    lines = ["data = {}" if tag is None else f"data = {{'kind': {tag!r}}}"]
    for name, default in _defaults(cast(Any, cls)):
        lines.append(f"item = value.{name}")
        put = f"data[{name!r}] = item if type(item) in PLAIN else WRITERS[type(item)](item)"
        if default is not MISSING:
            names[f"default_{name}"] = default
            put = f"if item is not default_{name} and item != default_{name}: {put}"
        lines.append(put)
    exec("\n ".join(["def write(value):", *lines, "return data"]), names)
    return cast(Callable[[Any], Json], names["write"])


def decode(cls: type[T], data: Json) -> T:
    """Read `data` as `cls`.

    Raises:
        Malformed: it has another shape, or lacks a field without a default.

    """
    try:
        result: T = reader(cast(Any, cls))(data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Malformed(f"not a {getattr(cls, '__name__', 'known kind')}: {error}") from error
    return result


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a time without its zone cannot be kept")
    text = (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat()
    return text[:-6] + "Z"


def _read_instant(data: Json) -> datetime:
    instant = datetime.fromisoformat(data)
    if instant.tzinfo is not UTC:
        if instant.tzinfo is None:
            raise Malformed(f"a time without its zone: {data}")
        instant = instant.astimezone(UTC)
    return instant


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default if f.default is not MISSING else MISSING) for f in fields(cls))


def _plain(*accepted: type) -> Callable[[Json], Any]:
    def read(data: Json) -> Any:
        if type(data) not in accepted:
            raise Malformed(f"{data!r:.60} is not {accepted[0].__name__}")
        return data

    return read


def _read_float(data: Json) -> float:
    if type(data) not in (int, float):
        raise Malformed(f"{data!r:.60} is not a number")
    return float(data)


@cache
def reader(hint: Any) -> Callable[[Json], Any]:
    """The function that reads JSON values of one type."""
    if hint is datetime:
        return _read_instant
    if hint is float:
        return _read_float
    if hint in (str, int, bool):
        return _plain(hint)
    if hint is Any or hint is object or get_origin(hint) is dict:
        return lambda data: data
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(hint)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        value = reader(get_args(hint)[1])
        return lambda data: {key: value(each) for key, each in data.items()}
    if isinstance(hint, type) and issubclass(hint, Enum):
        members = {member.value: member for member in hint}
        return members.__getitem__
    if is_dataclass(hint):
        return _dataclass_reader(hint)
    raise TypeError(f"no reader for {hint}")


def _tuple_reader(kinds: tuple[Any, ...]) -> Callable[[Json], Any]:
    item = reader(kinds[0])
    length = None if kinds[-1] is Ellipsis else len(kinds)

    def read(data: Json) -> Any:
        if type(data) is not list or length not in (None, len(data)):
            raise Malformed(f"{data!r:.60} is not a list" + ("" if length is None else f" of {length}"))
        return tuple([item(each) for each in data])

    return read


def _optional(hint: Any) -> Callable[[Json], Any]:
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if len(kinds) > 1:
        return _tagged(kinds)
    read = reader(kinds[0])
    return lambda data: None if data is None else read(data)


def _tagged(kinds: list[Any]) -> Callable[[Json], Any]:
    """A union told apart by `kind`; its classes are compiled when first met."""
    by_kind = {kind.KIND: kind for kind in kinds}
    unknown = by_kind.pop("unknown", None)

    def read(data: Json) -> Any:
        kind = by_kind.get(data["kind"])
        if kind is not None:
            return reader(kind)(data)
        if unknown is None:
            raise Malformed(f"unknown kind {data['kind']!r:.60}")
        return reader(unknown)({**data, "raw": data})

    return read


def _dataclass_reader(cls: Any) -> Callable[[Json], Any]:
    hints = get_type_hints(cls)
    readers = {f.name: reader(hints[f.name]) for f in fields(cls)}

    def read(data: Json) -> Any:
        return cls(**{name: readers[name](item) for name, item in data.items() if name in readers})

    return read
