"""Recognition rules: what each line of a plain text is, as a careful reader would say.

Rules run one after the other and the first to decide a line wins. They are a view: no rule ever
drops or changes a line's text, except that a list marker becomes structure. Furniture and
contents are folded by the reader, so a wrong guess hides nothing for good.

The rules and their order come from measurements on web articles (headings: precision 0.6, recall
0.7; 0.5 % of article lines taken for furniture): when in doubt a line is a paragraph.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from store.importers import markers
from store.importers.byline import Byline, split_byline
from store.importers.lines import BULLET, NUMBERED, Line
from store.importers.looks import is_caption_like, is_heading_like, outline_level, word_count
from store.text.document import BlockKind

_HEAD: Final = 12  # lines that buttons and bylines above an article are looked for in
_LONG: Final = 40  # words: a line of the article, not of what is around it
_MOST_ENTRIES: Final = 200
_MOST_COMPARISONS: Final = 20_000
_DEEPEST: Final = 6
_GLUED_WORDS: Final = re.compile(r"[^\W\d_][a-zß-ÿ](?=[A-ZÀ-Þ][a-zß-ÿ])")
_ENTRY_FRAME: Final = re.compile(r"^(?:[-–*•▪◦‣●·]|\d+(?:\.\d+)*[.)]?)\s+|[\s.·…]+\d+$")


@dataclass(frozen=True, slots=True)
class Part:
    """One line and what it is.

    Attributes:
        text: The line, without its list marker if it is a list item.
        line: The number of its first line in the source, from 1.
        level: Heading 1 to 6; list item and quote: depth from 1; else 0.
        number: What a numbered list item shows.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    number: int | None = None


@dataclass
class _Sheet:
    """The lines, and what has been decided about them so far."""

    lines: Sequence[Line]
    kinds: dict[int, Part] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)

    def free(self, index: int) -> bool:
        return index not in self.kinds

    def decide(
        self, index: int, kind: BlockKind, *, text: str | None = None, level: int = 0,
        number: int | None = None,
    ) -> None:  # fmt: skip
        line = self.lines[index]
        whole = line.text if text is None else text
        self.kinds[index] = Part(kind, whole, line.number, level, number)

    def is_kind(self, index: int, *kinds: BlockKind) -> bool:
        return index in self.kinds and self.kinds[index].kind in kinds

    def frees(self, stop: int | None = None) -> Iterator[int]:
        return (index for index in range(len(self.lines))[:stop] if self.free(index))


def recognise(lines: Sequence[Line]) -> list[Part]:
    """What each of ``lines`` is: one part a line, in order."""
    sheet = _Sheet(lines)
    for rule in (
        _tail, _head, _quotes, _contents, _lists, _bylines, _title, _captions, _sublists, _headings,
    ):  # fmt: skip
        rule(sheet)
    for index in list(sheet.frees()):
        sheet.decide(index, "paragraph")
    return [sheet.kinds[index] for index in range(len(lines))]


def byline_of(parts: Iterable[Part]) -> Byline:
    """Author and date of the bylines among ``parts``: the first of each that is there."""
    found = [split_byline(part.text) for part in parts if part.kind == "byline"]
    author = next((each.author for each in found if each and each.author), "")
    published = next((each.published for each in found if each and each.published), "")
    return Byline(author, published)


def _tail(sheet: _Sheet) -> None:
    """What a page has below its article: from the first sure marker on, if nothing long follows."""
    lines = sheet.lines
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if word_count(lines[index].text) >= _LONG or index < len(lines) * 2 // 5:
            break
        if markers.matches(markers.TAIL, _without_marker(lines[index].text)):
            start = index
    if start in {0, len(lines)}:
        return
    while start > 1 and _belongs_to_tail(lines[start - 1].text):
        start -= 1
    for index in range(start, len(lines)):
        sheet.decide(index, "furniture")


