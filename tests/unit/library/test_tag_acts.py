"""Acts on tags over a library: one act each, with the codebook; aliases; what is broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.codebook import FILE, Entry
from store.errors import (
    ConflictError,
    NotFoundError,
    StoreError,
    UsageError,
)
from store.folders import Folders
from store.library import Library


def titled(library: Library, word: str) -> str:
    return next(a.id for a in library.articles() if word in a.title)


@pytest.fixture
def tagged(shelf: Library) -> Library:
    """``river``, ``river/night`` and ``boats`` on two articles and a highlight each."""
    ferry, orchard = titled(shelf, "ferry"), titled(shelf, "orchard")
    shelf.edit_article(ferry, tags=["river", "boats"])
    shelf.edit_article(orchard, tags=["river/night"])
    shelf.mark(ferry, 0, 8, tags=["river/night", "boats"])
    shelf.mark(orchard, 0, 5, tags=["River"])
    shelf.edit_tag("river", description="Running water", color="blue")
    return shelf


def state(library: Library) -> object:
    """All tags there are, where they are, and the codebook's bytes."""
    path = library.folders.library / FILE
    return (
        [(a.id, a.tags) for a in library.articles()],
        [(h.id, h.tags) for _, h in library.highlights()],
        path.read_bytes() if path.exists() else b"",
    )


def test_a_renaming_is_one_act_with_its_entry(tagged: Library, folders: Folders) -> None:
    before = state(tagged)
    assert tagged.rename_tag("river", "stream", dry_run=True) == (2, 1)
    assert state(tagged) == before
    seen: list[tuple[int, int, str]] = []
    assert tagged.rename_tag("river", "stream", progress=lambda *at: seen.append(at)) == (2, 1)
    assert {total for _, total, _ in seen} == {2, 3}, "articles, and the codebook"
    assert tagged.tags() == [("boats", 2), ("stream/night", 2), ("River", 1), ("stream", 1)]
    assert tagged.codebook().entries == {"stream": Entry("Running water", "blue")}
    after = state(tagged)
    with Library.open(folders) as again:
        assert again.undo() == "renaming of #river"
        assert state(again) == before
        assert again.redo() == "renaming of #river"
        assert state(again) == after


def test_the_journal_holds_no_passage_of_a_renaming(tagged: Library) -> None:
    tagged.rename_tag("river/night", "dark")
    line = (tagged.folders.state / "history.jsonl").read_bytes().splitlines()[-1]
    changes = json.loads(line)["act"]["changes"]
    assert len(changes) == 2
    assert b"quote" not in line


def test_merging_several_is_one_act(tagged: Library) -> None:
    before = state(tagged)
    with pytest.raises(NotFoundError, match="nowhere"):
        tagged.merge_tags(["boats", "nowhere"], "river")
    assert state(tagged) == before
    assert tagged.merge_tags(["boats", "River"], "river") == (1, 2)
    assert tagged.tags() == [("river", 3), ("river/night", 2)]
    assert tagged.codebook().entry("river").aliases == ("boats",)
    assert tagged.article(titled(tagged, "ferry")).tags == ("river",)
    tagged.edit_article(titled(tagged, "orchard"), tags=["boats/small"])
    assert tagged.article(titled(tagged, "orchard")).tags == ("river/small",), "an alias now"
    tagged.undo()
    assert tagged.undo() == "merging of #boats, #River into #river"
    assert state(tagged) == before
    assert tagged.merge_tags(["boats"], "new", aliases=False) == (1, 1)
    assert tagged.codebook().entry("new") == Entry()
    with pytest.raises(UsageError, match="nothing to merge"):
        tagged.merge_tags(["new"], "new")


def test_deleting(tagged: Library) -> None:
    before = state(tagged)
    assert tagged.delete_tag("river", nested=False) == (1, 0)
    assert ("river/night", 2) in tagged.tags()
    assert tagged.codebook().entries == {}
    assert tagged.undo() == "deletion of #river"
    assert tagged.delete_tag("river") == (2, 1)
    assert tagged.tags() == [("boats", 2), ("River", 1)]
    tagged.undo()
    assert state(tagged) == before
    with pytest.raises(NotFoundError):
        tagged.delete_tag("nowhere")


def test_a_tag_that_only_the_codebook_has(shelf: Library) -> None:
    shelf.edit_tag("later", description="Not yet")
    assert shelf.rename_tag("later", "soon") == (0, 0)
    assert list(shelf.codebook().entries) == ["soon"]
    assert shelf.delete_tag("soon") == (0, 0)
    assert shelf.codebook().entries == {}
    for _ in range(3):
        assert shelf.undo()
    assert shelf.undo() is None


