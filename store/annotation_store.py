"""The one way in which a file of annotations is changed: locked, re-read, edited, replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store import annotation_file, files
from store.errors import StoreError
from store.files import NO_FILE, Stamp
from store.model import Annotations


def update_annotations(
    path: Path,
    edit: Callable[[Annotations], Annotations],
    known: tuple[Stamp, Annotations] | None,
) -> tuple[Stamp, Annotations]:
    """Apply ``edit`` to what is really on disk, and write the result if it differs.

    The file is looked at once more right before it is replaced: what another program puts there in
    between is not written over, but edited in its turn.

    Args:
        path: The file; it need not be there yet, its folder must.
        edit: Gets the present annotations (empty ones without an article id when there is no
            file) and gives the new ones. It is called inside the lock: keep it short; and again
            when a program that knows no locks of ours has changed the file meanwhile.
        known: What was read or written last, with its stamp; the file is read again only when
            its stamp is another.

    Returns:
        The stamp of the file as it is now (``NO_FILE`` when there still is none), and what it
        holds.

    Raises:
        DamagedFileError: the file cannot be read; it is left as it is.
        StoreError: a later postil wrote the file, it is locked for too long, it cannot be written,
            or changes all the time; it is left as it is. What ``edit`` raises passes through.
    """
    with files.locked(path):
        return files.until_still(lambda: _update(path, edit, known))


def _update(
    path: Path,
    edit: Callable[[Annotations], Annotations],
    known: tuple[Stamp, Annotations] | None,
) -> tuple[Stamp, Annotations]:
    stamp, present = _present(path, known)
    wanted = edit(present)
    if wanted is present or wanted == present:
        return stamp, present
    if annotation_file.is_newer(present):
        annotation_file.render(present)  # says why not, whatever the edit made of it
    if not wanted.article:
        raise StoreError(f"{path.name}: annotations of no article are not written", path=path)
    if present.article not in {"", wanted.article}:
        raise StoreError(
            f"{path.name} holds the annotations of another article",
            hint="give it another name; postil doctor tells which article it is",
            path=path,
        )
    return files.write_atomic(path, annotation_file.render(wanted), since=stamp), wanted


def _present(path: Path, known: tuple[Stamp, Annotations] | None) -> tuple[Stamp, Annotations]:
    stamp = files.find_stamp(path)
    if stamp is None:
        return NO_FILE, Annotations(article="")
    if known is not None and known[0] == stamp:
        return known
    data, stamp = files.read_stamped(path, annotation_file.SIZE_LIMIT)
    return stamp, annotation_file.parse(data, path.name)
