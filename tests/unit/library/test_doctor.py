"""The doctor: each problem planted, seen, left alone, repaired; nothing of the user's lost."""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from store import in_step, old_texts, times
from store.annotations_edit import Change
from store.doctor import looking
from store.doctor.checks import CHECKS
from store.doctor.model import Patient
from store.doctor.run import examine, repair
from store.doctor.survey import survey
from store.errors import StoreError
from store.folders import Folders
from store.hashing import sha256
from store.history import Act, act_to_json
from store.library import Library
from store.model import Article, Place, Problem

AT = "20200102T030405Z"


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


def ferry_md(library: Library) -> Path:
    return library.folders.articles / titled(library, "ferry").file


def ferry_yaml(library: Library) -> Path:
    return library.folders.annotations / Path(titled(library, "ferry").file).with_suffix(".yaml")


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(0o600)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    write(path, text.replace(old, new, 1))


# -- what is planted ---------------------------------------------------------------------------


def temp(a: Library) -> None:
    write(a.folders.articles / ".x.md.0123abcd.tmp", b"half")
    write(a.folders.state / ".history.jsonl.0123abcd.tmp", b"half")
    write(a.folders.cache / "documents" / "00" / ".x.json.0123abcd.tmp", b"half")


def lock(a: Library) -> None:
    write(a.folders.annotations / ".x.yaml.lock", b"")


def unfinished(a: Library) -> None:
    a.can_undo()
    change: Change = a._acting._others["files"].__self__.change(titled(a, "ferry").id)  # type: ignore[attr-defined]
    act = Act("actactacta", times.now(), "deletion of an article", (change,))
    write(a.folders.state / "unfinished.json", json.dumps(act_to_json(act)))


def no_act(a: Library) -> None:
    write(a.folders.state / "unfinished.json", b"{}")


def broken_article(a: Library) -> None:
    write(a.folders.articles / "broken.md", "---\nid: [half\n---\nText.\n")


def broken_notes(a: Library) -> None:
    write(ferry_yaml(a), "schema: 1\narticle: [unclosed\n")


def broken_item(a: Library) -> None:
    edit(ferry_yaml(a), "annotations:\n", "annotations:\n- qoute: a typing error\n")


def newer(a: Library) -> None:
    edit(ferry_yaml(a), "schema: 1", "schema: 99")


def not_utf8(a: Library) -> None:
    path = os.fsencode(a.folders.articles) + b"/caf\xe9 walk.md"
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"# By hand\n\nIt is here.\n")
    os.chmod(path, 0o600)  # noqa: PTH101 - as above


def same_name(a: Library) -> None:
    write(a.folders.articles / "walk.md", "---\nid: walkone\n---\nOne.\n")
    write(a.folders.articles / "Walk.md", "---\nid: walktwo\n---\nTwo.\n")


def link(a: Library) -> None:
    (a.folders.articles / "link.md").symlink_to(ferry_md(a))


def stranger(a: Library) -> None:
    write(a.folders.annotations / "shopping.txt", "eggs")


def set_aside(a: Library) -> None:
    write(a.folders.annotations / f"walk.yaml.bad-{AT}", "a: [")


def same_article(a: Library) -> None:
    write(ferry_md(a).with_name("a copy of the ferry.md"), ferry_md(a).read_bytes())


def another_text(a: Library) -> None:
    copy = ferry_md(a).with_name("the ferry (conflicted copy of the other machine).md")
    write(copy, ferry_md(a).read_text("utf-8") + "\nA line that only the copy has.\n")


def conflict_copy(a: Library) -> None:
    copy = ferry_yaml(a).with_name(
        f"{ferry_yaml(a).stem}.sync-conflict-20260101-120000-ABCDEFG.yaml"
    )
    write(copy, ferry_yaml(a).read_bytes())


def copy_of_searches(a: Library) -> None:
    write(a.folders.library / "lists.yaml", "mine: tag:river\n")
    write(a.folders.library / "lists (conflicted copy of the other).yaml", "theirs: tag:coast\n")


def left_by_git(a: Library) -> None:
    edit(
        ferry_yaml(a), "  note: first\n",
        "<<<<<<< HEAD\n  note: first\n=======\n  note: first, and more\n>>>>>>> other\n",
    )  # fmt: skip