def test_a_name_that_is_taken(tagged: Library) -> None:
    with pytest.raises(ConflictError, match="a tag boats already") as caught:
        tagged.rename_tag("river", "boats")
    assert "postil tag merge river --into boats" in caught.value.hint
    tagged.edit_tag("boats", aliases=["ships"])
    with pytest.raises(ConflictError, match="a tag boats already"):
        tagged.rename_tag("river", "ships")
    assert tagged.rename_tag("ships", "ships").total == 2, "an alias of it becomes its name"
    assert tagged.codebook().entry("ships").aliases == ()
    with pytest.raises(UsageError):
        tagged.rename_tag("ships", ", ,")


def test_what_is_said_of_a_tag(tagged: Library) -> None:
    tagged.edit_tag("river", aliases=["#Fluss", "rio"])
    assert tagged.codebook().entry("river") == Entry("Running water", "blue", ("Fluss", "rio"))
    for alias, match in (("boats", "tag of its own"), ("RIVER/NIGHT", "tag of its own")):
        with pytest.raises(ConflictError, match=match):
            tagged.edit_tag("river", aliases=[alias])
    with pytest.raises(ConflictError, match="another name of #river"):
        tagged.edit_tag("boats", aliases=["fluss"])
    with pytest.raises(UsageError, match="the tag itself"):
        tagged.edit_tag("boats", aliases=["Boats"])
    with pytest.raises(UsageError, match="colour"):
        tagged.edit_tag("boats", color="mauve")
    tagged.edit_tag("fluss", description="", color="", aliases=[])
    assert tagged.codebook().entries == {}
    assert tagged.undo() == "change of what is said of #river"
    assert tagged.codebook().entry("river").color == "blue"


def test_aliases_are_stored_under_the_main_name(tagged: Library, sources: Path) -> None:
    tagged.edit_tag("river", aliases=["Fluss"])
    ferry = titled(tagged, "ferry")
    tagged.mark_many(ferry, [(10, 14)], tags=["fluss/x"])
    mark = tagged.mark(ferry, 20, 26, tags=["fluss", "river"])
    assert mark.tags == ("river",)
    assert tagged.edit_highlight(ferry, mark.id, tags=["FLUSS/y"]).tags == ("river/y",)
    assert tagged.edit_articles([ferry], add_tags=["Fluss"], remove_tags=["boats"]) == 1
    assert tagged.article(ferry).tags == ("river",)
    assert tagged.edit_articles([ferry], remove_tags=["Fluss"]) == 1
    (sources / "n.md").write_text("---\ntags: [Fluss, new]\n---\n# Weirs\n\nA weir holds it.\n")
    (added,) = tagged.add([str(sources / "n.md")])
    assert added.article is not None
    assert added.article.tags == ("river", "new")


def test_aliases_in_an_edited_buffer_are_stored_under_the_main_name(tagged: Library) -> None:
    ferry = titled(tagged, "ferry")
    by_hand = tagged.mark(ferry, 20, 26, tags=["Fluss/x"], note="left as it is")
    codebook = tagged.folders.library / FILE
    codebook.write_text("tags:\n  river: {aliases: [Fluss]}\n", encoding="utf-8")
    text = tagged.buffer(ferry)
    assert tagged.apply_buffer(ferry, text).changes == ()
    text = text.replace("#river/night #boats", "#river/night #FLUSS/night #boats")
    assert tagged.apply_buffer(ferry, text).changes == (), "it says the same"
    text = text.replace("#FLUSS/night", "#fluss/day").replace("#river #boats", "#boats #Fluss")
    edit = tagged.apply_buffer(ferry, text + "\n## @pink #fluss\n> The purser keeps a kettle.\n")
    assert (edit.changed, edit.added) == (2, 1)
    marks = {h.id: h.tags for h in tagged.annotations(ferry).highlights}
    assert marks.pop(by_hand.id) == ("Fluss/x",)
    assert sorted(marks.values()) == [("river",), ("river/night", "river/day", "boats")]
    assert tagged.article(ferry).tags == ("boats", "river")


def test_aliases_are_found_in_queries(tagged: Library) -> None:
    tagged.update_index()
    everything = {article.id for article in tagged.articles("tag:river")}
    assert len(everything) == 2
    assert tagged.articles("tag:Fluß") == []
    tagged.edit_tag("river", aliases=["Fluß", "Rio"])
    # What was stored before, or elsewhere, under an alias is found by the main name, too.
    (tagged.folders.library / FILE).write_text(
        "tags:\n  river: {aliases: [fluss, rio]}\n  water: {aliases: [boats]}\n"
    )
    for query in ("tag:rio", "tag:FLUSS", "tag:rio the", "tag:river/night"):
        assert {article.id for article in tagged.articles(query)} == everything, query
        assert {hit.id for hit in tagged.search(query).hits} == everything, query
    assert tagged.counts(["tag:rio", "-tag:rio", "tag:water"]) == [2, 0, 1]
    (found,) = tagged.highlights("tag:water tag:rio")
    assert found[1].tags == ("river/night", "boats")
    names = [tag.name for tag in tagged.tag_tree()]
    assert names == ["river", "river/night", "water", "River"]
    assert [count for _, count in tagged.tag_uses("water")] == [2]


