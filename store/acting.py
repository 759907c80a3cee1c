"""Acting: a list of changes made, recorded, undone and redone as one.

Each change has the value before and after; undoing applies it backwards. What is on disk is read
again inside the file's lock, so that an act never writes over what another process did.

Most changes are of annotations. Others (an article's files moved, its Markdown changed, the saved
searches) have a key and a function of their own. An act with such a change, or on several articles,
is written down before it is made: one that a crash has cut short is finished at the next start, and
can be undone then. An act on the annotations of one article is recorded in the moment before its
file is written.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence

from store import files, moves
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import apply_changes
from store.errors import ConflictError, DamagedFileError, NotFoundError, PostilError, StoreError
from store.folders import Folders
from store.history import Act, Change, History, act_from_json, act_to_json
from store.ids import new_id
from store.model import Annotations
from store.times import for_file_name, now

Check = Callable[[], None]
Apply = Callable[[Change], None]
Progress = Callable[[int, int, str], None]
_SIZE_LIMIT = 64_000_000


class Acting:
    """Makes acts on one library. Safe from any thread; one waits for the other.

    Args:
        folders: Of the library: its journal is in the state folder.
        annotations: Where annotations are changed.
        others: By the key of a change that is none of annotations: what makes it. It does
            nothing when the change is made already, and has done nothing when it raises
            ConflictError or NotFoundError.
    """

    def __init__(
        self, folders: Folders, annotations: AnnotationShelf, others: Mapping[str, Apply]
    ) -> None:
        self._annotations = annotations
        self._others = others
        self._history = History(folders.state / "history.jsonl")
        self._unfinished = folders.unfinished
        self._files_lock = folders.articles
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
            with self._files_held(act):
                failed = self._travel(back)
                # Said last: what a crash cuts short is undone again, which does no harm.
                self._history.mark_undone(act)
            _tell(failed, act, on_files=self._is_on_files(act.changes))
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
            with self._files_held(act):
                # Said first: undo takes back what was made of it when a crash cuts it short.
                self._history.mark_redone(act)
                try:
                    failed = self._travel(act.changes)
                except PostilError:
                    if self._take_back(act.changes):
                        with contextlib.suppress(StoreError):
                            self._history.mark_undone(act)
                    raise
            _tell(failed, act, on_files=self._is_on_files(act.changes))
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

    def past(self) -> list[tuple[Act, bool]]:
        """The acts that are on record, the latest first, each with whether it is undone.

        Raises:
            StoreError: the journal cannot be read.
        """
        return self._history.acts()

    def is_cut_short(self) -> bool:
        """Whether there is an act that a crash has cut short; one in the making is waited for."""
        if not self._unfinished.exists():
            return False
        with contextlib.suppress(StoreError), files.locked(self._files_lock):
            return self._unfinished.exists()
        return True

    def unfinished(self) -> Act | None:
        """The act that a crash has cut short; ``None``: there is none that can be read."""
        try:
            return self._read_unfinished()
        except StoreError:
            return None

    def unreadable_lines(self) -> tuple[str, ...]:
        """One sentence for each line of the journal that cannot be read.

        Raises:
            StoreError: the journal itself cannot be read.
        """
        self._history.acts()
        return self._history.problems

    def mend_journal(self) -> None:
        """Write the journal anew, without the lines that cannot be read.

        Raises:
            StoreError: it cannot be written.
        """
        self._history.rewrite()

    def act(
        self,
        title: str,
        changes: Sequence[Change],
        *,
        check: Check | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Make ``changes`` in their order, and record them as one act called ``title``.

        Args:
            title: What it is in words, such as ``highlight``.
            changes: What is to change.
            check: Called inside the lock of each file of annotations before that is changed; what
                it raises stops the act.
            progress: Told before each article how many of how many are changed.

        Raises:
            ConflictError: a value is neither as before nor as after its change.
            StoreError: a file cannot be written; what was changed by then is taken back, and
                nothing is recorded.
        """
        act = Act(new_id(), now(), title, tuple(changes))
        groups = _by_article(changes)
        with self._lock:
            if len(groups) == 1 and not self._is_on_files(changes):
                self._act_on_one(act, check)
            else:
                self._act_on_several(act, groups, check, progress)

    def settle(self) -> None:
        """Finish the act that a crash has cut short, if there is one, and record it.

        One that cannot be finished now is finished by a later start, or by the next such act. It
        may be one that another process is still at: nobody waits for that.
        """
        if self._unfinished.exists():
            with contextlib.suppress(PostilError), files.locked(self._files_lock, seconds=0):
                self._finish_held()

    # -- inside --------------------------------------------------------------------------------

    def _act_on_one(self, act: Act, check: Check | None) -> None:
        """Make changes of the annotations of one article.

        They are recorded first: an act that a crash cuts short there can be undone, which does
        nothing where it was not made.
        """
        recorded: list[Act] = []

        def record() -> None:
            if not recorded:  # a file that another program changes meanwhile is edited again
                self._history.record(act)
                recorded.append(act)

        try:
            self._apply(act.changes, check, then=record)
        except PostilError:
            if recorded and self._take_back(act.changes):
                with contextlib.suppress(StoreError):  # undoing it does nothing
                    self._history.drop(act)
            raise

    def _act_on_several(
        self,
        act: Act,
        groups: list[list[Change]],
        check: Check | None,
        progress: Progress | None,
    ) -> None:
        """Make changes of files or of several articles, written down before they are made."""
        with files.locked(self._files_lock):
            self._finish_held()
            files.write_atomic(self._unfinished, json.dumps(act_to_json(act)).encode())
            begun: list[Change] = []
            try:
                for number, group in enumerate(groups):
                    if progress is not None:
                        progress(number, len(groups), "articles")
                    self._apply(group, check, begun)
                self._history.record(act)
            except PostilError as error:
                # Half an act that nobody can undo would be worse than none.
                if not self._take_back(begun):
                    error.hint = "a part of it is done; the rest follows, and undo takes it back"
                    raise  # it is still written down
                files.remove(self._unfinished)
                raise
            with contextlib.suppress(StoreError):  # it is known to be recorded
                files.remove(self._unfinished)

    def _finish_held(self) -> None:
        """Finish the act that is written down, inside the lock; another process may have done so.

        Raises:
            StoreError: a file cannot be read or written; it stays written down.
        """
        if not self._unfinished.exists():
            return
        act = self._read_unfinished()
        if act is None:  # not written by us: there is nothing to go by
            name = f"{self._unfinished.name}.bad-{for_file_name(now())}"
            moves.second_name(self._unfinished, name)
        elif not self._history.knows(act.id):
            for group in _by_article(act.changes):
                with contextlib.suppress(ConflictError, NotFoundError, DamagedFileError):
                    self._apply(group)
            self._history.record(act)
        files.remove(self._unfinished)

    def _take_back(self, begun: Sequence[Change]) -> bool:
        """Take changes back; whether that succeeded for all that were made."""
        whole = True
        for group in _by_article([change.undone() for change in reversed(begun)]):
            try:
                self._apply(group)
            except (ConflictError, NotFoundError, DamagedFileError):
                continue  # it was not made, or is another's by now
            except PostilError:
                whole = False
        return whole

    def _read_unfinished(self) -> Act | None:
        try:
            return act_from_json(json.loads(files.read_bytes(self._unfinished, _SIZE_LIMIT)))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def _is_on_files(self, changes: Sequence[Change]) -> bool:
        return any(change.key in self._others for change in changes)

    def _files_held(self, act: Act) -> contextlib.AbstractContextManager[None]:
        """The lock of all articles, if the act needs it."""
        on_files = self._is_on_files(act.changes)
        return files.locked(self._files_lock) if on_files else contextlib.nullcontext()

    def _travel(self, changes: Sequence[Change]) -> list[PostilError]:
        """Apply what can be applied of an act that is undone or redone; why the rest cannot.

        An article that is gone or was changed since must not keep the others from being undone,
        nor this act those before it; a disk that is full may have room again.
        """
        failed: list[PostilError] = []
        for group in _by_article(changes):
            try:
                self._apply(group)
            except (ConflictError, NotFoundError, DamagedFileError) as error:
                failed.append(error)
        return failed

    def _apply(
        self,
        changes: Sequence[Change],
        check: Check | None = None,
        begun: list[Change] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Make changes of one article: those of its annotations all or none, then each other.

        Args:
            changes: What is to change.
            check: Called inside the lock of the annotations.
            begun: Gets each change that is made, or may be half made.
            then: Called inside that lock when they can be made, before they are.
        """
        at = now()
        begun = [] if begun is None else begun
        noted = [change for change in changes if change.key not in self._others]

        def edit(annotations: Annotations) -> Annotations:
            if check is not None:
                check()
            annotations = apply_changes(annotations, noted, at)
            if then is not None:
                then()
            return annotations

        if noted:
            self._annotations.update(changes[0].article, edit)
            begun += noted
        for change in changes:
            if change.key in self._others:
                begun.append(change)  # it may fail in its midst; it knows what is made already
                try:
                    self._others[change.key](change)
                except (ConflictError, NotFoundError):
                    begun.pop()
                    raise


def _tell(failed: Sequence[PostilError], act: Act, *, on_files: bool) -> None:
    """Raise what kept articles from being undone or redone."""
    many = len(_by_article(act.changes))
    if len(failed) == 1 == many:
        if isinstance(failed[0], NotFoundError) and not on_files:  # those say which file
            raise NotFoundError(f"{act.title}: its article is not in the library any more")
        raise failed[0]
    if failed:
        raise ConflictError(
            f"{len(failed)} of {many} articles stay as they are: {failed[0].message}"
        )


def _by_article(changes: Sequence[Change]) -> list[list[Change]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.article, []).append(change)
    return list(groups.values())