def searches_left_by_git(a: Library) -> None:
    write(
        a.folders.library / "lists.yaml",
        "<<<<<<< HEAD\nmine: tag:river\n=======\ntheirs: tag:coast\n>>>>>>> other\n",
    )


def without_article(a: Library) -> None:
    write(
        a.folders.annotations / "gone-abcdefghjk.yaml", "article:\n  id: abcdefghjk\nnote: kept\n"
    )


def twice_in_a_file(a: Library) -> None:
    key = a.annotations(titled(a, "ferry").id).highlights[0].id
    edit(
        ferry_yaml(a), "annotations:\n",
        f"annotations:\n- id: {key}\n  quote: nobody who boards it sleeps\n",
    )  # fmt: skip


def in_two_articles(a: Library) -> None:
    orchard = titled(a, "orchard")
    a.mark(orchard.id, 0, 10, note="of the orchard")
    (mine,) = a.annotations(orchard.id).highlights
    path = a._annotations.path(orchard.id)
    edit(path, mine.id, a.annotations(titled(a, "ferry").id).highlights[0].id)


def deleted_and_here(a: Library) -> None:
    key = a.annotations(titled(a, "ferry").id).highlights[0].id
    write(
        ferry_yaml(a),
        ferry_yaml(a).read_text("utf-8") + f"deleted:\n- id: {key}\n  at: '2026-01-01T00:00:00Z'\n",
    )


def impossible(a: Library) -> None:
    edit(ferry_yaml(a), "start: 0", "start: 7")


def outside(a: Library) -> None:
    edit(ferry_yaml(a), "    end: 20", "    end: 20000")


def text_changed(a: Library) -> None:
    edit(ferry_md(a), "The ferry crosses", "Every night the ferry crosses")


def lost(a: Library) -> None:
    edit(ferry_yaml(a), "quote: Notes from the night", "quote: What is not there")
    a.refresh()
    a.annotations(titled(a, "ferry").id)


def to_check(a: Library) -> None:
    edit(ferry_yaml(a), "state: placed", "state: check")
    a.refresh()


def tags_by_case(a: Library) -> None:
    a.edit_article(titled(a, "ferry").id, tags=["Climate", "climate/eu"])
    a.edit_article(titled(a, "orchard").id, tags=["climate"])
    a.mark(titled(a, "orchard").id, 0, 10, tags=["climate", "CLIMATE"])


def tags_by_accent(a: Library) -> None:
    a.edit_article(titled(a, "ferry").id, tags=["résumé", "to-read"])
    a.edit_article(titled(a, "orchard").id, tags=["resume", "toread"])


def no_color(a: Library) -> None:
    write(a.folders.library / "tags.yaml", "tags:\n  river: {color: mauve}\n")


def tag_and_alias(a: Library) -> None:
    write(a.folders.library / "tags.yaml", "tags:\n  water: {aliases: [river]}\n")


def past_the_end(a: Library) -> None:
    a.save_place(titled(a, "ferry").id, Place(10, "", 50))
    edit(ferry_yaml(a), "offset: 10", "offset: 100000")


def forbidden_name(a: Library) -> None:
    ferry_md(a).rename(ferry_md(a).with_name("what: a ferry?.md"))


def device_name(a: Library) -> None:
    write(a.folders.annotations / "con.ferry.yaml", ferry_yaml(a).read_bytes())
    ferry_yaml(a).unlink()


def copied_text(a: Library) -> None:
    sha = a.document(titled(a, "ferry").id).sha256
    text = (a.folders.texts / f"{sha}.txt.gz").read_bytes()
    write(a.folders.texts / f"{sha}.txt.sync-conflict-20260101-120000-ABCDEFG.gz", text)


def only_a_copied_text(a: Library) -> None:
    text = gzip.compress(b"An old text that is nowhere else.")
    write(a.folders.texts / f"{'0' * 64}.txt (conflicted copy).gz", text)


def no_text(a: Library) -> None:
    write(a.folders.texts / "notes.txt", "eggs")


def bad_search(a: Library) -> None:
    write(a.folders.library / "lists.yaml", "mine: is:new\n")


def broken_codebook(a: Library) -> None:
    write(a.folders.library / "tags.yaml", "tags: [\n")


def codebook_of_two(a: Library) -> None:
    sides = ("    color: red\n", "    color: blue\n")
    text = "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n".format(*sides)
    write(a.folders.library / "tags.yaml", f"schema: 1\ntags:\n  lamp:\n{text}")


