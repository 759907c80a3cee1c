"""Where each token of an old text is in a new one, also those that were moved."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from store.anchors.diff import Block, matching
from store.anchors.tokens import LETTER, Tokens

_LONG_PARAGRAPH = 40
_PASSES = 50
_SLIDE = 200  # so far an insertion is slid over equal tokens
_GRAM = 3
_CHANCE = 40 * LETTER  # no so long run is equal by chance
_MOVED = 20 * LETTER  # what a moved passage has to weigh
_APART = 12  # so many tokens between two runs of one moved passage
_EDGE = 0.15  # of a passage, a reworded end that is taken in
_SPLIT = 25  # so many new tokens within a passage part it, or twice as many as it has

_FULL_STOPS = ".!?:;。！？"


class Image(NamedTuple):
    """What became of a passage.

    Attributes:
        survived: The share of it, by weight, that is in the greatest part, 0 to 1.
        low: The first token of that part in the new text.
        high: Past the last; ``low == high`` when nothing is left.
    """

    survived: float
    low: int
    high: int


class TextMap:
    """The map from one text to another, in tokens.

    Attributes:
        old: The tokens of the old text.
        new: Of the new text.
        forward: For each old token the index of the new one, or -1.
        backward: For each new token the index of the old one, or -1.
    """

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self.old = old
        self.new = new
        self.forward = [-1] * len(old)
        self.backward = [-1] * len(new)
        blocks = matching(old.codes, new.codes, _same_paragraphs(old, new))
        blocks = _slid(_without_lone_runs(blocks, old, new), old, new)
        self._set(blocks)
        moved = self._moved()
        self._set(moved)
        self._starts: list[int] = []
        self._blocks: list[Block] = []
        for block in sorted(blocks + moved):
            self._starts.append(block[0])
            self._blocks.append(block)

    def image(self, low: int, high: int) -> Image:
        """What became of the old tokens ``[low, high)``."""
        total = self.old.weight(low, high)
        parts = self._parts(low, high)
        if not parts or not total:
            return Image(0.0, 0, 0)
        furthest = max(_SPLIT, 2 * (high - low))
        together = [[parts[0]]]
        for part in parts[1:]:
            if part[1] - sum(together[-1][-1][1:]) > furthest:
                together.append([])
            together[-1].append(part)
        weights = [self._weight(each) for each in together]
        best = max(range(len(together)), key=lambda index: (weights[index], -index))
        kept = together[best]
        start, end = self._with_edges(low, high, kept)
        return Image(weights[best] / total, start, end)

    def _with_edges(self, low: int, high: int, parts: list[Block]) -> tuple[int, int]:
        """The new tokens of ``parts``, and the few that stand instead of the first and last words.

        Those are taken in if what was before and after the passage is beside them.
        """
        (first, start, _), (at, there, length) = parts[0], parts[-1]
        end = there + length
        most = _EDGE * self._weight(parts)
        if low < first and low and 0 <= self.forward[low - 1] < start:
            before = self.forward[low - 1] + 1
            if self.new.weight(before, start) <= most:
                start = before
        if at + length < high < len(self.old) and self.forward[high] >= end:
            after = self.forward[high]
            if self.new.weight(end, after) <= most:
                end = after
        return start, end

    def _weight(self, parts: list[Block]) -> int:
        return sum(self.old.weight(at, at + length) for at, _, length in parts)

    def gap(self, low: int, high: int) -> tuple[int, int]:
        """The new tokens between what survives before and after the old tokens ``[low, high)``."""
        after = self._after(high)
        before = self._before(low)
        return (before, after) if before <= after else (before, before)

    def about(self, index: int) -> int:
        """The new token that stands about where the old one ``index`` would be."""
        start, end = self.gap(index, index)
        block = bisect_right(self._starts, index) - 1
        low = sum(self._blocks[block][::2]) if block >= 0 else 0
        high = self._starts[block + 1] if block + 1 < len(self._blocks) else len(self.old)
        if index <= low or high <= low:
            return start
        return start + (end - start) * (index - low) // (high - low)

    def share_free(self, start: int, end: int, low: int, high: int) -> float:
        """How many of the new tokens ``[start, end)`` come from no old ones but ``[low, high)``."""
        free = sum(each < 0 or low <= each < high for each in self.backward[start:end])
        return free / max(1, end - start)

    def is_free(self, start: int, end: int, low: int = 0, high: int = 0) -> bool:
        """Whether the new tokens ``[start, end)`` are not another passage than ``[low, high)``.

        They are one if half of them come from there in a row; a few words may by chance.
        """
        run = longest = 0
        last = -1
        for each in self.backward[start:end]:
            is_other = each >= 0 and not low <= each < high
            run = (run + 1 if each == last + 1 else 1) if is_other else 0
            longest = max(longest, run)
            last = each
        return 2 * longest < end - start

    def _parts(self, low: int, high: int) -> list[Block]:
        """What of ``[low, high)`` survives, in the order of the new text."""
        first = max(0, bisect_right(self._starts, low) - 1)
        last = bisect_right(self._starts, high - 1)
        parts = []
        for at, there, length in self._blocks[first:last]:
            start, end = max(low, at), min(high, at + length)
            if start < end:
                parts.append((start, there + start - at, end - start))
        parts.sort(key=lambda part: part[1])
        return parts

    def _before(self, low: int) -> int:
        index = bisect_right(self._starts, low - 1) - 1
        if index < 0:
            return 0
        at, there, length = self._blocks[index]
        return there + min(length, low - at)

    def _after(self, high: int) -> int:
        index = bisect_right(self._starts, high) - 1
        if index >= 0:
            at, there, length = self._blocks[index]
            if high < at + length:
                return there + high - at
        return self._blocks[index + 1][1] if index + 1 < len(self._blocks) else len(self.new)

    def _set(self, blocks: list[Block]) -> None:
        for at, there, length in blocks:
            self.forward[at : at + length] = range(there, there + length)
            self.backward[there : there + length] = range(at, at + length)

    def _moved(self) -> list[Block]:
        """Runs that are on both sides in another order, where they were deleted and inserted."""
        runs = list(self._runs())
        runs.sort(key=lambda run: run[1])
        passages: list[list[tuple[int, Block]]] = []
        for weight, at, there, length in runs:
            if passages:
                _, (i, j, before) = passages[-1][-1]
                if 0 <= at - i - before <= _APART and -2 <= there - j - before <= _APART:
                    passages[-1].append((weight, (at, there, length)))
                    continue
            passages.append([(weight, (at, there, length))])
        heavy = [(sum(weight for weight, _ in passage), passage) for passage in passages]
        heavy.sort(key=lambda each: -each[0])
        ours, theirs = bytearray(len(self.old)), bytearray(len(self.new))
        moved: list[Block] = []
        for weight, passage in heavy:
            if weight < _MOVED:
                break
            for _, run in passage:
                at, there, length = _not_taken(run, ours, theirs)
                if length:
                    moved.append((at, there, length))
                    ours[at : at + length] = theirs[there : there + length] = b"\1" * length
        return moved

    def _runs(self) -> list[tuple[int, int, int, int]]:
        """Equal runs of unmatched tokens around n-grams that occur once in those on each side."""
        old, new = self.old.codes, self.new.codes
        ours, theirs = _free(self.forward), _free(self.backward)
        counts = Counter(old[i : i + _GRAM] for i in ours)
        there = Counter(new[j : j + _GRAM] for j in theirs)
        places = {new[j : j + _GRAM]: j for j in theirs if there[new[j : j + _GRAM]] == 1}
        runs = []
        done = 0
        for i in ours:
            gram = old[i : i + _GRAM]
            if i < done or counts[gram] != 1 or gram not in places:
                continue
            j = places[gram]
            back = 0
            while (
                min(i, j) > back
                and self.forward[i - back - 1] < 0 > self.backward[j - back - 1]
                and old[i - back - 1] == new[j - back - 1]
            ):
                back += 1
            ahead = _GRAM
            while (
                i + ahead < len(old)
                and j + ahead < len(new)
                and self.forward[i + ahead] < 0 > self.backward[j + ahead]
                and old[i + ahead] == new[j + ahead]
            ):
                ahead += 1
            done = i + ahead
            runs.append((self.old.weight(i - back, done), i - back, j - back, back + ahead))
        return runs


def _same_paragraphs(old: Tokens, new: Tokens) -> list[Block]:
    """Paragraphs that stand once in each text, to the letter: nearly all, of most texts."""
    ours, theirs = _paragraphs(old.text), _paragraphs(new.text)
    blocks = []
    for paragraph, start in ours.items():
        there = theirs.get(paragraph, -1)
        if start >= 0 <= there:
            low, high = old.within(start, start + len(paragraph))
            begin, _ = new.within(there, there + len(paragraph))
            blocks.append((low, begin, high - low))
    return blocks


def _paragraphs(text: str) -> dict[str, int]:
    """The offsets of those long paragraphs that stand there once; of the others -1."""
    found: dict[str, int] = {}
    start = 0
    for paragraph in text.split("\n\n"):
        if len(paragraph) >= _LONG_PARAGRAPH and not paragraph.isspace():
            found[paragraph] = -1 if paragraph in found else start
        start += len(paragraph) + 2
    return found


def _not_taken(run: Block, ours: bytearray, theirs: bytearray) -> Block:
    """What a greater passage has left of a run: its first part that is whole."""
    at, there, length = run
    skip = 0
    while skip < length and (ours[at + skip] or theirs[there + skip]):
        skip += 1
    at, there, length = at + skip, there + skip, length - skip
    taken = ours[at : at + length].find(1), theirs[there : there + length].find(1)
    return at, there, min([length, *(each for each in taken if each >= 0)])


def _free(matches: list[int]) -> list[int]:
    """Where n-grams of unmatched tokens begin."""
    found = []
    run = 0
    for index, match in enumerate(matches):
        run = run + 1 if match < 0 else 0
        if run >= _GRAM:
            found.append(index - _GRAM + 1)
    return found


def _without_lone_runs(blocks: list[Block], old: Tokens, new: Tokens) -> list[Block]:
    """``blocks`` without the light ones that stand alone between heavier edits.

    Two unrelated passages have words in common by chance, in order. First each run is weighed by
    itself, then those that are near each other together.
    """

    def edit(before: Block, after: Block) -> int:
        (i, j, length), (at, there, _) = before, after
        return max(old.weight(i + length, at), new.weight(j + length, there))

    begin, end = (0, 0, 0), (len(old), len(new), 0)
    for is_joined in (False, True):
        for _ in range(_PASSES):
            groups = _groups(blocks, old, new, is_joined=is_joined)
            kept: list[Block] = []
            last = begin
            for index, group in enumerate(groups):
                following = groups[index + 1][0] if index + 1 < len(groups) else end
                around = min(_edit(last, group[0], old, new), _edit(group[-1], following, old, new))
                weights = [_weight(each, old) for each in group]
                if max(weights) > _CHANCE or sum(weights) > around:
                    kept += group
                    last = group[-1]
            if len(kept) == len(blocks):
                break
            blocks = kept
    return blocks


def _groups(blocks: list[Block], old: Tokens, new: Tokens, *, is_joined: bool) -> list[list[Block]]:
    """``blocks`` one by one, or those together that are heavier than the edits between them."""
    groups: list[list[Block]] = []
    for block in blocks:
        if is_joined and groups:
            last = groups[-1][-1]
            if _edit(last, block, old, new) <= max(_weight(last, old), _weight(block, old)):
                groups[-1].append(block)
                continue
        groups.append([block])
    return groups


def _edit(before: Block, after: Block, old: Tokens, new: Tokens) -> int:
    """What the edit between two blocks weighs: what was deleted or inserted, the heavier."""
    (i, j, length), (at, there, _) = before, after
    return max(old.weight(i + length, at), new.weight(j + length, there))


def _weight(block: Block, old: Tokens) -> int:
    return old.weight(block[0], block[0] + block[2])


def _slid(blocks: list[Block], old: Tokens, new: Tokens) -> list[Block]:
    """``blocks`` with what was only inserted or deleted slid to begin and end where passages do.

    Of "a. b. " with "b. " inserted, either may be the new one; sentences are inserted whole.
    """
    result = list(blocks)
    for index in range(len(result) - 1):
        (i, j, length), (at, there, following) = result[index : index + 2]
        deleted, inserted = at - i - length, there - j - length
        if bool(deleted) == bool(inserted):
            continue
        side, start, end = (old, i + length, at) if deleted else (new, j + length, there)
        shift = _best_slide(side, start, end, (length, following))
        if shift:
            result[index] = (i, j, length + shift)
            result[index + 1] = (at + shift, there + shift, following - shift)
    return result


def _best_slide(side: Tokens, start: int, end: int, room: tuple[int, int]) -> int:
    """How far to slide the edit ``[start, end)``; ``room``: the tokens before and after it."""
    codes = side.codes
    best, shift = _edge(side, start) + _edge(side, end), 0
    for step, limit in ((-1, room[0] - 1), (1, room[1] - 1)):
        low, high = start, end
        for distance in range(1, min(limit, _SLIDE) + 1):
            one, other = (low - 1, high - 1) if step < 0 else (low, high)
            if codes[one] != codes[other]:
                break
            low, high = low + step, high + step
            worth = _edge(side, low) + _edge(side, high)
            if worth > best:
                best, shift = worth, step * distance
    return shift


def _edge(side: Tokens, index: int) -> int:
    """How likely a passage begins before the token ``index``."""
    if index <= 0 or index >= len(side):
        return 6
    end = side.ends[index - 1]
    between = side.text[end : side.starts[index]]
    last = side.text[end - 1]
    if "\n\n" in between:
        return 6
    if last in _FULL_STOPS:
        return 4 if between else 1
    if "\n" in between:
        return 2
    return 1 if last == "," else 0
