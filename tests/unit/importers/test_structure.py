from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importers import plain_text
from store.importers.lines import BULLET, NUMBERED, Line, split, unwrap
from store.importers.looks import is_caption_like, is_heading_like, outline_level
from store.importers.model import Source
from store.importers.structure import byline_of, recognise
from store.text.clean import clean_text, fold_blanks
from store.text.markdown import parse

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
PROSE = "The purser keeps a kettle, and he says that the river remembers every rope thrown over it."


def kinds(text: str) -> list[str]:
    """The kinds of the lines of ``text``; ``PROSE`` may be written as ``~``."""
    lines = [PROSE if line == "~" else line for line in text.strip("\n").split("\n")]
    parts = recognise(unwrap(split("\n".join(lines))))
    return [f"{part.kind}{part.level or ''}" for part in parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The salt road\n~", "title1 paragraph"),
        ("~\nThe salt road\n~", "paragraph heading2 paragraph"),
        ("~\nOne head\nTwo heads\n~", "paragraph heading2 heading2 paragraph"),
        ("~\nOne\nTwo\nThree\n~", "paragraph paragraph paragraph paragraph paragraph"),
        ("~\nA last line without anything below", "paragraph paragraph"),
        ("Only one line", "paragraph"),
        ("~\nPros:\n- one\n- two", "paragraph heading4 list_item1 list_item1"),
        ("~\nPros:\n~", "paragraph paragraph paragraph"),
        ("~\n1. one thing\n2. another", "paragraph list_item1 list_item1"),
        ("~\n1. Tolls\n~\n2. Weights\n~", "paragraph heading2 paragraph heading2 paragraph"),
        ("~\n2.1 Wet salt\n~", "paragraph heading3 paragraph"),
        ("~\n1984 was a bad year for it.\n~", "paragraph paragraph paragraph"),
        ("~\n- a\n  - b\n    - c\n- d", "paragraph list_item1 list_item2 list_item3 list_item1"),
        ("~\n> quoted\n~", "paragraph quote1 paragraph"),
        ("CHAPTER I.\n~", "title1 paragraph"),
        ("~\nFAQ\nWho winds it?\n~\nThe end of it\n~",
         "paragraph heading2 heading3 paragraph heading2 paragraph"),
        ("~\nAdvertisement\n~", "paragraph furniture paragraph"),
        ("Share\nThe salt road\n~", "furniture title1 paragraph"),
        ("Menu\nSkip to content\nThe salt road\n~", "furniture furniture title1 paragraph"),
        ("The salt road\nBy Ada Moor\nThe Salt Road\n~", "title1 byline furniture paragraph"),
        ("By Ada Moor\n~", "title1 paragraph"),
        ("By Ada Moor, 12 May 2024\n~", "byline paragraph"),
        ("~\n~\nLeave a Reply\nName", "paragraph paragraph furniture furniture"),
        ("~\n~\nComments\n" + "word " * 50, "paragraph paragraph heading2 paragraph"),
        ("~\n~\nHistoryOdd Places\nLike\nAbout the Author\nAda",
         "paragraph paragraph furniture furniture furniture furniture"),
        ("~\n~\nSubscribe to our letter for more.\nSee more Shore News",
         "paragraph paragraph furniture furniture"),
        ("~\nContents\nOne\nTwo\nOne\n~\nTwo\n~",
         "paragraph contents contents contents heading2 paragraph heading2 paragraph"),
        ("~\nContents\n~", "paragraph heading2 paragraph"),
        ("A woman holding a lamp at the quay.\n~", "caption paragraph"),
    ],
)  # fmt: skip
def test_rules(text: str, expected: str) -> None:
    assert kinds(text) == expected.split()


@pytest.mark.parametrize(
    "marker",
    ["Kommentare", "Laisser un commentaire", "Deja un comentario", "Lascia un commento",
     "© 2024 The Shore", "3 Comments", "Mentions légales", "Síguenos en redes"],
)  # fmt: skip
def test_tails_in_five_languages(marker: str) -> None:
    assert kinds(f"~\n~\n{marker}\nrest") == ["paragraph", "paragraph", "furniture", "furniture"]


def test_contents_with_page_numbers_and_small_differences() -> None:
    text = (
        "~\nInhalt\n1. Wie es anfing ..... 3\n2. Was davon geblieben ist ... 9\n"
        "Wie es anfing\n~\nWas davon geblieben is\n~"
    )
    assert kinds(text) == [
        "paragraph", "contents", "contents", "contents",
        "heading2", "paragraph", "heading2", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Pilots and tolls", "What’s next?", "第一章 始まり", "¿Quién tiene la llave?", "PART II",
     "1.2 Scope", "(Almost) nothing"],
)  # fmt: skip
def test_heading_like(text: str) -> None:
    assert is_heading_like(text)


