"""Where words, sentences and user-perceived characters begin and end."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from store.text.abbreviations import (
    AFTER_ORDINALS,
    BEFORE_NUMBERS,
    SHORTENED,
    STARTERS,
    TITLES,
)

_CJK = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u3096\u309d-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Beyond the BMP by block, marks and letters alike: single ones would make the pattern slow.
_FAR_MARKS = r"\U00011000-\U00011fff\U0001e8d0-\U0001e94a\U000e0100-\U000e01ef"

_STOPS = ".!?…‽⁇⁈⁉"
_OPENERS = "\"'“‘„‚«»‹›([{¿¡—–-*"
_CLOSERS = "\"'”’“‘»«›‹)\\]}"


@functools.cache
def _ascii_word() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*")


@functools.cache
def _stop() -> re.Pattern[str]:
    """Made when sentences are asked for: it takes a millisecond."""
    return re.compile(
        rf"""
          (?P<hard> [。！？｡．।॥؟۔։።။។]+ [{_CLOSERS}」』）】》〉]* )
        | (?P<soft>
            [{_STOPS}] (?<! [{_STOPS}]{{2}} )  # a run is tried once, at its beginning
            # Taken whole or not at all; possessive repeats are wrong in Python before 3.11.5.
            (?= (?P<run> [{_STOPS}]* ) ) (?P=run)
            (?= (?P<tail> (?: [{_CLOSERS}]+ | \[[^\s\[\]]{{1,12}}\] | \s» (?= \s | \Z ) )* ) )
            (?P=tail)
          ) (?= \s | \Z )
        """,
        re.VERBOSE,
    )


@functools.cache
def _next() -> re.Pattern[str]:
    return re.compile(rf"\s+[{re.escape(_OPENERS)}\s]*(?P<word>[^\W_]+(?:[’'][^\W_]+)?)?")


@functools.cache
def _dotted() -> re.Pattern[str]:
    return re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")


@functools.cache
def _elision() -> re.Pattern[str]:
    return re.compile(r".*[’'/-]")


@functools.cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(r"[0-9]{1,3}|[ivxlcIVXLC]{1,6}")


_LONGEST_ABBREVIATION = 16
_LONGEST_SENTENCE = 2000
_LONGEST_CHARACTER = 100  # a million marks on one letter are no character that anybody reads


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The words in ``text[start:end]``, ``[start, end)`` in code points.

    A word is a run of letters, digits and marks, with apostrophes and hyphens inside; a Chinese
    character or kana is a word of its own.
    """
    end = len(text) if end is None else end
    pattern = _ascii_word() if text.isascii() else _word()
    return (found.span() for found in pattern.finditer(text, start, end))


def count_words(text: str, start: int = 0, end: int | None = None) -> int:
    """How many ``words`` there are, several times as fast as counting those."""
    end = len(text) if end is None else end
    pattern = _ascii_word() if text.isascii() else _word()
    return len(pattern.findall(text, start, end))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of one block, ``text[start:end]``, ``[start, end)`` in code points.

    Between two of them there are only blanks, and none begins or ends with a blank. A line end
    does not end a sentence. Where it is not sure that one ends, it does not.
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    begin = _skip_blanks(text, start, end)
    for stop in _stop().finditer(text, start, end):
        if stop.start() >= begin and _ends(text, begin, stop, end):
            found.append((begin, stop.end()))
            begin = _skip_blanks(text, stop.end(), end)
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        found.append((begin, end))
    return found


