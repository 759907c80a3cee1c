"""Regular expressions as they are typed: compiled once, their faults with the place."""

from __future__ import annotations

import re
import threading
import warnings
from functools import lru_cache

_QUIET = threading.Lock()
_ESCAPED = re.compile(r"\\.", re.DOTALL)


class RegexError(ValueError):
    """A pattern that Python does not take.

    Attributes:
        at: The code point of the pattern where it goes wrong.
    """

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def ignores_case(pattern: str) -> bool:
    """Whether it has no capital; those behind a backslash do not count."""
    plain = _ESCAPED.sub("", pattern)
    return not any(letter.isupper() for letter in plain)


@lru_cache(maxsize=64)
def compiled(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """The pattern; ``^`` and ``$`` stand for the ends of lines.

    Raises:
        RegexError: It is wrong.
    """
    flags = re.MULTILINE | (re.IGNORECASE if ignore_case else 0)
    try:
        with _QUIET, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what may mean something else in a later Python
            return re.compile(pattern, flags)
    except re.error as error:
        raise RegexError(error.msg, error.pos or 0) from error
    except (OverflowError, RecursionError, ValueError) as error:
        raise RegexError(str(error), 0) from error
