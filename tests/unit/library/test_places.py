"""Where highlights go when a text changes, end to end; and acts on their places."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import ConflictError, NotFoundError, UsageError
from store.folders import Folders
from store.library import Library
from store.model import Anchor, Article, Highlight

COUNT = "The second count was for herself, and it was always higher."
PEAR = "a pear that had died in the frost of 1956"
KETTLE = "The purser keeps a kettle."


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def mark(library: Library, word: str, words: str) -> Highlight:
    article = titled(library, word)
    start = library.document(article.id).text.index(words)
    return library.mark(article.id, start, start + len(words))


def edit(library: Library, word: str, old: str, new: str) -> None:
    """What another program does to the article's file."""
    path = library.folders.articles / titled(library, word).file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def anchor(library: Library, word: str, highlight: Highlight) -> Anchor:
    found = library.annotations(titled(library, word).id).highlight(highlight.id)
    assert found is not None
    assert found.quote == highlight.quote
    assert found.modified == highlight.modified
    return found.anchor


def texts(library: Library) -> set[str]:
    folder = library.folders.texts
    return {path.name[:64] for path in folder.iterdir()} if folder.is_dir() else set()


# -- old texts ------------------------------------------------------------------------------------


def test_the_text_is_kept_with_the_first_highlight(shelf: Library) -> None:
    assert texts(shelf) == set()
    shelf.edit_article(titled(shelf, "ferry").id, note="no highlight, no text")
    assert texts(shelf) == set()
    mark(shelf, "ferry", KETTLE)
    assert texts(shelf) == {titled(shelf, "ferry").text_sha256}


def test_every_text_that_an_anchor_is_in_is_kept(shelf: Library) -> None:
    first = titled(shelf, "ferry").text_sha256
    kettle, quiet = mark(shelf, "ferry", KETTLE), mark(shelf, "ferry", "is in a hurry")
    edit(shelf, "ferry", KETTLE + " ", "")
    shelf.refresh()
    second = titled(shelf, "ferry").text_sha256
    assert texts(shelf) == {first, second}
    assert anchor(shelf, "ferry", kettle).text == first
    assert anchor(shelf, "ferry", quiet).text == second


def test_a_text_from_before_texts_were_kept_is_kept_before_it_goes(
    shelf: Library, sources: Path
) -> None:
    mark(shelf, "ferry", KETTLE)
    mark(shelf, "orchard", COUNT)
    first = {article.text_sha256 for article in shelf.articles()}
    shutil.rmtree(shelf.folders.texts)
    edit(shelf, "ferry", "crosses at two", "crosses at three")
    shelf.refresh()
    path = sources / "orchard.md"
    path.write_text(path.read_text("utf-8").replace("Every spring", "Each spring"), "utf-8")
    assert [added.outcome for added in shelf.add([str(path)])] == ["updated"]
    assert texts(shelf) == first | {article.text_sha256 for article in shelf.articles()}


def test_a_file_that_vanishes_and_comes_back_changed(shelf: Library) -> None:
    kettle = mark(shelf, "ferry", KETTLE)
    shutil.rmtree(shelf.folders.texts)
    first = titled(shelf, "ferry")
    path = shelf.folders.articles / first.file
    text = path.read_text("utf-8")
    path.unlink()
    shelf.refresh()
    assert texts(shelf) == {first.text_sha256}
    path.write_text(text.replace("crosses at two", "crosses at half past two"), "utf-8")
    shelf.refresh()
    assert anchor(shelf, "ferry", kettle).state == "placed"


def test_a_deleted_article_leaves_its_texts(shelf: Library) -> None:
    kettle = mark(shelf, "ferry", KETTLE)
    before = texts(shelf)
    shelf.delete_articles([titled(shelf, "ferry").id])
    assert texts(shelf) == before
    shelf.undo()
    assert anchor(shelf, "ferry", kettle) == kettle.anchor


# -- a text that changes --------------------------------------------------------------------------


