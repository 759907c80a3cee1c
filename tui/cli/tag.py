"""``postil tag``: tags given, taken away, renamed, merged, deleted, described, listed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from store.errors import NotFoundError, StoreError, UsageError
from store.model import COLORS
from store.records import article_record, highlight_record
from store.tags import Touched
from tui.cli.options import F, Session, json_option, library_option
from tui.cli.output import json_out, line, on_terminal, talk
from tui.cli.progress import progress
from tui.cli.queries import query_option
from tui.cli.resolve import Target, resolve
from tui.cli.table import table
from tui.cli.tag_rows import TAG_COLUMNS, said, show_tag, tag_cells, tag_record
from tui.cli.values import split_tags

if TYPE_CHECKING:
    from store.library import Library


def _dry_run_option(function: F) -> F:
    return click.option(
        "--dry-run", is_flag=True, help="Say what would be changed, and change nothing."
    )(function)


def _complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The tags that begin so, the most used first, for the shell."""
    try:
        with ctx.ensure_object(Session).library_as_it_is() as library:  # quick, and says nothing
            tags = [tag for tag, _ in library.tags()]
    except Exception:  # noqa: BLE001 - a shell that completes has no place for errors
        return []
    return [tag for tag in tags if tag.casefold().startswith(incomplete.casefold())][:100]


@click.group("tag", no_args_is_help=False)
@library_option
def command() -> None:
    """Tags of articles and highlights. a/b nests: a search for tag:a finds it, too.

    What is said of a tag (its description, colour and aliases) is in tags.yaml in the library.
    """


# -- given and taken away --------------------------------------------------------------------------


