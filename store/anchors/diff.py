"""What two strings have in common, in order: for strings of tokens, up to hundreds of thousands.

Sequences that occur once in both hold the two together (Cohen's patience diff, by n-grams); what
is left between those is compared by longest common subsequence, with one bit a cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

Block = tuple[int, int, int]
"""``(at, there, length)``: at one index of the first string as at another of the second."""

_Gap = tuple[int, int, int, int, int]  # from and to in the one, in the other; n-grams to try

_GRAM = 4
_SMALL = 2_500
_CELLS = 50_000_000
"""A gap with more pairs of tokens is left unmatched; one bit is kept of each pair."""
_ALL_CELLS = 500_000_000


def matching(a: str, b: str, known: Sequence[Block] = (), *, small: int = _SMALL) -> list[Block]:
    """Blocks that are equal in both, in order, none touching another in both strings.

    Args:
        a: A string.
        b: Another.
        known: Blocks that are known to be equal; of those that cross each other some are kept.
        small: A gap of fewer pairs is compared as it is.
    """
    found: list[Block] = []
    cells = _ALL_CELLS
    work: list[_Gap] = []
    low = there = 0
    lengths = {at: length for at, _, length in known}
    for i, j in _increasing([(at, other) for at, other, _ in known]):
        found.append((i, j, lengths[i]))
        work.append((low, i, there, j, _GRAM))
        low, there = i + lengths[i], j + lengths[i]
    work.append((low, len(a), there, len(b), _GRAM))
    while work:
        low, high, there, end, gram = work.pop()
        head = common_head(a, b, low, there, min(high - low, end - there))
        if head:
            found.append((low, there, head))
            low, there = low + head, there + head
        tail = common_tail(a, b, high, end, min(high - low, end - there))
        if tail:
            high, end = high - tail, end - tail
            found.append((high, end, tail))
        if low >= high or there >= end:
            continue
        if gram and (high - low) * (end - there) > small:
            found += _held_together(a, b, (low, high, there, end, gram), work)
        elif (high - low) * (end - there) <= min(_CELLS, cells):
            cells -= (high - low) * (end - there)
            pairs = common_subsequence(a[low:high], b[there:end])
            found += [(low + i, there + j, 1) for i, j in pairs]
    found.sort()
    return _joined(found)


def common_head(a: str, b: str, i: int, j: int, limit: int) -> int:
    """How many characters are the same from ``a[i]`` and ``b[j]`` on, at most ``limit``."""
    same, step = 0, 8
    while same < limit:
        step = min(step, limit - same)
        if a[i + same : i + same + step] == b[j + same : j + same + step]:
            same += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return same


def common_tail(a: str, b: str, i: int, j: int, limit: int) -> int:
    """How many characters are the same before ``a[i]`` and ``b[j]``, at most ``limit``."""
    same, step = 0, 8
    while same < limit:
        step = min(step, limit - same)
        if a[i - same - step : i - same] == b[j - same - step : j - same]:
            same += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return same


def common_subsequence(a: str, b: str) -> list[tuple[int, int]]:
    """The index pairs of a longest common subsequence (bit-parallel: Hyyrö 2004)."""
    masks: dict[str, int] = {}
    for index, character in enumerate(b):
        masks[character] = masks.get(character, 0) | 1 << index
    row = full = (1 << len(b)) - 1
    rows = []
    for character in a:
        hits = row & masks.get(character, 0)
        if hits:
            row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    pairs = []
    i, j = len(a) - 1, len(b) - 1
    while i >= 0 and j >= 0:
        if rows[i] >> j & 1:
            j -= 1
        elif i and not rows[i - 1] >> j & 1:
            i -= 1
        else:
            pairs.append((i, j))
            i, j = i - 1, j - 1
    pairs.reverse()
    return pairs


def _held_together(a: str, b: str, gap: _Gap, work: list[_Gap]) -> Iterator[Block]:
    """Blocks around n-grams that occur once on each side; what is between them becomes work."""
    low, high, there, end, gram = gap
    ours, theirs = _unique(a, low, high, gram), _unique(b, there, end, gram)
    both = [(index, theirs[each]) for each, index in ours.items() if each in theirs]
    for i, j in _increasing(both):
        if i < low or j < there:
            continue
        ahead = gram + common_head(a, b, i + gram, j + gram, min(high - i, end - j) - gram)
        back = common_tail(a, b, i, j, min(i - low, j - there))
        yield i - back, j - back, back + ahead
        work.append((low, i - back, there, j - back, gram - 1))
        low, there = i + ahead, j + ahead
    work.append((low, high, there, end, gram - 1))


def _unique(text: str, low: int, high: int, gram: int) -> dict[str, int]:
    """The n-grams that occur once in ``text[low:high]``, and where."""
    grams = [text[index : index + gram] for index in range(low, high - gram + 1)]
    counts = Counter(grams)
    return {each: index for index, each in enumerate(grams, low) if counts[each] == 1}


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in order of the first number, the most whose second numbers rise as well."""
    lasts: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(pairs):
        length = bisect_left(lasts, there)
        before.append(ends[length - 1] if length else -1)
        lasts[length : length + 1] = [there]
        ends[length : length + 1] = [index]
    result = []
    index = ends[-1] if ends else -1
    while index >= 0:
        result.append(pairs[index])
        index = before[index]
    result.reverse()
    return result


def _joined(blocks: list[Block]) -> list[Block]:
    result: list[Block] = []
    for at, there, length in blocks:
        if result:
            i, j, before = result[-1]
            if i + before == at and j + before == there:
                result[-1] = (i, j, before + length)
                continue
        result.append((at, there, length))
    return result
