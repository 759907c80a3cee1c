"""A text made ready to be searched: folded once, with the way back to its own offsets."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from store.text.fold import fold_map

_KEPT = 4_000_000
"""Code points that are kept, folded and not."""


class Prepared:
    """A text, its folded form, and where each folded code point came from."""

    __slots__ = ("_offsets", "folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, self._offsets = fold_map(text)

    def part(self, start: int, end: int) -> Prepared:
        """A part of the text; where offsets and folded offsets are the same, at no cost."""
        if not isinstance(self._offsets, range):
            return Prepared(self.text[start:end])
        part = Prepared.__new__(Prepared)
        part.text = self.text[start:end]
        part.folded = self.folded[start:end]
        part._offsets = range(end - start + 1)  # noqa: SLF001 - its own class
        return part

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of ``text`` that a range of ``folded`` (not an empty one) came from."""
        offsets = self._offsets
        return offsets[start], max(offsets[end], offsets[end - 1] + 1)


class PreparedTexts:
    """The texts of articles that were shown lately; the answers while one types overlap."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Prepared] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(
        self, wanted: Sequence[tuple[str, str]], texts: Callable[[Sequence[str]], Mapping[str, str]]
    ) -> dict[str, Prepared]:
        """Prepared texts by article id; articles that ``texts`` does not know are left out.

        Args:
            wanted: Article id and the version of its text.
            texts: Plain texts by id.
        """
        with self._lock:
            found = {key[0]: self._kept[key] for key in wanted if key in self._kept}
        missing = [key for key in wanted if key[0] not in found]
        if not missing:
            return found
        fresh = texts([key[0] for key in missing])
        made = {key: Prepared(fresh[key[0]]) for key in missing if key[0] in fresh}
        found.update({key[0]: prepared for key, prepared in made.items()})
        self._keep(made)
        return found

    def _keep(self, made: Mapping[tuple[str, str], Prepared]) -> None:
        with self._lock:
            for key, prepared in made.items():
                if key not in self._kept:
                    self._kept[key] = prepared
                    self._size += 2 * len(prepared.text)
            while self._size > _KEPT and self._kept:
                _, dropped = self._kept.popitem(last=False)
                self._size -= 2 * len(dropped.text)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._size = 0
