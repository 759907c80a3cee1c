"""``postil highlight --all``: every place of the words of a query, as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from store.model import Style
from tui.cli.options import Session
from tui.cli.output import can_ask, json_out, line, talk
from tui.cli.progress import progress
from tui.counting import counted

if TYPE_CHECKING:
    from store.everywhere import ToMark
    from store.library import Library


class Looks(NamedTuple):
    """What a highlight has besides its passage."""

    color: str
    style: Style
    tags: tuple[str, ...]
    note: str


class All(NamedTuple):
    """What is to be highlighted.

    Attributes:
        query: As for a concordance.
        article: Only there; ``""``: in all articles that answer.
        sentences: The sentences around the words.
        dry_run: Only say how many.
        yes: Do not ask.
    """

    query: str
    article: str
    sentences: bool
    dry_run: bool
    yes: bool


def highlight_all(session: Session, wanted: All, looks: Looks, *, as_json: bool) -> None:
    """Look for the places, ask, highlight them, say how many."""
    with session.open(index=True) as library:
        article = library.article(wanted.article).id if wanted.article else ""
        with progress() as bar:
            found = library.to_mark(
                wanted.query,
                article=article,
                literal=True,
                sentences=wanted.sentences,
                progress=bar,
            )
        if wanted.dry_run or not found.spots:
            _say(found, found.places, len(found.spots), (), wanted, as_json=as_json)
        elif _agreed(found, wanted):
            _mark(library, found, wanted, looks, as_json=as_json)
        else:
            talk("nothing was highlighted")


def _mark(library: Library, found: ToMark, wanted: All, looks: Looks, *, as_json: bool) -> None:
    with progress() as bar:
        marked = library.mark_spots(found.spots, progress=bar, **looks._asdict())
    _say(found, marked.highlights, marked.articles, marked.left, wanted, as_json=as_json)
    if marked.left:
        many = len(marked.left)
        talk(
            f"{many:,} {'article was' if many == 1 else 'articles were'} left out: "
            "changed meanwhile, or its annotations cannot be read"
        )


def _agreed(found: ToMark, wanted: All) -> bool:
    """Whether its user, who sees how many they are, wants it; who cannot be asked has said so."""
    if wanted.yes or not can_ask():
        return True
    words = _words(found.places, len(found.spots), wanted)
    first = "the first " if found.more else ""
    return click.confirm(f"Highlight {first}{words}?", err=True)


def _say(
    found: ToMark, places: int, articles: int, left: tuple[str, ...], wanted: All, *, as_json: bool
) -> None:
    if as_json:
        json_out(
            {
                "highlights": places, "articles": articles, "known": found.known,
                "more": found.more, "left_out": list(left), "dry_run": wanted.dry_run,
            }
        )  # fmt: skip
        return
    line(f"{'would highlight' if wanted.dry_run else 'highlighted'}: "
         f"{_words(places, articles, wanted)}")  # fmt: skip
    if found.known:
        talk(f"{found.known:,} {'is' if found.known == 1 else 'are'} highlighted already")
    if found.more:
        talk("there are more; the same command again takes the next ones")


def _words(places: int, articles: int, wanted: All) -> str:
    """``41 places in 12 articles``."""
    if not places:
        return "nothing"
    what = "sentence" if wanted.sentences else "place"
    return f"{counted(places, what)} in {counted(articles, 'article')}"
