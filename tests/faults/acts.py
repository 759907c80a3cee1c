"""What is done under fire: one line an act.

An act is a name, what is done before it to make it possible, and what is done under fire. Each is
a function of a library in which lie three articles (``ONE``, ``TWO``, ``THREE``), of which the
first two bear the tag ``old`` and a highlight each.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.errors import PostilError
from store.everywhere import Spots
from store.library import Library
from store.model import Article, Place
from tests.faults.points import Points

ONE = "# One lamp\n\nThe keeper lit it at dusk. Nobody saw who put it out.\n"
TWO = "# Two oars\n\nThey were of ash. One of them was older than the boat.\n"
THREE = "# Three knots\n\nThe first holds, the second slips, the third is for show.\n"
FOUR = "# Four bells\n\nThe watch was over, and it had begun to rain.\n"
ONE_LATER = "# One lamp\n\nIn winter the keeper lit it at four. Nobody saw who put it out.\n"

Step = Callable[[Library], object]


class Act(NamedTuple):
    """Something that a user does.

    Attributes:
        name: For the test's name.
        ready: What is done before, in peace.
        do: What is done under fire.
        at_start: The start of the program before it is under fire, too.
        quiet: What the system refuses is not said, but done by a later refresh.
        final: Not all that was done by then can be undone after it.
    """

    name: str
    ready: Step
    do: Step
    at_start: bool = False
    quiet: bool = False
    final: bool = False


def article(library: Library, word: str) -> Article:
    """The article with ``word`` in its title."""
    return next(each for each in library.articles() if word in each.title)


def mark_id(library: Library, word: str) -> tuple[str, str]:
    """The ids of that article and of its first highlight."""
    key = article(library, word).id
    return key, library.annotations(key).highlights[0].id


def make(library: Library, sources: Path) -> None:
    """The library that every act begins with."""
    sources.mkdir()
    for name, text in (("one", ONE), ("two", TWO), ("three", THREE)):
        (sources / f"{name}.md").write_text(text, encoding="utf-8")
    assert all(added.article for added in library.add([str(sources)]))
    (sources / "one.md").write_text(ONE_LATER, encoding="utf-8")
    (sources / "four.md").write_text(FOUR, encoding="utf-8")
    library.save_search("to read", "is:unread")
    for word, start, end in (("One", 10, 20), ("Two", 9, 25)):
        key = article(library, word).id
        library.edit_article(key, tags=["old"])
        library.mark(key, start, end, tags=["old"], note=f"on {word}")


def _sources(library: Library) -> Path:
    return library.folders.library.parent / "sources"


def _add(library: Library, name: str) -> None:
    (added,) = library.add([str(_sources(library) / name)])
    if added.outcome == "failed":
        raise PostilError(added.message)


def _peace(library: Library) -> None:
    """Nothing is to be made ready."""


def _edit(**given: object) -> Step:
    def edit(library: Library) -> None:
        key, mark = mark_id(library, "One")
        library.edit_highlight(key, mark, **given)  # type: ignore[arg-type]

    return edit


def _article(**given: object) -> Step:
    return lambda library: library.edit_article(article(library, "Two").id, **given)  # type: ignore[arg-type]


def _bulk(library: Library) -> None:
    ids = [each.id for each in library.articles()]
    assert library.edit_articles(ids, status="done", add_tags=["new"], remove_tags=["old"]) == 3


def _rename(library: Library) -> None:
    assert library.rename_tag("old", "older/still")


def _delete_two(library: Library) -> None:
    assert library.delete_articles([article(library, word).id for word in ("One", "Three")]) == 2


def _many(library: Library) -> None:
    assert len(library.mark_many(article(library, "Three").id, [(15, 20), (28, 34)])) == 2


def _everywhere(library: Library) -> None:
    """Two passages in each of the three articles."""
    documents = [(each.id, library.document(each.id)) for each in library.articles()]
    spots = [Spots(key, document.sha256, ((0, 3), (11, 14))) for key, document in documents]
    marked = library.mark_spots(spots, tags=["all"])
    if marked.left:
        raise PostilError("articles were left out")


def _merge(library: Library) -> None:
    key = article(library, "Three").id
    library.merge_highlights(key, [mark.id for mark in library.annotations(key).highlights])


def _set_kind(library: Library) -> None:
    key = article(library, "Three").id
    first = library.document(key).blocks[0]
    library.set_kind(key, first.start, first.end, "paragraph")


def _place(library: Library) -> None:
    library.save_place(article(library, "Two").id, Place(12, "They", 40), "reading")


def _undo(library: Library) -> None:
    assert library.undo() is not None


def _redo(library: Library) -> None:
    assert library.redo() is not None


def _unmark(library: Library) -> None:
    library.delete_highlight(*mark_id(library, "One"))


def _mark(library: Library) -> None:
    library.mark(article(library, "Three").id, 15, 24, tags=["new"], note="a note\nof two lines")


def _mark_beside(library: Library) -> None:
    library.mark(article(library, "One").id, 0, 3)


def _on_one(name: str, *given: object) -> Step:
    """An act on the first highlight of the first article."""
    return lambda library: getattr(library, name)(*mark_id(library, "One"), *given)


def _doubted(library: Library) -> None:
    """The highlight of the first article is to be checked."""
    key = article(library, "One").id
    path = library._annotations.path(key)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("state: placed", "state: check"), encoding="utf-8")
    library.refresh()
    assert library.annotations(key).highlights[0].anchor.state == "check"


def _buffer(library: Library) -> None:
    """All notes of the first article edited: a highlight changed, one made, the note said."""
    key = article(library, "One").id
    text = library.buffer(key).replace("on One", "on the lamp")
    library.apply_buffer(key, f"{text}\n## @pink #old\n> Nobody saw who put it out.\n")
    assert len(library.annotations(key).highlights) == 2


def _tag_many(library: Library) -> None:
    marks = [mark_id(library, "One"), mark_id(library, "Two")]
    ids = [each.id for each in library.articles()]
    assert library.tag_many(ids, marks, add=["new"], remove=["old"]).total == 5


def _say_of_tag(library: Library) -> None:
    library.edit_tag("old", description="What was there", color="blue", aliases=["former"])


def _restore(library: Library) -> None:
    assert library.restore([each.name for each in library.trash() if each.kind == "article"])


def _break(library: Library) -> None:
    path = library._annotations.path(article(library, "One").id)
    path.write_bytes(b"schema: 1\nannotations: [\n")
    library.refresh()


def _set_aside(library: Library) -> None:
    assert library.set_aside(article(library, "One").id).highlights == 1


def _edit_text(library: Library) -> None:
    """What an editor does to the first article: its highlight must move."""
    path = library.folders.articles / article(library, "One").file
    text = path.read_text(encoding="utf-8").replace("The keeper", "Every night the keeper")
    path.write_text(text, encoding="utf-8")


def _refresh(library: Library) -> None:
    library.refresh()


_PLAIN = [
    Act("mark", _peace, _mark),
    Act("mark-beside-others", _peace, _mark_beside),
    Act("tag", _peace, _edit(tags=["old", "a/b"])),
    Act("note", _peace, _edit(note="Another\n\nnote.")),
    Act("recolour", _peace, _edit(color="green", style="underline")),
    Act("resize", _peace, _edit(start=10, end=29)),
    Act("unmark", _peace, _unmark),
    Act("mark-many", _peace, _many),
    Act("mark-everywhere", _peace, _everywhere),
    Act("merge", _many, _merge),
    Act("article", _peace, _article(status="done", starred=True, tags=["b"], note="All of it.")),
    Act("bulk", _peace, _bulk),
    Act("rename-tag", _peace, _rename),
    Act("delete-articles", _peace, _delete_two),
    Act("set-kind", _peace, _set_kind),
]  # fmt: skip


def _both(*steps: Step) -> Step:
    def both(library: Library) -> None:
        for step in steps:
            step(library)

    return both


class _CutError(BaseException):
    """The end of an act in its midst."""


def _cut_short(library: Library) -> None:
    """An act on several articles that ended in its midst."""

    def cut(name: str, arguments: tuple[object, ...]) -> None:
        raise _CutError

    points = Points(cut, 5, only="open")
    with points.laid(), contextlib.suppress(_CutError):
        points.armed = True
        _bulk(library)
    assert (library.folders.state / "unfinished.json").exists()


def _copied(library: Library) -> None:
    """Another device's version of a file, put there by a sync program."""
    (path,) = library.folders.annotations.glob("one*.yaml")
    copy = path.with_name(f"{path.stem}.sync-conflict-20260101-120000-ABCDEFG.yaml")
    theirs = path.read_text(encoding="utf-8").replace("on One", "on one, elsewhere")
    copy.write_text(theirs, encoding="utf-8")