def test_tagging_many(tagged: Library) -> None:
    before = state(tagged)
    articles = [article.id for article in tagged.articles()]
    marks = [(article.id, mark.id) for article, mark in tagged.highlights()]
    wanted = {"add": ["new"], "remove": ["boats"]}
    assert tagged.tag_many(articles, marks, dry_run=True, **wanted) == (2, 2)
    assert state(tagged) == before
    assert tagged.tag_many(articles, marks, **wanted) == (2, 2)
    assert tagged.tags()[0] == ("new", 4)
    assert tagged.tag_many(articles, marks, **wanted) == (0, 0)
    assert tagged.tag_many([], marks[:1], remove=["new"]) == (0, 1)
    assert tagged.undo() == "tagging of 1 highlight"
    assert tagged.undo() == "tagging of 2 articles and 2 highlights"
    assert state(tagged) == before
    with pytest.raises(UsageError):
        tagged.tag_many(articles, add=[","])


def test_what_is_meant(tagged: Library) -> None:
    tagged.edit_tag("boats", aliases=["ships"])
    names = ["BOATS/x", "Ships", "river", "River", "New"]
    assert list(tagged.meant_tags(names).values()) == ["boats/x", "boats", "river", "River", "New"]
    assert tagged.meant_tags(["BOATS", "ships"], exact=True) == {"BOATS": "BOATS", "ships": "boats"}
    assert tagged.known_tag("#Ships") == tagged.known_tag("BOATS") == "boats"
    with pytest.raises(NotFoundError):
        tagged.known_tag("boat")


def test_what_changed_since_is_left_as_it_is(tagged: Library, folders: Folders) -> None:
    tagged.rename_tag("river", "stream")
    with Library.open(folders) as other:
        other.edit_tag("stream", description="Elsewhere")
        ferry = titled(other, "ferry")
        mark = other.annotations(ferry).highlights[0]
        other.edit_highlight(ferry, mark.id, note="but its tags are as they were")
    tagged.undo()  # of the note and the description, in the order they were made
    tagged.undo()
    (tagged.folders.library / FILE).write_text("tags:\n  stream: {color: red}\n")
    with pytest.raises(ConflictError, match="says something else of 2 tags"):
        tagged.undo()
    assert ("river", 1) in tagged.tags()
    assert tagged.codebook().entries == {"stream": Entry(color="red")}


@pytest.mark.parametrize(
    "content", ["tags:\n  a: b\n c: d\n", "- a\n", "schema: 2\ntags:\n  river: {color: [9]}\n"]
)
def test_tags_work_without_a_codebook_that_cannot_be_changed(tagged: Library, content: str) -> None:
    path = tagged.folders.library / FILE
    path.write_text(content)
    assert tagged.rename_tag("river", "stream").total == 3
    assert tagged.merge_tags(["boats"], "stream").total == 2
    assert {hit.name for hit in tagged.tag_tree()} >= {"stream", "stream/night"}
    for job in (
        lambda: tagged.edit_tag("stream", color="red"),
        lambda: tagged.edit_tag("stream", aliases=["x"]),
    ):
        with pytest.raises(StoreError, match=r"tags\.yaml"):
            job()
    assert path.read_text() == content
    assert tagged.undo()


def test_a_symbolic_link_is_not_followed(tagged: Library, tmp_path: Path) -> None:
    path = tagged.folders.library / FILE
    path.unlink()
    (tmp_path / "elsewhere").write_text("tags:\n  river: {color: red}\n")
    path.symlink_to(tmp_path / "elsewhere")
    assert tagged.tag_tree()[0].color == ""
    with pytest.raises(StoreError):
        tagged.edit_tag("river", color="green")
    assert "red" in (tmp_path / "elsewhere").read_text()


def test_an_act_that_was_cut_short_is_finished(
    tagged: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    calls: list[str] = []
    update = tagged._annotations.update

    def dies_at_the_second(article_id: str, edit: object) -> object:
        calls.append(article_id)
        if len(calls) == 2:
            raise Crash
        return update(article_id, edit)  # type: ignore[arg-type]

    before = state(tagged)
    monkeypatch.setattr(tagged._annotations, "update", dies_at_the_second)
    with pytest.raises(Crash):
        tagged.rename_tag("river", "stream")
    with Library.open(folders) as again:
        assert again.tags() == [("boats", 2), ("stream/night", 2), ("River", 1), ("stream", 1)]
        assert list(again.codebook().entries) == ["stream"]
        assert again.undo() == "renaming of #river"
        assert state(again) == before
