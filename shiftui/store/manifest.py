"""The small file that makes a checkpoint: which files it consists of, and how to recognise them.

    {"crc":"<crc>","manifest":{"format":1,"seq":42,"main":{…},"shards":{"conversation-0042":{…}}}}

`crc` is the CRC-32 of the inner object as it stands there; a part is `{"file":…,"size":…,"crc":…}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from zlib import crc32

from shiftui.domain.values import dataclass
from shiftui.jsontext import from_json, to_json
from shiftui.store.atomic_storage import Fingerprint
from shiftui.store.errors import NewerFormat, StoreDamaged

FORMAT: Final = 1

_PREFIX: Final = "checkpoint-"
_SUFFIX: Final = ".json"
_OPENING: Final = b'{"crc":"'
_BETWEEN: Final = b'","manifest":'


@dataclass(frozen=True, slots=True)
class Part:
    """One of a checkpoint's files; it is written once and never changed."""

    file: str
    """name in the checkpoints' folder"""
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation. Its parts may be shared with others."""

    seq: int
    """the last journal record whose effect is in it"""
    main: Part
    shards: Mapping[str, Part]
    format: int = FORMAT

    @property
    def files(self) -> frozenset[str]:
        """The names of all its files."""
        return frozenset({self.main.file, *(part.file for part in self.shards.values())})


def manifest_name(seq: int) -> str:
    """The name of the file that holds the manifest of generation `seq`."""
    return f"{_PREFIX}{seq}{_SUFFIX}"


def manifest_seq(name: str) -> int | None:
    """The generation that a file of this name is the manifest of, if it is one."""
    digits = name[len(_PREFIX) : -len(_SUFFIX)]
    is_ours = digits.isascii() and digits.isdigit() and name == manifest_name(int(digits))
    return int(digits) if is_ours else None


def render(manifest: Manifest) -> bytes:
    """The content of a manifest's file."""
    inner = to_json(
        {
            "format": manifest.format,
            "seq": manifest.seq,
            "main": _part_to_json(manifest.main),
            "shards": {name: _part_to_json(part) for name, part in sorted(manifest.shards.items())},
        }
    )
    return b"%s%08x%s%s}\n" % (_OPENING, crc32(inner), _BETWEEN, inner)


def parse(data: bytes) -> Manifest:
    """Read a manifest. Raises `StoreDamaged`, or `NewerFormat` for one that is whole but unknown to us."""
    opening, crc, between, inner = data[:8], data[8:16], data[16:29], data[29:-2]
    if opening != _OPENING or between != _BETWEEN or data[-2:] != b"}\n" or crc != b"%08x" % crc32(inner):
        raise StoreDamaged("it is not a whole manifest")
    content = from_json(inner)
    found = content.get("format")
    try:
        return Manifest(
            content["seq"],
            _part_from_json(content["main"]),
            {name: _part_from_json(part) for name, part in content["shards"].items()},
            found,
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if isinstance(found, int) and found > FORMAT:
            raise NewerFormat(found, FORMAT) from error
        raise StoreDamaged("it is not a manifest of ours") from error


def _part_to_json(part: Part) -> dict[str, Any]:
    return {"file": part.file, "size": part.fingerprint.size, "crc": f"{part.fingerprint.crc:08x}"}


def _part_from_json(content: Mapping[str, Any]) -> Part:
    return Part(content["file"], Fingerprint(content["size"], int(content["crc"], 16)))
