"""What may be wrong with the files of an index: it is rebuilt or said, and nothing of it is run."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.index_acts import answers
from tests.faults.test_index_kills import repaired, searches
from tests.faults.test_paths import Planted, ran
from tests.faults.world import World

SEEDS = int(os.environ.get("POSTIL_SEEDS", "12"))
"""Damages by chance, for each file."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and owners of POSIX")
Damage = Callable[[Path], object]


def cut(part: float) -> Damage:
    return lambda path: path.write_bytes(path.read_bytes()[: int(part * path.stat().st_size)])


def noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def away(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    path.rename(path.parents[1] / "elsewhere")
    path.symlink_to(path.parents[1] / "elsewhere")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_pickle(path: Path) -> None:
    path.write_bytes(pickle.dumps(Planted()))


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def closed(path: Path) -> None:
    path.chmod(0)


def of_another(path: Path) -> None:
    if os.getuid():
        pytest.skip("files can be given away by root only")
    os.chown(path, 12345, -1)


DAMAGES: dict[str, Damage] = {
    "missing": away, "empty": cut(0), "half": cut(0.5), "almost": cut(0.999), "longer": longer,
    "noise": noise, "a folder": a_folder, "a pickle": a_pickle,
}  # fmt: skip
if sys.platform != "win32":
    DAMAGES |= {"a link": a_link, "a pipe": a_pipe, "closed": closed, "of another": of_another}


@pytest.fixture(name="indexed")
def _indexed(world: World) -> World:
    """A library whose index is in step."""
    with world.opened() as library:
        library.update_index()
    world.keep()
    return world


def index_of(world: World) -> Path:
    return world.folders.cache / "index"


def index_files(world: World) -> list[str]:
    return sorted(path.name for path in index_of(world).iterdir() if path.is_file())


@pytest.mark.parametrize("how", DAMAGES)
def test_each_file_damaged(how: str, indexed: World) -> None:
    for name in index_files(indexed):
        indexed.put_back()
        DAMAGES[how](index_of(indexed) / name)
        with indexed.opened() as library:
            searches(library, name)
        repaired(indexed, name)
    assert not ran()


@pytest.mark.parametrize("how", ["missing", "noise", "a pickle"])
def test_each_file_damaged_while_it_is_open(how: str, indexed: World) -> None:
    for name in index_files(indexed):
        indexed.put_back()
        with indexed.opened() as library:
            searches(library, name)
            path = index_of(indexed) / name
            new = path.with_name("new")
            shutil.copy(path, new)
            DAMAGES[how](new)
            if new.exists():
                new.replace(path)
            else:
                path.unlink()
            searches(library, name)
            library.update_index()
            searches(library, name)
        repaired(indexed, name)
    assert not ran()


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bits, or a stretch of bytes, are others now."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8))):
        at = dice.randrange(len(found))
        how = dice.randrange(4)
        if how == 0:
            found[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            found[at] = dice.choice((0, 1, 127, 128, 255))
        else:
            size = dice.choice((2, 4, 8, 64))
            filling = b"\xff" * size if how == 2 else dice.randbytes(size)
            found[at : at + size] = filling[: len(found) - at]
    return bytes(found)


def test_bits_that_rot(indexed: World) -> None:
    """Nothing but the content tells that a file is another one."""
    for name in index_files(indexed):
        path = index_of(indexed) / name
        if name == "in-step":
            continue
        for seed in range(SEEDS):
            where = f"{name}, seed {seed}"
            indexed.put_back()
            before = path.read_bytes()
            after = flip(before, random.Random(f"{name[:5]} {name[-4:]} {seed}"))
            if before == after:
                continue
            about = path.stat()
            path.write_bytes(after)
            os.utime(path, ns=(about.st_mtime_ns, about.st_mtime_ns))
            with indexed.opened() as library:
                searches(library, where)
                index = library._upkeep.open_index()
                index.check()
                library._upkeep.compare_index()
                with indexed.opened_afresh() as fresh:
                    fresh.update_index()
                    assert answers(library) == answers(fresh), where
                assert index.rebuilt == 1, where
