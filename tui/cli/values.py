"""Values that several commands take: text from stdin, tags, the options that name a passage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import click

from store.errors import UsageError
from store.text.clean import clean_line, clean_tag
from tui.cli.options import F

STDIN_LIMIT = 1_000_000
"""Bytes of a quote or a note from stdin."""


def text_or_stdin(value: str) -> str:
    """``value``, or what stdin holds when it is ``-``.

    Raises:
        UsageError: stdin is too large or not UTF-8.
    """
    if value != "-":
        return value
    data = sys.stdin.buffer.read(STDIN_LIMIT + 1)
    if len(data) > STDIN_LIMIT:
        raise UsageError(f"stdin has more than {STDIN_LIMIT:,} bytes")
    try:
        return data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise UsageError("stdin is not UTF-8 text") from None


def split_tags(values: Iterable[str]) -> tuple[str, ...]:
    """The tags in ``values``, each of which may hold several with commas, once each.

    Raises:
        UsageError: Nothing is left of one after cleaning.
    """
    tags: list[str] = []
    for given in (part for value in values for part in value.split(",")):
        if not given.strip():
            continue
        tag = clean_tag(given)
        if not tag:
            raise UsageError(
                f"{clean_line(given)!r} is no tag", hint="a tag needs a letter or digit"
            )
        if tag not in tags:
            tags.append(tag)
    return tuple(tags)


def passage_options(*, required: bool) -> Callable[[F], F]:
    """``--quote``, ``--prefix`` and ``--suffix``."""

    def decorate(function: F) -> F:
        for option in (
            click.option(
                "--suffix", default="", metavar="TEXT", help="What stands after the quote."
            ),
            click.option(
                "--prefix", default="", metavar="TEXT", help="What stands before the quote."
            ),
            click.option(
                "--quote",
                required=required,
                metavar="TEXT",
                help="The passage as it reads in the article; - reads stdin.",
            ),
        ):
            function = option(function)
        return function

    return decorate
