"""A library to be set on fire, in memory where the system has a disk of that kind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.acts import make
from tests.faults.nursery import Nursery
from tests.faults.world import World

_IN_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What forks the processes that are killed."""
    with Nursery() as running:
        yield running


@contextmanager
def a_world() -> Iterator[World]:
    """The library that every act begins with, for as long as this is open."""
    folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    made = World(folder)
    with made.opened() as library:
        make(library, folder / "sources")
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def world() -> Iterator[World]:
    """The library that every act begins with."""
    with a_world() as made:
        yield made