@pytest.mark.parametrize(
    "text",
    ["He went home.", "and then", "“What?” she said", "- item", "https://shore.example/x", "Pros:",
     "word " * 20, "12 — 14", "# marked", "1. lower case"],
)  # fmt: skip
def test_not_heading_like(text: str) -> None:
    assert not is_heading_like(text.strip())


@pytest.mark.parametrize(
    ("text", "level"), [("Scope", 2), ("1. Scope", 2), ("1.2 Scope", 3), ("1.2.3. Scope", 4)]
)
def test_outline_levels(text: str, level: int) -> None:
    assert outline_level(text) == level


@pytest.mark.parametrize(
    "text",
    ["The building of the road took ten years, highlighting how slow it was.",
     "He was shaking hands with everybody at the quay.", "Building trust, managing risk",
     "Holding the lamp."],
)  # fmt: skip
def test_not_captions(text: str) -> None:
    assert is_caption_like("Two men shaking hands on the quay at dusk.")
    assert is_caption_like("Foto: Jette Möhring")
    assert not is_caption_like(text)


def test_the_byline_is_put_together() -> None:
    parts = recognise([Line("Title here", 1), Line("By Ada Moor", 2), Line("May 3, 2020", 3),
                       Line(PROSE, 4)])  # fmt: skip
    assert [part.kind for part in parts] == ["title", "byline", "byline", "paragraph"]
    assert (byline_of(parts).author, byline_of(parts).published) == ("Ada Moor", "May 3, 2020")


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet=st.sampled_from("aB 1.)->*#_`<&|\\:[]!~=\t"), max_size=30),
        st.sampled_from(["", "", PROSE, "- item", "2. two", "1. one", "Share", "Contents", "> q",
                         "Comments", "A heading", "By Ada Moor", "::: furniture", "Photo: Ada"]),
    ),
    max_size=20,
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(LINES)
def test_every_line_stays_in_order(lines: list[str]) -> None:
    """Every line that is not blank comes back, but for its list or quote marker."""
    text = clean_text("\n".join(lines))
    logical = unwrap(split(text))
    parts = recognise(logical)
    for line, part in zip(logical, parts, strict=True):
        if part.kind == "list_item":
            marker = BULLET.match(line.text) or NUMBERED.match(line.text)
            assert marker
            assert part.text == line.text[marker.end() :]
        else:
            assert part.text == line.text
    document = parse(plain_text.to_markdown(parts))
    assert document.text == "\n\n".join(part.text for part in parts)
    assert [block.kind for block in document.blocks] == [part.kind for part in parts]
    assert [block.level for block in document.blocks] == [part.level for part in parts]


TELLING = {
    "000": {1: "title", 2: "paragraph", 6: "heading2", 7: "heading2", 10: "list_item1",
            12: "list_item1", 14: "list_item1", 17: "heading4", 21: "heading4", 25: "heading2",
            27: "paragraph"},
    "001": {1: "paragraph", 2: "heading2", 9: "heading2", 11: "list_item1", 13: "list_item1",
            14: "paragraph", 25: "heading2", 26: "paragraph", 29: "furniture"},
    "002": {1: "caption", 3: "paragraph", 7: "caption", 9: "heading2", 33: "caption",
            35: "heading2", 69: "caption", 71: "heading2", 87: "heading2", 91: "paragraph",
            95: "furniture", 97: "furniture", 99: "furniture"},
    "003": {1: "furniture", 3: "title", 5: "paragraph", 7: "byline", 8: "furniture",
            10: "furniture", 12: "contents", 14: "contents", 34: "contents", 36: "heading2",
            44: "heading2", 72: "heading2", 76: "heading2", 78: "heading3", 94: "heading3",
            96: "paragraph", 98: "furniture", 101: "furniture", 123: "furniture",
            129: "furniture"},
    "004": dict.fromkeys(range(1, 8), "paragraph"),
}  # fmt: skip


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the first real articles are not in the repository")
@pytest.mark.parametrize("number", sorted(TELLING))
def test_the_first_real_articles(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = clean_text(path.read_text(encoding="utf-8"))
    parts = recognise(unwrap(split(text)))
    found = {part.line: part.kind if part.kind == "title" else f"{part.kind}{part.level or ''}"
             for part in parts}  # fmt: skip
    assert {line: found[line] for line in TELLING[number]} == TELLING[number]
    assert sum(part.kind == "title" for part in parts) == (number in {"000", "003"})

    (imported,) = plain_text.read(Source(path.name, path.read_bytes(), str(path)))
    document = parse(imported.markdown)
    source = [fold_blanks(line) for line in text.split("\n") if line.strip()]
    bare = [BULLET.sub("", NUMBERED.sub("", line)) for line in source]
    shown = [document.block_text(block) for block in document.blocks]
    assert len(shown) == len(source)
    assert all(text in pair for text, *pair in zip(shown, source, bare, strict=True))
    if number == "003":
        assert imported.author.startswith("Owais")
        assert imported.published == "11 months ago"
        assert Counter(block.kind for block in document.blocks)["contents"] == 12