def newer_codebook(a: Library) -> None:
    write(a.folders.library / "tags.yaml", "schema: 99\ntags:\n  lamp:\n    color: red\n")


def broken_searches(a: Library) -> None:
    write(a.folders.library / "lists.yaml", "mine: [\n")


def no_original(a: Library) -> None:
    key = titled(a, "ferry").id
    next(a.folders.originals.glob(f"{key}-*")).unlink()


def other_original(a: Library) -> None:
    key = titled(a, "ferry").id
    write(next(a.folders.originals.glob(f"{key}-*")), b"something else")


def stray_original(a: Library) -> None:
    write(a.folders.originals / "abcdefghjk-0123abcd.html", b"<p>nobody's")


def unneeded_text(a: Library) -> None:
    text = b"An old text."
    write(a.folders.texts / f"{sha256(text).hexdigest()}.txt.gz", gzip.compress(text))


def damaged_text(a: Library) -> None:
    sha = a.document(titled(a, "ferry").id).sha256
    write(a.folders.texts / f"{sha}.txt.gz", b"no gzip")


def old_trash(a: Library) -> None:
    write(a.folders.trash / f"walk.{AT}-0a1b2c.md", "old")


def bad_line(a: Library) -> None:
    path = a.folders.state / "history.jsonl"
    write(path, b"not an act\n" + path.read_bytes())


def open_folder(a: Library) -> None:
    a.folders.articles.chmod(0o755)


def open_files(a: Library) -> None:
    ferry_yaml(a).parent.chmod(0o750)
    ferry_yaml(a).chmod(0o644)


def other_title(a: Library) -> None:
    with a._catalogue.transaction() as db:
        db.execute("UPDATE articles SET title = 'Another' WHERE title LIKE '%ferry%'")


def other_marks(a: Library) -> None:
    with a._catalogue.transaction() as db:
        db.execute("UPDATE marks SET tags = 'wrong', note = 'wrong'")


def no_highlights(a: Library) -> None:
    with a._catalogue.transaction() as db:
        db.execute("DELETE FROM highlights")


def ghost(a: Library) -> None:
    with a._catalogue.transaction() as db:
        db.execute("INSERT INTO articles SELECT 'ghost', title, author, source, published, added, "
                   "language, words, length, text_sha256, 'ghost.md', '', '', '' FROM articles "
                   "LIMIT 1")  # fmt: skip


def missing_row(a: Library) -> None:
    with a._catalogue.transaction() as db:
        db.execute("DELETE FROM articles WHERE title LIKE '%ferry%'")


def lying_index(a: Library) -> None:
    a._upkeep.open_index().update([], [titled(a, "ferry").id])
    folder = a.folders.cache / "index"
    in_step.note(folder, in_step.fingerprint(folder, a._catalogue), time.time())


def index_of_the_gone(a: Library) -> None:
    a.delete_articles([titled(a, "ferry").id])
    folder = a.folders.cache / "index"
    in_step.note(folder, in_step.fingerprint(folder, a._catalogue), time.time())


def rotten_index(a: Library) -> None:
    path = next((a.folders.cache / "index").glob("texts_*.pst"))
    about = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(about.st_mtime_ns, about.st_mtime_ns))


class Case(NamedTuple):
    """A problem.

    Attributes:
        plant: Brings it about.
        code: What it is called.
        mends: The repair makes it go away; else it is for a person, and is left alone.
        severity: Whether a person must see to it.
        loses: What is planted takes something away by itself.
    """

    plant: Callable[[Library], None]
    code: str
    mends: bool = True
    severity: str = "problem"
    loses: bool = False


