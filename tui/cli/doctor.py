"""``postil doctor``: checks everything, and repairs what can be repaired."""

from __future__ import annotations

from collections.abc import Sequence

import click

from store.model import Problem
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk
from tui.cli.progress import progress

_FAILED = 1


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Repair what can be repaired.")
@click.option("--dry-run", is_flag=True, help="Show what --fix would do, and do nothing.")
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, fix: bool, dry_run: bool, as_json: bool) -> None:
    """Hold files, catalogue and index against each other and say what is wrong.

    Without --fix nothing of yours is changed. --fix makes anew what is derived and does what each
    problem says below it; where that changes what you made, it is an act that postil undo takes
    back, or what was there before is kept in the trash. Tags that differ by case alone are merged,
    too.

    The exit code is 1 while something is wrong that you must see to; what is only worth knowing
    does not count.
    """
    with session.library_as_it_is() as library, progress() as report:
        library.look(report)  # being behind is no fault: a search would catch up, too
        found = library.doctor(fix=fix and not dry_run, progress=report)
        again = fix and not dry_run and found
        left = library.doctor(progress=report) if again else found
        articles = len(library.articles())
    shown = [each for each in found if each.repair] if dry_run else found
    if as_json:
        json_out([_record(each, repaired=each not in left) for each in shown])
    else:
        for each in shown:
            _print(each, "would" if dry_run else "left" if each in left else "repaired")
    wrong = [each for each in left if each.severity == "problem"]
    _sum_up(found, left, wrong, articles=articles, dry_run=dry_run)
    if wrong:
        ctx.exit(_FAILED)


def _sum_up(
    found: Sequence[Problem],
    left: Sequence[Problem],
    wrong: Sequence[Problem],
    *,
    articles: int,
    dry_run: bool,
) -> None:
    """Say what it comes to."""
    looked_at = f"{articles} article{'' if articles == 1 else 's'}"
    if not found:
        talk(f"{looked_at}, nothing is wrong")
    elif not left:
        talk("all of it is repaired")
    elif dry_run:
        own = sum(not each.repair for each in found)
        others = f"; {own} more that only you can settle: postil doctor" if own else ""
        talk(f"nothing was changed{others}")
    elif found is left and any(each.repair for each in left):
        talk("postil doctor --fix does what stands there; --dry-run shows that alone")
    elif not wrong:
        talk(f"{looked_at}, nothing is wrong that you must see to")


def _record(problem: Problem, *, repaired: bool) -> dict[str, object]:
    return {**problem._asdict(), "repaired": repaired}


def _print(problem: Problem, state: str) -> None:
    """One problem; ``state`` is ``would``, ``left`` or ``repaired``."""
    if not on_terminal():
        word = {"would": "would repair", "repaired": "repaired"}.get(
            state, "wrong" if problem.severity == "problem" else "note"
        )
        fields(word, problem.code, problem.article, problem.what, problem.repair)
        return
    if state == "repaired":
        mark = styled("✓", "green")
    else:
        mark = styled("✗", "error") if problem.severity == "problem" else styled("·", "dim")
    line(f"{mark} {clean_line(problem.what)}")
    if problem.repair and state != "repaired":
        line(f"  {styled(f'--fix: {clean_line(problem.repair)}', 'dim')}")
