"""One suite over all exporters: nothing is lost, nothing breaks the format, bytes never vary.

Golden files are written anew with ``POSTIL_GOLDEN=write``; read the difference before you keep it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.errors import NotFoundError
from store.exporters.markdown import obsidian_tags
from store.exporters.registry import EXPORTERS, ExportArticle, Exporter, get
from store.model import Article
from tests.contracts import exporter_cases as cases

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "exporters"

GOLDEN_CASES: dict[str, Callable[[], list[ExportArticle]]] = {
    "one": lambda: [cases.lamps()],
    "several": lambda: [cases.lamps(), cases.salt()],
    "none": list,
}

every = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)


@dataclass
class Found:
    """A highlight as read back from a format."""

    id: str
    quote: str
    note: str
    tags: Sequence[str] | None
    state: str
    color: str


# -- reading each format back ------------------------------------------------------------------


def read_json(data: bytes) -> list[Found]:
    whole = json.loads(data)
    return [
        Found(h["id"], h["quote"], h["note"], h["tags"], h["state"], h["color"])
        for h in whole["highlights"]
    ]


def read_exact(data: bytes) -> list[Found]:
    return [
        Found(r["id"], r["quote"], r["note"], r["tags"].split(), r["state"], r["color"])
        for r in csv.DictReader(io.StringIO(data.decode(), newline=""))
        if r["kind"] == "highlight"
    ]


def read_csv(data: bytes) -> list[Found]:
    def bare(cell: str) -> str:
        return cell.removeprefix("'") if re.match("'[=+\\-@\t\r\n]", cell) else cell

    return [
        replace(f, quote=bare(f.quote), note=bare(f.note), tags=[bare(t) for t in f.tags or ()])
        for f in read_exact(data)
    ]


def body(data: bytes) -> str:
    text = data.decode()
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def read_markdown(data: bytes) -> list[Found]:
    """Top-level blocks as a CommonMark reader sees them: quote, id, then a list of facts."""
    tokens = MarkdownIt("commonmark").parse(body(data))
    found: list[Found] = []
    depth = 0
    quote: list[str] = []
    for index, token in enumerate(tokens):
        depth += token.nesting
        if token.type == "blockquote_open" and depth == 1:
            quote = []
        elif token.type == "fence" and depth == 1:
            quote.append(token.content.rstrip("\n"))
        elif token.type == "inline" and depth == 2 and tokens[index - 2].type != "list_item_open":
            quote.append(plain(token))
        elif token.type == "inline" and depth == 1 and token.content.startswith("^"):
            found.append(Found(token.content[1:], "\n\n".join(quote), "", None, "placed", "yellow"))
        elif token.type == "inline" and depth == 3 and found:
            for word in token.content.split(" · "):
                if word in ("moved", "check", "unplaced"):
                    found[-1].state = word
                elif word == "green":
                    found[-1].color = word
    return found


def plain(inline: Any) -> str:
    kinds = {child.type for child in inline.children}
    assert kinds <= {"text", "softbreak", "hardbreak", "text_special"}, (kinds, inline.content)
    return "".join("\n" if "break" in child.type else child.content for child in inline.children)


READERS: dict[str, Callable[[bytes], list[Found]]] = {
    "markdown": read_markdown,
    "json": read_json,
    "csv": read_csv,
    "csv-exact": read_exact,
}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


# -- the suite ---------------------------------------------------------------------------------


def test_every_exporter_has_a_reader_here() -> None:
    assert list(READERS) == [exporter.name for exporter in EXPORTERS]
    assert all(re.fullmatch(r"[a-z][a-z-]*", exporter.name) for exporter in EXPORTERS)
    assert all(exporter.title and exporter.suffix.startswith(".") for exporter in EXPORTERS)


def test_formats_are_found_by_name() -> None:
    assert get("json").name == "json"
    with pytest.raises(NotFoundError, match="no format called “docx”") as caught:
        get("docx")
    assert "markdown, json, csv" in caught.value.hint


@every
@pytest.mark.parametrize("case", GOLDEN_CASES)
def test_golden_bytes(exporter: Exporter, case: str) -> None:
    path = GOLDEN / f"{exporter.name}.{case}{exporter.suffix}"
    data = exporter.render(GOLDEN_CASES[case]())
    if os.environ.get("POSTIL_GOLDEN") == "write":
        path.write_bytes(data)
    assert data == path.read_bytes()


@every
def test_nothing_of_a_friendly_article_is_lost(exporter: Exporter) -> None:
    lamps = cases.lamps()
    found = READERS[exporter.name](exporter.render([lamps]))
    wanted = lamps.annotations.highlights
    assert [f.id for f in found] == [h.id for h in wanted]
    assert [folded(f.quote) for f in found] == [folded(h.quote) for h in wanted]
    assert [f.state for f in found] == ["placed"] * 4 + ["unplaced"]
    assert found[1].color == "green"


@every
def test_nothing_of_a_hostile_article_is_lost(exporter: Exporter) -> None:
    hostile = cases.hostile()
    found = READERS[exporter.name](exporter.render([hostile]))
    wanted = hostile.annotations.highlights
    assert [f.id for f in found] == [h.id for h in wanted]
    for one, highlight in zip(found, wanted, strict=True):
        assert folded(one.quote) == folded(highlight.quote)


@every
def test_bytes_are_utf8_clean_and_always_the_same(exporter: Exporter) -> None:
    data = exporter.render([cases.hostile(), cases.lamps()])
    assert data == exporter.render([cases.hostile(), cases.lamps()])
    allowed = "\n\r" if exporter.suffix == ".csv" else "\n"
    text = data.decode()
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c not in allowed + "\t"]
    assert text.endswith("\n")


@every
def test_text_no_encoding_can_hold_does_not_stop_an_export(exporter: Exporter) -> None:
    lamps = cases.lamps()
    first = replace(lamps.annotations.highlights[0], note="lone \ud800 \x1b[2J\x00 ends")
    annotations = replace(lamps.annotations, highlights=(first,))
    data = exporter.render([replace(lamps, annotations=annotations)])
    assert b"lone" in data
    assert b"\x1b" not in data
    assert b"\x00" not in data


@every
def test_articles_without_highlights_and_no_articles(exporter: Exporter) -> None:
    assert b"The salt road" in exporter.render([cases.salt()])
    assert READERS[exporter.name](exporter.render([cases.salt()])) == []
    assert READERS[exporter.name](exporter.render([])) == []


# -- Markdown ----------------------------------------------------------------------------------


def front_matter(data: bytes) -> dict[str, Any]:
    parts = data.decode().split("\n---\n", 1)
    loaded = yaml.safe_load(parts[0].removeprefix("---\n"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("make", [cases.lamps, cases.salt, cases.hostile])
def test_front_matter_reads_back(make: Callable[[], ExportArticle]) -> None:
    item = make()
    matter = front_matter(get("markdown").render([item]))
    assert matter["postil"] == item.article.id
    assert folded(matter["title"])[:900] == folded(item.article.title)[:900]
    for tag in matter.get("tags", []):
        assert_obsidian(tag)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_front_matter_reads_back_whatever_stands_in_it(title: str, author: str) -> None:
    item = replace(cases.salt(), article=Article("a1", title, author, tags=(title,)))
    matter = front_matter(get("markdown").render([item]))
    assert matter["postil"] == "a1"
    for value in matter.values():
        assert isinstance(value, str | list)


def assert_obsidian(tag: str) -> None:
    assert tag
    assert not re.search(r"\s", tag)
    assert not re.fullmatch(r"[\d/]+", tag)
    assert not re.search(r"[\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]", tag)
    assert all(tag.split("/"))


@given(st.lists(st.text(max_size=12), max_size=5))
@settings(max_examples=150, deadline=None)
def test_tags_are_what_obsidian_allows(tags: list[str]) -> None:
    found = obsidian_tags(tags)
    assert len(set(found)) == len(found)
    for tag in found:
        assert_obsidian(tag)


def test_tags_keep_what_they_can() -> None:
    given_tags = ["to read", "1984", "a/b", "Ça-va", "漢字", "🕯", "a//b/", "#x", "!", "2024/05"]
    assert obsidian_tags(given_tags) == [
        "to-read", "_1984", "a/b", "Ça-va", "漢字", "🕯", "x", "_2024/05",
    ]  # fmt: skip


def test_block_ids_stand_alone_and_once() -> None:
    for item in (cases.lamps(), cases.hostile()):
        lines = get("markdown").render([item]).decode().split("\n")
        for highlight in item.annotations.highlights:
            marked = [i for i, line in enumerate(lines) if line.endswith(f"^{highlight.id}")]
            ids = [i for i in marked if "\\^" not in lines[i]]
            assert len(ids) == 1
            assert lines[ids[0]] == f"^{highlight.id}"
            assert lines[ids[0] - 1] == lines[ids[0] + 1] == ""
            assert lines[ids[0] - 2].startswith(">")


def test_a_thousand_notes_are_written_at_once() -> None:
    item = cases.lamps()
    mark = item.annotations.highlights[0]
    many = tuple(
        replace(mark, id=f"n{number}", note=f"as in ^n{number}\n^n{number}")
        for number in range(1000)
    )
    item = replace(item, annotations=replace(item.annotations, highlights=many))
    before = time.perf_counter()
    text = get("markdown").render([item]).decode()
    assert time.perf_counter() - before < 5
    assert text.count("as in \\^n") == 1000
    assert text.count("\n^n") == 1000


def test_outside_text_makes_nothing_for_obsidian() -> None:
    data = body(get("markdown").render([cases.hostile()]))
    quotes = [line for line in data.split("\n") if line.startswith((">", "# "))]
    for line in quotes:
        bare = re.sub(r"\\.", "", line.lstrip("># "))
        assert not re.search(r"(^|\s)#\w|%%|==|\$|\^|\[\[", bare), line


def test_a_note_never_reaches_out_of_its_place() -> None:
    notes = [
        "```\nopen",
        "<!-- open",
        "~~~~",
        "---",
        "- -",
        "<div>",
        "> quote\nlazy",
        "%% x",
        "# h",
    ]
    for note in notes:
        lamps = cases.lamps()
        marks = tuple(replace(h, note=note) for h in lamps.annotations.highlights)
        changed = replace(lamps, annotations=replace(lamps.annotations, highlights=marks))
        data = get("markdown").render([changed])
        assert [f.id for f in read_markdown(data)] == [h.id for h in marks], note
        assert data.decode().count("%%") % 2 == (note.count("%%") * len(marks)) % 2
        assert "\n%%" not in data.decode()


def test_several_articles_have_no_front_matter() -> None:
    text = get("markdown").render([cases.lamps(), cases.salt()]).decode()
    assert text.startswith("# The lamps")
    assert "\n---\n" not in text
    assert "\n\n# The salt road\n" in text


# -- JSON --------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [*GOLDEN_CASES, "hostile"])
def test_json_is_what_its_schema_says(case: str) -> None:
    schema = json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    items = GOLDEN_CASES[case]() if case in GOLDEN_CASES else [cases.hostile()]
    whole = json.loads(get("json").render(items))
    jsonschema.Draft202012Validator(schema).validate(whole)
    for kind in ("article", "highlight"):
        known = set(schema["$defs"][kind]["properties"])
        assert all(set(record) == known for record in whole[f"{kind}s"])
        assert set(schema["$defs"][kind]["required"]) == known


def test_json_gives_every_text_back() -> None:
    hostile = cases.hostile()
    whole = json.loads(get("json").render([hostile]))
    assert whole["articles"][0]["title"] == hostile.article.title
    assert whole["articles"][0]["note"] == hostile.article.note
    for record, highlight in zip(whole["highlights"], hostile.annotations.highlights, strict=True):
        assert record["quote"] == highlight.quote
        assert record["note"] == highlight.note
        assert record["article"] == hostile.article.id


# -- CSV ---------------------------------------------------------------------------------------


def test_exact_csv_gives_every_text_back() -> None:
    hostile = cases.hostile()
    rows = list(
        csv.DictReader(io.StringIO(get("csv-exact").render([hostile]).decode(), newline=""))
    )
    assert rows[0]["kind"] == "article"
    assert rows[0]["note"] == unicodedata.normalize("NFC", hostile.article.note)
    for row, highlight in zip(rows[1:], hostile.annotations.highlights, strict=True):
        assert row["quote"] == unicodedata.normalize("NFC", highlight.quote)
        assert row["note"] == unicodedata.normalize("NFC", highlight.note)


def test_csv_has_nothing_that_a_spreadsheet_runs() -> None:
    data = get("csv").render([cases.hostile(), cases.lamps()])
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert "'=1+1" in cells
    assert data.count(b"\r\n") >= len(rows)


def test_csv_rows_are_articles_and_highlights() -> None:
    data = get("csv").render([cases.lamps(), cases.salt()]).decode()
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["kind"] for row in rows] == ["article", *["highlight"] * 5, "article"]
    assert {row["article"] for row in rows} == {"k3harbour7", "m4saltroad"}
    assert rows[5]["state"] == "unplaced"
    assert rows[2]["tags"] == "source to-read"
