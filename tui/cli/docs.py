"""Writes ``docs/commands.md`` from the registry: ``python -m tui.cli.docs > docs/commands.md``."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator

import click

from tui.cli.registry import COMMANDS, sections

HEAD = """\
# The command line

<!-- Made by `python -m tui.cli.docs > docs/commands.md`; a test holds it current. -->

Every act is also a command. stdout is data, stderr is talk; `-` is stdin or stdout.

- **Which library**: `--library FOLDER` before or after a command, or `POSTIL_LIBRARY`, or your own.
- **IDs** of articles and highlights may be shortened while they are unique.
- **On a terminal** output is aligned and cut to fit; elsewhere it is whole fields with a tab
  between them, one line each, so that `cut` and `awk` work. `--json` gives JSON, always in UTF-8.
- **Colour** only on a terminal, and never with `NO_COLOR`.
- **Exit codes**: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict; 130 interrupted.
"""


def document() -> str:
    """The whole page."""
    parts = [HEAD]
    for section in sections():
        parts.append(f"## {section}\n")
        for entry in COMMANDS:
            if entry.section == section:
                command = importlib.import_module(entry.module).command
                parts += _command(f"postil {entry.name}", command, 3)
    return "\n".join(parts)


def _command(path: str, command: click.Command, level: int) -> Iterator[str]:
    arguments = "".join(f" {_argument(p)}" for p in command.params if isinstance(p, click.Argument))
    nested = isinstance(command, click.Group)
    yield f"{'#' * level} {path}\n"
    yield f"    {path}{arguments}{' COMMAND' if nested else ''} [OPTIONS]\n"
    yield f"{_prose(command.help or '')}\n"
    options = [_option(p) for p in command.params if isinstance(p, click.Option)]
    if options:
        yield "\n".join(["| option | does |", "|---|---|", *options]) + "\n"
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _command(f"{path} {name}", below, level + 1)


def _prose(text: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.cleandoc(text))


def _argument(parameter: click.Argument) -> str:
    if isinstance(parameter.type, click.Choice):
        name = "|".join(parameter.type.choices)
        return name if parameter.required else f"[{name}]"
    if parameter.required and parameter.metavar:
        return parameter.metavar
    name = (parameter.metavar or (parameter.name or "").upper()).strip("[]")
    if parameter.nargs == -1 and not name.endswith("..."):
        name += "..."
    return name if parameter.required else f"[{name}]"


def _option(parameter: click.Option) -> str:
    names = " / ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if isinstance(parameter.type, click.Choice):
        value = " " + ", ".join(parameter.type.choices)
    elif not parameter.is_flag:
        value = f" {parameter.metavar or parameter.type.name.upper()}"
    else:
        value = ""
    default = f" ({parameter.default})" if parameter.show_default else ""
    return f"| {names}{value} | {parameter.help or ''}{default} |"


if __name__ == "__main__":
    sys.stdout.write(document())
