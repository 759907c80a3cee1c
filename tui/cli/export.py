"""``postil export``: everything out again, in a format that others read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from store.errors import PostilError, StoreError, UsageError
from store.exporters.registry import EXPORTERS, get
from store.files import read_bytes, write_atomic
from store.model import Article
from store.text.clean import clean_line
from tui.cli.failure import FAILED, show_error
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import binary, json_out, talk
from tui.cli.queries import query_argument
from tui.cli.table import Column, table

_COLUMNS = (Column("name", styles=("bold",)), Column("file"), Column("what it is", least=20))
_LIMIT = 1_000_000_000
"""Bytes of a file that is compared before it is written again."""
_READABLE = 0o644
"""An export is for other programs; its user's umask narrows this."""


@click.command("export")
@query_argument()
@click.option("--format", "form", metavar="NAME", default="markdown", show_default=True,
              help="The format; --list shows them.")  # fmt: skip
@click.option(
    "--output", metavar="PATH", help="A file, or a folder for a file an article; - is stdout."
)
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(
    session: Session,
    ctx: click.Context,
    query: str,
    form: str,
    output: str | None,
    listing: bool,
    as_json: bool,
) -> None:
    """Write the annotated articles, all or those that match QUERY, to stdout or to --output.

    An --output that is a folder (or ends in /) gets one file an article where the format has
    that; files there are updated in place, and those that are up to date are left alone.
    --json: short for --format json, and with --list the formats as JSON.

    An article that cannot be read is named on stderr and left out; the others are written, and
    the exit code is 1.
    """
    if listing:
        _list(as_json=as_json)
        return
    exporter = get("json" if as_json else form)
    left_out: list[Article] = []

    def leave_out(article: Article, error: PostilError) -> None:
        left_out.append(article)
        if error.message in session.told:
            talk(f"postil: left out: {clean_line(article.title)}")
        else:
            show_error(error, subject=f"left out: {article.title}")

    with session.open(index=bool(query)) as library:
        parts = library.export(exporter.name, query, leave_out)
        if output in (None, "-"):
            binary(_joined(parts))
        else:
            _write(Path(str(output)).expanduser(), parts, folder=_is_folder(str(output)))
    if left_out:
        ctx.exit(FAILED)


def _list(*, as_json: bool) -> None:
    if as_json:
        json_out(
            [
                {"name": e.name, "title": e.title, "suffix": e.suffix, "per_article": e.per_article}
                for e in EXPORTERS
            ]
        )
    else:
        table(_COLUMNS, [(e.name, e.suffix, e.title) for e in EXPORTERS])


def _joined(parts: Iterable[tuple[str, bytes]]) -> bytes:
    return b"\n".join(data for _, data in parts)


def _is_folder(output: str) -> bool:
    return output.endswith(("/", "\\")) or Path(output).expanduser().is_dir()


def _write(path: Path, parts: Iterable[tuple[str, bytes]], *, folder: bool) -> None:
    """Write to ``path``; ``folder``: each part under its own name in it."""
    if not folder:
        changed = _update(path, _joined(parts))
        talk(f"{clean_line(str(path))}: {'written' if changed else 'up to date'}")
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {path}: {error.strerror}", path=path) from error
    written = total = 0
    for name, data in parts:
        if Path(name).name != name:
            raise UsageError(f"{name!r} is no name for a file")
        total += 1
        written += _update(path / name, data)
    files = "1 file" if total == 1 else f"{total:,} files"
    talk(f"{clean_line(str(path))}: {files}, {written:,} written, {total - written:,} up to date")


def _update(path: Path, data: bytes) -> bool:
    """Write ``data`` unless the file holds it; whether it was written."""
    if path.is_file() and path.stat().st_size == len(data) and read_bytes(path, _LIMIT) == data:
        return False
    write_atomic(path, data, mode=_READABLE & ~_umask())
    return True


def _umask() -> int:
    """The permissions that this process takes from new files; it has to be set to be read."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
