"""``postil tag``: add, remove, rename, merge and list tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from store.errors import ConflictError, NotFoundError, UsageError
from store.records import article_record, highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.resolve import Target, resolve
from tui.cli.table import Column, table
from tui.cli.values import split_tags

if TYPE_CHECKING:
    from store.library import Library

_COLUMNS = (Column("tag", least=10, styles=("accent",)), Column("uses", right=True))


@click.group("tag", no_args_is_help=False)
@library_option
def command() -> None:
    """Tags of articles and highlights. a/b nests: a search for tag:a finds it, too."""


@command.command("add")
@click.argument("target_id", metavar="ID")
@click.argument("tags", metavar="TAG...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_obj
def add(session: Session, target_id: str, tags: tuple[str, ...], as_json: bool) -> None:
    """Add tags to the article or highlight ID."""
    new = split_tags(tags)
    with session.open() as library:
        target = resolve(library, target_id)
        _set(library, target, (*target.tags, *(tag for tag in new if tag not in target.tags)))
        _show(library, target, as_json=as_json)


@command.command("remove")
@click.argument("target_id", metavar="ID")
@click.argument("tags", metavar="TAG...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_obj
def remove(session: Session, target_id: str, tags: tuple[str, ...], as_json: bool) -> None:
    """Remove tags from the article or highlight ID."""
    gone = split_tags(tags)
    with session.open() as library:
        target = resolve(library, target_id)
        for tag in gone:
            if tag not in target.tags:
                raise NotFoundError(f"{target.id} has no tag {tag}")
        _set(library, target, tuple(tag for tag in target.tags if tag not in gone))
        _show(library, target, as_json=as_json)


@command.command("rename")
@click.argument("old")
@click.argument("new")
@json_option
@library_option
@click.pass_obj
def rename(session: Session, old: str, new: str, as_json: bool) -> None:
    """Give the tag OLD the name NEW, in the whole library and in one act."""
    source, target = _one_tag(old), _one_tag(new)
    with session.open() as library:
        if target != source and target in {tag for tag, _ in library.tags()}:
            raise ConflictError(
                f"there is a tag {target} already",
                hint=f"to make them one: postil tag merge {source} --into {target}",
            )
        _rename(library, (source,), target, as_json=as_json)


@command.command("merge")
@click.argument("old", metavar="TAG...", nargs=-1, required=True)
@click.option("--into", "new", required=True, metavar="TAG", help="What they all become.")
@json_option
@library_option
@click.pass_obj
def merge(session: Session, old: tuple[str, ...], new: str, as_json: bool) -> None:
    """Make several tags one, in the whole library; each of them is one act."""
    target = _one_tag(new)
    sources = tuple(tag for tag in split_tags(old) if tag != target)
    with session.open() as library:
        names = [tag for tag, _ in library.tags()]
        for tag in sources:
            if not any(name == tag or name.startswith(f"{tag}/") for name in names):
                raise NotFoundError(f"there is no tag {tag}", hint="postil tag list shows them")
        _rename(library, sources, target, as_json=as_json)


@command.command("list")
@json_option
@library_option
@click.pass_obj
def list_tags(session: Session, as_json: bool) -> None:
    """List all tags with how often they are used, the most frequent first."""
    with session.open() as library:
        tags = library.tags()
    if as_json:
        json_out([{"tag": tag, "uses": uses} for tag, uses in tags])
    else:
        table(_COLUMNS, tags)


def _one_tag(value: str) -> str:
    tags = split_tags([value])
    if len(tags) != 1:
        raise UsageError(f"{value!r} is not one tag")
    return tags[0]


def _set(library: Library, target: Target, tags: tuple[str, ...]) -> None:
    if tags == target.tags:
        return
    if target.highlight:
        was = target.highlight
        library.edit_highlight(target.article.id, was.id, tags=tags, since=was)
    else:
        library.edit_article(target.article.id, tags=tags, since=target.article)


def _show(library: Library, before: Target, *, as_json: bool) -> None:
    target = resolve(library, before.id)
    if not as_json:
        line(target.line())
    elif target.highlight:
        json_out(highlight_record(target.article.id, target.highlight))
    else:
        json_out(article_record(target.article))


def _rename(library: Library, sources: tuple[str, ...], target: str, *, as_json: bool) -> None:
    changed = sum(library.rename_tag(tag, target) for tag in sources)
    if as_json:
        json_out({"tag": target, "merged": list(sources), "changed": changed})
    else:
        line(f"#{target}: {changed} changed")
