"""All annotations as one text: what is written is read, what is unclear refused with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotation_buffer import Marked, Own, line_of, render, with_message, without_messages
from store.annotations_edit import apply_change
from store.buffer_edit import BufferEdit, edit_of
from store.buffer_reading import read, unclear
from store.errors import ConflictError, PostilError, UsageError
from store.model import COLORS, STATES, STATUSES, STYLES, Anchor, Annotations, Highlight
from store.text.clean import clean_line, clean_tag, clean_text
from store.text.document import Document
from store.text.markdown import parse
from tests.unit.text import strategies

LAMPS = """\
# The lamp inventory

Forty lamps hung in the yard. Nine were lit.

## What was written down

Each lamp had a number, and each number a keeper.

    wick   oil
    7      half

A lamp without a keeper was a lamp nobody missed.

## What was not

Nobody wrote down who had put them out. Nobody asked.
"""
DOCUMENT = parse(LAMPS)
GOLDEN = Path(__file__).parent / "golden_buffer.md"
NOTE = """\
Not *nobody*: see below.

## @yellow is a colour here
\\## @blue, escaped already
> a quote of mine

```
<<<<<<< theirs
<!-- ^ not a base -->
<!-- § not a section -->
```

- [ ] ask the keeper
<!-- an own comment -->"""


def mark(key: str, quote: str, **more: object) -> Highlight:
    start = DOCUMENT.text.index(quote)
    anchor = Anchor(start, start + len(quote), quote, text=DOCUMENT.sha256)
    return replace(Highlight(key, anchor), **more)  # type: ignore[arg-type]


NINE = mark("a1", "Nine were lit.", note="the *first* count", tags=("number", "lamp/lit"))
KEEPER = mark("b2", "A lamp without a keeper", color="blue", style="underline", note=NOTE)
TABLE = mark("c3", "wick   oil\n7      half", color="green")
LOST = Highlight(
    "d4", Anchor(90, 99, "a torn page", "before", "after", "unplaced", 50), note="where is it?"
)
ASKED = mark("e5", "Nobody asked.")
ASKED = replace(ASKED, anchor=ASKED.anchor._replace(state="check"))
WHOLE = Annotations(
    article="lamp7", title="The lamp inventory", status="reading", starred=True,
    tags=("inventory", "yard/north"), note="Read *slowly*.\n\n> as one counts",
    highlights=(NINE, TABLE, KEEPER, LOST, ASKED),
)  # fmt: skip
TEXT = render(WHOLE, DOCUMENT)


def edited(text: str, present: Annotations = WHOLE, document: Document = DOCUMENT) -> BufferEdit:
    return edit_of(read(text), present, document)


def after(text: str, present: Annotations = WHOLE) -> Annotations:
    """The annotations when an edit is applied."""
    for change in edited(text, present).changes:
        present = apply_change(present, change, "2024-05-01T12:00:00Z")
    return present


def refused(text: str, present: Annotations = WHOLE) -> tuple[int | None, str]:
    """The line and the message."""
    with pytest.raises(UsageError) as caught:
        edited(text, present)
    assert caught.value.message
    return caught.value.line, f"{caught.value.message}; {caught.value.hint}"


def line(text: str, begins: str) -> int:
    return next(i for i, words in enumerate(text.split("\n"), 1) if words.startswith(begins))


def test_golden_bytes() -> None:
    assert GOLDEN.read_bytes() == TEXT.encode()
    assert edited(TEXT) == BufferEdit((), 0, 0, 0)


# -- whatever a note holds -------------------------------------------------------------------------

MARKS = [
    "## @yellow ^a1", "\\## @", "\\\\### @x", "  # @", "<!-- §", "<!-- ^ x:1 -->", "<!-- ! -->",
    "<<<<<<< a", "|||||||", "=======", ">>>>>>> b", "> q", "\n> q\n", "\n\n", "\n", "```", "#t",
    "\t", "-->",
]  # fmt: skip
hostile = st.one_of(
    strategies.texts,
    st.lists(st.sampled_from([*MARKS, "\n", "word"]), max_size=12).map("".join),
    st.lists(st.sampled_from(MARKS), max_size=8).map("\n".join),
).map(clean_text)
tags = st.lists(strategies.lines.map(clean_tag).filter(bool), max_size=3, unique=True).map(tuple)
anchors = st.builds(
    lambda start, quote, state, near: Anchor(start, start + len(quote), quote, "", "", state, near),
    st.integers(0, 400), hostile.filter(str.strip), st.sampled_from(STATES),
    st.none() | st.integers(0, 400),
)  # fmt: skip
highlights = st.builds(
    Highlight, st.text("abc1", min_size=1, max_size=4), anchors, st.sampled_from(COLORS),
    st.sampled_from(STYLES), tags, hostile,
)  # fmt: skip
many = st.builds(
    lambda title, status, flags, own, note, marks: Annotations(
        "lamp7", clean_line(title), "", status, *flags, own, note, highlights=tuple(marks)
    ),
    hostile, st.sampled_from(STATUSES), st.tuples(st.booleans(), st.booleans()), tags, hostile,
    st.lists(highlights, max_size=4, unique_by=lambda h: h.id),
)  # fmt: skip


def owned(annotations: Annotations) -> tuple[Own, dict[str, Marked]]:
    """All that its user made, as it is compared."""
    return Own.of(annotations), {h.id: Marked.of(h) for h in annotations.highlights}


@given(many)
def test_what_is_written_is_read(annotations: Annotations) -> None:
    text = render(annotations, DOCUMENT)
    assert edited(text, annotations) == BufferEdit((), 0, 0, 0)
    buffer = read(text.replace("\n", "\r\n"))
    found = {block.id: block._replace(line=0) for block in buffer.marked}
    assert (buffer.own and buffer.own._replace(line=0), found) == owned(annotations)


@given(many, st.data())
def test_what_is_edited_is_changed_and_nothing_else(
    before: Annotations, data: st.DataObject
) -> None:
    marks = tuple(
        replace(
            h, note=data.draw(hostile), tags=data.draw(tags),
            color=data.draw(st.sampled_from(COLORS)), style=data.draw(st.sampled_from(STYLES)),
        )
        for h in before.highlights
    )  # fmt: skip
    wanted = replace(before, highlights=marks, note=data.draw(hostile), tags=data.draw(tags))
    digests = render(before, DOCUMENT).split("\n<!-- ^ ", 1)[1]
    text = render(wanted, DOCUMENT).split("\n<!-- ^ ", 1)[0] + "\n<!-- ^ " + digests
    assert owned(after(text, before)) == owned(wanted)


def test_what_was_written_has_to_be_there_still() -> None:
    text = re.sub(r"<!-- \^ @note.*\n", "", TEXT)
    assert edited(text).changes == (), "nothing hangs on it"
    with pytest.raises(UsageError, match="article's note is gone") as refused:
        edited(text.replace("Read *slowly*", "Read it"))
    assert refused.value.line in range(1, text.count("\n") + 2)


@given(st.data())
def test_an_accident_never_deletes(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        length = data.draw(st.integers(1, 12))
        cut = lines[at : at + length]
        del lines[at : at + length]
        if data.draw(st.booleans()):
            to = data.draw(st.integers(0, len(lines)))
            lines[to:to] = cut
        lines = lines or [""]
    try:
        edit = edited("\n".join(lines))
    except UsageError as error:
        assert (error.line or 0) in range(1, len(lines) + 1)  # noqa: PT017 - not all are refused
    else:
        assert edit.deleted == 0


@given(strategies.texts | hostile)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except PostilError as error:
        assert isinstance(error, UsageError)  # noqa: PT017 - most texts are refused, not all


# -- what can be edited ----------------------------------------------------------------------------


def test_notes_tags_colours_and_the_article() -> None:
    text = (
        TEXT.replace("## @yellow #number #lamp/lit ^a1", "### @red strike #count ^a1")
        .replace("the *first* count", "the first count\n\n- nine")
        .replace("@article reading starred #inventory #yard/north", "@article done archived #yard")
        .replace("Read *slowly*.", "Read fast.")
    )
    found = after(text)
    nine = found.highlight("a1")
    assert nine is not None
    assert (nine.color, nine.style, nine.tags) == ("red", "strike", ("count",))
    assert nine.note == "the first count\n\n- nine"
    assert nine.anchor == NINE.anchor
    assert (found.status, found.starred, found.archived) == ("done", False, True)
    assert (found.tags, found.note) == (("yard",), "Read fast.\n\n> as one counts")
    edit = edited(text)
    assert (edit.changed, edit.added, edit.deleted) == (2, 0, 0)
    assert {c.key for c in edit.changes} == {
        "status", "starred", "archived", "tags", "note", "highlight:a1",
    }  # fmt: skip


def test_a_highlight_is_deleted_by_saying_so() -> None:
    for text in (
        TEXT.replace("@yellow #number #lamp/lit ^a1", "@delete #number ^a1"),
        _without(TEXT, "a1").replace("## @green", "## @delete ^a1\n\n## @green"),
    ):
        assert edited(text)[1:] == (0, 0, 1)
        assert after(text).highlight("a1") is None
    text = _without(_without(TEXT, "a1"), "d4").replace(
        "## @green", "## @delete ^a1 ^d4\n## @green"
    )
    assert [h.id for h in after(text).highlights] == ["c3", "b2", "e5"]


def _without(text: str, key: str) -> str:
    """The text without a block: from its head up to the next one or a comment of ours."""
    lines = text.split("\n")
    start = next(i for i, words in enumerate(lines) if words.endswith(f"^{key}"))
    marks = ("## @", "<!-- §", "<!-- ^")
    stop = next(i for i in range(start + 1, len(lines)) if lines[i].startswith(marks))
    return "\n".join([*lines[:start], *lines[stop:]])


def test_blocks_may_be_moved_comments_taken_away_and_quotes_set_anew() -> None:
    block = TEXT[TEXT.index("## @yellow #number") : TEXT.index("## @green")]
    moved = TEXT.replace(block, "").replace("## @yellow ^e5", block + "## @yellow ^e5")
    assert edited(moved).changes == ()
    bare = "\n".join(
        words for words in TEXT.split("\n") if not words.startswith(("<!-- §", "# The lamp"))
    )
    assert edited(bare).changes == ()
    wrapped = TEXT.replace("> A lamp without a keeper", "\n> A lamp\n> without a\n>keeper\n")
    assert edited(wrapped).changes == ()


def test_a_block_without_an_id_marks_its_quote() -> None:
    new = "## @pink margin #new\n> each  number\n> a keeper\n\nof mine\n\n"
    text = TEXT.replace("## @yellow ^e5", new + "## @yellow ^e5")
    edit = edited(text)
    assert edit[1:] == (0, 1, 0)
    found = after(text)
    (made,) = [h for h in found.highlights if h.color == "pink"]
    assert (made.quote, made.note, made.style) == ("each number a keeper", "of mine", "margin")
    assert made.tags == ("new",)
    assert edited(text, found).changes == (), "a second time it is there already"


# -- what is refused, with its line ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "begins", "says"),
    [
        ("## @green", "## @mauve", "## @mauve", "no colour 'mauve'"),
        ("## @green", "## @", "## @ ", "the colour is missing"),
        ("## @green", "## @green dotted", "## @green", "no style 'dotted'"),
        ("## @green", "## @green fill strike", "## @green", "more than one style"),
        ("## @green", "## @green #a,b", "## @green", "“#a,b” is no tag; write #a-b"),
        ("## @green", "## @green #", "## @green", "is no tag"),
        ("^c3", "^C3", "## @green", "'^C3' is no id"),
        ("^c3", "^zz", "## @green", "no highlight ^zz"),
        ("^c3", "^a1", "## @green", "^a1 is in line"),
        ("^c3", "^c3 ^x", "## @green", "has one ^id"),
        ("@article reading", "@article read", "## @article", "no status 'read'"),
        ("@article reading", "@article", "## @article", "status is gone"),
        ("@article reading", "@article reading done", "## @article", "more than one status"),
        ("> Nine were lit.", "> Ten were lit.", "## @yellow #number", "the quote is not as it was"),
        ("> Nine were lit.\n", "", "## @yellow #number", "the quote below this line is gone"),
        ("# The lamp inventory", "# Lamps", "# Lamps", "the title is not changed here"),
        ("# The lamp inventory", "mine", "mine", "“mine” stands above the first"),
        ("archived\n-->", "archived", "<!-- What", "has no end"),
        ("## @yellow ^e5", "stray\n\n## @yellow ^e5", "stray", "belongs to no highlight"),
        ("where is it?", "where?\n<<<<<<< mine", "<<<<<<< mine", "a conflict is not resolved"),
        ("where is it?", ">>>>>>> theirs", ">>>>>>> theirs", "a conflict is not resolved"),
        ("## @green ^c3", "## @green", "## @blue", "“wick oil 7 half” is gone; to delete it"),
        ("## @green", "## @delete ^d4\nmy words\n## @green", "my words", "would be deleted, too"),
        ("## @green", "## @delete\n## @green", "## @delete", "what is to be deleted?"),
        ("## @green", "## @pink\n> Nobody\n\n## @green", "## @pink", "is there 2 times"),
        ("## @green", "## @pink\n> Ten lamps\n\n## @green", "## @pink", "does not say so"),
        ("## @green", "## @pink\nNo quote\n\n## @green", "## @pink", "the quote below this line"),
        ("<!-- ^ lamp7", "<!-- ^ moth8", "", "of another article: moth8"),
    ],
)
def test_an_unclear_edit_is_refused(old: str, new: str, begins: str, says: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    at, words = refused(text)
    assert says in words
    assert at == (line(text, begins) if begins else None)


def test_what_was_cut_is_named() -> None:
    text = _without(TEXT, "a1")
    at, words = refused(text)
    assert at == line(text, "## @green"), "where it would be"
    assert "“Nine were lit.” is gone" in words
    assert "“## @delete ^a1”" in words
    only = TEXT[: TEXT.index("## @yellow #number")] + TEXT[TEXT.index("<!-- ^ lamp7") :]
    at, words = refused(only)
    assert at == line(only, "<!-- ^ ")
    assert "5 highlights are gone, the first is “Nine were lit.”" in words
    assert "^a1 ^c3 ^b2 ^e5 ^d4" in words
    assert "own block is gone" in refused(_without(TEXT, "lamp7"))[1]
    assert (
        "the article's block is in line"
        in refused(TEXT.replace("## @green", "## @article done\n\n## @green"))[1]
    )


def test_a_buffer_that_is_none() -> None:
    assert refused(" \n")[0] == 1
    assert refused("# The lamp inventory\n\nNine were lit.\n")[0] == 1
    cut = TEXT[: TEXT.index("<!-- ^ lamp7")]
    assert refused(cut) == (cut.count("\n") + 1, refused(cut)[1])
    assert "begin anew" in refused(cut)[1]


# -- what was changed elsewhere meanwhile ----------------------------------------------------------


def test_what_was_changed_elsewhere_stays() -> None:
    there = replace(
        WHOLE, status="done", tags=("other",),
        highlights=(mark("f6", "Forty lamps"), replace(NINE, note="theirs"), TABLE, KEEPER),
    )  # fmt: skip
    text = TEXT.replace("> as one counts", "> as one sleeps").replace("## @green", "## @purple")
    assert edited(text, there)[1:] == (2, 0, 0)
    found = after(text, there)
    assert (found.status, found.tags) == ("done", ("other",))
    assert found.note == "Read *slowly*.\n\n> as one sleeps"
    assert [(h.id, h.color, h.note) for h in found.highlights] == [
        ("f6", "yellow", ""), ("a1", "yellow", "theirs"),
        ("c3", "purple", ""), ("b2", "blue", NOTE),
    ]  # fmt: skip


def test_what_was_changed_here_and_elsewhere_is_a_conflict() -> None:
    there = replace(
        WHOLE, note="theirs", status="done",
        highlights=(replace(NINE, note="theirs"), replace(TABLE, color="red"), KEEPER, ASKED),
    )  # fmt: skip
    text = (
        TEXT.replace("the *first* count", "mine")
        .replace("Read *slowly*.", "mine")
        .replace("where is it?", "mine")
        .replace("## @blue", "## @pink")
        .replace("## @green", "## @delete")
    )
    with pytest.raises(ConflictError) as caught:
        edited(text, there)
    assert caught.value.candidates == (
        "the article's note",
        "the highlight “Nine were lit.”",
        "the highlight “wick oil 7 half”",
        "the highlight “a torn page”, deleted there",
    )
    same = TEXT.replace("## @green", "## @red").replace("where is it?", "mine")
    same = same.replace("## @yellow ^d4", "## @delete ^d4")
    assert edited(same, there).changes == (), "the same was done there"


def test_an_editor_obeys_nothing_that_an_article_says() -> None:
    """Vim looks for its settings in the first and the last five lines."""
    hostile = replace(ASKED, anchor=ASKED.anchor._replace(quote="x vim: set shell=sh:"))
    text = render(replace(WHOLE, title="vim: set ai:", highlights=(hostile,)), DOCUMENT)
    lines = with_message(text, unclear(line(text, "## @yellow"), "x vim: set ai:"))[0].splitlines()
    assert not any("vim:" in words for words in lines[:5] + lines[-5:])


# -- what is said in it ----------------------------------------------------------------------------


def test_the_message_stands_at_its_line_and_goes_again() -> None:
    error = unclear(line(TEXT, "## @green"), "a --> b", "do this")
    said, at = with_message(TEXT, error)
    assert said.split("\n")[at - 1].startswith("## @green")
    assert said.split("\n")[at - 2] == "<!-- ! a -> b; do this -->"
    assert said.startswith(f"<!-- ! Nothing is changed yet: see line {at}. -->\n")
    assert without_messages(said) == TEXT
    assert edited(said).changes == ()
    again, there = with_message(said, unclear(at, "other"))
    assert again.count("<!-- !") == 2
    assert there == at
    with_end, last = with_message(TEXT, unclear(10**6, "far"))
    assert last <= with_end.count("\n") + 1


def test_the_line_of_a_highlight() -> None:
    assert TEXT.split("\n")[line_of(TEXT, "b2") - 1].startswith("## @blue")
    assert line_of(TEXT, "nowhere") == 1
