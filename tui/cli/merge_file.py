"""``postil merge-file``: the merge driver of git for the files of a library."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli.options import library_option


@click.command("merge-file")
@click.argument("base", metavar="BASE", type=click.Path(path_type=Path))
@click.argument("ours", metavar="OURS", type=click.Path(path_type=Path))
@click.argument("theirs", metavar="THEIRS", type=click.Path(path_type=Path))
@click.argument("name", metavar="[PATH]", default="")
@library_option
def command(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge THEIRS into OURS, two versions of a file of a library that both came from BASE.

    It is for git, which calls it with %O %A %B %P; postil sync-setup says how to tell it. Files of
    annotations are merged by the ids of the highlights, lists.yaml and tags.yaml by their keys;
    without PATH the kind is told by what is in them. BASE may be empty or missing.

    The exit code is 1 when they cannot be merged; OURS is left as it is then.
    """
    from store.merge_files import merge_file  # noqa: PLC0415 - `--help` must start fast

    merge_file(base, ours, theirs, name)
