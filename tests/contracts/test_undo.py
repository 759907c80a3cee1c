"""Every act can be undone and done again, also by another process: the files tell.

What an act and its undoing may leave behind, and nothing else:
- the time at which a highlight was last changed (``updated``);
- tombstones (``deleted``), by which a merge knows what is gone;
- a file of annotations that says nothing but which article it is of, or an empty ``lists.yaml``;
- a kept text that a highlight was in;
- in the trash, anchors: while annotations were here they may have moved with their text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import PostilError
from store.everywhere import Spots
from store.folders import Folders
from store.library import Library
from store.model import COLORS, STYLES

Case = Callable[[Library], object]

NO_ACTS = {
    "undo": "undoes", "redo": "does again", "can_undo": "asks", "can_redo": "asks",
    "past_acts": "reads", "saved_searches": "reads", "trash": "reads", "candidates": "reads",
    "buffer": "reads",
    "tag_tree": "reads", "tag_uses": "reads", "known_tag": "reads", "meant_tags": "reads",
    "add": "what it adds can be deleted; what it replaces comes back with restore",
    "add_builtin": "fills an empty library",
    "broken": "reads", "set_aside": "the file is kept beside, until its owner removes it",
    "empty_trash": "it removes for good, and says so before",
}  # fmt: skip
"""What ``Library`` gets with its acts and is none, and why it is none."""


def ferry(library: Library) -> str:
    return next(a.id for a in library.articles() if "ferry" in a.title)


def orchard(library: Library) -> str:
    return next(a.id for a in library.articles() if "orchard" in a.title)


def mill(library: Library) -> str:
    return next(a.id for a in library.articles() if "mill" in a.title)


def marks(library: Library) -> list[str]:
    return [highlight.id for highlight in library.annotations(ferry(library)).highlights]


def checked(library: Library) -> str:
    return next(h.id for _, h in library.unsettled() if h.anchor.state == "check")


def everything(library: Library) -> list[str]:
    return [article.id for article in library.articles()]


def spots(library: Library, query: str, **how: bool) -> tuple[Spots, ...]:
    library.update_index()
    return library.to_mark(query, **how).spots


def in_trash(library: Library, kind: str) -> list[str]:
    return [each.name for each in library.trash() if each.kind == kind]


def all_notes(library: Library) -> str:
    """All of an article with its note changed, a highlight changed, one deleted and one new."""
    text, (first, second) = library.buffer(ferry(library)), marks(library)
    text = text.replace("about it", "about us")
    text = text.replace(f"## @yellow #slow ^{second}", f"## @delete ^{second}")
    new = "## @pink #kettle\n> The purser keeps a kettle.\n\n"
    head = f"## @yellow #river #river/night ^{first}"
    return text.replace(head, f"{new}## @blue margin ^{first}")


ACTS: dict[str, list[Case]] = {
    "mark": [lambda a: a.mark(ferry(a), 30, 60, color="red", tags=["new"], note="why")],
    "mark_many": [lambda a: a.mark_many(ferry(a), [(30, 40), (50, 60)])],
    "mark_spots": [
        lambda a: a.mark_spots(spots(a, "the"), color="blue", tags=["all"], note="each of them"),
        lambda a: a.mark_spots(spots(a, "purser", sentences=True)),
    ],
    "keep_place": [lambda a: a.keep_place(mill(a), checked(a))],
    "place_highlight": [lambda a: a.place_highlight(ferry(a), marks(a)[0], 80, 100)],
    "unplace_highlight": [lambda a: a.unplace_highlight(ferry(a), marks(a)[0])],
    "edit_highlight": [
        lambda a: a.edit_highlight(ferry(a), marks(a)[0], note="other", tags=["x"], color="blue"),
        lambda a: a.edit_highlight(ferry(a), marks(a)[0], start=2, end=40),
    ],
    "delete_highlight": [lambda a: a.delete_highlight(ferry(a), marks(a)[0])],
    "merge_highlights": [lambda a: a.merge_highlights(ferry(a), marks(a))],
    "split_highlight": [lambda a: a.split_highlight(ferry(a), marks(a)[0], [8])],
    "apply_buffer": [lambda a: a.apply_buffer(ferry(a), all_notes(a))],
    "edit_article": [
        lambda a: a.edit_article(ferry(a), status="done", starred=True, archived=True),
        lambda a: a.edit_article(orchard(a), tags=["trees"], note="The *second* count."),
    ],
    "edit_articles": [
        lambda a: a.edit_articles(everything(a), status="reading", add_tags=["both"]),
        lambda a: a.edit_articles(everything(a), remove_tags=["slow"], archived=True),
    ],
    "delete_articles": [
        lambda a: a.delete_articles([ferry(a)]),
        lambda a: a.delete_articles(everything(a)),
    ],
    "restore": [
        lambda a: a.restore(in_trash(a, "article")),
        lambda a: a.restore(in_trash(a, "version")),
    ],
    "rename_tag": [
        lambda a: a.rename_tag("river", "water/river"),
        lambda a: a.rename_tag("slow", "quick"),
    ],
    "merge_tags": [lambda a: a.merge_tags(["slow", "river"], "water")],
    "delete_tag": [
        lambda a: a.delete_tag("river"),
        lambda a: a.delete_tag("river", nested=False),
    ],
    "edit_tag": [
        lambda a: a.edit_tag("river", description="It runs", color="blue", aliases=["rio"]),
    ],
    "tag_many": [
        lambda a: a.tag_many(everything(a), add=["both"]),
        lambda a: a.tag_many([], [(ferry(a), m) for m in marks(a)], remove=["slow", "river"]),
    ],
    "set_kind": [lambda a: a.set_kind(orchard(a), 30, 31, "heading")],
    "save_search": [
        lambda a: a.save_search("Trees", "tag:trees"),
        lambda a: a.save_search("Coast", "tag:river"),
    ],
    "delete_search": [lambda a: a.delete_search("Coast")],
    "rename_search": [lambda a: a.rename_search("Coast", "The coast")],
}
"""Each act by the name that ``Library`` gives it, done in one way or more."""

CASES = [
    pytest.param(case, id=f"{name}-{at}") for name, ways in ACTS.items()
    for at, case in enumerate(ways)
]  # fmt: skip


@pytest.fixture
def lived_in(shelf: Library, sources: Path) -> Library:
    """Two articles with marks and tags, one in the trash, an earlier version, a saved search."""
    (sources / "walk.md").write_text("# The walk\n\nIt went round the lake twice.\n", "utf-8")
    list(shelf.add([str(sources / "walk.md")]))
    walk = next(a.id for a in shelf.articles() if "walk" in a.title)
    shelf.mark(walk, 0, 8)
    shelf.delete_articles([walk])
    text = (sources / "orchard.md").read_text("utf-8")
    (sources / "orchard.md").write_text(f"{text}\nA line more.\n", "utf-8")
    list(shelf.add([str(sources / "orchard.md")]))
    shelf.mark(ferry(shelf), 0, 20, tags=["river", "river/night"], note="first")
    shelf.mark(ferry(shelf), 22, 28, tags=["slow"])
    shelf.edit_article(ferry(shelf), tags=["slow"], note="about it")
    shelf.save_search("Coast", "tag:coast")
    (sources / "mill.md").write_text("# The mill\n\nIts wheel turned both ways.\n", "utf-8")
    list(shelf.add([str(sources / "mill.md")]))
    doubtful = shelf.mark(mill(shelf), 10, 30)
    anchor = doubtful.anchor._replace(quote="What it read before.", state="check")
    shelf._annotations.update(
        mill(shelf), lambda a: replace(a, highlights=(replace(doubtful, anchor=anchor),))
    )
    return shelf


def files_of(folders: Folders) -> dict[str, bytes]:
    """All files of a library without what may be left behind (see above)."""
    found = {}
    for path in sorted(folders.library.rglob("*")):
        if not path.is_file() or path.parent == folders.texts:
            continue
        data = path.read_bytes()
        if path.suffix == ".yaml":
            data = _without_traces(data, trash=path.parent == folders.trash)
        if data:
            found[str(path.relative_to(folders.library))] = data
    return found


def settled(library: Library) -> dict[str, bytes]:
    """``files_of`` when every highlight has moved with its text."""
    library.refresh()
    return files_of(library.folders)


def _without_traces(data: bytes, *, trash: bool) -> bytes:
    if trash:
        data = re.sub(rb"^(?:  anchor|text):\n(?: {2,}.*\n|\n)*", b"", data, flags=re.MULTILINE)
    data = re.sub(rb"^ +updated: .*\n", b"", data, flags=re.MULTILINE)
    data = re.sub(rb"^deleted:\n(?:[- ].*\n|\n)*", b"", data, flags=re.MULTILINE)
    keys = set(re.findall(rb"^([a-z]+):", data, flags=re.MULTILINE))
    says_nothing = keys <= {b"schema", b"article", b"status", b"text"} and b"status: unread" in data
    return b"" if says_nothing else data


def test_every_act_has_a_case_here(folders: Folders) -> None:
    with Library(folders) as library:
        before = set(vars(library))
        assert library.can_undo() is False
        exposed = {name for name in set(vars(library)) - before if not name.startswith("_")}
    assert exposed == ACTS.keys() | NO_ACTS.keys()


@pytest.mark.parametrize("act", CASES)
def test_an_act_is_undone_and_redone_over_restarts(
    lived_in: Library, folders: Folders, act: Case
) -> None:
    before, articles = files_of(folders), lived_in.articles()
    past = len(lived_in.past_acts())
    act(lived_in)
    after = files_of(folders)
    assert after != before, "a case that does nothing shows nothing"
    assert len(lived_in.past_acts()) == past + 1, "one act"
    title = lived_in.past_acts()[0][0].title
    for _ in range(2):
        with Library.open(folders) as again:
            assert again.undo() == title
            assert files_of(folders) == before
            assert again.articles() == articles
        with Library.open(folders) as again:
            assert again.redo() == title
            assert files_of(folders) == after


def _random_act(library: Library, dice: random.Random) -> Case:
    """An act with arguments of its own; it may turn out to be impossible, or to change nothing."""
    ids = [article.id for article in library.articles()]
    found = [(article.id, highlight.id) for article, highlight in library.highlights()]
    tags = [tag for tag, _ in library.tags()] or ["none"]
    word = dice.choice(["a", "b", "a/b", "river", "Slow"])
    start = dice.randrange(45)
    free: list[Case] = [
        lambda a: a.save_search(word.upper(), f"tag:{word}"),
        lambda a: a.delete_search(word.upper()),
        lambda a: a.rename_search(word.upper(), "Coast"),
        lambda a: a.rename_tag(dice.choice(tags), word),
        lambda a: a.merge_tags([dice.choice(tags)], word),
        lambda a: a.delete_tag(dice.choice(tags), nested=dice.random() < 0.5),
        lambda a: a.edit_tag(word, color=dice.choice(COLORS)),
        lambda a: a.restore(in_trash(a, dice.choice(["article", "version"]))[:1]),
    ]
    on_articles: list[Case] = [
        lambda a: a.mark(dice.choice(ids), start, start + 9, color=dice.choice(COLORS)),
        lambda a: a.mark(dice.choice(ids), start, start + 20, tags=[word], note=word),
        lambda a: a.mark_many(dice.choice(ids), [(start, start + 5), (start + 7, start + 12)]),
        lambda a: a.edit_article(dice.choice(ids), tags=[word], starred=dice.random() < 0.5),
        lambda a: a.edit_articles(ids, add_tags=[word], status="done"),
        lambda a: a.delete_articles(dice.sample(ids, dice.randint(1, len(ids)))),
        lambda a: a.set_kind(dice.choice(ids), start, start + 1, "heading"),
    ]
    on_marks: list[Case] = [
        lambda a: a.edit_highlight(*dice.choice(found), tags=[word], style=dice.choice(STYLES)),
        lambda a: a.edit_highlight(*dice.choice(found), start=start, end=start + 30),
        lambda a: a.delete_highlight(*dice.choice(found)),
        lambda a: a.split_highlight(*dice.choice(found), [start + 4]),
        lambda a: a.merge_highlights(found[0][0], [key for of, key in found if of == found[0][0]]),
    ]
    return dice.choice([*free, *on_articles * bool(ids), *on_marks * bool(found)])


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_of_acts_undos_redos_and_restarts(
    lived_in: Library, folders: Folders, seed: int
) -> None:
    dice = random.Random(seed)
    library = Library.open(folders)
    past = len(library.past_acts())
    states, at = [settled(library)], 0
    done: set[str] = set()
    try:
        for _ in range(45):
            roll = dice.random()
            if roll < 0.12:
                library.close()
                library = Library.open(folders)
            elif roll < 0.35 and at:
                assert library.undo()
                at -= 1
            elif roll < 0.5 and at < len(states) - 1:
                assert library.redo()
                at += 1
            else:
                _try(_random_act(library, dice), library)
                known = library.past_acts()
                if len([act for act, undone in known if not undone]) > past + at:
                    done.add(known[0][0].title.split()[0])
                    at += 1
                    states[at:] = [settled(library)]
            assert settled(library) == states[at]
        while at:
            assert library.undo()
            at -= 1
            assert settled(library) == states[at]
    finally:
        library.close()
    assert len(done) > 3, "a walk that does little shows little"


def _try(act: Case, library: Library) -> None:
    try:
        act(library)
    except PostilError:
        return  # an act that is refused changes nothing, as the caller sees
