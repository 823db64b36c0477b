"""`dataclass`, with its methods made when they are first needed.

The standard decorator writes and compiles up to seven methods for each class, about a
millisecond a class on Python 3.11 and 3.12. Eighty classes of facts would cost every
command more than all the rest of it (docs/decisions/0010). This one leaves fields, slots
and everything that reads them to the standard library, shares the methods that need no
writing, and writes `__init__` when the first instance is made.

Type checkers see the standard decorator.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError
    from operator import attrgetter

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False):
        """As `dataclasses.dataclass`, for the options that are used here."""

        def make(cls):
            made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
            shared = _FROZEN if frozen else _PLAIN
            for name, method in shared.items():
                if name not in cls.__dict__:
                    setattr(made, name, method)
            made.__is_frozen__ = frozen  # the library would refuse to inherit if its own flag said so
            return made

        return make if cls is None else make(cls)

    def _init(self, *args, **kwargs):
        """Write the real one in place of this, then call it."""
        owner = next(cls for cls in type(self).__mro__ if cls.__dict__.get("__init__") is _init)
        owner.__init__ = _written_init(owner)
        owner.__init__(self, *args, **kwargs)

    def _written_init(cls):
        """`__init__` with defaults, factories and keyword-only fields, compiled."""
        names = {"MISSING": MISSING, "put": object.__setattr__}
        parameters, keywords, lines = [], [], []
        frozen = cls.__is_frozen__
        for field in dataclasses.fields(cls):
            name, value = field.name, field.name
            if field.default_factory is not MISSING:
                names[f"make_{name}"] = field.default_factory
                value = f"make_{name}() if {name} is MISSING else {name}" if field.init else f"make_{name}()"
                parameter = f"{name}=MISSING"
            elif field.default is not MISSING:
                names[f"default_{name}"] = field.default
                parameter = f"{name}=default_{name}"
                value = name if field.init else f"default_{name}"
            else:
                parameter = name
            if field.init:
                (keywords if field.kw_only else parameters).append(parameter)
            elif field.default is MISSING and field.default_factory is MISSING:
                continue
            lines.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        head = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
        exec(f"def __init__({head}):\n " + "\n ".join(lines or ["pass"]), names)
        return names["__init__"]

    def replace(value, /, **changes):
        """As `dataclasses.replace`, for values made by this decorator: a copy with some fields changed."""
        return copiers[value.__class__](value, **changes)

    class Copiers(dict):
        """The function that copies instances of each class with changes, compiled when first needed."""

        def __missing__(self, cls):
            fields = [field.name for field in dataclasses.fields(cls)]
            names = {"MISSING": MISSING, "put": object.__setattr__, "new": object.__new__, "cls": cls}
            head = "".join(f", {name}=MISSING" for name in fields)
            lines = [f"put(copy, {n!r}, self.{n} if {n} is MISSING else {n})" for n in fields]
            body = "\n ".join(["copy = new(cls)", *lines, "return copy"])
            exec(f"def copier(self, /{head}):\n {body}", names)
            found = self[cls] = names["copier"]
            return found

    copiers = Copiers()

    def _values(cls):
        """The function that reads all compared fields of an instance at once."""
        found = cls.__dict__.get("__dataclass_values__")
        if found is None:
            compared = [field.name for field in dataclasses.fields(cls) if field.compare]
            found = attrgetter(*compared) if compared else lambda self: ()
            cls.__dataclass_values__ = staticmethod(found)
            found = cls.__dict__["__dataclass_values__"]
        return found

    def _eq(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = _values(self.__class__)
        return values(self) == values(other)

    def _hash(self):
        return hash(_values(self.__class__)(self))

    def _repr(self):
        shown = (
            f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr
        )
        return f"{self.__class__.__qualname__}({', '.join(shown)})"

    def _refuse_set(self, name, value):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_delete(self, name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    _PLAIN = {"__init__": _init, "__eq__": _eq, "__hash__": None, "__repr__": _repr}
    _FROZEN = {**_PLAIN, "__hash__": _hash, "__setattr__": _refuse_set, "__delattr__": _refuse_delete}

__all__ = ["dataclass", "replace"]
