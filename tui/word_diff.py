"""What differs between two wordings of a passage, word by word. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from tui.layout.cells import clusters

_MOST = 1500
"""Words on a side; of longer passages only what they begin and end with is compared."""
_DENSE = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"), ("\uac00", "\ud7af"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip


class Run(NamedTuple):
    """A part of a wording: its text, and whether the other wording has it not."""

    text: str
    differs: bool


Wording = tuple[Run, ...]


def compared(old: str, new: str) -> tuple[Wording, Wording]:
    """Both wordings cut into runs; joined, the runs of each are its text."""
    before, after = words_of(old), words_of(new)
    same = list(_alike(before, after))
    return (
        _runs(before, ((i, i + size) for i, _, size in same)),
        _runs(after, ((j, j + size) for _, j, size in same)),
    )


def words_of(text: str) -> list[str]:
    """``text`` as words, runs of blanks and single signs; joined, they are the text.

    In scripts without blanks every character counts as a word. No grapheme is cut.
    """
    words: list[str] = []
    kind = ""
    for cluster in clusters(text):
        shown = text[cluster.start : cluster.end]
        before, kind = kind, _kind(shown[0])
        if words and kind == before and kind != "sign":
            words[-1] += shown
        else:
            words.append(shown)
    return words


def _kind(letter: str) -> str:
    if letter.isspace():
        return "blank"
    dense = any(low <= letter <= high for low, high in _DENSE)
    return "word" if letter.isalnum() and not dense else "sign"


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where each stretch of words that both have begins in either, and how long it is."""
    limit = min(len(old), len(new))
    head = next((n for n in range(limit) if old[n] != new[n]), limit)
    rest = limit - head
    tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    yield 0, 0, head
    inner, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(inner), len(other)) <= _MOST:
        matcher = SequenceMatcher(None, inner, other, autojunk=False)
        for match in matcher.get_matching_blocks():
            yield head + match.a, head + match.b, match.size
    yield len(old) - tail, len(new) - tail, tail


def _runs(words: Sequence[str], same: Iterable[tuple[int, int]]) -> Wording:
    """``words`` joined into runs; blanks alone between two that differ, differ too."""
    found: list[Run] = []
    position = 0

    def add(text: str, *, differs: bool) -> None:
        if text and found and found[-1].differs == differs:
            found[-1] = Run(found[-1].text + text, differs)
        elif text:
            found.append(Run(text, differs))

    for start, end in same:
        between, shared = "".join(words[position:start]), "".join(words[start:end])
        if between and len(found) > 1 and not found[-1].text.strip():
            blank = found.pop()
            add(blank.text, differs=True)
        add(between, differs=True)
        add(shared, differs=False)
        position = end
    return tuple(found)
