"""Looks for one regular expression in texts; run as a program of its own by ``patterns``.

Python's ``re`` cannot be interrupted and lets no other thread run meanwhile, and there are short
patterns that take years. A process can be killed.

In: the pattern, flags (4 bytes), then texts, until the end. Out, for each text: how many matches
(4 bytes), then start and end of each (4 bytes each, code points). Texts are UTF-8 with their size
(4 bytes) before them, and so that many matches that are wanted at most (4 bytes).
"""

import re
import struct
import sys

NUMBER = struct.Struct("<I")


def _main() -> None:
    given, gives = sys.stdin.buffer, sys.stdout.buffer

    def number() -> int | None:
        data = given.read(NUMBER.size)
        return int(NUMBER.unpack(data)[0]) if len(data) == NUMBER.size else None

    def text() -> str | None:
        size = number()
        return None if size is None else given.read(size).decode("utf-8", "surrogatepass")

    source, flags, most = text(), number(), number()
    find = re.compile(source or "", flags or 0).finditer
    while (each := text()) is not None:
        found: list[int] = []
        for match in find(each):
            if match.end() > match.start():
                found += match.span()
            if len(found) >= 2 * (most or 0):
                break
        gives.write(struct.pack(f"<I{len(found)}I", len(found) // 2, *found))
        gives.flush()


if __name__ == "__main__":
    _main()
