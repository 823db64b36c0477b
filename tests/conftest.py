"""What every test may rely on."""

import gc
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from textual.css.stylesheet import Stylesheet

# A runner in the background ignores Ctrl-C, and its children inherit that; programs under test must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nobody's own keyring is asked: those of tests are in tests/keyrings.py.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Fewer examples than usual in `make test`, other ones each time; `make torture` takes many more.
settings.register_profile("quick", max_examples=30)
settings.register_profile("torture", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("SHIFTUI_EXAMPLES", "quick"))


_OWN_SETTINGS = "_hypothesis_internal_use_settings"
"""Where hypothesis keeps what a test has set."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In `make torture` a number of examples that a test sets itself is raised as well."""
    if os.environ.get("SHIFTUI_EXAMPLES") != "torture":
        return
    for test in (item.obj for item in items if isinstance(item, pytest.Function)):
        own = getattr(test, _OWN_SETTINGS, None)
        if own is not None:
            setattr(
                test, _OWN_SETTINGS, settings(own, max_examples=max(1_000, own.max_examples), deadline=None)
            )


def pytest_collection_finish() -> None:
    """Spare the garbage collector what thousands of tests hold for good: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def _style_sheets_parsed_once() -> Iterator[None]:
    """Every app parses the same style sheets under the same few themes: keep them over apps."""
    parsed: dict[tuple[object, ...], Any] = {}
    parse = Stylesheet._parse_rules

    def known(self: Stylesheet, css: str, **place: Any) -> Any:
        key = (css, *place.values(), frozenset(self._variables.items()))
        if key not in parsed:
            parsed[key] = parse(self, css, **place)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", known)
        yield
