"""Regular expressions in texts, in limited time, whatever the pattern. Loads no Whoosh."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from store.search.language.nodes import Regex
from store.search.texts.pattern_child import NUMBER

_PIPE = 32_768  # bytes of answers that a pipe surely holds while more texts are written
_CHILD = Path(__file__).with_name("pattern_child.py")

Span = tuple[int, int]


class PatternTimeoutError(Exception):
    """The time was over before all texts were looked at."""


class Matching:
    """A process that looks for a pattern, for a limited time. Use it in a ``with``.

    Args:
        leaf: What is looked for; ``^`` and ``$`` stand for the ends of lines. A pattern that ``re``
            cannot read ends as one that takes too long.
        seconds: From now on; then the process is killed.
        most: So many matches are wanted of a text. Empty ones are none.
    """

    def __init__(self, leaf: Regex, *, seconds: float, most: int = 1) -> None:
        command = [sys.executable, "-I", "-S", str(_CHILD)]
        self._child = subprocess.Popen(  # noqa: S603 - our own file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._timer = threading.Timer(seconds, self._child.kill)
        self._timer.daemon = True
        self._timer.start()
        flags = re.MULTILINE | (re.IGNORECASE if leaf.ignore_case else 0)
        self._head = _sized(leaf.pattern) + NUMBER.pack(flags) + NUMBER.pack(most)
        self._together = max(1, _PIPE // (NUMBER.size * (1 + 2 * most)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child.wait()

    def spans(self, texts: Sequence[str]) -> Iterator[list[Span]]:
        """The matches in each text, in order.

        Raises:
            PatternTimeoutError: Time was over before this text was done.
        """
        gives, takes = self._child.stdout, self._child.stdin
        if gives is None or takes is None:
            raise PatternTimeoutError
        for low in range(0, len(texts), self._together):
            group = texts[low : low + self._together]
            try:
                takes.write(self._head + b"".join(map(_sized, group)))
                takes.flush()
            except OSError as error:
                raise PatternTimeoutError from error
            self._head = b""
            for _ in group:
                (count,) = NUMBER.unpack(_read(gives, NUMBER.size))
                flat = struct.unpack(f"<{2 * count}I", _read(gives, 2 * count * NUMBER.size))
                yield list(zip(flat[::2], flat[1::2], strict=True))


def spans(leaf: Regex, text: str, *, seconds: float, most: int) -> list[Span]:
    """The matches in one text; none if it takes too long."""
    with Matching(leaf, seconds=seconds, most=most) as matching, suppress(PatternTimeoutError):
        return next(matching.spans([text]))
    return []


def _sized(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return NUMBER.pack(len(data)) + data


def _read(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise PatternTimeoutError
    return data