def sentences_around(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each place widened to the sentences of its paragraph that it touches, in the same order.

    Blank lines part paragraphs. A sentence of more than ``_LONGEST_SENTENCE`` code points is none
    that anybody reads: there the place stays as it is.
    """
    found: list[tuple[int, int]] = []
    paragraph, inside = (0, -1), list[tuple[int, int]]()
    for start, end in places:
        if not paragraph[0] <= start < end <= paragraph[1]:
            low, high = text.rfind("\n\n", 0, start), text.find("\n\n", end)
            paragraph = (low + 2 if low >= 0 else 0, high if high >= 0 else len(text))
            inside = sentences(text, *paragraph)
        first = bisect.bisect_right(inside, (start, len(text))) - 1
        last = bisect.bisect_left(inside, (end, 0)) - 1
        low = min(start, inside[first][0]) if first >= 0 else start
        high = max(end, inside[last][1]) if last >= 0 else end
        found.append((low, high) if high - low <= _LONGEST_SENTENCE else (start, end))
    return found


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without blanks at its ends, and widened so that no character is cut.

    A character here is what a reader sees as one: a letter with its marks, an emoji sequence, a
    flag. Of blanks only, an empty range at ``start`` is left.
    """
    start, end = max(start, 0), min(end, len(text))
    low = _skip_blanks(text, start, end)
    if low >= end:
        return min(start, len(text)), min(start, len(text))
    while text[end - 1].isspace():
        end -= 1
    least, most = max(0, low - _LONGEST_CHARACTER), min(len(text), end + _LONGEST_CHARACTER)
    while low > least and _inside(text, low):
        low -= 1
    while end < most and _inside(text, end):
        end += 1
    return low, end


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


# words


@functools.cache
def _word() -> re.Pattern[str]:
    """The pattern of a word in any script; made when it is first needed (10 ms)."""
    marks = "".join(
        chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"
    )
    letters = rf"[^\W_{_CJK}]"
    inner = rf"(?:{letters}+|[{marks}{_FAR_MARKS}\u200c\u200d]+)"
    return re.compile(rf"{letters}{inner}*(?:['’‐‑-]{inner}+)*|[{_CJK}][{marks}{_FAR_MARKS}]*")


# sentences


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at ``begin`` ends with ``stop``."""
    if stop["hard"]:
        return True
    following = _next().match(text, stop.end(), end)
    if following is None:
        return True
    word = following["word"] or ""
    if word[:1].islower():
        return False
    mark = stop["soft"]
    if mark[0] != "." or mark.startswith(".."):
        return True
    low = max(begin, stop.start() - _LONGEST_ABBREVIATION)
    before = text[low : stop.start()]
    if not before or before[-1].isspace():
        return True
    last = before.split()[-1]
    return not _is_abbreviation(last, word, is_first=begin == stop.start() - len(last))


def _is_abbreviation(last: str, following: str, *, is_first: bool) -> bool:
    """Whether a stop belongs to the word before it.

    Args:
        last: That word, with what is glued to it.
        following: The next word.
        is_first: The word begins its sentence: ``1.`` is then no sentence of its own.
    """
    word = _elision().sub("", last.lstrip(_OPENERS + "/"))
    lower = word.lower()
    begins = following in STARTERS
    if lower in TITLES:
        return True
    if lower in BEFORE_NUMBERS and following[:1].isdigit():
        return True
    if _ordinal().fullmatch(word) and (is_first or following in AFTER_ORDINALS):
        return True
    if (len(word) == 1 and word.isalpha()) or _dotted().fullmatch(word) or lower in SHORTENED:
        return not begins
    return False


# characters


def _inside(text: str, offset: int) -> bool:
    """Whether ``offset`` lies inside what a reader sees as one character (after UAX 29)."""
    before, after = text[offset - 1], text[offset]
    if before.isspace():
        return False
    if (
        unicodedata.category(after)[0] == "M"
        or after in "\u200c\u200d\u0e33\u0eb3"
        or "\u1160" <= after <= "\u11ff"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
    ):
        return True
    if before == "\u200d":
        return not after.isspace() and not after.isascii()
    return _is_flag_letter(after) and _flag_letters(text, offset) % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters(text: str, offset: int) -> int:
    """How many flag letters stand in a row before ``offset``."""
    start = offset
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return offset - start