ACTS = [
    *_PLAIN,
    *(Act(f"undo-{a.name}", _both(a.ready, a.do), _undo) for a in _PLAIN),
    *(Act(f"redo-{a.name}", _both(a.ready, a.do, _undo), _redo) for a in _PLAIN),
    Act("finish", _cut_short, _peace, at_start=True),
    Act("merge-copy", _copied, _peace, at_start=True, final=True),
    Act("refresh-copy", _peace, _both(_copied, _refresh), quiet=True, final=True),
    Act("refresh-text", _peace, _both(_edit_text, _refresh), quiet=True),
    Act("keep-place", _doubted, _on_one("keep_place")),
    Act("place-highlight", _peace, _on_one("place_highlight", 0, 8)),
    Act("unplace-highlight", _peace, _on_one("unplace_highlight")),
    Act("apply-buffer", _peace, _buffer),
    Act("merge-tags", _edit(tags=["old", "a"]), lambda a: a.merge_tags(["old", "a"], "b")),
    Act("delete-tag", _say_of_tag, lambda library: library.delete_tag("old")),
    Act("edit-tag", _peace, _say_of_tag),
    Act("tag-many", _peace, _tag_many),
    Act("restore", _delete_two, _restore),
    Act("empty-trash", _delete_two, lambda library: library.empty_trash(), final=True),
    Act("set-aside", _break, _set_aside, final=True),
    Act("import", _peace, lambda library: _add(library, "four.md")),
    Act("update", _peace, lambda library: _add(library, "one.md")),
    Act("place", _peace, _place),
    Act("save-search", _peace, lambda library: library.save_search("starred", "is:starred")),
    Act("rename-search", _peace, lambda library: library.rename_search("to read", "later")),
    Act("delete-search", _peace, lambda library: library.delete_search("to read")),
]
