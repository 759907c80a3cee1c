"""Words that stand together, found from place to place of one of them (``places``).

Beside each place one looks at the signs, in a few bytes; where signs are shared, at the codes or at
the places of the other word. Each function gives ``None`` where this is not the way: no word has
its places kept, or they are many and the documents that are asked for few.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from itertools import chain, takewhile

from store.search import bits
from store.search.columns import signs, steps
from store.search.columns.places import EVERYWHERE
from store.search.columns.sequences import END, Column
from store.search.columns.steps import Step

_END = bytes((END,))
_EACH = 10  # so many places are looked at in the time that one document takes


def adjacent(column: Column, candidates: int, phrase: Sequence[Step]) -> int | None:
    """The documents of a set in which codes stand one after the other."""
    at, side = _rarest(column, phrase)
    if side is None or side.count > _EACH * candidates.bit_count():
        return None
    places = side.places
    mapped, size = column.mapped, len(phrase)
    low = column.row - at
    high = low + size
    codes = [steps.the_code(step) for step in phrase]
    if min(codes) >= 0:
        wanted = bytes(map(column.sign, codes))
        beside, rare = _rarest_sign(wanted, at)
        some = places if beside < 0 else [p for p in places if mapped[p + low + beside] == rare]
        found = [p - at for p in some if mapped[p + low : p + high] == wanted]
        if min(wanted[:at] + wanted[at + 1 :], default=signs.OWN) < signs.OWN:
            ((whole,),) = steps.kept(phrase)
            found = [place for place in found if column.is_at(place, whole)]
    else:
        match = re.compile(b"".join(steps.signed(step, column.sign)[0] for step in phrase)).match
        found = [p - at for p in places if match(mapped, p + low, p + high)]
        found = [p for p in found if steps.fit(column.at(p, p + size), phrase)]
    return _documents(column, candidates, found)


def _rarest_sign(wanted: bytes, at: int) -> tuple[int, int]:
    """Which of some signs but the one ``at`` is rarest, and it; -1: there is no other."""
    others = [(sign >= signs.OWN, -sign, place) for place, sign in enumerate(wanted) if place != at]
    place = min(others)[2] if others else -1
    return place, wanted[place]


def near(
    column: Column, candidates: int, left: Sequence[Step], right: Sequence[Step], reach: int,
    stands: Callable[[int], bool],
) -> int | None:  # fmt: skip
    """The documents of a set in which two phrases stand near each other.

    Args:
        column: What is looked at.
        candidates: The set.
        left: A phrase.
        right: Another.
        reach: So many codes may both take together, with what is between them.
        stands: Tells whether they stand near a place.
    """
    sides = [(_rarest(column, one)[1], other) for one, other in ((left, right), (right, left))]
    known = [(side, other) for side, other in sides if side is not None]
    if not known:
        return None
    side, other = min(known, key=lambda each: each[0].count)
    if side.count > _EACH * candidates.bit_count():
        return None
    places = side.places
    codes = [steps.the_code(step) for step in other]
    if min(codes) >= 0:
        mapped, row, wanted = column.mapped, column.row, bytes(map(column.sign, codes))
        places = _with_sign(column, places, wanted[_rarest_sign(wanted, -1)[0]], reach)
        places = [p for p in places if wanted in mapped[row + max(0, p - reach) : row + p + reach]]
    return _documents(column, candidates, places, stands)


def parts(column: Column, step: Step) -> list[Step]:
    """The words of a step, each that stands everywhere by itself, all others together.

    Those that stand everywhere have no places, but signs of their own.
    """
    codes = [code for low, high in step for code in range(low, high)]
    alone = [code for code in codes if _stands_everywhere(column, code)]
    others = [(code, code + 1) for code in codes if code not in alone]
    found: list[Step] = [[(code, code + 1)] for code in alone]
    return [others, *found] if others else found


def words_near(
    column: Column, candidates: int, left: Step, right: Step, distance: int
) -> int | None:
    """The documents of a set in which two words stand near each other, each in one of some forms.

    Args:
        column: What is looked at; there is no ``STOP`` in it.
        candidates: The set.
        left: The forms of one, as ``parts`` gives them.
        right: Those of the other.
        distance: With fewer than so many words between them.
    """
    sides = [_Side(column, step) for step in (left, right)]
    known = [side for side in sides if side.count >= 0]
    if not known or any(side.count < 0 and not side.sign for side in sides):
        return None
    side = min(known, key=lambda each: each.count)
    if side.count > _EACH * len(side.codes) * candidates.bit_count():
        return None
    other = sides[1] if side is sides[0] else sides[0]
    if other.sign:
        found = _with_sign(column, side.places, other.sign, distance)
        return _documents(column, candidates, found, partial(_is_near, column, other, distance))
    found = _close(other.lists, side.places, distance)
    return _documents(column, candidates, found, partial(_is_near, column, side, distance))


def beginning_near(
    column: Column, candidates: int, left: Step, right: Step, distance: int
) -> int | None:
    """The same where one of the two may be one of very many words."""
    few, many = sorted((left, right), key=steps.width)
    side = _Side(column, few)
    if side.count < 0 or side.count > _EACH * len(side.codes) * candidates.bit_count():
        return None

    def is_near(place: int) -> bool:
        before = column.at(max(0, place - distance), place)
        behind = column.at(place + 1, place + 1 + distance)
        return _is_first(reversed(before), many) or _is_first(behind, many)

    return _documents(column, candidates, side.places, is_near)


def _is_first(codes: Iterable[int], step: Step) -> bool:
    """Whether one of some codes is one of a step, before a value ends."""
    for code in takewhile(END.__ne__, codes):
        if any(low <= code < high for low, high in step):
            return True
    return False


class _Side:
    """One of two words that are to be near each other, with its forms.

    Attributes:
        codes: Of its forms.
        sign: Of the only one, if it stands everywhere; 0: of others.
        count: Of the places of its forms; -1: not all of them are known.
    """

    def __init__(self, column: Column, step: Step) -> None:
        self._column = column
        self.codes = [code for low, high in step for code in range(low, high)]
        self.sign = column.sign(self.codes[0]) if is_everywhere(column, step) else 0
        counts = [column.places.count(code) for code in self.codes]
        self.count = -1 if min(counts) < 0 else sum(counts)

    @property
    def lists(self) -> Sequence[Sequence[int]]:
        """Where each of its forms stands, rising."""
        return [self._column.places.of(code) or () for code in self.codes]

    @cached_property
    def places(self) -> Sequence[int]:
        """Where its forms stand, rising."""
        lists = self.lists
        return lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists))


def is_everywhere(column: Column, step: Step) -> bool:
    """Whether one word may stand there, one of the most frequent: it has no places."""
    code = steps.the_code(step)
    return code >= 0 and _stands_everywhere(column, code)


def _stands_everywhere(column: Column, code: int) -> bool:
    return signs.OWN <= column.sign(code) < signs.OWN + EVERYWHERE


def _with_sign(column: Column, places: Sequence[int], sign: int, distance: int) -> Sequence[int]:
    """Those of some places with a sign near them, perhaps at the place itself."""
    mapped, row = column.mapped, column.row
    low, high = row - distance, row + distance + 1
    return [p for p in places if sign in mapped[p + low if p > distance else row : p + high]]


def _close(lists: Sequence[Sequence[int]], others: Sequence[int], distance: int) -> Sequence[int]:
    """The places of some lists with another one not much more than ``distance`` away, rising."""
    shift = distance.bit_length() + 2  # most others are in one room, with what is near them
    rooms = {other - distance >> shift for other in others}
    rooms.update({other + distance >> shift for other in others})
    return sorted([place for places in lists for place in places if place >> shift in rooms])


def _is_near(column: Column, other: _Side, distance: int, place: int) -> bool:
    """Whether another word is near a place, with no end of a value between."""
    mapped, row = column.mapped, column.row
    if other.sign:
        at = row + place
        before, behind = mapped[max(row, at - distance) : at], mapped[at + 1 : at + 1 + distance]
        return other.sign in before.rpartition(_END)[2] + behind.partition(_END)[0]
    known = other.places
    for at in range(bisect_left(known, place - distance), len(known)):
        found = known[at]
        if found > place + distance:
            break
        low, high = (place, found) if place < found else (found, place)
        if low < high and END not in mapped[row + low : row + high]:
            return True
    return False


def _rarest(column: Column, phrase: Sequence[Step]) -> tuple[int, _Side | None]:
    """The word of a phrase with fewest places, and its place in it; ``None``: none are known."""
    few = [(at, step) for at, step in enumerate(phrase) if steps.width(step) <= steps.FEW]
    sides = [(side.count, at, side) for at, step in few for side in (_Side(column, step),)]
    _, at, side = min((each for each in sides if each[0] >= 0), default=(0, 0, None))
    return at, side


def _documents(
    column: Column, candidates: int, places: Iterable[int],
    stands: Callable[[int], bool] | None = None,
) -> int:  # fmt: skip
    """The documents of a set in which one of some rising places is what is looked for."""
    held: list[int] = []
    offsets, end = column.offsets, 0
    for place in places:
        if place < end:  # its document is settled
            continue
        number = bisect_right(offsets, place) - 1
        if not candidates >> number & 1:
            end = offsets[number + 1]
        elif stands is None or stands(place):
            held.append(number)
            end = offsets[number + 1]
    return bits.from_ids(held, held[-1] + 1) if held else 0
