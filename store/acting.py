"""Acting: a list of changes made, recorded, undone and redone as one.

Each change has the value before and after; undoing applies it backwards. What is on disk is read
again inside the file's lock, so that an act never writes over what another process did.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence

from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import apply_change
from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError
from store.history import Act, Change, History
from store.ids import new_id
from store.model import Annotations
from store.times import now


class Acting:
    """Makes acts on one library. Safe from any thread; one waits for the other."""

    def __init__(self, annotations: AnnotationShelf, history: History) -> None:
        self._annotations = annotations
        self._history = history
        self._lock = threading.RLock()

    def undo(self) -> str | None:
        """Undo the last act; what it was in words, or ``None`` when there is nothing left.

        Raises:
            ConflictError: some of what it changed was changed again elsewhere, and is left as it
                is; the rest is undone.
            StoreError: a file cannot be written; the act can still be undone.
        """
        with self._lock:
            act = self._history.undoable()
            if act is None:
                return None
            back = [change.undone() for change in reversed(act.changes)]
            self._travel(back, lambda: self._history.mark_undone(act))
            return act.title

    def redo(self) -> str | None:
        """Do again what was undone last; what it was in words, or ``None``.

        Raises:
            ConflictError: as ``undo``.
            StoreError: as ``undo``.
        """
        with self._lock:
            act = self._history.redoable()
            if act is None:
                return None
            self._travel(act.changes, lambda: self._history.mark_redone(act))
            return act.title

    def can_undo(self) -> bool:
        """Whether there is an act to undo.

        Raises:
            StoreError: the journal cannot be read.
        """
        return self._history.undoable() is not None

    def can_redo(self) -> bool:
        """Whether there is an act to do again; raises as ``can_undo``."""
        return self._history.redoable() is not None

    def act(self, title: str, changes: Sequence[Change]) -> None:
        """Make ``changes`` in their order, and record them as one act called ``title``.

        Raises:
            ConflictError: a value is neither as before nor as after its change.
            StoreError: a file cannot be written; what was changed by then is taken back, and
                nothing is recorded.
        """
        with self._lock:
            done: list[Change] = []
            try:
                for group in _by_article(changes):
                    self._apply(group)
                    done += group
                self._history.record(Act(new_id(), now(), title, tuple(changes)))
            except PostilError:
                # Half an act that nobody can undo would be worse than none.
                for group in _by_article([change.undone() for change in reversed(done)]):
                    with contextlib.suppress(PostilError):
                        self._apply(group)
                raise

    def _travel(self, changes: Sequence[Change], mark: Callable[[], None]) -> None:
        """Apply what can be applied of an act that is undone or redone, and say so in the journal.

        An article that is gone or was changed since must not keep the others from being undone,
        nor this act those before it; a disk that is full may have room again.
        """
        failed: list[PostilError] = []
        groups = _by_article(changes)
        for group in groups:
            try:
                self._apply(group)
            except (ConflictError, NotFoundError, DamagedFileError) as error:
                failed.append(error)
        mark()
        if len(failed) == 1 == len(groups):
            raise failed[0]
        if failed:
            raise ConflictError(
                f"{len(failed)} of {len(groups)} articles stay as they are: {failed[0].message}"
            )

    def _apply(self, changes: Sequence[Change]) -> None:
        """Make changes of one article, all or none."""
        at = now()

        def edit(annotations: Annotations) -> Annotations:
            for change in changes:
                annotations = apply_change(annotations, change, at)
            return annotations

        self._annotations.update(changes[0].article, edit)


def _by_article(changes: Sequence[Change]) -> list[list[Change]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.article, []).append(change)
    return list(groups.values())