class _Many(NamedTuple):
    """What ``add`` and ``remove`` are to act on: one thing, or all that answers a query.

    Attributes:
        query: ``None``: one thing, whose id is the first of the words.
    """

    query: str | None
    highlights: bool
    dry_run: bool

    def words(self, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The id, if one is wanted, and the tags."""
        if self.query is not None:
            return "", split_tags(words)
        if self.highlights or self.dry_run:
            raise UsageError("--highlights and --dry-run go with --query")
        if len(words) < 2:
            raise UsageError("give an ID and a TAG, or TAG with --query")
        return words[0], split_tags(words[1:])

    def change(
        self, library: Library, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
    ) -> Touched:
        """Do it, in one act."""
        query = self.query or ""
        if self.highlights:
            chosen = [(article.id, mark.id) for article, mark in library.highlights(query)]
            ids: list[str] = []
        else:
            chosen, ids = [], [article.id for article in library.articles(query)]
        with progress() as bar:
            return library.tag_many(
                ids, chosen, add=add, remove=remove, dry_run=self.dry_run, progress=bar
            )


def _many_options(function: Callable[..., None]) -> Callable[..., None]:
    """``--query``, ``--highlights``, ``--dry-run``, ``--json``."""
    for option in (
        library_option,
        json_option,
        _dry_run_option,
        click.option(
            "--highlights", is_flag=True, help="With --query: the highlights that answer it."
        ),
        query_option("--query", help="All articles that answer it, in one act."),
        click.argument(
            "words", metavar="[ID] TAG...", nargs=-1, required=True, shell_complete=_complete
        ),
    ):
        function = option(function)
    return function


@command.command("add")
@click.option("--exact", is_flag=True, help="In this case, though the tag is there in another.")
@_many_options
@click.pass_obj
def add(
    session: Session,
    words: tuple[str, ...],
    query: str | None,
    highlights: bool,
    dry_run: bool,
    as_json: bool,
    exact: bool,
) -> None:
    """Add tags to the article or highlight ID, or to all that answer QUERY.

    QUERY is as for postil search.
    """
    many = _Many(query, highlights, dry_run)
    target_id, new = many.words(words)
    with _open(session, index=query is not None) as library:
        tags = _meant(library, new, exact=exact)
        if query is not None:
            said(many.change(library, add=tags), {"tags": tags}, dry_run=dry_run, as_json=as_json)
            return
        target = resolve(library, target_id)
        _set(library, target, (*target.tags, *(tag for tag in tags if tag not in target.tags)))
        _show(library, target, as_json=as_json)


@command.command("remove")
@_many_options
@click.pass_obj
def remove(
    session: Session,
    words: tuple[str, ...],
    query: str | None,
    highlights: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Remove tags from the article or highlight ID, or from all that answer QUERY."""
    many = _Many(query, highlights, dry_run)
    target_id, gone = many.words(words)
    with _open(session, index=query is not None) as library:
        if query is not None:
            touched = many.change(library, remove=(*gone, *library.meant_tags(gone).values()))
            said(touched, {"tags": gone}, dry_run=dry_run, as_json=as_json)
            return
        target = resolve(library, target_id)
        meant = library.meant_tags(gone)
        for tag, main in meant.items():
            if tag not in target.tags and main not in target.tags:
                raise NotFoundError(f"{target.id} has no tag {tag}")
        all_gone = {*meant, *meant.values()}
        _set(library, target, tuple(tag for tag in target.tags if tag not in all_gone))
        _show(library, target, as_json=as_json)


# -- over the library ------------------------------------------------------------------------------


@command.command("rename")
@click.argument("old", shell_complete=_complete)
@click.argument("new")
@_dry_run_option
@json_option
@library_option
@click.pass_obj
def rename(session: Session, old: str, new: str, dry_run: bool, as_json: bool) -> None:
    """Give the tag OLD, and those nested in it, the name NEW, in one act."""
    target = _one_tag(new)
    with _open(session) as library, progress() as bar:
        source = library.known_tag(old)
        touched = library.rename_tag(source, target, dry_run=dry_run, progress=bar)
    said(touched, {"tag": target, "merged": [source]}, dry_run=dry_run, as_json=as_json)


@command.command("merge")
@click.argument("old", metavar="TAG...", nargs=-1, required=True, shell_complete=_complete)
@click.option(
    "--into", "new", required=True, metavar="TAG", help="What they all become.",
    shell_complete=_complete,
)  # fmt: skip
@click.option(
    "--aliases/--no-aliases", default=True, help="Keep the old names as aliases (the default)."
)
@_dry_run_option
@json_option
@library_option
@click.pass_obj
def merge(
    session: Session, old: tuple[str, ...], new: str, aliases: bool, dry_run: bool, as_json: bool
) -> None:
    """Make several tags one, in the whole library and in one act."""
    target, sources = _one_tag(new), split_tags(old)
    with _open(session) as library, progress() as bar:
        touched = library.merge_tags(
            [tag for tag in sources if tag != target] or sources, target,
            aliases=aliases, dry_run=dry_run, progress=bar,
        )  # fmt: skip
    record = {"tag": target, "merged": [tag for tag in sources if tag != target]}
    said(touched, record, dry_run=dry_run, as_json=as_json)


@command.command("delete")
@click.argument("tag", shell_complete=_complete)
@click.option("--nested/--not-nested", default=True, help="With those nested in it (the default).")
@_dry_run_option
@json_option
@library_option
@click.pass_obj
def delete(session: Session, tag: str, nested: bool, dry_run: bool, as_json: bool) -> None:
    """Take TAG from all articles and highlights that have it, in one act."""
    with _open(session) as library, progress() as bar:
        name = library.known_tag(tag)
        touched = library.delete_tag(name, nested=nested, dry_run=dry_run, progress=bar)
    said(touched, {"deleted": name}, dry_run=dry_run, as_json=as_json)


# -- what is said of a tag -------------------------------------------------------------------------


@command.command("describe")
@click.argument("tag", shell_complete=_complete)
@click.argument("text")
@json_option
@library_option
@click.pass_obj
def describe(session: Session, tag: str, text: str, as_json: bool) -> None:
    """Say what TAG means; an empty TEXT takes that away."""
    with session.open() as library:
        name = _entry_for(library, tag)
        library.edit_tag(name, description=text)
        show_tag(library, name, as_json=as_json)


@command.command("color")
@click.argument("tag", shell_complete=_complete)
@click.argument("color", type=click.Choice([*COLORS, "none"]))
@json_option
@library_option
@click.pass_obj
def color(session: Session, tag: str, color: str, as_json: bool) -> None:
    """Give TAG, and those nested in it that have none, a colour."""
    with session.open() as library:
        name = _entry_for(library, tag)
        library.edit_tag(name, color="" if color == "none" else color)
        show_tag(library, name, as_json=as_json)


@command.command("alias")
@click.argument("tag", shell_complete=_complete)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--remove", "away", is_flag=True, help="They mean TAG no more.")
@json_option
@library_option
@click.pass_obj
def alias(session: Session, tag: str, names: tuple[str, ...], away: bool, as_json: bool) -> None:
    """Let other NAMEs mean TAG, when they are typed, imported or searched for."""
    given = split_tags(names)
    with session.open() as library:
        name = _entry_for(library, tag)
        present = library.codebook().entry(name).aliases
        if away:
            for each in given:
                if each not in present:
                    raise NotFoundError(f"{each} is no alias of {name}")
        kept = tuple(each for each in present if each not in given)
        library.edit_tag(name, aliases=kept if away else (*kept, *given))
        show_tag(library, name, as_json=as_json)


@command.command("show")
@click.argument("tag", shell_complete=_complete)
@json_option
@library_option
@click.pass_obj
def show(session: Session, tag: str, as_json: bool) -> None:
    """Show what is said of TAG, and which articles have it."""
    with _open(session) as library:
        show_tag(library, library.known_tag(tag), as_json=as_json, uses=True)


@command.command("list")
@click.option("--flat", is_flag=True, help="The most used first, not each below its parent.")
@json_option
@library_option
@click.pass_obj
def list_tags(session: Session, flat: bool, as_json: bool) -> None:
    """List all tags with how often they are used themselves and with those nested in them."""
    with _open(session) as library:
        tags = library.tag_tree()
    if flat:
        tags = sorted((tag for tag in tags if tag.own), key=lambda tag: -tag.own)
    if as_json:
        json_out([tag_record(tag) for tag in tags])
    else:
        table(TAG_COLUMNS, [tag_cells(tag, indented=on_terminal() and not flat) for tag in tags])


# -- inside ----------------------------------------------------------------------------------------


def _one_tag(value: str) -> str:
    tags = split_tags([value])
    if len(tags) != 1:
        raise UsageError(f"{value!r} is not one tag")
    return tags[0]


def _meant(library: Library, tags: tuple[str, ...], *, exact: bool) -> tuple[str, ...]:
    """The tags to give for those that were typed; where they differ, it is said."""
    meant = library.meant_tags(tags, exact=exact)
    for typed, tag in meant.items():
        if typed == tag:
            continue
        if typed.casefold() == tag.casefold():
            talk(f"taken as {tag}, the case that is there already; --exact keeps {typed}")
        else:
            talk(f"{typed} is another name of {tag}")
    return tuple(dict.fromkeys(meant.values()))


def _entry_for(library: Library, name: str) -> str:
    """The tag that something is to be said of; it need not be in use."""
    _one_tag(name)
    with contextlib.suppress(NotFoundError):
        return library.known_tag(name)
    talk(f"no article or highlight has the tag {_one_tag(name)} yet")
    return _one_tag(name)


def _open(session: Session, *, index: bool = False) -> Library:
    """The library; if its codebook cannot be read, that is said: it is done without."""
    library = session.open(index=index)
    try:
        library.codebook()
    except StoreError as error:
        talk(f"{error.message}; {error.hint}" if error.hint else error.message)
    return library


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
