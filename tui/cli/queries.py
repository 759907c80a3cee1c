"""Queries on the command line: words joined to a line, and read strictly: it is whole."""

from __future__ import annotations

from collections.abc import Callable

import click

from tui.cli.options import F


def _joined(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> str:
    return _checked(" ".join(value))


def _given(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else _checked(value)


def _checked(line: str) -> str:
    """The line itself.

    Raises:
        QueryError: It cannot be read, or something is missing at its end.
    """
    if line.strip():
        from store.search.language.parser import parse  # noqa: PLC0415 - only with a query

        parse(line, whole=True)
    return line


def query_argument(*, required: bool = False, metavar: str | None = None) -> Callable[[F], F]:
    """``QUERY``: hands the command ``query``, one line; ``""``: none was given."""
    return click.argument("query", nargs=-1, required=required, metavar=metavar, callback=_joined)


def query_option(*names: str, default: str | None = None, help: str) -> Callable[[F], F]:  # noqa: A002 - click's name
    """An option that is a query: hands over the line, or ``default``."""
    return click.option(*names, default=default, metavar="QUERY", help=help, callback=_given)
