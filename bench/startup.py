"""How long ``postil --help`` takes, beside ``python -c "import click"``: runs in turns."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from bench.report import Row
from bench.terminal import environment

_HELP = "import sys; from tui.main import main; sys.exit(main(['--help']))"
_CLICK = "import click"


def run(*, quick: bool = False) -> list[Row]:
    """Paired medians, in milliseconds."""
    rounds = 7 if quick else 25
    _seconds(_HELP)  # the first run compiles
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        ours.append(_seconds(_HELP))
        theirs.append(_seconds(_CLICK))
    ours_ms, theirs_ms = median(ours) * 1000, median(theirs) * 1000
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    name = 'postil --help, beside python -c "import click"'
    return [Row(name, ours_ms, theirs_ms, "ms", ratio, "at most 1.5")]


def _seconds(code: str) -> float:
    before = time.perf_counter()
    command = [sys.executable, "-c", code]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment())
    return time.perf_counter() - before
