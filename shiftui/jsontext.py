"""JSON as bytes and back, quickly: a start reads megabytes of it, and a first import writes them twice.

orjson is several times as fast as the standard library and stricter. What it does not take (numbers beyond
64 bits, half a surrogate pair, deep nesting) goes through the standard library, with the same meaning.
"""

import json
from typing import Any

import orjson

_to_text = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def to_json(value: Any) -> bytes:
    """Compact JSON without a newline in it, in UTF-8.

    Raises:
        TypeError: `value` holds what JSON has no name for.
        ValueError: the same, as the standard library says it.

    """
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return _to_text(value).encode("ascii")


def from_json(data: bytes | str) -> Any:
    """The value that a JSON text stands for.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.

    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)
