"""Where a passage goes by the map from the text it was in."""

from __future__ import annotations

from store.anchors.context import Range, Surroundings, context, reads_as
from store.anchors.target import Found, Target, sure_one
from store.anchors.text_map import TextMap
from store.anchors.tokens import LETTER, Tokens, weight
from store.text.bounds import snap

# Thresholds that were tuned on pairs of real revisions, nearly all of English prose.
_SURE = 0.7  # so much of a passage has to survive for its place to be sure
_MAYBE = 0.5
_LONG = 25 * LETTER  # so long a passage, found once, needs no context
_SHORT = 20  # a shorter passage is only looked for to the letter, but in a narrow gap
_ALIKE, _ALIKE_SHORT, _ALIKE_ROOMY = 0.55, 0.65, 0.75
_ELSEWHERE, _ELSEWHERE_BETWEEN = 0.8, 0.65
_AGREES = 0.4
_MARGIN = 0.1
_GAP = 20_000  # letters between two neighbours that are compared with a passage
_FREE = 0.7  # of what is only alike, what must not belong to another passage
_FOLDED = 10_000  # letters of a passage that are compared even if its tokens differ
_NARROW = 2_000  # so near a heading is the same one


class ByMap:
    """Places what is on the map from ``old`` to ``target``."""

    def __init__(self, old: str, target: Target) -> None:
        self.old = old
        self._target = target
        self.map = TextMap(Tokens(old, target.table), target.tokens)

    def find(self, place: Range) -> Found | None:
        """Where ``old[place]`` is now, if enough of it is left or it is somewhere whole."""
        low, high = self.map.old.within(*place)
        if low >= high:
            return None
        image = self.map.image(low, high)
        found = None
        if image.survived >= _MAYBE:
            found = self._cut(place, (low, high), (image.low, image.high))
        is_sure = image.survived >= _SURE
        if found and is_sure and self._reads_same(place, (low, high), (image.low, image.high)):
            return Found(*found, is_same=True)
        # A lookalike may stand nearer.
        whole = self._whole(place, (low, high), found if is_sure else None)
        if whole is not None:
            return Found(*whole, is_same=True)
        return Found(*found, is_same=False, is_sure=is_sure) if found else None

    def find_alike(self, place: Range) -> Found | None:
        """What stands instead of ``old[place]``, or elsewhere, and is like it."""
        return self._here(place) or self._elsewhere(place)

    def _here(self, place: Range) -> Found | None:
        """The passage, or what is like it, between the neighbours it had."""
        gap = self._gap(*self.map.old.within(*place))
        room = gap[1] - gap[0]
        if room <= _NARROW:
            alone = self._own_paragraph(place, gap)
            if alone is not None:
                return Found(*alone, is_same=True)
        if not 0 < room <= _GAP:
            return None
        wanted = self.old[slice(*place)]
        here = self._target.folded.most_alike(wanted, gap, 2)
        if here and here[0].score >= _least(wanted, room):
            return self._found(here[0].start, here[0].end)
        return None

    def _elsewhere(self, place: Range) -> Found | None:
        """What is very like the passage, where no other one was."""
        own = self.map.old.within(*place)
        wanted = self.old[slice(*place)]
        if weight(wanted) < _SHORT:
            return None
        text = self._target.text
        around = Surroundings(*context(self.old, *place))
        found = [
            (each.score, around.agreement(text, (each.start, each.end)), each)
            for each in self._target.folded.most_alike(wanted)
            if self.map.share_free(*self._target.tokens.within(each.start, each.end), *own) >= _FREE
        ]
        found.sort(key=lambda each: -each[0] - _MARGIN * each[1])
        if not found or (len(found) > 1 and found[0][0] - found[1][0] < _MARGIN):
            return None
        score, agrees, best = found[0]
        if score >= _ELSEWHERE or (score >= _ELSEWHERE_BETWEEN and agrees >= _AGREES):
            return self._found(best.start, best.end)
        return None

    def near(self, place: Range) -> int:
        """Where ``old[place]`` would be: between what now stands before and after it."""
        tokens = self._target.tokens
        index = self.map.about(self.map.old.within(*place)[0])
        return tokens.starts[index] if index < len(tokens) else len(self._target.text)

    def _whole(self, place: Range, own: Range, there: Range | None) -> Range | None:
        """The passage, to the word, where no other one was: if that is sure to be it.

        Args:
            place: Where it was.
            own: The same in tokens.
            there: Where most of it is, if that is sure.
        """
        low, high = own
        hits: list[Range] = []
        for at in self._target.all(self.map.old.codes[low:high]):
            hit = at, at + high - low
            if self.map.is_free(*hit, *own) and self._reads_same(place, own, hit):
                hits.append(self._cut(place, own, hit))
        around_it = [hit for hit in hits if there and hit[0] < there[1] and there[0] < hit[1]]
        if len(around_it) == 1:
            return around_it[0]
        if not hits:
            return None
        around = Surroundings(*context(self.old, *place))
        is_long = self.map.old.weight(low, high) >= _LONG
        return sure_one(self._target.weighed(around, hits), is_long=is_long)

    def _own_paragraph(self, place: Range, gap: Range) -> Range | None:
        """A heading, or another short paragraph, that stands once between the same neighbours."""
        wanted = self.old[slice(*place)]
        text = self._target.text
        if "\n" in wanted or not _is_paragraph(self.old, *place):
            return None
        hits: list[int] = []
        at = text.find(wanted, *gap)
        while at >= 0 and len(hits) < 2:
            if _is_paragraph(text, at, at + len(wanted)):
                hits.append(at)
            at = text.find(wanted, at + 1, gap[1])
        return snap(text, hits[0], hits[0] + len(wanted)) if len(hits) == 1 else None

    def _reads_same(self, place: Range, old: Range, new: Range) -> bool:
        is_long = place[1] - place[0] > _FOLDED
        if is_long and self.map.old.codes[slice(*old)] != self._target.tokens.codes[slice(*new)]:
            return False
        start, end = self._cut(place, old, new)
        return reads_as(self._target.text[start:end], self.old[slice(*place)])

    def _cut(self, place: Range, old: Range, new: Range) -> Range:
        """Where the new tokens stand; where the passage cuts a word of its own, that is cut."""
        ours, theirs = self.map.old, self._target.tokens
        start, end = theirs.range(*new)
        cut = place[0] - ours.starts[old[0]]
        if cut > 0 and _is_same_word(ours, old[0], theirs, new[0]):
            start += cut
        cut = ours.ends[old[1] - 1] - place[1]
        if cut > 0 and _is_same_word(ours, old[1] - 1, theirs, new[1] - 1):
            end -= cut
        if start >= end:
            start, end = theirs.range(*new)
        return snap(self._target.text, start, end)

    def _gap(self, low: int, high: int) -> Range:
        """What is between the neighbours of the old tokens ``[low, high)``, in code points."""
        tokens = self._target.tokens
        first, last = self.map.gap(low, high)
        start = tokens.ends[first - 1] if first else 0
        return start, tokens.starts[last] if last < len(tokens) else len(self._target.text)

    def _found(self, start: int, end: int) -> Found | None:
        start, end = snap(self._target.text, start, end)
        return Found(start, end, is_same=False, is_sure=False) if start < end else None


def _is_paragraph(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 2) : start] in {"", "\n\n"} and text[end : end + 2] in {"", "\n\n"}


def _least(wanted: str, room: int) -> float:
    """How like a passage has to be what stands in its place, in so much room."""
    if weight(wanted) < _SHORT:
        return _ALIKE_SHORT if room <= 2 * len(wanted) + _SHORT else 2.0
    return _ALIKE if room <= 4 * len(wanted) + 10 * _SHORT else _ALIKE_ROOMY


def _is_same_word(ours: Tokens, index: int, theirs: Tokens, there: int) -> bool:
    return (
        ours.text[ours.starts[index] : ours.ends[index]]
        == theirs.text[theirs.starts[there] : theirs.ends[there]]
    )
