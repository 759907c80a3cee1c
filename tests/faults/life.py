"""A life of random acts, told step by step to who watches it from outside."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from store.deleting import FILES
from store.errors import PostilError
from store.library import Library
from store.model import Place
from tests.faults.acts import ONE, ONE_LATER

Say = Callable[[dict[str, Any]], None]
Step = Callable[[Library, random.Random], tuple[set[str], Callable[[], object]] | None]
_MANY = 30


def marks(library: Library) -> dict[str, tuple[str, str]]:
    """Every highlight by its id: its quote and note."""
    return {mark.id: (mark.quote, mark.note) for _, mark in library.highlights()}


def live(library: Library, dice: random.Random, say: Say, acts: int) -> None:
    """Do random acts; of each it is said before which highlights it may touch, and after it
    which there are.
    """
    for _ in range(acts):
        step = dice.choices(list(_STEPS), list(_STEPS.values()))[0]
        if len(marks(library)) > _MANY:
            step = _unmark
        chosen = step(library, dice)
        if chosen is None:
            continue
        touched, act = chosen
        say({"may": sorted(touched)})
        try:
            act()
        except PostilError as error:  # such as an undo of what was changed since
            say({"refused": error.message})
        say({"are": marks(library)})


def _article_id(library: Library, dice: random.Random) -> str:
    return dice.choice(library.articles()).id


def _mark(library: Library, dice: random.Random) -> Any:
    key = _article_id(library, dice)
    start = dice.randrange(len(library.document(key).text) - 5)
    note = f"note {dice.random()}"
    return set(), lambda: library.mark(key, start, start + 5, tags=["new"], note=note)


def _mark_many(library: Library, dice: random.Random) -> Any:
    key = _article_id(library, dice)
    return set(), lambda: library.mark_many(key, [(0, 3), (dice.randrange(4, 20), 30)])


def _unmark(library: Library, dice: random.Random) -> Any:
    found = library.highlights()
    if not found:
        return None
    article, mark = dice.choice(found)
    return {mark.id}, lambda: library.delete_highlight(article.id, mark.id)


def _note(library: Library, dice: random.Random) -> Any:
    found = library.highlights()
    if not found:
        return None
    article, mark = dice.choice(found)
    note = f"other {dice.random()}"
    return {mark.id}, lambda: library.edit_highlight(article.id, mark.id, note=note)


def _bulk(library: Library, dice: random.Random) -> Any:
    ids = [article.id for article in library.articles()]
    tag = f"t{dice.randrange(3)}"
    return set(), lambda: library.edit_articles(ids, add_tags=[tag], starred=dice.random() < 0.5)


def _rename(library: Library, dice: random.Random) -> Any:
    tags = library.tags()
    if not tags:
        return None
    return set(), lambda: library.rename_tag(dice.choice(tags)[0], f"t{dice.randrange(3)}")


def _delete(library: Library, dice: random.Random) -> Any:
    articles = library.articles()
    if len(articles) < 3:
        return None
    ids = {article.id for article in dice.sample(articles, 2)}
    gone = {mark.id for article, mark in library.highlights() if article.id in ids}
    return gone, lambda: library.delete_articles(sorted(ids))


def _touched(library: Library, undone: bool) -> set[str]:
    library.can_undo()
    history = library._acting._history
    act = history.undoable() if undone else history.redoable()
    changes = act.changes if act else ()
    gone = {change.article for change in changes if change.key == FILES}
    return {change.key.removeprefix("highlight:") for change in changes} | {
        mark.id for article, mark in library.highlights() if article.id in gone
    }


def _undo(library: Library, dice: random.Random) -> Any:
    return _touched(library, True), library.undo


def _redo(library: Library, dice: random.Random) -> Any:
    return _touched(library, False), library.redo


def _shape(library: Library, dice: random.Random) -> Any:
    key = _article_id(library, dice)
    block = library.document(key).blocks[-1]
    kind = "caption" if block.kind == "paragraph" else "paragraph"
    return set(), lambda: library.set_kind(key, block.start, block.end, kind)


def _place(library: Library, dice: random.Random) -> Any:
    key = _article_id(library, dice)
    place = Place(dice.randrange(20), "", dice.randrange(100))
    return set(), lambda: library.save_place(key, place)


def _add(library: Library, dice: random.Random) -> Any:
    sources = library.folders.library.parent / "sources"
    name = dice.choice(["one.md", "two.md", "three.md", "four.md"])
    if name == "one.md":
        (sources / name).write_text(dice.choice([ONE, ONE_LATER]), encoding="utf-8")
    return set(), lambda: list(library.add([str(sources / name)]))


def _search(library: Library, dice: random.Random) -> Any:
    return set(), lambda: library.save_search(f"s{dice.randrange(3)}", f"w{dice.randrange(9)}")


_STEPS: dict[Step, int] = {
    _mark: 6, _mark_many: 1, _unmark: 1, _note: 3, _bulk: 2, _rename: 2, _delete: 1, _undo: 3,
    _redo: 2, _shape: 1, _place: 2, _add: 2, _search: 1,
}  # fmt: skip
