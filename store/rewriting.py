"""Rewriting: the Markdown of an article changed in place, and back.

A change of the key ``MARKDOWN`` holds the hash of the whole Markdown before and after, and the
part that differs. It is made only where the file says what it said before, so what an editor did
meanwhile is never lost. Front matter is left byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from store import files
from store.annotations_edit import Change
from store.article_shelf import SIZE_LIMIT, ArticleShelf
from store.errors import ConflictError, DamagedFileError, StoreError
from store.hashing import sha256
from store.text.markdown import split_front_matter

MARKDOWN = "markdown"
"""The key of the change of an article's Markdown."""


class Part(NamedTuple):
    """One side of a change.

    Attributes:
        sha256: Of the whole Markdown.
        start: Where the part that differs begins, in code points.
        text: That part.
    """

    sha256: str
    start: int
    text: str


class Rewriting:
    """Changes the Markdown of the articles of one library. Safe from any thread."""

    def __init__(self, articles: ArticleShelf) -> None:
        self._articles = articles

    def source(self, article_id: str) -> str:
        """The Markdown as it stands in the file, line ends and blank lines too.

        Raises:
            NotFoundError: there is no such article.
            DamagedFileError: it is not UTF-8.
        """
        path = self._articles.path(article_id)
        return _parts(files.read_bytes(path, SIZE_LIMIT), path.name)[1]

    @staticmethod
    def change(article_id: str, before: str, after: str) -> Change:
        """The change that makes the Markdown ``before`` of an article ``after``."""
        start = _agreeing(lambda size: before[:size] == after[:size], min(len(before), len(after)))
        room = min(len(before), len(after)) - start
        end = _agreeing(lambda n: before[len(before) - n :] == after[len(after) - n :], room)
        return Change(
            article_id,
            MARKDOWN,
            Part(_sha(before), start, before[start : len(before) - end])._asdict(),
            Part(_sha(after), start, after[start : len(after) - end])._asdict(),
        )

    def apply(self, change: Change) -> None:
        """Make the change in the file; nothing where it is made already.

        Raises:
            ConflictError: the file says something else now; it is left as it is.
            NotFoundError: there is no such article.
            StoreError: the file cannot be written.
        """
        before, after = _part(change.before), _part(change.after)
        path = self._articles.path(change.article)
        with files.locked(path):
            if files.until_still(lambda: _replace(path, before, after)):
                self._articles.take_in(path.name)


def _replace(path: Path, before: Part, after: Part) -> bool:
    """Put one side of a change in the place of the other; ``False``: it is there already."""
    data, stamp = files.read_stamped(path, SIZE_LIMIT)
    front, present = _parts(data, path.name)
    sha = _sha(present)
    if sha == after.sha256:
        return False
    end = before.start + len(before.text)
    wanted = present[: before.start] + after.text + present[end:]
    if sha != before.sha256 or _sha(wanted) != after.sha256:
        raise ConflictError("the article's file was changed since", hint="nothing was changed now")
    files.write_atomic(path, (front + wanted).encode(), since=stamp)
    return True


def _parts(data: bytes, name: str) -> tuple[str, str]:
    """What stands above the Markdown, and the Markdown."""
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise DamagedFileError(
            f"{name}: bytes that are not UTF-8", hint="correct the file in an editor"
        ) from error
    below = split_front_matter(whole)[1]
    return whole[: len(whole) - len(below)], below


def _agreeing(agree: Callable[[int], bool], most: int) -> int:
    """The largest size up to ``most`` at which ``agree`` holds; it holds for all below it too."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        if agree(middle):
            low = middle
        else:
            most = middle - 1
    return low


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _part(value: Any) -> Part:
    try:
        part = Part(str(value["sha256"]), int(value["start"]), str(value["text"]))
    except (TypeError, KeyError, ValueError) as error:
        raise StoreError(f"this is no change of an article's Markdown: {error!r}") from error
    if part.start < 0:
        raise StoreError("this is no change of an article's Markdown")
    return part
