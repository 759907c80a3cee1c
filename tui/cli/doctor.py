"""``postil doctor``: checks everything, and repairs what can be repaired."""

from __future__ import annotations

import click

from store.model import Problem
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk

_FAILED = 1


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Repair what can be repaired.")
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, fix: bool, as_json: bool) -> None:
    """Hold files, catalogue and index against each other and say what is wrong.

    --fix repairs what is derived from the files; it never touches an article or an annotation.
    The exit code is 1 while something is wrong.
    """
    with session.open(index=True) as library:
        found = library.doctor(fix=fix)
        left = library.doctor() if fix and found else found
        articles = len(library.articles())
    if as_json:
        json_out([{**p._asdict(), "repaired": p not in left} for p in found])
    else:
        for problem in found:
            _print(problem, repaired=problem not in left)
    if not found:
        talk(f"{articles} articles, nothing is wrong")
    elif not left:
        talk("all of it is repaired")
    elif not fix and any(problem.repair for problem in left):
        talk("postil doctor --fix repairs what can be repaired")
    if left:
        ctx.exit(_FAILED)


def _print(problem: Problem, *, repaired: bool) -> None:
    if not on_terminal():
        state = "repaired" if repaired else "wrong"
        fields(state, problem.code, problem.article, problem.what, problem.repair)
        return
    mark = styled("✓", "green") if repaired else styled("✗", "error")
    line(f"{mark} {clean_line(problem.what)}")
    if problem.repair and not repaired:
        line(f"  {styled(f'--fix: {clean_line(problem.repair)}', 'dim')}")