@pytest.mark.parametrize("forget", [False, True], ids=["cache there", "cache deleted"])
def test_an_edit_in_another_program(shelf: Library, folders: Folders, forget: bool) -> None:
    count, pear = mark(shelf, "orchard", COUNT), mark(shelf, "orchard", PEAR)
    shelf.close()
    if forget:
        shutil.rmtree(folders.cache)
    with Library(folders) as library:
        if not forget:
            library.refresh()
        path = next(folders.articles.glob("the-orchard*"))
        path.write_text(
            path.read_text("utf-8").replace(f"- {PEAR}\n", "").replace("# The", "# Of the"), "utf-8"
        )
        library.refresh()
        ((article, settled),) = library.take_settled()
        assert (article.id, settled.words) == (titled(library, "orchard").id, "1 kept, 1 unplaced")
        assert settled.news == 1
        assert library.take_settled() == []
        text = library.document(article.id).text
        there = anchor(library, "orchard", count)
        assert (text[there.start : there.end], there.state) == (COUNT, "placed")
        lost = anchor(library, "orchard", pear)
        assert (lost.state, lost.start, lost.text) == (
            "unplaced", pear.anchor.start, pear.anchor.text,
        )  # fmt: skip
        assert lost.near is not None
        assert text[: lost.near].rstrip().endswith("no taller than a hand")
    with Library.open(folders) as again:
        assert again.take_settled() == [], "said once"


def test_a_text_that_comes_back_to_an_older_version(shelf: Library, folders: Folders) -> None:
    count, pear = mark(shelf, "orchard", COUNT), mark(shelf, "orchard", PEAR)
    edit(shelf, "orchard", f"- {PEAR}\n", "")
    shelf.refresh()
    shelf.take_settled()
    shelf.close()
    shutil.rmtree(folders.cache)
    with Library.open(folders) as library:
        edit(library, "orchard", "- the tree her", f"- {PEAR}\n- the tree her")
        library.refresh()
        assert anchor(library, "orchard", count) == count.anchor
        assert anchor(library, "orchard", pear) == pear.anchor
        ((_, settled),) = library.take_settled()
        assert (settled.words, settled.news) == ("2 kept", 1), "that one is back is said"


@pytest.mark.parametrize("forget", [False, True], ids=["cache there", "cache deleted"])
def test_the_same_source_again(
    shelf: Library, folders: Folders, sources: Path, forget: bool
) -> None:
    count, pear = mark(shelf, "orchard", COUNT), mark(shelf, "orchard", PEAR)
    shelf.close()
    if forget:
        shutil.rmtree(folders.cache)
    path = sources / "orchard.md"
    text = path.read_text("utf-8").replace(f"- {PEAR}\n", "").replace("Every", "Late every")
    path.write_text(text, "utf-8")
    with Library.open(folders) as library:
        (added,) = library.add([str(path)])
        assert (added.outcome, added.message) == ("updated", "1 kept, 1 unplaced")
        assert anchor(library, "orchard", count).start == count.anchor.start + len("Late ")
        assert anchor(library, "orchard", pear).state == "unplaced"


def test_texts_that_cannot_be_kept_are_done_without(shelf: Library, folders: Folders) -> None:
    folders.texts.write_text("in the way")
    kettle = mark(shelf, "ferry", KETTLE)
    edit(shelf, "ferry", "crosses at two", "crosses at half past two")
    shelf.refresh()
    there = anchor(shelf, "ferry", kettle)
    assert there.start == kettle.anchor.start + len("half past ")
    ((_, settled),) = shelf.take_settled()
    assert (settled.words, settled.news) == ("1 kept", 0)
    assert folders.texts.read_text() == "in the way"


@pytest.mark.parametrize("words", ["crosses at two", KETTLE])
def test_two_machines_write_the_same(
    shelf: Library, folders: Folders, tmp_path: Path, words: str
) -> None:
    mark(shelf, "ferry", KETTLE)
    mark(shelf, "ferry", "is in a hurry")
    shelf.close()
    other = folders._replace(library=tmp_path / "other", cache=tmp_path / "c2")
    shutil.copytree(folders.library, other.library)
    written = []
    for there in (folders, other):
        path = next(there.articles.glob("*ferry*"))
        path.write_text(path.read_text("utf-8").replace(words, "a lamp"), "utf-8")
        with Library.open(there) as library:
            assert len(library.take_settled()) == 1
        written += [{p.name: p.read_bytes() for p in there.texts.iterdir()}]
        written += [{p.name: p.read_bytes() for p in there.annotations.iterdir()}]
    assert written[:2] == written[2:]


