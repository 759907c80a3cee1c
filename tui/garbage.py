"""Keeping Python's garbage collector from pausing the reader.

A full collection walks every object there is: tens of milliseconds, in the middle of a key. Nearly
all that a key leaves behind is freed without the collector, so full ones may come seldom; and what
an open article needs is set aside from all of them.
"""

from __future__ import annotations

import gc

_SMALL_STEPS = (700, 5, 1_000)
"""New objects before a young collection, which is a millisecond; young collections before a middle
one, of a few milliseconds; middle ones before a full one: some millions of new objects.
"""


def hold() -> None:
    """No collections while the program is loaded: a fifth of the time until the first frame."""
    gc.disable()


def set_aside_what_is_loaded() -> None:
    """Leave all objects that are alive now out of later collections, and make those small.

    Costs next to nothing, and ends ``hold``. It holds for the whole process: only a program that
    owns it calls it.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(*_SMALL_STEPS)


def look_at_all() -> None:
    """Let collections look at everything again: much of it may have become garbage."""
    gc.unfreeze()