NOTE = "note"
CASES = [
    Case(temp, "leftover", severity=NOTE),
    Case(lock, "leftover", severity=NOTE),
    Case(unfinished, "unfinished", loses=True),
    Case(no_act, "unfinished", severity=NOTE),
    Case(broken_article, "unreadable", mends=False),
    Case(broken_notes, "unreadable", loses=True),
    Case(broken_item, "unreadable", mends=False),
    Case(newer, "newer", mends=False, severity=NOTE),
    Case(not_utf8, "name"),
    Case(same_name, "name"),
    Case(link, "odd", mends=False),
    Case(stranger, "odd", mends=False, severity=NOTE),
    Case(set_aside, "set-aside", mends=False, severity=NOTE),
    Case(same_article, "same-id"),
    Case(another_text, "same-id"),
    Case(conflict_copy, "conflict-copy"),
    Case(copy_of_searches, "conflict-copy"),
    Case(left_by_git, "unreadable", loses=True),
    Case(searches_left_by_git, "unreadable"),
    Case(without_article, "no-article", mends=False),
    Case(twice_in_a_file, "same-highlight"),
    Case(in_two_articles, "same-highlight"),
    Case(deleted_and_here, "deleted-and-here"),
    Case(impossible, "anchor"),
    Case(outside, "anchor"),
    Case(text_changed, "old-text", severity=NOTE),
    Case(lost, "unplaced", mends=False, severity=NOTE, loses=True),
    Case(to_check, "check", mends=False, severity=NOTE),
    Case(tags_by_case, "tags", severity=NOTE),
    Case(tags_by_accent, "tags", mends=False, severity=NOTE),
    Case(no_color, "codebook", mends=False, severity=NOTE),
    Case(tag_and_alias, "codebook", severity=NOTE),
    Case(past_the_end, "place", severity=NOTE),
    Case(forbidden_name, "name", severity=NOTE),
    Case(device_name, "name", severity=NOTE),
    Case(copied_text, "texts", severity=NOTE),
    Case(only_a_copied_text, "texts", severity=NOTE),
    Case(no_text, "texts", mends=False, severity=NOTE),
    Case(bad_search, "search", mends=False),
    Case(broken_codebook, "unreadable", mends=False),
    Case(codebook_of_two, "unreadable"),
    Case(newer_codebook, "newer", mends=False, severity=NOTE),
    Case(broken_searches, "unreadable", mends=False),
    Case(no_original, "original", mends=False, severity=NOTE),
    Case(other_original, "original", mends=False, severity=NOTE),
    Case(stray_original, "original", mends=False, severity=NOTE),
    Case(unneeded_text, "texts", severity=NOTE),
    Case(damaged_text, "texts", severity=NOTE),
    Case(old_trash, "trash", severity=NOTE),
    Case(bad_line, "journal", severity=NOTE),
    Case(open_folder, "permissions"),
    Case(open_files, "permissions"),
    Case(other_title, "catalogue"),
    Case(other_marks, "catalogue"),
    Case(no_highlights, "catalogue"),
    Case(ghost, "catalogue"),
    Case(missing_row, "catalogue"),
    Case(lying_index, "index", severity=NOTE),
    Case(index_of_the_gone, "index", severity=NOTE, loses=True),
    Case(rotten_index, "index"),
]


# -- seen, left alone, repaired ----------------------------------------------------------------


@pytest.fixture
def noted(shelf: Library) -> Library:
    """Two articles, the ferry with two highlights, all indexed."""
    ferry = titled(shelf, "ferry")
    shelf.mark(ferry.id, 0, 20, tags=["river"], note="first")
    shelf.mark(ferry.id, 30, 60, color="blue")
    shelf.update_index()
    return shelf


def bytes_of(folders: Folders) -> dict[str, bytes | str]:
    """All that is the user's, and what is kept of acts; only the cache is left out."""
    found: dict[str, bytes | str] = {}
    for folder in (folders.library, folders.state, folders.config):
        for path in folder.rglob("*") if folder.exists() else ():
            about = path.lstat()
            kind = path.read_bytes() if path.is_file() else "folder"
            found[os.fsdecode(path)] = kind
            found[f"{os.fsdecode(path)} mode"] = oct(about.st_mode)
    return found


def made(library: Library) -> set[tuple[str, ...]]:
    """What the user made: highlights and notes."""
    found: set[tuple[str, ...]] = {(article.id, article.note) for article in library.articles()}
    for article, highlight in library.highlights():
        found.add((article.id, highlight.quote, highlight.note, highlight.color))
    return found


def texts_in(folders: Folders) -> set[bytes]:
    """The files of articles, those in the trash too, but for what is too old to be kept there."""
    found = [*folders.articles.glob("*.md"), *folders.trash.glob("*.md")]
    return {path.read_bytes() for path in found if AT not in path.name and path.is_file()}


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def looked_at(folders: Folders) -> list[Problem]:
    with Library(folders) as library:
        library.look()
        return library.doctor()


