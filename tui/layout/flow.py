"""An article as lines at one width: laid out lazily, with exact maps both ways.

The flow is a row of units: a header, a block, or a run of furniture or contents that folds into
one line. A unit not yet laid out has an estimated height; laying it out corrects the heights, never
the lines of what was laid out before. A ``Spot`` (unit, row) therefore stays where it is while line
numbers above it may change; screens hold on to spots.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property
from itertools import repeat
from time import perf_counter
from typing import NamedTuple

from store.text.document import FOLDED_KINDS, Block, Document
from tui.layout.around import Around, around, first_note
from tui.layout.blocks import air_lines, block_lines
from tui.layout.heights import Heights
from tui.layout.lines import BLANK, Deco, Line, UnitLayout
from tui.layout.typesetting import PLAIN, Typesetting
from tui.layout.wrap import wrap

_KEPT_LAYOUTS = 400
_NEAR_THE_TOP = 12  # blocks
_GIANT = 50_000
"""Cells of a unit that is not measured in passing: five milliseconds."""
_WIDE_FROM = "\u1100"
_SAMPLED = 16
"""One of so many blocks is asked whether an article is written in wide signs at all."""
_BEFORE_TITLE = FOLDED_KINDS | {"byline", "caption"}


class Spot(NamedTuple):
    """A line of the flow: its unit and its row in the unit."""

    unit: int
    row: int


class Unit(NamedTuple):
    """Blocks ``[first, last)`` laid out together; empty for the header.

    Attributes:
        folds: They fold into one line.
    """

    first: int
    last: int
    folds: bool


class Flow:
    """A document laid out at a width (cells).

    Args:
        title: Shown above everything when the text has no title of its own.
        meta: Lines shown below the title.
        opened: First blocks of the runs that are unfolded.
        setting: How paragraphs are set.
        like: A flow of the same document and header, from which is taken what no width changes.
    """

    def __init__(
        self,
        document: Document,
        width: int,
        *,
        title: str = "",
        meta: Sequence[str] = (),
        opened: Iterable[int] = (),
        setting: Typesetting = PLAIN,
        like: Flow | None = None,
    ) -> None:
        self.document = document
        self.width = max(width, 1)
        self.title = title
        self._shown_title = "" if _says(document, title) else title
        self.meta = tuple(meta)
        self.setting = setting
        self._opened = set(opened)
        if like is None:
            self._title_block = _find_title(document.blocks)
            self._first_note = first_note(document.blocks)
            self.units = self._make_units()
            self._firsts = array("q", [unit.first for unit in self.units])
            self._sizes = self._make_sizes()
        else:
            self._title_block, self.units = like._title_block, like.units  # noqa: SLF001 - its own class
            self._firsts, self._sizes = like._firsts, like._sizes  # noqa: SLF001 - the same
            self._first_note = like._first_note  # noqa: SLF001 - the same
        self._has_header = bool(self.units) and self.units[0].first == self.units[0].last
        self._heights = Heights(self._estimates())
        self._measured = bytearray(len(self.units))
        self._layouts: dict[int, UnitLayout] = {}

    @property
    def height(self) -> int:
        """Lines in all; an estimate until everything is measured."""
        return self._heights.total

    @property
    def end(self) -> Spot:
        """The last line."""
        last = len(self.units) - 1
        return Spot(last, len(self.lay(last).lines) - 1)

    def at_width(self, width: int, setting: Typesetting | None = None) -> Flow:
        """The same document at another width (``None``: set as it was), unfolded alike."""
        return Flow(
            self.document, width, title=self.title, meta=self.meta, opened=self._opened,
            setting=self.setting if setting is None else setting, like=self,
        )  # fmt: skip

    def with_structure(self, document: Document) -> Flow:
        """The same text with other blocks; what was unfolded stays so, also in a longer run.

        The flow that it is made from is not to be used any more: its layouts go on in the new one.
        """
        pairs = enumerate(zip(self.document.blocks, document.blocks, strict=True))
        changed = [index for index, (old, new) in pairs if old is not new and old != new]
        folds = any(
            blocks[index].kind in FOLDED_KINDS
            for blocks in (self.document.blocks, document.blocks)
            for index in changed
        )
        if not folds and _find_title(document.blocks) == self._title_block:
            return self._with_changed(document, changed)
        flow = Flow(document, self.width, title=self.title, meta=self.meta, setting=self.setting)
        for first, last, folds in self.units:
            if folds and first in self._opened:
                for unit in range(flow.unit_of_block(first), flow.unit_of_block(last - 1) + 1):
                    if flow.units[unit].folds:
                        flow.set_open(unit, opened=True)
        return flow

    def _with_changed(self, document: Document, changed: Iterable[int]) -> Flow:
        """The same units, those of the blocks ``changed`` to be laid out anew."""
        for index in changed:
            unit = self.unit_of_block(index)
            for each in range(unit, min(unit + 2, len(self.units))):  # the air below it, too
                self._layouts.pop(each, None)
                self._measured[each] = 0
        flow = copy(self)
        flow.document = document
        return flow

    # Units

    def unit_of_block(self, block: int) -> int:
        """The unit that holds the block of that index."""
        unit = bisect_right(self._firsts, block) - 1
        if unit == 0 and self._has_header and len(self.units) > 1:
            return 1
        return max(unit, 0)

    def unit_at(self, offset: int) -> int:
        """The unit that holds ``offset``."""
        return self.unit_of_block(self.document.block_index(offset))

    def is_folded(self, unit: int) -> bool:
        """Whether ``unit`` is shown as one line that stands for hidden text."""
        return self.units[unit].folds and self.units[unit].first not in self._opened

    def has_text(self, unit: int) -> bool:
        """Whether ``unit`` holds text that can have the focus: no header, no rule."""
        start, end = self.unit_range(unit)
        return start < end

    def unit_range(self, unit: int) -> tuple[int, int]:
        """The offsets ``[start, end)`` of the unit's text."""
        first, last, _ = self.units[unit]
        blocks = self.document.blocks
        if first == last:
            return 0, 0
        return blocks[first].start, blocks[last - 1].end

    def set_open(self, unit: int, *, opened: bool) -> bool:
        """Unfold or fold a run; says whether that changed anything."""
        first, _, folds = self.units[unit]
        if not folds or (first in self._opened) == opened:
            return False
        (self._opened.add if opened else self._opened.discard)(first)
        self._layouts.pop(unit, None)
        self._measured[unit] = 0
        self.lay(unit)
        return True

    def lay(self, unit: int) -> UnitLayout:
        """The lines of ``unit``; its height is exact from then on."""
        layout = self._layouts.get(unit)
        if layout is None:
            layout = self._lay_out(unit)
            self._heights.set(unit, len(layout.lines))
            self._measured[unit] = 1
            if len(self._layouts) >= _KEPT_LAYOUTS:
                del self._layouts[next(iter(self._layouts))]
            self._layouts[unit] = layout
        return layout

    def refine(self, near: int, seconds: float) -> bool:
        """Measure units, those after ``near`` first, for about ``seconds``.

        A giant keeps its estimated height until it is seen: breaking it into lines takes longer
        than a key may wait.

        Returns:
            Whether any unit is left to measure.
        """
        deadline = perf_counter() + seconds
        measured = self._measured
        unit = measured.find(0, max(near, 0))
        while perf_counter() < deadline:
            if unit < 0:
                unit = measured.rfind(0, 0, max(near, 0))
                if unit < 0:
                    return False
            if self._sizes[0][unit] <= _GIANT:
                self._heights.set(unit, len(self._lay_out(unit).lines))
            measured[unit] = 1
            unit = measured.find(0, unit) if unit >= near else -1
        return measured.find(0) >= 0

    # Lines

    def line(self, spot: Spot) -> Line:
        """The line at ``spot``."""
        return self.lay(spot.unit).lines[spot.row]

    def number(self, spot: Spot) -> int:
        """The number of the line at ``spot``; changes when heights above it are corrected."""
        return self._heights.top(spot.unit) + spot.row

    def lines_near(self, offsets: Iterable[int]) -> list[int]:
        """The lines about where offsets are shown: nothing is laid out to find out."""
        tops = self._heights.tops()
        starts = self._unit_starts
        lines = []
        for offset in offsets:
            unit = bisect_right(starts, offset) - 1
            first, rows = tops[unit], tops[unit + 1] - tops[unit]
            if rows > 1:  # the first one is the air above
                start = starts[unit]
                first += 1 + (rows - 1) * (offset - start) // (starts[unit + 1] - start + 1)
            lines.append(first)
        return lines

    @cached_property
    def _unit_starts(self) -> list[int]:
        """Where each unit's text begins, and where the text ends."""
        blocks = self.document.blocks
        starts = [blocks[first].start if first < last else 0 for first, last, _ in self.units]
        return [*starts, len(self.document.text) + 1]

    def locate(self, number: int) -> Spot:
        """The spot of line ``number``, within what there is."""
        number = max(number, 0)
        while True:
            unit, row = self._heights.find(number)
            rows = len(self.lay(unit).lines)
            if row < rows:
                return Spot(unit, row)
            if unit == len(self.units) - 1:
                return Spot(unit, rows - 1)

    def step(self, spot: Spot, lines: int) -> Spot:
        """The spot ``lines`` below (above, if negative), exact, within what there is."""
        unit, row = spot
        row += lines
        while row < 0:
            if unit == 0:
                return Spot(0, 0)
            unit -= 1
            row += len(self.lay(unit).lines)
        while row >= (rows := len(self.lay(unit).lines)):
            if unit == len(self.units) - 1:
                return Spot(unit, rows - 1)
            row -= rows
            unit += 1
        return Spot(unit, row)

    # Maps

    def position(self, offset: int) -> tuple[Spot, int]:
        """The line and the cell at which ``offset`` is shown."""
        unit = self.unit_at(offset)
        row, cell = self.lay(unit).position(offset)
        return Spot(unit, row), cell

    def cluster_at(self, spot: Spot, cell: int) -> tuple[int, int]:
        """The offsets of the cluster at a cell; empty where there is no text.

        On a folded line, all that it hides.
        """
        if self.is_folded(spot.unit):
            return self.unit_range(spot.unit)
        found = self.lay(spot.unit).cluster_at(spot.row, cell)
        if found is None:
            start = self.unit_range(spot.unit)[0]
            return start, start
        return found

    def shows(self, spot: Spot, line: Line, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether the line at ``spot`` shows anything of ``ranges``, or stands at an end of one."""
        if line.kind == "fold":
            low, high = self.unit_range(spot.unit)
            return any(low <= end and high >= start for start, end in ranges)
        if not line.pieces:  # the bar of the focus runs on through it
            lines = self.lay(spot.unit).lines
            above = next((each.pieces for each in reversed(lines[: spot.row]) if each.pieces), ())
            below = next((each.pieces for each in lines[spot.row + 1 :] if each.pieces), ())
            if not above or not below:
                return False
            return any(start <= below[0].start and end >= above[-1].end for start, end in ranges)
        for _, low, high, _ in line.pieces:
            for start, end in ranges:
                if low <= end and high >= start:
                    return True
        return False

    def first_offset(self, spot: Spot) -> int:
        """The first offset shown at ``spot`` or below it."""
        for unit in range(spot.unit, len(self.units)):
            if self.is_folded(unit):
                return self.unit_range(unit)[0]
            offset = self.lay(unit).first_offset(spot.row if unit == spot.unit else 0)
            if offset is not None:
                return offset
        return len(self.document.text)

    def last_offset(self, spot: Spot) -> int:
        """Past the last offset shown at ``spot`` or above it."""
        for unit in range(spot.unit, -1, -1):
            layout = self.lay(unit)
            if self.is_folded(unit):
                row = spot.row if unit == spot.unit else len(layout.lines) - 1
                if layout.lines[row].kind == "fold":
                    return self.unit_range(unit)[1]
                continue
            row = spot.row if unit == spot.unit else len(layout.lines) - 1
            offset = layout.last_offset(row)
            if offset is not None:
                return offset
        return 0

    # Making

    def _make_units(self) -> list[Unit]:
        blocks = self.document.blocks
        units: list[Unit] = []
        if self._title_block < 0 and (self._shown_title or self.meta or not blocks):
            units.append(Unit(0, 0, folds=False))
        count = len(blocks)
        if FOLDED_KINDS.isdisjoint(block.kind for block in blocks):
            rows = zip(range(count), range(1, count + 1), repeat(False, count), strict=True)  # noqa: FBT003 - a column
            return units + list(map(Unit._make, rows))
        index = 0
        while index < count:
            kind = blocks[index].kind
            last = index + 1
            if kind in FOLDED_KINDS:
                while last < count and blocks[last].kind == kind:
                    last += 1
                units.append(Unit(index, last, folds=True))
            else:
                units.append(Unit(index, last, folds=False))
            index = last
        return units

    def _make_sizes(self) -> tuple[array[int], bytearray]:
        """The cells of each unit's text, -1 for a single line; and the lines of air above it."""
        blocks = self.document.blocks
        lengths = [block.end - block.start for block in blocks]
        if any(map(self._is_wide, blocks[::_SAMPLED])):
            lengths = [
                length * (1 + self._is_wide(block))
                for length, block in zip(lengths, blocks, strict=True)
            ]
        cells, air = array("q"), bytearray()
        for first, last, folds in self.units:
            alone = folds or first == last
            cells.append(-1 if alone else lengths[first])
            air.append(alone or blocks[first].kind != "list_item")
        return cells, air

    def _is_wide(self, block: Block) -> bool:
        """Whether a block is written in signs of two cells, by the one in its middle."""
        middle = (block.start + block.end) // 2
        return self.document.text[middle : middle + 1] >= _WIDE_FROM

    def _estimates(self) -> list[int]:
        room = max(int(self.width * 0.95), 1)
        between, each = self.setting.spacing, self.setting.line_spacing
        return [
            air * between + (1 + cells // room) * each if cells >= 0 else 2
            for cells, air in zip(*self._sizes, strict=True)
        ]

    def _before(self, block: int) -> Block | None:
        return self.document.blocks[block - 1] if block else None

    def _lay_out(self, unit: int) -> UnitLayout:
        first, last, folds = self.units[unit]
        text = self.document.text
        if first == last:
            return UnitLayout(text, self._header_lines() or [BLANK])
        blocks = self.document.blocks
        if not folds:
            block = blocks[first]
            beside = around(self.document, first, self._first_note)
            lines = self._air(unit, block, beside)
            lines += block_lines(
                self.document, block, self.width, setting=self.setting, around=beside
            )
            if first == self._title_block:
                lines += self._meta_lines()
            return UnitLayout(text, lines)
        lines = [BLANK, self._fold_line(unit)]
        if not self.is_folded(unit):
            for index in range(first, last):
                if index > first:
                    lines += air_lines(blocks[index - 1], blocks[index], self.width)
                lines += block_lines(self.document, blocks[index], self.width)
        return UnitLayout(text, lines)

    def _air(self, unit: int, block: Block, beside: Around) -> list[Line]:
        if unit and self.units[unit - 1].first == self.units[unit - 1].last:
            return [BLANK]
        if unit and block.kind == "list_item" and self.is_folded(unit - 1):
            return [BLANK]
        before = self._before(self.units[unit].first)
        return air_lines(before, block, self.width, self.setting, beside)

    def _fold_line(self, unit: int) -> Line:
        first, last, _ = self.units[unit]
        blocks = self.document.blocks[first:last]
        text = self.document.text
        count = sum(1 + text.count("\n", block.start, block.end) for block in blocks)
        sign = "▸" if self.is_folded(unit) else "▾"
        if blocks[0].kind == "contents":
            words = f"contents, {count:,} {'entry' if count == 1 else 'entries'}"
        else:
            words = f"{count:,} {'line' if count == 1 else 'lines'} around the article"
        return Line("fold", (), (Deco(0, _cut_plain(f"{sign} {words}", self.width), "furniture"),))

    def _header_lines(self) -> list[Line]:
        lines = [BLANK]
        title = self._shown_title
        for start, end in wrap(title, 0, len(title), self.width) if title else ():
            lines.append(Line("meta", (), (Deco(0, title[start:end], "title"),)))
        return lines + self._meta_lines()

    def _meta_lines(self) -> list[Line]:
        return [
            Line("meta", (), (Deco(0, text[start:end], "byline"),))
            for text in self.meta
            for start, end in wrap(text, 0, len(text), self.width)
        ]


def _find_title(blocks: Sequence[Block]) -> int:
    """The index of the title, or -1: only what is no text may stand before it."""
    for index, block in enumerate(blocks):
        if block.kind == "title":
            return index
        if block.kind not in _BEFORE_TITLE:
            break
    return -1


def _says(document: Document, title: str) -> bool:
    """Whether a heading near the top says the title, though it is not the text's own title."""
    return any(
        block.kind == "heading" and block.level == 1 and document.block_text(block) == title
        for block in document.blocks[:_NEAR_THE_TOP]
    )


def _cut_plain(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