def _belongs_to_tail(text: str) -> bool:
    """Whether a line just above furniture is some too: glued tags, a button, a call to read on."""
    if len(text.split()) <= 4 and _GLUED_WORDS.search(text) and not text.endswith("."):
        return True
    return any(
        markers.matches(pattern, text)
        for pattern in (markers.CALLS, markers.BUTTONS, markers.WEAK_BUTTONS)
    )


def _head(sheet: _Sheet) -> None:
    """Buttons and logos above the article, and advertisements anywhere."""
    buttons = []
    for index, line in enumerate(sheet.lines):
        if not sheet.free(index):
            continue
        if markers.matches(markers.ADVERTISEMENTS, line.text):
            sheet.decide(index, "furniture")
        elif index < _HEAD and markers.matches(markers.BUTTONS, line.text):
            sheet.decide(index, "furniture")
            buttons.append(index)
    for button in buttons:
        for step in (-1, 1):
            index = button + step
            while 0 <= index < min(_HEAD, len(sheet.lines)) and sheet.free(index):
                if not markers.matches(markers.WEAK_BUTTONS, sheet.lines[index].text):
                    break
                sheet.decide(index, "furniture")
                index += step


def _quotes(sheet: _Sheet) -> None:
    for index in sheet.frees():
        if sheet.lines[index].quote:
            sheet.decide(index, "quote", level=1)


def _contents(sheet: _Sheet) -> None:
    """A table of contents: its heading, then lines that each come again below."""
    for index in list(sheet.frees()):
        if markers.matches(markers.CONTENTS, sheet.lines[index].text):
            entries = _entries(sheet, index + 1)
            if len(entries) >= 2:
                for each in (index, *entries):
                    sheet.decide(each, "contents")
                return


def _entries(sheet: _Sheet, start: int) -> list[int]:
    """The lines from ``start`` on that come again below; one in between may fail to."""
    below: dict[str, int] = {}
    for index, line in enumerate(sheet.lines):
        if index > start and sheet.free(index) and len(line.text) <= 160:
            below[_plain(line.text)] = index  # the last place wins: it is below the contents
    entries: list[int] = []
    missed: list[int] = []
    comparisons = 0
    for index in range(start, min(start + _MOST_ENTRIES, len(sheet.lines))):
        line = sheet.lines[index]
        if not sheet.free(index) or word_count(line.text) > 14 or len(missed) > 1:
            break
        entry = _plain(line.text)
        target = entry if below.get(entry, 0) > index else ""
        if not target and comparisons < _MOST_COMPARISONS:
            comparisons += len(below)
            target = _alike(entry, (text for text, place in below.items() if place > index))
        if target:
            entries += [*missed, index]
            missed = []
            sheet.targets.add(target)
        elif entry in sheet.targets:  # the article begins
            break
        else:
            missed.append(index)
    return entries


