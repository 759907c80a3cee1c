"""Looking after what is derived from a library's files, and after what others do to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from store import files
from store.errors import DamagedFileError, StoreError
from store.times import now

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotation_shelf import AnnotationShelf
    from store.article_shelf import ArticleShelf, Progress
    from store.catalogue import Catalogue
    from store.conflicts import ConflictCopies
    from store.folders import Folders
    from store.indexing import Behind, Lag
    from store.outside import Differing, Signs
    from store.search.index import SearchIndex

_INDEX = "index"


class Upkeep:
    """Keeps the catalogue and the index of one library in step with its files.

    Args:
        folders: Of the library.
        catalogue: What the files say.
        articles: Their files.
        annotations: What was made of them.
        finish: Ends an act that a crash has cut short, if there is one.

    Attributes:
        tell_waiting: Called when closing has to wait for a merge.
    """

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        articles: ArticleShelf,
        annotations: AnnotationShelf,
        finish: Callable[[], None],
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._articles = articles
        self._annotations = annotations
        self._finish = finish
        self._swept = False
        self._copies: ConflictCopies | None = None
        self._merged: list[str] = []
        self.index: SearchIndex | None = None
        self._indexing = threading.Lock()
        self._merging: threading.Thread | None = None
        self.tell_waiting: Callable[[], object] = lambda: None
        self._bug: Exception | None = None  # with which a merge has failed

    def refresh(self, progress: Progress | None = None) -> frozenset[str]:
        """Read what changed on disk since; the ids of the articles concerned."""
        if not self._swept:
            self._swept = True
            self._sweep()
        if self._folders.unfinished.exists():  # acts take long to load
            self._finish()
        settle = self._annotations.settle_stale
        return frozenset(
            self._mended(lambda: self._look(progress) | self.merge_copies() | settle())
        )

    def look(self, progress: Progress | None = None) -> None:
        """Bring the catalogue and the index in step with the files, and leave those as they are.

        Unlike ``refresh`` it tidies nothing up and moves no highlight.
        """
        self.take_stock(progress)
        self.update_index(progress)

    def take_stock(self, progress: Progress | None = None) -> None:
        """Bring the catalogue in step with the files, and change nothing else."""
        self._mended(lambda: self._look(progress))

    def _look(self, progress: Progress | None) -> set[str]:
        # Of a disk that is not mounted nothing is known; it is not the same as an empty one.
        files.need_folders(self._folders.articles, self._folders.annotations)
        return self._articles.refresh(progress) | self._annotations.refresh()

    def _mended(self, job: Callable[[], set[str]]) -> set[str]:
        """Do a job again with an empty catalogue if it is damaged."""
        try:
            return job()
        except DamagedFileError:  # the catalogue: what is wrong with other files stands in it
            self._catalogue.start_over()
            return job()

    def _sweep(self) -> None:
        """Clear away what earlier processes have left, once."""
        from store.leftovers import folders_below, sweep  # noqa: PLC0415 - not for the first frame
        from store.moves import sweep_trash  # noqa: PLC0415 - the same

        library, cache = self._folders.library, self._folders.cache
        sweep(
            *folders_below(library), *folders_below(cache), self._folders.state,
            *folders_below(cache / "documents"),
        )  # fmt: skip
        sweep_trash(self._folders.trash, now())

    def merge_copies(self) -> set[str]:
        """Merge the conflict copies that ``refresh`` has found; the ids of their articles.

        It calls this itself. ``take_merged`` says what was done, ``left_copies`` what was not.
        """
        others = files.list_folder(self._folders.library, ".yaml")
        if not (self._articles.twins() or self._annotations.twins()) and not any(
            " " in entry.name or "conflict" in entry.name for entry in others
        ):
            return set()
        if self._copies is None:
            from store.conflicts import ConflictCopies  # noqa: PLC0415 - only if there are any

            self._copies = ConflictCopies(self._folders, self._articles, self._annotations)
        merged = self._copies.merge()
        self._merged += [each.line for each in merged]
        return {each.article for each in merged if each.article}

    def take_merged(self) -> list[str]:
        """What was done with conflict copies since this was asked last, a line each for people."""
        count = len(self._merged)
        said, self._merged[:count] = self._merged[:count], []
        return said

    def left_copies(self) -> dict[Path, str]:
        """The conflict copies that could not be merged, and why not, for people."""
        return self._copies.left() if self._copies else {}

    def signs(self, article_id: str = "") -> Signs:
        """What is changed by nearly everything that others do, above all to one article."""
        from store.outside import signs  # noqa: PLC0415 - not before the first frame

        if not article_id:
            return signs(self._folders)
        kinds = ("article", "annotations")
        return signs(self._folders, *(self._catalogue.file_of(kind, article_id) for kind in kinds))

    def differing(self) -> Differing:
        """The files that others have changed since ``refresh``; a look at every one of them."""
        return self._articles.differing() | self._annotations.differing()

    def update_index(self, progress: Progress | None = None, *, wait: float = 5.0) -> int:
        """Bring the search index in step with the catalogue; how many articles it took in.

        It is not even opened while it is known to be in step; but once a week it is read whole, and
        made anew if a byte is not what was written.

        Args:
            progress: Is told how many articles are done.
            wait: Seconds to wait while another process writes to it; ``behind`` tells what is left.
        """
        from store import in_step  # noqa: PLC0415 - not before the first frame

        folder = self._folders.cache / _INDEX
        with self._indexing:
            checked = in_step.checked(folder)
            if checked and in_step.is_known(folder, self._catalogue):
                return 0
            index = self.open_index()
            if not checked:
                index.check()
                checked = time.time()
            taken = self._lag.update(index, progress, wait=wait)
            self._note(index, checked)
        self._tidy(index)
        return taken

    def _note(self, index: SearchIndex, checked: float) -> None:
        """Note it if the index is in step; ``checked`` as in ``in_step``."""
        from store import in_step  # noqa: PLC0415 - as above

        folder = self._folders.cache / _INDEX
        found = in_step.fingerprint(folder, self._catalogue)
        if not any(self._lag.behind(index)):
            in_step.note(folder, found, checked)

    def _tidy(self, index: SearchIndex) -> None:
        """Merge what many updates left in the index, in a thread of its own, if there is much."""
        merging = self._merging
        if (merging is None or not merging.is_alive()) and index.is_untidy:
            self._merging = threading.Thread(target=self._merge, args=(index,), daemon=True)
            self._merging.start()

    def _merge(self, index: SearchIndex) -> None:
        from store import in_step  # noqa: PLC0415 - as above

        try:
            if not index.merge():
                self.update_index()
            with self._indexing:
                self._note(index, in_step.checked(self._folders.cache / _INDEX))
        except StoreError:
            return  # the index is as good as it was; after the next update it is tried again
        except Exception as bug:  # noqa: BLE001 - said when there is somebody to be told
            self._bug = bug

    def stop_merging(self) -> None:
        """Merge nothing in the index any more: its user is about to leave."""
        if self.index is not None:
            self.index.stop_merging()

    def wait_for_merging(self) -> None:
        """Wait until the merge in the index that may go on has ended; an interrupt ends it.

        Raises:
            StoreError: It failed, by a fault of ours.
            KeyboardInterrupt: Its user did not want to wait.
        """
        merging, self._merging = self._merging, None
        if merging is not None:
            if merging.is_alive():
                self.tell_waiting()
            try:
                merging.join()
            except KeyboardInterrupt:
                self.stop_merging()
                merging.join()
                raise
        bug, self._bug = self._bug, None
        if bug is not None:
            raise StoreError(
                f"the search index could not be merged: {bug!r}",
                hint="this is a fault of postil: please report it",
                path=self._folders.cache / _INDEX,
            ) from bug

    def compare_index(self) -> None:
        """Bring the search index in step, whatever was noted of it: all of it is compared."""
        self._lag.forget()
        self.update_index()

    def behind(self) -> Behind:
        """What the search index does not know yet; it is opened for that unless it is in step."""
        from store import in_step  # noqa: PLC0415 - not before the first frame
        from store.indexing import Behind  # noqa: PLC0415 - the same

        if self.index is None and in_step.is_known(self._folders.cache / _INDEX, self._catalogue):
            return Behind()
        return self._lag.behind(self.open_index())

    @cached_property
    def _lag(self) -> Lag:
        from store.indexing import Lag  # noqa: PLC0415 - not before the first frame

        return Lag(self._catalogue, self._folders.cache / _INDEX)

    def reindex(self, progress: Progress | None = None) -> None:
        """Throw away what is derived, and make it anew from the files."""
        with self._indexing:
            self.open_index().clear()
        self._articles.forget()
        self._annotations.forget()
        self._catalogue.clear()
        self.refresh(progress)
        self.update_index(progress)

    def open_index(self) -> SearchIndex:
        """The search index, opened when it is asked for first."""
        if self.index is None:
            from store.search.index import SearchIndex  # noqa: PLC0415 - whoosh is slow to import

            self.index = SearchIndex(self._folders.cache / _INDEX)
            self.index.open()
        return self.index

    def rest_index(self) -> None:
        """Nothing is asked for a while: what was read of the index need not stay in memory."""
        if self.index is not None:
            self.index.rest()

    def close(self) -> None:
        """Let go of the index; a merge that goes on is waited for, unless it was stopped.

        Raises:
            StoreError: As ``wait_for_merging``.
        """
        try:
            self.wait_for_merging()
        finally:
            if self.index is not None:
                self.index.close()