def test_every_check_has_a_case() -> None:
    planted = {case.code for case in CASES}
    assert {code for check in CHECKS for code in check.codes} - planted == {"room", "read-only"}


def test_a_healthy_library_is_left_in_peace(noted: Library, folders: Folders) -> None:
    before = bytes_of(folders)
    assert looked_at(folders) == []
    with Library(folders) as library:
        library.look()
        assert library.doctor(fix=True) == []
    assert bytes_of(folders) == before


@pytest.mark.parametrize("case", CASES, ids=[case.plant.__name__ for case in CASES])
def test_a_problem_is_seen_left_alone_and_repaired(
    noted: Library, folders: Folders, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.plant is unneeded_text:
        monkeypatch.setattr(old_texts, "KEPT_DAYS", -1)
    if case.plant is not_utf8 and sys.platform in {"win32", "darwin"}:
        pytest.skip("names there are always UTF-8")
    own = made(noted) if not case.loses else set()
    case.plant(noted)
    noted.close()
    before, texts = bytes_of(folders), texts_in(folders)

    seen = [each for each in looked_at(folders) if each.code == case.code]
    assert seen
    assert {each.severity for each in seen} == {case.severity}
    assert all(bool(each.repair) == case.mends for each in seen)
    assert bytes_of(folders) == before, "looking changes nothing"

    with Library(folders) as library:
        library.look()
        told = library.doctor(fix=True)
    assert "repair" not in codes(told), told
    assert (case.code in codes(looked_at(folders))) != case.mends
    if not case.mends:
        assert bytes_of(folders) == before, "what only a person can settle is left alone"
    with Library.open(folders) as library:
        assert own <= made(library), "nothing of the user's is lost"
        assert texts <= texts_in(folders)
        assert codes(library.doctor()) <= {case.code, "index", "set-aside"}


# -- what the repairs come to ------------------------------------------------------------------


def fixed(folders: Folders) -> Library:
    library = Library(folders)
    library.look()
    library.doctor(fix=True)
    return library


def test_an_act_that_was_cut_short_is_finished_and_can_be_undone(
    noted: Library, folders: Folders
) -> None:
    before = noted.articles()
    unfinished(noted)
    with fixed(folders) as library:
        assert len(library.articles()) == 1
        assert library.undo() == "deletion of an article"
        assert library.articles() == before


def test_a_copy_with_other_words_becomes_an_article_of_its_own(
    noted: Library, folders: Folders
) -> None:
    another_text(noted)
    with fixed(folders) as library:
        both = [article for article in library.articles() if "ferry" in article.title]
        assert len({article.id for article in both}) == 2
        assert {article.highlights for article in both} == {2, 0}
        (kept,) = library.trash()
        assert kept.kind == "version"


def test_ids_that_two_have_are_parted_as_an_act(noted: Library, folders: Folders) -> None:
    in_two_articles(noted)
    with fixed(folders) as library:
        pairs = library.highlights()
        assert len({highlight.id for _, highlight in pairs}) == len(pairs) == 3
        assert [h.note for a, h in pairs if "orchard" in a.title] == ["of the orchard"]
        assert library.undo() == "new id for a highlight"


def test_of_an_id_that_is_there_twice_the_first_keeps_it(noted: Library, folders: Folders) -> None:
    twice_in_a_file(noted)
    with fixed(folders) as library:
        found = library.annotations(titled(library, "ferry").id).highlights
        assert len({highlight.id for highlight in found}) == 3
        assert "nobody who boards it sleeps" in {highlight.quote for highlight in found}
        assert all(highlight.anchor.state == "placed" for highlight in found)


def test_tags_are_merged_into_the_most_used_and_undo_parts_them(
    noted: Library, folders: Folders
) -> None:
    tags_by_case(noted)
    before = noted.tags()
    with fixed(folders) as library:
        assert dict(library.tags()) == {"climate": 3, "climate/eu": 1, "river": 1}
        assert (library.undo() or "").startswith("merging of #")
        assert library.tags() == before


def test_what_was_read_last_of_a_broken_file_is_not_thrown_away(
    noted: Library, folders: Folders
) -> None:
    ferry, orchard = titled(noted, "ferry"), titled(noted, "orchard")
    noted.mark(orchard.id, 0, 10)
    noted.close()
    broken_notes(noted)
    with Library.open(folders) as library:
        assert len(library.highlights()) == 3
        library.reindex()
    kept = {path.stem for path in (folders.cache / "annotations").iterdir()}
    assert ferry.id in kept
    assert orchard.id not in kept


def test_annotations_whose_article_is_in_the_trash_say_so(noted: Library) -> None:
    ferry, data = titled(noted, "ferry"), ferry_yaml(noted).read_bytes()
    path = ferry_yaml(noted)
    noted.delete_articles([ferry.id])
    write(path, data)
    (found,) = [p for p in noted.doctor() if p.code == "no-article"]
    assert f"postil trash restore {ferry.id}" in found.what


def test_little_room_is_told(noted: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "free_bytes", lambda _: 5_000_000)
    (found,) = noted.doctor()
    assert (found.code, found.severity, found.repair) == ("room", "note", "")
    assert "only 5 MB" in found.what


def test_a_folder_that_cannot_be_written_to_is_told(
    noted: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "is_writable", lambda folder: folder.name != "annotations")
    (found,) = noted.doctor()
    assert (found.code, found.severity, found.repair) == ("read-only", "note", "")
    assert found.what.startswith("annotations cannot be written to")


@pytest.mark.parametrize("left", [0, 40, -20])
def test_an_article_that_was_cut_short_is_told_as_that(noted: Library, left: int) -> None:
    path, ferry = ferry_md(noted), titled(noted, "ferry")
    whole = path.read_text("utf-8")
    write(path, whole[left:] if left < 0 else whole[:left])
    (found,) = noted.doctor(fix=True)
    assert (found.code, found.article, found.severity) == ("unreadable", ferry.id, "problem")
    assert found.what.count(path.name) == 1
    assert titled(noted, "ferry").highlights == ferry.highlights
    write(path, whole)
    assert noted.doctor() == []


def test_many_of_a_kind_are_told_together(noted: Library) -> None:
    for number in range(30):
        write(noted.folders.articles / f"walk-{number}.md", f"# Walk {number}\n\nRound it.\n")
    noted.refresh()
    with noted._catalogue.transaction() as db:
        db.execute("UPDATE articles SET title = 'Another'")
    (found,) = [p for p in noted.doctor() if p.code == "catalogue"]
    assert "32 articles" in found.what
    assert "and 29 more" in found.what


# -- the repairs themselves --------------------------------------------------------------------


def patient_of(library: Library, **hooks: Callable[[str], object]) -> Patient:
    library.refresh()
    library.can_undo()
    return Patient(
        library.folders, survey(library.folders), library._catalogue, library._annotations,
        library._acting, library._upkeep.open_index, lambda *_: None, library.reindex,
        library.update_index, library._settle, library.merge_copies, library.left_copies,
        **hooks,
    )  # fmt: skip


def test_setting_aside_is_asked_for_where_it_can_be(noted: Library) -> None:
    orchard = titled(noted, "orchard")
    noted.mark(orchard.id, 0, 10)
    write(noted._annotations.path(orchard.id), "a: [")
    asked: list[str] = []
    found = examine(patient_of(noted, set_aside=asked.append))
    assert [each.problem.code for each in found if each.problem.repair] == ["unreadable", "index"]
    assert repair(found) == []
    assert asked == [orchard.id]


def test_a_copy_that_cannot_be_merged_says_why(noted: Library, folders: Folders) -> None:
    conflict_copy(noted)
    copy = next(folders.annotations.glob("*sync-conflict*"))
    edit(copy, "schema: 1", "schema: 99")
    before = copy.read_bytes()
    with Library(folders) as library:
        (first,) = [p for p in library.doctor() if p.code == "conflict-copy"]
        library.doctor(fix=True)
        (then,) = [p for p in library.doctor() if p.code == "conflict-copy"]
    assert (bool(first.repair), then.repair) == (True, "")
    assert "cannot be merged" in then.what
    assert "later postil" in then.what
    assert copy.read_bytes() == before


def test_a_repair_that_fails_is_said_and_keeps_no_other_from_being_made(noted: Library) -> None:
    write(ferry_yaml(noted), "a: [")
    bad_line(noted)

    def refuse(_: str) -> None:
        raise StoreError("the disk is full")

    (failed,) = repair(examine(patient_of(noted, set_aside=refuse)))
    assert failed.code == "repair"
    assert failed.what.startswith("could not set the file aside")
    assert failed.what.endswith("the disk is full")
    assert "journal" not in codes(noted.doctor())
