"""Our `dataclass` makes what the standard one makes, later."""

import dataclasses
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from shiftui.domain.values import dataclass


def _family(decorate: Any) -> tuple[type[Any], type[Any], type[Any]]:
    """The same three classes under a decorator: a base, a child of it, and a plain one with a post-init."""

    @decorate(frozen=True, slots=True, kw_only=True)
    class Base:
        a: int
        b: str = "b"

    @decorate(frozen=True, slots=True, kw_only=True)
    class Child(Base):
        c: tuple[int, ...] = field(default_factory=tuple)
        quiet: int = field(default=0, repr=False, compare=False)

    @decorate(slots=True)
    class Plain:
        x: int
        y: list[int] = field(default_factory=list)
        total: int = field(init=False)

        def __post_init__(self) -> None:
            self.total = self.x + sum(self.y)

    return Base, Child, Plain


OURS, STANDARD = _family(dataclass), _family(dataclasses.dataclass)


def test_instances_compare_hash_and_read_as_the_standard_ones() -> None:
    for (base, child, plain), name in ((OURS, "ours"), (STANDARD, "standard")):
        assert child(a=1, c=(2,)) == child(a=1, c=(2,)), name
        assert child(a=1) != child(a=2), name
        assert child(a=1) == child(a=1, quiet=9), name
        assert base(a=1) != child(a=1), name
        assert hash(child(a=1)) == hash(child(a=1, quiet=3)), name
        assert repr(child(a=1)).endswith("Child(a=1, b='b', c=())"), name
        assert plain(1, [2]).total == 3, name
        assert [each.name for each in fields(child)] == ["a", "b", "c", "quiet"], name
        assert replace(child(a=1), b="x") == child(a=1, b="x"), name


def test_what_the_standard_refuses_is_refused() -> None:
    for base, _, plain in (OURS, STANDARD):
        made = base(a=1)
        with pytest.raises(FrozenInstanceError):
            made.a = 2
        with pytest.raises(FrozenInstanceError):
            del made.a
        with pytest.raises(TypeError):
            base(1)
        with pytest.raises(TypeError):
            base(a=1, z=2)
        with pytest.raises(TypeError, match="x"):
            plain()
        with pytest.raises(TypeError):
            hash(plain(1))
        with pytest.raises(AttributeError):
            plain(1).other = 1


def test_a_default_factory_gives_each_instance_its_own() -> None:
    _, _, plain = OURS
    one, other = plain(1), plain(1)
    one.y.append(5)
    assert other.y == []


def test_matching_reads_fields_by_name() -> None:
    _, child, _ = OURS
    match child(a=7):
        case child(a=7, b=b):
            assert b == "b"
        case _:
            pytest.fail("a value matches its own class")