@pytest.mark.parametrize("kind", ["heading", "paragraph", "list_item", "caption", "furniture"])
def test_a_change_of_structure_moves_nothing(shelf: Library, kind: str) -> None:
    marks = [mark(shelf, "orchard", words) for words in (COUNT, PEAR, "different orchard.")]
    article = titled(shelf, "orchard")
    for words in ("Neighbours who", "saplings no", "What the second"):
        at = shelf.document(article.id).text.index(words)
        shelf.set_kind(article.id, at, at, kind)  # type: ignore[arg-type]
    assert [anchor(shelf, "orchard", each) for each in marks] == [each.anchor for each in marks]
    shelf.refresh()
    assert shelf.take_settled() == []


def test_a_thousand_highlights(library: Library, sources: Path) -> None:
    lines = [f"Ship {number} came in with {number * 7 % 997} barrels." for number in range(1000)]
    (sources / "ships.txt").write_text("The ships\n\n" + "\n\n".join(lines), "utf-8")
    list(library.add([str(sources / "ships.txt")]))
    article = titled(library, "ships")
    text = library.document(article.id).text
    starts = [text.index(line) for line in lines]
    library.mark_many(
        article.id, [(at, at + len(line)) for at, line in zip(starts, lines, strict=True)]
    )
    edit(library, "ships", lines[0], "A line that was put before all others.\n\n" + lines[0])
    edit(library, "ships", lines[500] + "\n\n", "")
    library.refresh()
    ((_, settled),) = library.take_settled()
    assert settled.words == "999 kept, 1 unplaced"
    text = library.document(article.id).text
    for highlight in library.annotations(article.id).highlights:
        there = highlight.anchor
        assert there.state == "unplaced" or text[there.start : there.end] == highlight.quote
    assert [h.quote for _, h in library.unsettled()] == [lines[500]]


def test_undo_brings_a_highlight_back_into_the_text_there_is_now(shelf: Library) -> None:
    kettle = mark(shelf, "ferry", KETTLE)
    shelf.delete_highlight(titled(shelf, "ferry").id, kettle.id)
    edit(shelf, "ferry", "crosses at two", "crosses at half past two")
    shelf.refresh()
    shelf.undo()
    (back,) = shelf.annotations(titled(shelf, "ferry").id).highlights
    assert back.anchor.start == kettle.anchor.start + len("half past ")
    assert back.anchor.text == titled(shelf, "ferry").text_sha256


# -- acts -----------------------------------------------------------------------------------------


@pytest.fixture
def lost(shelf: Library) -> Highlight:
    """A highlight of the ferry whose sentence is gone."""
    kettle = mark(shelf, "ferry", KETTLE)
    edit(shelf, "ferry", KETTLE, "A boy sells tea.")
    shelf.refresh()
    ferry = titled(shelf, "ferry")
    shelf.unplace_highlight(ferry.id, kettle.id)
    found = shelf.annotations(ferry.id).highlight(kettle.id)
    assert found is not None
    assert found.anchor.state == "unplaced"
    return found


def there(library: Library, highlight: Highlight) -> Highlight:
    found = library.annotations(titled(library, "ferry").id).highlight(highlight.id)
    assert found is not None
    return found


def undone(library: Library, before: Highlight, after: Highlight, what: str) -> None:
    """The last act can be undone and done again, to the letter."""
    assert library.undo() == what
    assert there(library, before).anchor == before.anchor
    assert library.redo() == what
    assert there(library, after).anchor == after.anchor


