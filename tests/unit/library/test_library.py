"""The door: adding, updating, finding, marking, undoing, on real files."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import ConflictError, DamagedFileError, NotFoundError, StoreError, UsageError
from store.folders import Folders
from store.library import Library
from store.model import Article, Place
from store.search.found import Found


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def passage(library: Library, article: Article, words: str) -> tuple[int, int]:
    start = library.document(article.id).text.index(words)
    return start, start + len(words)


def test_add_lists_and_keeps_the_original(shelf: Library, sources: Path) -> None:
    orchard = titled(shelf, "orchard")
    assert orchard.title == "The orchard ledger"
    assert orchard.source == str(sources / "orchard.md")
    assert orchard.words > 50
    assert orchard.status == "unread"
    originals = [path.read_bytes() for path in shelf.folders.originals.iterdir()]
    assert (sources / "orchard.md").read_bytes() in originals


def test_the_same_content_twice_is_one_article(shelf: Library, sources: Path) -> None:
    copy = sources / "copy.md"
    copy.write_bytes((sources / "orchard.md").read_bytes())
    (added,) = shelf.add([str(copy)])
    assert added.outcome == "known"
    assert added.article == titled(shelf, "orchard")
    assert len(shelf.articles()) == 2


def test_new_content_of_the_same_source_updates_its_article(shelf: Library, sources: Path) -> None:
    before = titled(shelf, "orchard")
    kept = shelf.mark(before.id, *passage(shelf, before, "always higher"))
    lost = shelf.mark(before.id, *passage(shelf, before, "a pear that had died"))
    path = sources / "orchard.md"
    text = path.read_text(encoding="utf-8").replace("Every spring", "Late every spring")
    lines = [line for line in text.splitlines() if "a pear" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    (added,) = shelf.add([str(path)])
    assert added.outcome == "updated"
    assert added.message == "1 kept, 1 unplaced"
    after = titled(shelf, "orchard")
    assert after.id == before.id
    assert after.added == before.added
    annotations = shelf.annotations(after.id)
    text = shelf.document(after.id).text
    placed = annotations.highlight(kept.id)
    assert placed is not None
    assert text[placed.anchor.start : placed.anchor.end] == "always higher"
    unplaced = annotations.highlight(lost.id)
    assert unplaced is not None
    assert unplaced.anchor.state == "unplaced"
    assert unplaced.quote == lost.quote


def test_an_edit_of_the_markdown_in_another_program_moves_highlights(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    highlight = shelf.mark(ferry.id, *passage(shelf, ferry, "The purser keeps a kettle."))
    path = shelf.folders.articles / ferry.file
    path.write_text(
        path.read_text(encoding="utf-8").replace("crosses at two", "crosses at half past two"),
        encoding="utf-8",
    )
    assert ferry.id in shelf.refresh()
    moved = shelf.annotations(ferry.id).highlight(highlight.id)
    assert moved is not None
    assert moved.anchor.start == highlight.anchor.start + len("half past ")
    assert moved.modified == highlight.modified


def test_tags_of_a_source_whose_adding_was_cut_short_come_with_the_next(
    library: Library, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sources / "quay.md"
    path.write_text("---\ntags: [lamp, quay/north]\n---\n# A quay\n\nIt is long.\n", "utf-8")

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(library._annotations, "update", full)
        (cut,) = library.add([str(path)])
    assert cut.outcome == "failed"
    assert [article.tags for article in library.articles()] == [()]
    (known,) = library.add([str(path)])
    assert (known.outcome, known.article and known.article.tags) == (
        "known", ("lamp", "quay/north"),
    )  # fmt: skip
    library.edit_articles([library.articles()[0].id], remove_tags=["lamp", "quay/north"])
    (again,) = library.add([str(path)])
    assert again.article is not None
    assert again.article.tags == (), "what was taken away stays away"


def test_a_failed_source_does_not_stop_the_others(library: Library, sources: Path) -> None:
    (sources / "a.txt").write_bytes(b"\x00\x01\x02" * 50)
    results = list(library.add([str(sources / "none.md"), str(sources)]))
    assert [added.outcome for added in results] == ["failed", "failed", "added", "added"]
    assert all(added.message and "\n" not in added.message for added in results[:2])


def test_ids_may_be_shortened_while_they_are_unique(shelf: Library) -> None:
    first, second = (article.id for article in shelf.articles())
    short = next(first[:n] for n in range(1, len(first)) if not second.startswith(first[:n]))
    assert shelf.article(short).id == first
    with pytest.raises(NotFoundError):
        shelf.article("zzzz-none")
    with pytest.raises(NotFoundError):
        shelf.article("")
    with pytest.raises(NotFoundError):
        shelf.article("%")


def test_an_ambiguous_id_shows_its_candidates(shelf: Library) -> None:
    orchard = titled(shelf, "orchard")
    shelf._catalogue.put_article(orchard._replace(id=orchard.id + "x"), "text", "", "")
    with pytest.raises(ConflictError) as caught:
        shelf.article(orchard.id[:5])
    assert len(caught.value.candidates) == 2


def test_mark_trims_and_saves_before_it_returns(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    start, end = passage(shelf, ferry, " Nobody who boards it is in a hurry")
    highlight = shelf.mark(ferry.id, start, end, color="blue", tags=["night"], note="so quiet")
    assert highlight.quote == "Nobody who boards it is in a hurry"
    with Library.open(folders) as other:
        (read,) = other.annotations(ferry.id).highlights
        assert read == highlight
        assert other.tags() == [("night", 1)]
    assert titled(shelf, "ferry").highlights == 1


def test_overlaps_are_kept(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    start, end = passage(shelf, ferry, "the river remembers every rope")
    outer = shelf.mark(ferry.id, start, end)
    inner = shelf.mark(ferry.id, start + 4, end - 5, color="green")
    assert {h.id for h in shelf.annotations(ferry.id).highlights} == {outer.id, inner.id}


@pytest.mark.parametrize(
    ("bounds", "color", "style"),
    [((0, 0), "yellow", "fill"), ((5, 9), "ultraviolet", "fill"), ((5, 9), "red", "wavy")],
)
def test_wrong_marks_are_refused(
    shelf: Library, bounds: tuple[int, int], color: str, style: str
) -> None:
    ferry = titled(shelf, "ferry")
    with pytest.raises(UsageError):
        shelf.mark(ferry.id, *bounds, color=color, style=style)  # type: ignore[arg-type]
    assert shelf.annotations(ferry.id).highlights == ()


def test_edit_delete_undo_redo_over_a_restart(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    marked = shelf.mark(ferry.id, *passage(shelf, ferry, "The ferry crosses at two."))
    shelf.edit_highlight(ferry.id, marked.id, color="red", tags=["time"], note="or later")
    shelf.delete_highlight(ferry.id, marked.id)
    assert [t.id for t in shelf.annotations(ferry.id).deleted] == [marked.id]

    with Library.open(folders) as again:
        assert again.undo() == "deletion of a highlight"
        back = again.annotations(ferry.id).highlight(marked.id)
        assert back is not None
        assert (back.color, back.tags, back.note) == ("red", ("time",), "or later")
        assert again.annotations(ferry.id).deleted == ()
        assert again.undo() == "change of a highlight"
        assert again.undo() == "highlight"
        assert again.undo() is None
        assert again.annotations(ferry.id).highlights == ()
        assert again.redo() == "highlight"
        again.mark(ferry.id, 0, 5)
        assert again.redo() is None


def test_undo_refuses_to_write_over_another_change(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    shelf.edit_article(ferry.id, note="mine")
    with Library.open(folders) as other:
        other._annotations.update(ferry.id, lambda a: replace(a, note="theirs"))
    with pytest.raises(ConflictError):
        shelf.undo()
    assert shelf.annotations(ferry.id).note == "theirs"
    assert shelf.undo() is None


def test_two_open_libraries_lose_nothing(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    with Library.open(folders) as other:
        first = shelf.mark(ferry.id, 0, 5)
        second = other.mark(ferry.id, 6, 10)
        third = shelf.mark(ferry.id, 11, 14)
        assert {h.id for h in other.annotations(ferry.id).highlights} == {
            first.id,
            second.id,
            third.id,
        }


def test_article_acts(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    after = shelf.edit_article(ferry.id, status="done", starred=True, tags=["river/night", "slow"])
    assert (after.status, after.starred, after.tags) == ("done", True, ("river/night", "slow"))
    assert shelf.undo() == "change of status and starred and tags"
    assert shelf.article(ferry.id).status == "unread"
    with pytest.raises(UsageError):
        shelf.edit_article(ferry.id, tags=["   "])


def test_rename_a_tag_everywhere_is_one_act(shelf: Library) -> None:
    ferry, orchard = titled(shelf, "ferry"), titled(shelf, "orchard")
    shelf.edit_article(ferry.id, tags=["water", "water/river", "slow"])
    shelf.mark(orchard.id, 0, 8, tags=["water"])
    assert shelf.rename_tag("water", "wet") == (1, 1)
    assert shelf.tags() == [("wet", 2), ("slow", 1), ("wet/river", 1)]
    with pytest.raises(ConflictError, match="a tag wet already"):
        shelf.rename_tag("slow", "wet")
    assert shelf.merge_tags(["slow"], "wet") == (1, 0)
    assert shelf.article(ferry.id).tags == ("wet", "wet/river")
    shelf.undo()
    shelf.undo()
    assert shelf.article(ferry.id).tags == ("water", "water/river", "slow")
    with pytest.raises(NotFoundError):
        shelf.rename_tag("nowhere", "x")


def test_the_place_is_kept_and_is_no_act(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    shelf.save_place(ferry.id, Place(40, "Nobody who", 30, "2026-01-02T03:04:05Z"), "reading")
    with Library.open(folders) as again:
        assert again.annotations(ferry.id).place == Place(
            40, "Nobody who", 30, "2026-01-02T03:04:05Z"
        )
        assert (again.article(ferry.id).progress, again.article(ferry.id).status) == (30, "reading")
    assert shelf.undo() is None


def test_damaged_annotations_are_never_written_over(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, 0, 5)
    (path,) = shelf.folders.annotations.glob("*.yaml")
    path.write_bytes(b"schema: 1\narticle: [unclosed\n")
    shelf.refresh()
    with pytest.raises(DamagedFileError):
        shelf.mark(ferry.id, 6, 10)
    assert path.read_bytes() == b"schema: 1\narticle: [unclosed\n"
    assert shelf.document(ferry.id).text
    assert [p.code for p in shelf.doctor() if p.code == "unreadable"] == ["unreadable"]


def test_a_file_of_a_later_version_can_be_read_and_is_not_written(
    shelf: Library, sources: Path
) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, *passage(shelf, ferry, "The purser keeps"))
    (path,) = shelf.folders.annotations.glob("*.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("schema: 1", "schema: 2"), "utf-8")
    before = path.read_bytes()
    source = sources / "ferry.md"
    source.write_text(source.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    (added,) = shelf.add([str(source)])
    assert added.outcome == "updated"
    assert shelf.annotations(ferry.id).highlights[0].anchor.state == "placed"
    with pytest.raises(StoreError):
        shelf.mark(ferry.id, 0, 5)
    assert path.read_bytes() == before


def test_offsets_changed_by_hand_do_not_paint_a_wrong_place(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    marked = shelf.mark(ferry.id, *passage(shelf, ferry, "The purser keeps a kettle."))
    (path,) = shelf.folders.annotations.glob("*.yaml")
    text = path.read_text(encoding="utf-8").replace(f"start: {marked.anchor.start}", "start: 3")
    path.write_text(text, encoding="utf-8")
    shelf.refresh()
    (highlight,) = shelf.annotations(ferry.id).highlights
    assert highlight.anchor == marked.anchor


def test_a_highlight_written_by_hand_is_placed(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    shelf.edit_article(ferry.id, note="see below")
    (path,) = shelf.folders.annotations.glob("*.yaml")
    with path.open("a", encoding="utf-8") as file:
        file.write("annotations:\n- quote: The purser keeps a kettle.\n")
    shelf.refresh()
    (highlight,) = shelf.annotations(ferry.id).highlights
    assert highlight.anchor.state == "placed"
    assert highlight.anchor.start == passage(shelf, ferry, "The purser keeps")[0]
    assert highlight.id in path.read_text(encoding="utf-8")


def test_files_that_are_gone_leave_the_list_and_come_back(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, 0, 5)
    path = shelf.folders.articles / ferry.file
    away = path.with_suffix(".away")
    path.rename(away)
    shelf.refresh()
    assert [article.title for article in shelf.articles()] == ["The orchard ledger"]
    assert "no-article" in {problem.code for problem in shelf.doctor()}
    away.rename(path)
    shelf.refresh()
    assert titled(shelf, "ferry").highlights == 1


def test_the_cache_can_be_thrown_away(shelf: Library, folders: Folders) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, 0, 5, tags=["kept"])
    before = shelf.articles()
    shelf.close()
    for path in sorted(folders.cache.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with Library.open(folders) as again:
        assert again.articles() == before
        assert again.tags() == [("kept", 1)]


def test_a_damaged_catalogue_is_made_anew(shelf: Library, folders: Folders) -> None:
    before = shelf.articles()
    shelf.close()
    for path in folders.cache.glob("catalogue.sqlite*"):
        path.unlink()
    (folders.cache / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    with Library.open(folders) as again:
        assert again.articles() == before


def test_our_folders_are_private(shelf: Library) -> None:
    for folder in (shelf.folders.articles, shelf.folders.annotations, shelf.folders.cache):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in shelf.folders.articles.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_doctor_is_content_with_a_healthy_library(shelf: Library) -> None:
    shelf.mark(titled(shelf, "ferry").id, 0, 5)
    shelf.update_index()
    assert shelf.doctor() == []


def test_doctor_finds_and_mends_what_is_derived(shelf: Library) -> None:
    shelf.update_index()
    shelf.mark(titled(shelf, "ferry").id, 0, 5)
    (shelf.folders.articles / ".x.md.0123abcd.tmp").write_bytes(b"half")
    shelf.folders.articles.chmod(0o755)
    assert {p.code for p in shelf.doctor(fix=True)} == {"index", "leftover", "permissions"}
    assert shelf.doctor() == []


def test_search_finds_text_marks_and_titles(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, *passage(shelf, ferry, "keeps a kettle"), tags=["tea"], note="samovar")
    shelf.update_index()
    (hit,) = shelf.search("river rope").hits
    text = shelf.document(ferry.id).text
    assert (hit.id, hit.kind) == (ferry.id, "article")
    assert "river remembers every rope" in text[hit.start : hit.end]
    assert [h.kind for h in shelf.search("samov").hits].count("highlight") == 1
    assert {h.id for h in shelf.search("tag:tea").hits} == {ferry.id}
    assert [a.id for a in shelf.articles("ledger")] == [titled(shelf, "orchard").id]
    assert [h.quote for _, h in shelf.highlights("samovar")] == ["keeps a kettle"]
    assert shelf.highlights("nothing-such") == []
    assert shelf.search("xyzzy") == Found()


def test_export_takes_annotated_articles(shelf: Library) -> None:
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, *passage(shelf, ferry, "keeps a kettle"), tags=["tea"])
    ((name, content),) = shelf.export("markdown")
    assert name == ferry.file
    assert b"> keeps a kettle" in content
    with pytest.raises(NotFoundError):
        list(shelf.export("papyrus"))


def test_the_built_in_articles_fill_an_empty_library(library: Library) -> None:
    library.add_builtin()
    titles = [article.title for article in library.articles()]
    assert titles[0].startswith("Welcome")
    assert len(titles) >= 3
