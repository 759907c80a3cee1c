"""``postil`` itself: a group that imports a command when it is called, not before."""

from __future__ import annotations

import importlib
import os
from typing import cast

import click

from tui.cli.options import Session, library_option
from tui.cli.registry import COMMANDS, find, sections


class LazyGroup(click.Group):
    """Looks commands up in the registry; its help reads the registry alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the registry."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command of that name, or ``None``."""
        entry = find(cmd_name)
        if entry is None:
            return None
        return cast("click.Command", importlib.import_module(entry.module).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` name; for a wrong name an error that has the nearest one."""
        name = args[0]
        if find(name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            raise click.UsageError(f"No such command '{name}'.{_nearest(name)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The commands under their headings, in one column width."""
        width = max(len(entry.name) for entry in COMMANDS)
        for section in sections():
            with formatter.section(section):
                rows = [(e.name.ljust(width), e.help) for e in COMMANDS if e.section == section]
                formatter.write_dl(rows)


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415 - only for a wrong name

    close = difflib.get_close_matches(name, [entry.name for entry in COMMANDS], n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from tui.cli.version import version  # noqa: PLC0415 - reading package metadata is slow

    click.echo(f"postil {version()}")
    ctx.exit()


@click.command(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@library_option
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Print the version and leave.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Read articles in the terminal, mark passages, tag and note them, find it all again.

    Without a command, postil opens the reader.
    """
    session = ctx.ensure_object(Session)
    if ctx.invoked_subcommand is None:
        from tui.launch import open_reader  # noqa: PLC0415 - only when the reader is wanted

        ctx.exit(open_reader(session))


def run(args: list[str], session: Session) -> int:
    """Run the command that ``args`` name; its exit code.

    Raises:
        KeyboardInterrupt: It was interrupted.
        Exception: Whatever goes wrong in it.
    """
    if "_POSTIL_COMPLETE" in os.environ:
        cli.main(args, prog_name="postil")
    try:
        with cli.make_context("postil", args, obj=session) as context:
            cli.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort as interrupted:
        raise KeyboardInterrupt from interrupted
    return 0
