"""``postil sync-setup``: a library made ready for git and Syncthing."""

from __future__ import annotations

import click

from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk


@click.command("sync-setup")
@click.option("--git", "git", is_flag=True, help="Only what git needs.")
@click.option("--syncthing", "syncthing", is_flag=True, help="Only what Syncthing needs.")
@json_option
@library_option
@click.pass_obj
def command(session: Session, git: bool, syncthing: bool, as_json: bool) -> None:
    """Write .gitattributes, .gitignore and .stignore into the library, and say what to run.

    Only lines that are missing are added; your own stay. Temporary files, locks and the trash are
    kept out of the sync, and git is told to merge annotations by their ids. That takes two
    settings of git on each machine, which are printed for you to run.
    """
    from store import files, sync_setup  # noqa: PLC0415 - `--help` must start fast

    wanted = {sync_setup.GIT: git, sync_setup.SYNCTHING: syncthing}
    kinds = [kind for kind, chosen in wanted.items() if chosen] or list(sync_setup.KINDS)
    library = session.folders().library
    files.make_private_folder(library)
    told = sync_setup.set_up(library, kinds)
    run = sync_setup.to_run(library) if sync_setup.GIT in kinds else []
    if as_json:
        json_out({"files": [each._asdict() for each in told], "run": run})
        return
    for each in told:
        if not on_terminal():
            fields(each.file, len(each.added), *each.added)
        elif each.added:
            line(f"{styled('✓', 'green')} {each.file}: {_lines(len(each.added))} added")
        else:
            line(f"{styled('✓', 'green')} {each.file}: {styled('as it should be', 'dim')}")
    if run:
        talk("on each machine, tell git how to merge:")
    for text in run:
        talk(f"  {text}")


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
