"""Texts made ready to be searched: folded when it is needed, with the way back to the offsets."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from store.search.words import accents, analysis

KEPT = 3_000_000
"""Code points that are kept of texts that were shown lately."""


class Prepared:
    """A text, and its folded form, made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> tuple[str, Sequence[int]]:
        return analysis.folded_map(self.text)

    @property
    def folded(self) -> str:
        """The folded text."""
        return self._folded[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of ``text`` that a range of ``folded`` (not an empty one) came from."""
        offsets = self._folded[1]
        return offsets[start], max(offsets[end], offsets[end - 1] + 1)

    def spelled(self, start: int, end: int) -> str:
        """A word that is a range of ``folded`` as ``text`` spells it, in small letters."""
        if self.text.isascii():
            return self.folded[start:end]
        low, high = self.span(start, end)
        return accents.spelling(self.text[low:high])


class PreparedTexts:
    """The texts of articles that were shown lately; the answers while one types overlap."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(
        self, wanted: Sequence[tuple[str, str]], texts: Callable[[Sequence[str]], Mapping[str, str]]
    ) -> Mapping[str, str]:
        """Texts by article id; articles that ``texts`` does not know are left out.

        Args:
            wanted: Article id and the version of its text.
            texts: Plain texts by id.
        """
        kept = self._kept
        with self._lock:
            found = {key[0]: kept[key] for key in wanted if key in kept}
        if len(found) == len(wanted):
            return found
        missing = [key for key in wanted if key[0] not in found]
        fresh = texts([key[0] for key in missing])
        made = {key: fresh[key[0]] for key in missing if key[0] in fresh}
        found.update((key[0], text) for key, text in made.items())
        self._keep(made)
        return found

    def _keep(self, made: Mapping[tuple[str, str], str]) -> None:
        with self._lock:
            for key, text in made.items():
                if key not in self._kept:
                    self._kept[key] = text
                    self._size += len(text)
            while self._size > KEPT and self._kept:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._size = 0