def _alike(entry: str, texts: Iterable[str]) -> str:
    """The first of ``texts`` that says nearly the same, or ``""``."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(entry)
    for text in texts:
        if abs(len(text) - len(entry)) * 8 > len(entry):
            continue
        matcher.set_seq1(text)
        if matcher.quick_ratio() >= 0.88 and matcher.ratio() >= 0.88:
            return text
    return ""


def _lists(sheet: _Sheet) -> None:
    """Bullets always; a number only next to its neighbour in counting."""
    numbers = {
        index: int(found[1])
        for index in sheet.frees()
        if (found := NUMBERED.match(sheet.lines[index].text))
    }
    indents: list[int] = []
    previous = -2
    for index in sheet.frees():
        text = sheet.lines[index].text
        marker = BULLET.match(text)
        number = None
        if not marker and index in numbers:
            here = numbers[index]
            if numbers.get(index - 1) == here - 1 or numbers.get(index + 1) == here + 1:
                marker, number = NUMBERED.match(text), here
        if not marker:
            continue
        if previous != index - 1:
            indents = []
        previous = index
        depth = _depth(indents, sheet.lines[index].indent)
        sheet.decide(index, "list_item", text=text[marker.end() :], level=depth, number=number)


def _depth(indents: list[int], indent: int) -> int:
    """The depth of an item among those before it in its list, whose indents are kept up."""
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or (indent > indents[-1] + 1 and len(indents) < _DEEPEST):
        indents.append(indent)
    return len(indents)


def _bylines(sheet: _Sheet) -> None:
    """Up to three of the first lines: who wrote it, when. The first line only if it has a date."""
    first = next(sheet.frees(), -1)
    found = 0
    for index in list(sheet.frees(_HEAD)):
        byline = split_byline(sheet.lines[index].text)
        if byline and found < 3 and (index != first or (byline.author and byline.published)):
            sheet.decide(index, "byline")
            found += 1


def _title(sheet: _Sheet) -> None:
    """The first line if it can be a heading and something follows; its repeats are furniture."""
    first = next((i for i in range(len(sheet.lines)) if not sheet.is_kind(i, "furniture")), None)
    if first is None or not sheet.free(first) or len(sheet.lines) == 1:
        return
    text = sheet.lines[first].text
    if not is_heading_like(text) or is_caption_like(text):
        return
    sheet.decide(first, "title", level=1)
    for index in list(sheet.frees(first + _HEAD)):
        if _plain(sheet.lines[index].text) == _plain(text):
            sheet.decide(index, "furniture")


def _captions(sheet: _Sheet) -> None:
    for index in list(sheet.frees()):
        if is_caption_like(sheet.lines[index].text):
            sheet.decide(index, "caption")


def _sublists(sheet: _Sheet) -> None:
    """A short line that ends in a colon, right above a list: a heading of level 4."""
    for index in list(sheet.frees()):
        text = sheet.lines[index].text
        if (
            text.endswith((":", "："))
            and len(text.split()) <= 6
            and not text[0].islower()
            and sheet.is_kind(index + 1, "list_item")
        ):
            sheet.decide(index, "heading", level=4)


def _headings(sheet: _Sheet) -> None:
    """Heading-like lines above a paragraph or a list, at most two in a row."""
    count = len(sheet.lines)
    gapped = sum(line.gap for line in sheet.lines) * 2 >= count
    row: list[int] = []
    in_questions = False
    for index in range(count + 1):
        if index < count and sheet.free(index) and _may_head(sheet, index, gapped=gapped):
            row.append(index)
            continue
        if index < count and sheet.is_kind(index, "furniture", "caption", "byline"):
            continue
        sure = [each for each in row if _plain(sheet.lines[each].text) in sheet.targets]
        followed = index < count and (
            sheet.free(index) or sheet.is_kind(index, "list_item", "quote")
        )
        if sheet.is_kind(index, "heading"):
            followed = True
        for each in row if followed and len(row) <= 2 else sure:
            in_questions = _decide_heading(sheet, each, in_questions=in_questions)
        row = []


def _decide_heading(sheet: _Sheet, index: int, *, in_questions: bool) -> bool:
    """Make the line a heading; returns whether questions follow it."""
    text = sheet.lines[index].text
    if markers.matches(markers.QUESTIONS, text):
        sheet.decide(index, "heading", level=2)
        return True
    is_question = text.endswith(("?", "？"))
    level = 3 if in_questions and is_question else min(outline_level(text), 6)
    sheet.decide(index, "heading", level=level)
    return in_questions and is_question


def _may_head(sheet: _Sheet, index: int, *, gapped: bool) -> bool:
    """Whether the line looks like a heading where it stands.

    In a text whose blocks are parted by blank lines, a heading has them on both sides.
    """
    line = sheet.lines[index]
    if not is_heading_like(line.text):
        return False
    if not gapped:
        return True
    below = sheet.lines[index + 1] if index + 1 < len(sheet.lines) else None
    return (line.gap or index == 0) and (below is None or below.gap or below.is_item)


def _without_marker(text: str) -> str:
    found = BULLET.match(text)
    return text[found.end() :] if found else text


def _plain(text: str) -> str:
    """A line for comparing: folded case and quotes, no marker, page number or stop."""
    bare = _ENTRY_FRAME.sub("", text.casefold()).replace("’", "'")
    return bare.strip(" .:!?…")
