"""The annotation files of a library: read, written, mirrored in the catalogue.

Every write reads what is really on disk inside the file's lock and changes only what was
asked, so that two processes lose nothing of each other's.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from store import files, kept_annotations
from store.catalogue import Catalogue, KnownFile, listed_elsewhere, originals_first
from store.errors import NotFoundError, PostilError, StoreError
from store.files import Stamp
from store.folders import Folders
from store.later import Later
from store.model import Annotations, Article, Highlight
from store.names import name_beside
from store.text.document import Document
from store.times import now

if TYPE_CHECKING:
    from store import old_texts, settling
    from store.outside import Differing
    from store.settling import Settled
else:
    old_texts, settling = Later("store.old_texts"), Later("store.settling")

KIND = "annotations"
_IN_MEMORY = 32

Edit = Callable[[Annotations], Annotations]


class AnnotationShelf:
    """The folder ``annotations/``. Safe from any thread.

    Args:
        article: Gives the catalogue's row of an article.
        document: Gives an article's present text.
    """

    def __init__(
        self,
        folders: Folders,
        catalogue: Catalogue,
        article: Callable[[str], Article],
        document: Callable[[str], Document],
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._article = article
        self._document = document
        self._known: OrderedDict[str, tuple[Stamp, Annotations]] = OrderedDict()
        self._listed: dict[str, tuple[str, Annotations]] = {}  # recorded last, with its stamp
        self._seen: dict[str, KnownFile] | None = None
        self._unkept: set[str] = set()
        self._moved_onto: dict[str, str] = {}  # by article, the text of the last move
        self._twins: dict[str, set[str]] = {}
        self._settled: dict[str, Settled] = {}
        self._telling = threading.Lock()  # who asks must not wait until all is settled
        self._lock = threading.RLock()

    def get(self, article_id: str) -> Annotations:
        """The annotations as they are on disk, their anchors on the present text.

        Raises:
            DamagedFileError: the file cannot be read; it stays as it is.
        """
        path = self.path(article_id)
        with self._lock:
            stamp = files.find_stamp(path)
            if stamp is None:
                return self._blank(article_id)
            article = self._article(article_id)
            loaded = self._loaded(article_id, stamp)
            if loaded is not None and _is_on(loaded, article):
                return loaded
            from store import annotation_file  # noqa: PLC0415 - only if annotated

            if loaded is None:
                data, stamp = files.read_stamped(path, annotation_file.SIZE_LIMIT)
                loaded = annotation_file.parse(data, path.name)
            settled = self._settle(loaded, article)
            if settled != loaded and not self._was_moved_off(loaded, article):
                # A later version's file or one in a read-only folder can still be read.
                with contextlib.suppress(StoreError):
                    written = self._update(article_id, _as_it_is, (stamp, loaded, settled))
                    self._moved_onto[article_id] = article.text_sha256
                    return written
                if not annotation_file.is_newer(loaded):
                    return settled  # not kept: the next one who asks writes it
            self._remember(article_id, (stamp, settled))
            kept_annotations.keep(self.kept_at(article_id), stamp, settled)
            return settled

    def highlight(self, article_id: str, highlight_id: str) -> Highlight:
        """One highlight of an article.

        Raises:
            NotFoundError: there is none of that id.
            DamagedFileError: the file cannot be read.
        """
        found = self.get(article_id).highlight(highlight_id)
        if found is None:
            raise NotFoundError(f"no highlight {highlight_id!r} in this article")
        return found

    def _was_moved_off(self, loaded: Annotations, article: Article) -> bool:
        """Whether another device has taken the highlights off the text that we moved them onto.

        Its article has another text. If both wrote what they see, they would do so for ever.
        """
        is_on = loaded.text_sha256 == article.text_sha256
        return not is_on and self._moved_onto.get(article.id) == article.text_sha256

    def _loaded(self, article_id: str, stamp: Stamp) -> Annotations | None:
        """What was read or kept of the file as it is now; ``None``: it has to be parsed."""
        known = self._known.get(article_id)
        if known is not None and known[0] == stamp:
            return known[1]
        kept = kept_annotations.load(self.kept_at(article_id), stamp)
        if kept is None or kept.article != article_id:
            return None
        self._remember(article_id, (stamp, kept))
        return kept

    def close(self) -> None:
        """Keep what was written, so that the next start need not read it."""
        with self._lock:
            for article_id in self._unkept & self._known.keys():
                stamp, annotations = self._known[article_id]
                kept_annotations.keep(self.kept_at(article_id), stamp, annotations)
            self._unkept.clear()

    def kept_at(self, article_id: str) -> Path:
        """Where what was read last is kept (``kept_annotations``)."""
        return self._folders.cache / "annotations" / f"{article_id}.json"

    def update(self, article_id: str, edit: Edit) -> Annotations:
        """Apply ``edit`` to what is on disk, write it, and bring the catalogue in step.

        Raises:
            DamagedFileError: the file cannot be read; nothing is written over it.
            ConflictError: raised by ``edit``; nothing is written.
        """
        return self._update(article_id, edit)

    def _update(
        self,
        article_id: str,
        edit: Edit,
        read: tuple[Stamp, Annotations, Annotations] | None = None,
    ) -> Annotations:
        """As ``update``; ``read``: the stamp and content of the file, and that content settled."""
        from store.annotation_store import update_annotations  # noqa: PLC0415 - only if annotated

        path = self.path(article_id)
        article = self._article(article_id)
        before = after = None
        with self._lock:
            known = read[:2] if read else self._known.get(article_id)

            def settle_and_edit(present: Annotations) -> Annotations:
                nonlocal before, after
                before = settled = present
                if known is None or present is not known[1]:
                    self._keep_gone(path, present)
                if read is not None and present is read[1]:
                    settled = read[2]
                elif known is None or present is not known[1] or not _is_on(present, article):
                    settled = self._settle(present, article)
                after = edit(settled)
                if after is not present:
                    after = self._anchored(after, settled, article)
                return after

            stamp, annotations = update_annotations(path, settle_and_edit, known)
            if stamp == files.NO_FILE:
                return annotations
            if before is not None and after is annotations:
                self._note(before, annotations)
            self._remember(article_id, (stamp, annotations))
            self._unkept.add(article_id)
            file = KnownFile(path.name, stamp.mtime_ns, stamp.size, article_id)
            with contextlib.suppress(StoreError):  # it is saved; the next refresh lists it
                self._list(file, annotations)
        return annotations

    def write_anew(self, name: str) -> None:
        """Write a file as it is understood, and keep what it held in the trash.

        Raises:
            DamagedFileError: it cannot be read; it is left as it is.
        """
        from store import annotation_file  # noqa: PLC0415 - only if annotated

        path = self._folders.annotations / name
        with self._lock, files.locked(path):
            data, stamp = files.read_stamped(path, annotation_file.SIZE_LIMIT)
            wanted = annotation_file.render(annotation_file.parse(data, name))
            files.keep_copy(path, data, self._folders.trash)
            files.write_atomic(path, wanted, since=stamp)
        self.take_in(name)

    def forget(self) -> None:
        """Drop what is kept of files, in memory and in the cache folder: all are read again.

        Of a file that cannot be read just now it stays: there may be nothing else of it.
        """
        folder = self._folders.cache / "annotations"
        with self._lock:
            listed = self._catalogue.files(KIND).values()
            broken = {file.article for file in listed if file.error}
            for article_id in self._known.keys() - broken:
                del self._known[article_id]
            self._unkept &= broken
            self._listed.clear()
            for entry in files.list_folder(folder, ".json"):
                if Path(entry.name).stem not in broken:
                    (folder / entry.name).unlink(missing_ok=True)

    def path(self, article_id: str) -> Path:
        """The file of an article's annotations, whether it is there yet or not."""
        name = self._catalogue.file_of(KIND, article_id)
        if name is None:
            article = self._article(article_id)
            stem = name_beside(Path(article.file).stem, article.title, article_id)
            name = f"{stem}.yaml"
            # Files may be renamed by hand: the name may have gone to another article's.
            if self._catalogue.article_of(KIND, name) not in {"", article_id}:
                name = f"{stem}-{article_id}.yaml"
        return self._folders.annotations / name

    # -- keeping the catalogue in step ---------------------------------------------------------

    def refresh(self) -> set[str]:
        """Bring the catalogue up to date with the folder; the ids of articles that changed.

        Those that another process has written and listed since the last time are among them.
        """
        self._twins = {}
        known = self._catalogue.files(KIND)
        found = {e.name: e for e in files.list_folder(self._folders.annotations, ".yaml")}
        with self._lock:
            changed = listed_elsewhere(self._seen, known)
            self._seen = dict(known)
        for name in known.keys() - found.keys():
            changed |= self._forget(known[name])
        for name, entry in sorted(found.items(), key=originals_first):
            old = known.get(name)
            if old is None or not old.is_current(entry):
                file = KnownFile(name, entry.mtime_ns, entry.size, old.article if old else "")
                changed |= self._read_in(file)
        return changed - {""}

    def twins(self) -> dict[str, set[str]]:
        """The names of the files that annotate the same article, as the last ``refresh`` saw it."""
        return self._twins

    def settled(self, annotations: Annotations) -> Annotations:
        """Annotations on the present text of their article, if that is here and can be read."""
        with contextlib.suppress(PostilError):
            article = self._article(annotations.article)
            if not _is_on(annotations, article):
                annotations = self._settle(annotations, article)
            return self._anchored(annotations, annotations, article)
        return annotations

    def settle_stale(self) -> set[str]:
        """Move the highlights of articles whose text has changed; the ids concerned."""
        stale = self._catalogue.stale_anchors()
        settled: set[str] = set()
        for article_id in stale:
            try:
                self.get(article_id)
            except PostilError:
                continue  # the file's error stands in the catalogue, and doctor tells it
            settled.add(article_id)
        return settled

    def differing(self) -> Differing:
        """The files that are not as this process knows them; ``refresh`` reads them."""
        from store.outside import differing  # noqa: PLC0415 - not before the first frame

        return differing(self._folders.annotations, ".yaml", self._seen)

    def drop(self, name: str) -> None:
        """Take a file that has gone out of the catalogue."""
        self._forget(KnownFile(name, 0, 0, self._catalogue.article_of(KIND, name)))

    def take_in(self, name: str) -> None:
        """Bring the catalogue in step with a file that has come."""
        stamp = files.stamp(self._folders.annotations / name)
        self._read_in(KnownFile(name, stamp.mtime_ns, stamp.size, ""))

    def _forget(self, file: KnownFile) -> set[str]:
        with self._lock, self._catalogue.transaction():
            self._catalogue.forget_file(KIND, file.name)
            if self._catalogue.file_of(KIND, file.article) is None:
                self._catalogue.forget_marks(file.article)
            self._saw(file.name, None)
        return {file.article}

    def _read_in(self, file: KnownFile) -> set[str]:
        with self._lock:  # an act must not be listed between the reading and the listing
            return self._read_and_list(file)

    def _read_and_list(self, file: KnownFile) -> set[str]:
        from store import annotation_file  # noqa: PLC0415 - only if annotated

        try:
            annotations = annotation_file.load(self._folders.annotations / file.name)
            taken = self._catalogue.file_of(KIND, annotations.article, readable=True)
            if taken not in {None, file.name}:
                self._twins.setdefault(annotations.article, {str(taken)}).add(file.name)
                raise PostilError(f"{file.name} annotates the same article as {taken}")
        except PostilError as error:
            file = file._replace(error=error.message)
            if self._saw(file.name, file) == file:
                return set()
            self._catalogue.put_file(KIND, file)
            return {file.article}
        self._list(file._replace(article=annotations.article), annotations)
        return {annotations.article}

    def _keep_gone(self, path: Path, present: Annotations) -> None:
        """Keep a copy in the trash of what was read last, if highlights went without a trace.

        What is deleted leaves a tombstone; a file that was cut short, or edited by hand, has none.
        """
        known = self.last_read(present.article)
        if known is None:
            return
        here = {mark.id for mark in present.highlights} | {grave.id for grave in present.deleted}
        if any(mark.id not in here for mark in known.highlights):
            from store import annotation_file  # noqa: PLC0415 - only if annotated

            files.keep_copy(path, annotation_file.render(known), self._folders.trash)

    def last_read(self, article_id: str) -> Annotations | None:
        """A whole copy of what the catalogue has of an article, if one is kept."""
        stamp = self._catalogue.stamp_of(article_id)
        copies = self._known.get(article_id), kept_annotations.last(self.kept_at(article_id))
        return next(
            (
                copy[1]
                for copy in copies
                if copy
                and copy[1].article == article_id
                and f"{copy[0].mtime_ns}.{copy[0].size}" == stamp
            ),
            None,
        )

    def older_copy(self, article_id: str) -> Annotations | None:
        """A whole copy of what was read of an article at some time, if one is kept."""
        found = kept_annotations.last(self.kept_at(article_id))
        return found[1] if found and found[1].article == article_id else None

    def _list(self, file: KnownFile, annotations: Annotations) -> None:
        with self._lock, self._catalogue.transaction():
            stamp = f"{file.mtime_ns}.{file.size}"
            before = self._listed.pop(annotations.article, None)
            self._catalogue.put_file(KIND, file)
            self._catalogue.put_marks(annotations, stamp, before)
            if annotations.article in self._known:
                self._listed[annotations.article] = (stamp, annotations)
            self._saw(file.name, file)

    def _saw(self, name: str, file: KnownFile | None) -> KnownFile | None:
        """Note that what became of a file is our own doing; what was known of it before."""
        if self._seen is None:
            return None
        if file is None:
            return self._seen.pop(name, None)
        before = self._seen.get(name)
        self._seen[name] = file
        return before

    def _remember(self, article_id: str, known: tuple[Stamp, Annotations]) -> None:
        self._known[article_id] = known
        self._known.move_to_end(article_id)
        while len(self._known) > _IN_MEMORY:
            self._listed.pop(self._known.popitem(last=False)[0], None)

    def _blank(self, article_id: str) -> Annotations:
        article = self._article(article_id)
        return Annotations(
            article=article_id,
            title=article.title,
            source=article.source,
            text_sha256=article.text_sha256,
            text_length=article.length,
        )

    # -- anchors -------------------------------------------------------------------------------

    def take_settled(self) -> dict[str, Settled]:
        """By article: what became of the highlights whose text has changed, since last asked."""
        with self._telling:
            taken, self._settled = self._settled, {}
            return taken

    def _note(self, before: Annotations, after: Annotations) -> None:
        """Remember what a change of the text has done, now that it is saved."""
        if before.text_sha256 in {"", after.text_sha256} or not before.highlights:
            return
        done = settling.settled(after.highlights, before.highlights)
        with self._telling:
            told = self._settled.get(after.article)
            news = done.news + (told.news if told else 0)
            self._settled[after.article] = done._replace(news=news)

    def _settle(
        self, annotations: Annotations, article: Article, known: Annotations | None = None
    ) -> Annotations:
        """Every highlight on the article's present text, or unplaced; what is missing filled in."""
        from store.annotations_edit import fill_in  # noqa: PLC0415 - only if annotated

        document = self._document(article.id)
        named = replace(annotations, article=article.id, title=article.title, source=article.source)
        texts = self._folders.texts
        settled = settling.settle(
            named, document.text, document.sha256, lambda sha: old_texts.find(texts, sha), known
        )
        return fill_in(settled, now())

    def _anchored(
        self, annotations: Annotations, before: Annotations, article: Article
    ) -> Annotations:
        """What an edit has made, all of it on the present text, and that text kept."""
        if not settling.is_settled(annotations, article.text_sha256, before):
            annotations = self._settle(annotations, article, before)
        folder = self._folders.texts
        with contextlib.suppress(PostilError):  # else they will be found by their quotes
            for sha in {highlight.anchor.text for highlight in annotations.highlights}:
                if not old_texts.is_kept(folder, sha):
                    document = self._document(article.id)
                    if document.sha256 == sha:
                        old_texts.keep(folder, sha, document.text)
        return annotations


def _as_it_is(annotations: Annotations) -> Annotations:
    return annotations


def _is_on(annotations: Annotations, article: Article) -> bool:
    return annotations.text_sha256 == article.text_sha256
