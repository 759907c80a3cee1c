"""``python -m bench``: runs the benches and prints what they measured, as ratios."""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
from typing import cast

from bench.report import Row, print_table

BENCHES = (
    "startup",
    "opening",
    "memory",
    "reader",
    "resizing",
    "caret",
    "panel",
    "saving",
    "search",
    "anchors",
)
"""Modules of this package that have ``run(*, quick: bool = False) -> list[Row]``."""


def main(argv: list[str] | None = None) -> int:
    """Run all benches, or those of ``--only``."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=BENCHES, help="run this; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller libraries")
    options = parser.parse_args(argv)
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    for name in options.only or BENCHES:
        module = importlib.import_module(f"bench.{name}")
        print(f"\n{name}: {(module.__doc__ or name).splitlines()[0]}", flush=True)
        print_table(cast("list[Row]", module.run(quick=options.quick)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
