"""Regular expressions as they are typed: whether case counts in one, and what is wrong with it."""

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
def check(pattern: str) -> None:
    """Find out whether Python takes a pattern.

    Raises:
        RegexError: It does not.
    """
    try:
        with _QUIET, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what may mean something else in a later Python
            re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise RegexError(error.msg, error.pos or 0) from error
    except (OverflowError, RecursionError, ValueError) as error:
        raise RegexError(str(error), 0) from error