def test_a_lost_highlight_is_placed_by_hand(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    document = shelf.document(ferry.id)
    start = document.text.index("A boy sells tea.")
    placed = shelf.place_highlight(ferry.id, lost.id, start - 1, start + 16, text=document.sha256)
    assert placed == there(shelf, lost)
    assert (placed.quote, placed.anchor.state) == (KETTLE, "moved")
    assert (placed.anchor.start, placed.anchor.end) == (start, start + 16)
    assert (placed.anchor.near, placed.anchor.text) == (None, document.sha256)
    assert placed.anchor.suffix.startswith(" He says the river")
    undone(shelf, lost, placed, "placing of a highlight")
    shelf.place_highlight(ferry.id, lost.id, start, start + 16)
    assert shelf.undo() == "placing of a highlight"
    assert there(shelf, lost).anchor == lost.anchor, "placing it where it is was no act"


def test_one_that_reads_the_same_is_placed(shelf: Library, lost: Highlight) -> None:
    edit(shelf, "ferry", "A boy sells tea.", "Tea! The PURSER keeps  a kettle.")
    ferry = titled(shelf, "ferry")
    shelf.refresh()
    start = shelf.document(ferry.id).text.index("The PURSER")
    placed = shelf.place_highlight(ferry.id, lost.id, start, start + len(KETTLE))
    assert (placed.anchor.state, placed.quote) == ("placed", KETTLE)


def test_a_place_in_another_text_is_refused(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    with pytest.raises(ConflictError):
        shelf.place_highlight(ferry.id, lost.id, 0, 9, text=lost.anchor.text[::-1])
    with pytest.raises(UsageError):
        shelf.place_highlight(ferry.id, lost.id, 10**6, 10**6 + 5)
    with pytest.raises(NotFoundError):
        shelf.place_highlight(ferry.id, "nobody", 0, 9)
    assert there(shelf, lost) == lost


def test_unplacing(shelf: Library) -> None:
    kettle = mark(shelf, "ferry", KETTLE)
    ferry = titled(shelf, "ferry")
    off = shelf.unplace_highlight(ferry.id, kettle.id)
    start = kettle.anchor.start
    assert (off.anchor.state, off.anchor.near, off.anchor.start) == ("unplaced", start, start)
    assert shelf.unplace_highlight(ferry.id, kettle.id) == off
    with Library.open(shelf.folders) as again:
        assert again.annotations(ferry.id).highlights == (off,), "it stays off"
    undone(shelf, kettle, off, "unplacing of a highlight")


def test_one_taken_off_its_place_is_found_again_by_its_words_alone(
    shelf: Library, lost: Highlight
) -> None:
    shelf.unplace_highlight(titled(shelf, "ferry").id, lost.id)
    edit(shelf, "ferry", "crosses at two", "crosses at half past two")
    shelf.refresh()
    assert there(shelf, lost).anchor.state == "unplaced"
    edit(shelf, "ferry", "A boy sells tea.", KETTLE)
    shelf.refresh()
    assert there(shelf, lost).anchor.state == "placed"


def test_a_mark_in_a_text_that_was_edited_a_moment_ago(shelf: Library) -> None:
    quiet = mark(shelf, "ferry", "is in a hurry")
    edit(shelf, "ferry", "crosses at two", "crosses at half past two")
    kettle = mark(shelf, "ferry", KETTLE)
    ferry = titled(shelf, "ferry")
    text = shelf.document(ferry.id).text
    for _ in range(2):
        for highlight in (quiet, kettle):
            found = anchor(shelf, "ferry", highlight)
            assert text[found.start : found.end] == highlight.quote
        assert [found.words for _, found in shelf.take_settled()] in (["2 kept"], [])
        shelf.refresh()


def checked(library: Library, words: str, quote: str) -> Highlight:
    """A highlight of the ferry that stands over ``words`` and is to be checked."""
    ferry = titled(library, "ferry")
    made = mark(library, "ferry", words)
    path = next(library.folders.annotations.glob("*ferry*"))
    text = path.read_text("utf-8")
    text = text.replace("state: placed", "state: check").replace(words, quote, 1)
    path.write_text(text, "utf-8")
    library.refresh()
    found = library.annotations(ferry.id).highlight(made.id)
    assert found is not None
    assert (found.anchor.state, found.quote) == ("check", quote)
    return found


@pytest.mark.parametrize(
    ("quote", "state"), [("The keeper has a pot.", "moved"), (KETTLE.upper(), "placed")]
)
def test_a_place_to_check_is_accepted(shelf: Library, quote: str, state: str) -> None:
    check = checked(shelf, KETTLE, quote)
    ferry = titled(shelf, "ferry")
    kept = shelf.keep_place(ferry.id, check.id)
    assert (kept.anchor.state, kept.quote) == (state, quote)
    assert kept.anchor[:2] == check.anchor[:2]
    assert shelf.keep_place(ferry.id, check.id) == kept
    undone(shelf, check, kept, "acceptance of a place")
    shelf.unplace_highlight(ferry.id, check.id)
    with pytest.raises(UsageError):
        shelf.keep_place(ferry.id, check.id)


def test_undo_of_a_place_after_the_text_has_changed(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    start = shelf.document(ferry.id).text.index("A boy sells tea.")
    shelf.place_highlight(ferry.id, lost.id, start, start + 16)
    edit(shelf, "ferry", "crosses at two", "crosses at half past two")
    shelf.refresh()
    assert there(shelf, lost).anchor.start == start + len("half past ")
    shelf.undo()
    back = there(shelf, lost).anchor
    assert (back.state, back.text) == ("unplaced", lost.anchor.text)
    shelf.redo()
    assert there(shelf, lost).anchor.start == start + len("half past ")


def test_undo_leaves_what_was_placed_elsewhere_since(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    shelf.place_highlight(ferry.id, lost.id, 0, 5)
    path = next(shelf.folders.annotations.glob("*ferry*"))
    path.write_text(path.read_text("utf-8").replace("end: 5", "end: 15"), "utf-8")
    with pytest.raises(ConflictError):
        shelf.undo()
    assert there(shelf, lost).anchor.end == 15


def test_a_note_does_not_bring_an_old_place_back(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    shelf.edit_highlight(ferry.id, lost.id, note="mine")
    placed = shelf.place_highlight(ferry.id, lost.id, 0, 5)
    shelf.undo()
    shelf.redo()
    shelf.edit_highlight(ferry.id, lost.id, note="mine, too", since=replace(lost, note="mine"))
    assert there(shelf, lost).anchor == placed.anchor
    assert there(shelf, lost).note == "mine, too"


def test_what_has_to_be_looked_at(shelf: Library, lost: Highlight) -> None:
    ferry, orchard = titled(shelf, "ferry"), titled(shelf, "orchard")
    mark(shelf, "orchard", PEAR)
    count = mark(shelf, "orchard", COUNT)
    shelf.unplace_highlight(orchard.id, count.id)
    check = checked(shelf, "Nobody who boards it", "Nobody who boarded it")
    found = shelf.unsettled()
    first, second = (a.id for a in shelf.articles())
    off = {ferry.id: lost.id, orchard.id: count.id}
    assert [(a.id, h.id) for a, h in found] == [
        (ferry.id, check.id), (first, off[first]), (second, off[second]),
    ]  # fmt: skip
    assert [h for _, h in shelf.unsettled(orchard.id)] == [there_in(shelf, orchard, count)]
    assert all(h.anchor.near is not None for _, h in found[1:])
    assert found[0][1] == there(shelf, check), "as in the file"


def there_in(library: Library, article: Article, highlight: Highlight) -> Highlight:
    found = library.annotations(article.id).highlight(highlight.id)
    assert found is not None
    return found


def test_candidates(shelf: Library, lost: Highlight) -> None:
    ferry = titled(shelf, "ferry")
    edit(shelf, "ferry", "A boy sells tea.", f"{KETTLE} He sleeps. {KETTLE}")
    shelf.refresh()
    text = shelf.document(ferry.id).text
    found = shelf.candidates(ferry.id, lost.id)
    assert [text[c.start : c.end] for c in found[:2]] == [KETTLE, KETTLE]
    assert all(0 <= c.start < c.end <= len(text) and 0 <= c.score <= 1 for c in found)
    assert len(shelf.candidates(ferry.id, lost.id, 1)) == 1
    with pytest.raises(NotFoundError):
        shelf.candidates(ferry.id, "nobody")


def test_two_devices_with_different_texts_do_not_move_highlights_for_ever(shelf: Library) -> None:
    kettle = mark(shelf, "ferry", KETTLE)
    (path,) = shelf.folders.annotations.iterdir()
    theirs = path.read_bytes()
    edit(shelf, "ferry", KETTLE, "So it was. " + KETTLE)
    shelf.refresh()
    ours = path.read_bytes()
    assert ours != theirs
    path.write_bytes(theirs)  # the other device's article stays as it was
    shelf.refresh()
    assert path.read_bytes() == theirs
    assert anchor(shelf, "ferry", kettle).start == kettle.anchor.start + len("So it was. ")
    mark(shelf, "ferry", "is in a hurry")
    assert path.read_bytes() not in {theirs, ours}
    assert path.read_bytes().count(titled(shelf, "ferry").text_sha256.encode()) > 2
    edit(shelf, "ferry", "So it was. ", "So it is. ")
    path.write_bytes(theirs)
    shelf.refresh()
    assert titled(shelf, "ferry").text_sha256.encode() in path.read_bytes()
