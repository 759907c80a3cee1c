"""``postil demo``: the reader on a library that is gone afterwards."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from store.library import Library
from tui.cli.options import Session, library_option
from tui.launch import need_terminal, run_app


@click.command("demo")
@click.option("--theme", metavar="NAME", help="Use this theme.")
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, theme: str | None) -> None:
    """Open the reader on a throw-away library with the built-in articles.

    Your own library is not touched, whatever you do there; your settings and themes hold.
    """
    need_terminal()
    with _orderly_end(), tempfile.TemporaryDirectory(prefix="postil-demo-") as name:
        home = Path(name)
        folders = session.folders()._replace(
            library=home / "library", cache=home / "cache", state=home / "state"
        )
        with Library.open(folders) as library:
            library.add_builtin()
            code = run_app(library, None, None, theme)
    ctx.exit(code)


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Nothing stays behind, too, when the terminal is closed or the process is told to go."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
