"""What every command shares: ``--library`` and ``--json``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from tui.session import Session

__all__ = ["F", "Session", "json_option", "library_option"]

F = TypeVar("F", bound=Callable[..., object])


def _use_library(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    session = ctx.ensure_object(Session)
    if value is not None:
        if not value:
            raise click.BadParameter("name a folder", ctx, _param)
        session.library = value


def library_option(function: F) -> F:
    """``--library FOLDER``: on the group and on every command."""
    return click.option(
        "--library",
        metavar="FOLDER",
        expose_value=False,
        callback=_use_library,
        help="Work on this library instead of POSTIL_LIBRARY or your own.",
    )(function)


def json_option(function: F) -> F:
    """``--json``: hands the command ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)
