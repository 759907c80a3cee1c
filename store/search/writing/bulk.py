"""Many articles at once: taken apart in processes of their own, one a core.

Each worker is given documents as they come, and now and then writes what it has as whole segments,
in a folder beside that of the index. Here they are moved into it and committed. So this process
holds a few articles at a time, and what is committed can be found while the rest is being done.
Workers end with this process, however it ends; the folder they leave then is removed by whoever
opens the index next.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from typing import NamedTuple

from store.frames import receive, send
from store.search.commits.contents import Segment
from store.search.commits.folder import WORK, IndexFolder
from store.search.segment.schema import NOTES, TEXTS
from store.search.writing.documents import Plan

MANY = 500
"""From so many articles on it is worth the while to start processes."""

FIRST_BATCH = 500
"""So many articles make the first segment of a worker, so that something is soon found."""

BATCH = 4_096
"""So many make the others."""

BATCH_TEXT = 24_000_000
"""Or so many code points."""

_MOST_WORKERS = 4
_WAITING = 32  # articles that wait for a worker
_PATIENCE = 0.05
_MODULE = "store.search.writing.worker"


class Failed(Exception):  # noqa: N818 - not an error to anybody: the work is done otherwise
    """A worker cannot be started, or is gone."""


class Written(NamedTuple):
    """Segments that a worker has written.

    Attributes:
        segments: By the name of the index, the id of the segment ("": none), its documents.
        texts: Numbers of the documents on the shelf of texts that these replace.
        notes: The same for annotations.
        articles: How many articles it was.
    """

    segments: dict[str, tuple[str, int]]
    texts: list[int]
    notes: list[int]
    articles: int


def workers() -> int:
    """How many processes can work at once here."""
    if not sys.executable:  # Python is part of another program
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return min(cores, _MOST_WORKERS)


class Merger:
    """A process that makes one segment of some.

    Args:
        place: A workshop, where the new files are to be.

    Raises:
        Failed: It cannot be started.
    """

    def __init__(self, place: Path) -> None:
        try:
            self._process = _start(place)
        except OSError as error:
            raise Failed(str(error)) from error

    def merge(self, folder: Path, part: str, segments: Sequence[Segment]) -> tuple[str, int]:
        """Do it, as ``merging.merge``.

        Args:
            folder: Of the index.
            part: What they are of.
            segments: They.

        Raises:
            Failed: It did not work there.
        """
        chosen = [(each.name, each.documents, f"{each.deleted:x}") for each in segments]
        request = {"part": part, "source": str(folder), "segments": chosen}
        try:
            name, count = json.loads(_asked(self._process, request))
            return str(name), int(count)
        except (OSError, EOFError, ValueError, TypeError) as error:
            raise Failed(repr(error)) from error

    def stop(self) -> None:
        """End it, from any thread: ``merge`` fails then."""
        self._process.kill()

    def close(self) -> None:
        """End the process."""
        _end(self._process)


class Bulk:
    """The workers, and what they are doing.

    Args:
        folder: Of the index.
        count: How many workers.

    Raises:
        Failed: They cannot be started.
    """

    def __init__(self, folder: IndexFolder, count: int) -> None:
        self._index = folder.path
        self._folder = folder.workshop(WORK)
        self._jobs: Queue[tuple[Plan, int] | None] = Queue(_WAITING)
        self._done: Queue[Written | Failed | None] = Queue()
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            for _ in range(count):
                self._processes.append(_start(self._folder))
        except OSError as error:
            self.close()
            raise Failed(str(error)) from error
        self._threads = [
            threading.Thread(target=self._feed, args=(process,), daemon=True)
            for process in self._processes
        ]
        for thread in self._threads:
            thread.start()

    def give(self, planned: Plan, size: int) -> list[Written]:
        """Hand an article over; waits while all workers are busy.

        Args:
            planned: What is to be done.
            size: Code points of its text.

        Returns:
            What was written meanwhile.

        Raises:
            Failed: A worker is gone. What it was given and has not written is lost.
        """
        found: list[Written] = []
        while True:
            self._collect(found)
            with suppress(Full):
                self._jobs.put((planned, size), timeout=_PATIENCE)
                return found

    def _collect(self, found: list[Written]) -> None:
        with suppress(Empty):
            while True:
                done = self._done.get_nowait()
                if isinstance(done, Failed):
                    raise done
                if done is not None:
                    found.append(done)

    def finish(self) -> Iterator[Written]:
        """Let the workers write what they still have.

        Raises:
            Failed: A worker is gone. What it was given and has not written is lost.
        """
        found: list[Written] = []
        for _ in self._threads:
            waiting = True
            while waiting:
                self._collect(found)
                with suppress(Full):
                    self._jobs.put(None, timeout=_PATIENCE)
                    waiting = False
        yield from found
        ended = 0
        while ended < len(self._threads):
            done = self._done.get()
            if isinstance(done, Failed):
                raise done
            if done is None:
                ended += 1
            else:
                yield done

    def take(self, written: Written) -> None:
        """Move the files of segments into the index."""
        for index, (segment, count) in written.segments.items():
            if count:
                move(self._folder, self._index, index, segment)

    def close(self) -> None:
        """End the workers, and remove what they have not handed over."""
        with suppress(Empty):
            while True:
                self._jobs.get_nowait()
        for _ in self._processes:
            self._jobs.put(None)
        for process in self._processes:
            _end(process)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _feed(self, process: subprocess.Popen[bytes]) -> None:
        """Pass jobs on to one worker, until there are no more; in a thread of its own."""
        try:
            self._pass_on(process)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody must wait for this worker
            self._done.put(Failed(repr(error)))

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        batch = _Batch(FIRST_BATCH)
        while (job := self._jobs.get()) is not None:
            planned, size = job
            if planned.documents:
                _ask(process, planned.documents)
            batch.add(planned, size)
            if batch.is_full:
                self._done.put(batch.written(_write(process)))
                batch = _Batch(BATCH)
        if batch.articles:
            self._done.put(batch.written(_write(process)))
        self._done.put(None)


class _Batch:
    """What a worker was given since it wrote last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self.articles = 0
        self.texts: list[int] = []
        self.notes: list[int] = []

    @property
    def is_full(self) -> bool:
        return self.articles >= self._most or self._size >= BATCH_TEXT

    def add(self, planned: Plan, size: int) -> None:
        self.articles += 1
        self._size += size
        self.texts += planned.texts
        self.notes += planned.notes

    def written(self, segments: dict[str, tuple[str, int]]) -> Written:
        return Written(segments, self.texts, self.notes, self.articles)


def move(place: Path, folder: Path, part: str, name: str) -> None:
    """Move the files of a segment into the index.

    Raises:
        OSError: The system refuses.
    """
    for path in place.glob(f"{part}_{name}.*"):
        path.rename(folder / path.name)


def _start(place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - ourselves
        # -P: a folder called "store" where the user happens to be is never imported.
        [sys.executable, "-P", "-m", _MODULE, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not yet sent has nobody to go to
                pipe.close()


def _ask(process: subprocess.Popen[bytes], request: object) -> None:
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    send(process.stdin, json.dumps(request).encode())


def _asked(process: subprocess.Popen[bytes], request: object) -> bytes:
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    _ask(process, request)
    return receive(process.stdout)


def _write(process: subprocess.Popen[bytes]) -> dict[str, tuple[str, int]]:
    answer = json.loads(_asked(process, []))
    return {name: (str(answer[name][0]), int(answer[name][1])) for name in (TEXTS, NOTES)}
