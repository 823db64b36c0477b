"""The same promises in memory and on a disk."""

from pathlib import Path
from typing import Any

import pytest

from tests.domain.support import ALONE
from tests.service.support import World


@pytest.fixture(params=["memory", "files"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A team's workspace."""
    kind: Any = request.param
    return World(tmp_path / "workspace" if kind == "files" else None)


@pytest.fixture(params=["memory", "files"])
def local(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A workspace without a repository."""
    kind: Any = request.param
    return World(tmp_path / "workspace" if kind == "files" else None, ALONE)
