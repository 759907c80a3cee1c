"""Large merges, made beside all else: who writes or searches meanwhile waits for none of it.

What is merged is a snapshot, since segments never change. The new one is written into a workshop
by a process of its own, under the lock of who merges (``IndexFolder.merging``). Only to commit it
is the lock of writers taken: documents that were deleted meanwhile are deleted in the new segment,
too; and if the index was made anew, the new one is thrown away.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from store.errors import BusyError
from store.search import bits
from store.search.commits.contents import PARTS, Segment
from store.search.commits.folder import MERGE, IndexFolder
from store.search.commits.keeper import Keeper
from store.search.files.storage import MappedStorage
from store.search.segment.parts import described
from store.search.writing import bulk, merging, update

_MOMENT = 1.0
"""Seconds to wait for a writer before it is seen what there is to merge. One that writes for longer
brings many articles, and merges them itself."""


class Aside:
    """Merges the segments of one index.

    Args:
        keeper: Of the index.
        ending: Set: no merge is begun any more.
    """

    def __init__(self, keeper: Keeper, ending: threading.Event) -> None:
        self._keeper = keeper
        self._folder = keeper.folder
        self._ending = ending
        self._merger: bulk.Merger | None = None
        self._most = merging.LARGEST  # documents; fewer when it did not work with as many

    def is_due(self, *, many: bool) -> bool:
        """Whether there is something to merge.

        Args:
            many: Very many articles came last: of what they left, one segment is made.
        """
        return any(self._chosen(part, many) for part in PARTS)

    def run(self, *, many: bool) -> bool:
        """Merge what is due, if nobody else does; ``many`` as above.

        Returns:
            ``False`` if a segment was damaged: then the index was replaced.

        Raises:
            BusyError: Another process writes all the time.
            StoreError: The folder cannot be written.
            Exception: A fault of ours.
        """
        rebuilt = self._keeper.rebuilt
        with self._folder.merging() as nobody_else:
            if not nobody_else:
                return True
            self._folder.sweep_merges()
            for part in PARTS:
                at_once = many  # once: or small segments that come meanwhile were merged one by one
                while chosen := self._next(part, at_once):
                    try:
                        at_once &= not self._merge(part, chosen)
                    except BusyError:
                        raise
                    except bulk.Failed:
                        if self._are_there(part, chosen):
                            self._most = sum(map(merging.living, chosen)) - 1
                    except Exception as error:  # noqa: BLE001 - raised again unless it is harmless
                        if self._are_there(part, chosen):
                            return self._keeper.forgives(error, rebuilt)
        return True

    def stop(self) -> None:
        """End the merge that goes on; ``ending`` is set. What it has made is thrown away."""
        merger = self._merger
        if merger is not None:
            merger.stop()

    def _next(self, part: str, many: bool) -> Sequence[Segment]:  # noqa: FBT001 - as `run` has it
        if self._ending.is_set():
            return ()
        with self._keeper.writing(_MOMENT):
            return self._chosen(part, many)

    def _chosen(self, part: str, many: bool) -> Sequence[Segment]:  # noqa: FBT001 - as above
        segments = self._keeper.fresh().contents.parts[part]
        return merging.due(segments, 1 if many else bulk.MANY, self._most)

    def _are_there(self, part: str, chosen: Sequence[Segment]) -> bool:
        names = {each.name for each in self._keeper.fresh().contents.parts[part]}
        return names.issuperset(each.name for each in chosen)

    def _merge(self, part: str, chosen: Sequence[Segment]) -> bool:
        """Make one segment of some, and commit it; ``False``: it was thrown away."""
        place = self._folder.workshop(MERGE)
        try:
            source = self._held(place, chosen)
            update.need_sound(source, chosen)
            name, count = self._made(place, source.path, part, chosen)
            new = described(IndexFolder(place), part, name, count)
            with self._keeper.writing(None):
                return self._commit(place, part, chosen, new)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _held(self, place: Path, chosen: Sequence[Segment]) -> IndexFolder:
        """Where the files of segments are, also when the index needs one no more.

        That is as soon as its last document is written again: of a small one, at any moment.
        """
        try:
            for file in (file for each in chosen for file in each.files):
                os.link(self._folder.path / file.name, place / file.name)
        except (OSError, AttributeError):  # one is gone already, or the disk knows no links
            return self._folder
        return IndexFolder(place)

    def _made(
        self, place: Path, source: Path, part: str, chosen: Sequence[Segment]
    ) -> tuple[str, int]:
        """Write the new segment; its id, and how many documents it has.

        Another process does it, and where there can be none this one, if it is no more than what
        is written at once anyway.

        Raises:
            bulk.Failed: There is no other process, and it is more; or this is to end.
            Exception: As ``merging.merge`` raises.
        """
        total = sum(map(merging.living, chosen))
        if total >= bulk.MANY:
            try:
                return self._elsewhere(place, source, part, chosen)
            except bulk.Failed:
                if self._ending.is_set() or total > update.BATCH:
                    raise
        storage = MappedStorage(place)
        try:
            return merging.merge(part, chosen, MappedStorage(source), storage)
        finally:
            storage.abandon()

    def _elsewhere(
        self, place: Path, source: Path, part: str, chosen: Sequence[Segment]
    ) -> tuple[str, int]:
        self._merger = merger = bulk.Merger(place)
        try:
            if self._ending.is_set():  # it was set before there was somebody to be stopped
                raise bulk.Failed
            return merger.merge(source, part, chosen)
        finally:
            self._merger = None
            merger.close()

    def _commit(self, place: Path, part: str, chosen: Sequence[Segment], new: Segment) -> bool:
        """Put the new segment in the place of the old ones, if they are there.

        The caller holds the lock.
        """
        contents = self._keeper.fresh().contents
        now = {each.name: each for each in contents.parts[part]}
        if not any(each.name in now for each in chosen):
            return False  # the index was made anew
        # One that is gone has lost its last document: nobody else merges.
        left = [now.pop(each.name, _emptied(each)) for each in chosen]
        new = new._replace(deleted=merging.carried(chosen, left))
        segments = list(now.values())
        try:
            if merging.living(new):
                bulk.move(place, self._folder.path, part, new.name)
                segments.append(new)
            self._folder.commit(contents.merged(part, tuple(segments)))
        except BaseException:
            with suppress(OSError):
                self._folder.sweep()
            raise
        return True


def _emptied(segment: Segment) -> Segment:
    """A segment all of whose documents are deleted."""
    return segment._replace(deleted=bits.all_below(segment.documents))
