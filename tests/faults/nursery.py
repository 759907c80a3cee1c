"""Small processes that die in the midst of an act: forked one by one from one that has all loaded.

Run as ``python -m tests.faults.nursery``, it reads one order a line and answers each with how the
process ended. The test's own process has threads, and must not fork.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from store import history
from store.folders import Folders
from store.library import Library
from tests.faults.acts import ACTS, make
from tests.faults.index_acts import INDEX_ACTS
from tests.faults.life import live
from tests.faults.points import Points, kill, tear
from tests.faults.world import World

_ACTS = 20  # in a life that no fault ends
_ALL = [*ACTS, *INDEX_ACTS]
_BY_NAME = {act.name: act for act in _ALL}
_FAULTS = {"kill": (kill, ""), "tear": (tear, "write")}


class Nursery:
    """The process that forks, as the test sees it."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def killed(self, act: str, folders: Folders, fault: str, at: int) -> bool:
        """Do an act in a process of its own with a fault at a point; whether it died of it."""
        answer = self._ask({"act": act, "folders": _paths(folders), "fault": fault, "at": at})
        assert answer["end"] in {"killed", "done"}, f"{act} at {at}: {answer}"
        return bool(answer["end"] == "killed")

    def life(
        self, folders: Folders, fault: str, at: int, seed: float
    ) -> tuple[bool, list[dict[str, Any]]]:
        """Do random acts until the fault; whether it died of it, and what it told (``life``)."""
        answer = self._ask({"folders": _paths(folders), "fault": fault, "at": at, "seed": seed})
        assert answer["end"] in {"killed", "done"}, f"{seed} at {at}: {answer}"
        return answer["end"] == "killed", answer["told"]

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def _paths(folders: Folders) -> list[str]:
    return list(map(str, folders))


def _obey(order: dict[str, Any]) -> dict[str, Any]:
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            os.close(ear)
            _live(order, mouth)
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
            raise
        finally:
            os._exit(code)
    os.close(mouth)
    with os.fdopen(ear, "rb") as heard:
        told = [json.loads(line) for line in heard]
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return {"end": "killed", "told": told}
    code = os.waitstatus_to_exitcode(status)
    return {"end": "failed" if code else "done", "told": told}


def _live(order: dict[str, Any], mouth: int) -> None:
    fault, only = _FAULTS[order["fault"]]
    points = Points(fault, order["at"], only=only)
    # Not buffered, and by no call that is a point.
    with os.fdopen(mouth, "wb", buffering=0) as told, points.laid():
        points.armed = "act" in order and _BY_NAME[order["act"]].at_start
        library = Library.open(Folders(*map(Path, order["folders"])))
        points.armed = True
        if "act" in order:
            _BY_NAME[order["act"]].do(library)
        else:

            def say(what: dict[str, Any]) -> None:
                told.write(json.dumps(what).encode() + b"\n")

            history.KEPT, history._LINES = 30, 60  # so that it is rewritten now and then
            live(library, random.Random(order["seed"]), say, _ACTS)
        library.close()


def _load_all() -> None:
    """Do every act once, so that what is forked has nothing to import."""
    with tempfile.TemporaryDirectory() as folder:
        for number, act in enumerate(_ALL):
            world = World(Path(folder) / str(number))
            with world.opened() as library:
                make(library, world.root / "sources")
                act.ready(library)
                act.do(library)
        with world.opened(), world.opened_afresh():
            gc.freeze()


def main() -> None:
    """Obey every order."""
    _load_all()
    for line in sys.stdin:
        print(json.dumps(_obey(json.loads(line))), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
