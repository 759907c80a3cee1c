"""A text as a string of tokens, one character a token, so that ``str`` can compare and find them.

Two tokens are the same character when they read the same: whatever their case, accents and the
shape of their quotes. A word is a token, with the apostrophes in it; so is a character of a
script without blanks, and any other mark.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import sub

from store.text.fold import fold

DENSE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff"
)
"""Characters of scripts without blanks, for a class in a pattern."""

LETTER = 4
"""What a letter weighs: as much as four other marks. An emoji weighs as two letters, a character
of a script without blanks as three."""

_WORD = rf"[^\W{DENSE}]+"
# Each with the blanks before it: a text is then the sum of its tokens, but for the last blanks.
_ANY = re.compile(rf"\s*(?:{_WORD}(?:['’]{_WORD})*|\S)")
_ASCII = re.compile(r"\s*(?:\w+(?:'\w+)*|\S)")
_DENSE = re.compile(f"[{DENSE}]")


class Table(dict[str, str]):
    """The character that stands for each token, shared by the texts that are compared."""

    def __init__(self) -> None:
        super().__init__()
        self._folded: dict[str, str] = {}
        self.weights: dict[str, int] = {}
        """By character: what the token weighs."""

    def __missing__(self, token: str) -> str:
        folded = fold(token) or token
        code = self._folded.get(folded)
        if code is None:
            code = self._folded[folded] = chr(len(self._folded) + 1)
            self.weights[code] = _weight(folded)
        self[token] = code
        return code


class Tokens:
    """The tokens of one text.

    Attributes:
        text: The text.
        codes: One character a token.
        starts: The offset in ``text`` where each begins.
        ends: Where each ends.
        weights: At each index, what all tokens before it weigh together; one more than tokens.
    """

    __slots__ = ("codes", "ends", "starts", "text", "weights")

    def __init__(self, text: str, table: Table) -> None:
        pattern = _ASCII if text.isascii() else _ANY
        # Without the last blanks, from each of which the pattern would look for a token.
        pieces = pattern.findall(text, 0, len(text.rstrip()))
        words = list(map(str.lstrip, pieces))
        self.text = text
        self.ends = list(accumulate(map(len, pieces)))
        self.starts = list(map(sub, self.ends, map(len, words)))
        self.codes = "".join(map(table.__getitem__, words))
        weights = map(table.weights.__getitem__, self.codes)
        self.weights = list(accumulate(weights, initial=0))

    def __len__(self) -> int:
        return len(self.codes)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that ``[start, end)`` of the text touches, as a range of indexes."""
        low = bisect_right(self.ends, start)
        return low, max(low, bisect_left(self.starts, end))

    def range(self, low: int, high: int) -> tuple[int, int]:
        """Where the tokens ``[low, high)`` (at least one) stand in the text."""
        return self.starts[low], self.ends[high - 1]

    def weight(self, low: int, high: int) -> int:
        """What the tokens ``[low, high)`` weigh."""
        return self.weights[high] - self.weights[low]


def weight(text: str) -> int:
    """How much a passage says, in letters: a character of a script without blanks counts as three.

    All characters count, blanks too.
    """
    return len(text) + 2 * len(_DENSE.findall(text))


def _weight(token: str) -> int:
    if not token[0].isalnum():
        return 2 * LETTER if unicodedata.category(token[0]) == "So" else 1
    return LETTER * (3 if _DENSE.match(token) else len(token))
