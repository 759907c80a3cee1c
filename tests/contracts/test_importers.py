"""One suite over all importers: harmless text, one line errors, the same answer every time.

Golden files are written anew with ``POSTIL_GOLDEN=write``; read the difference before you keep it.
An input stands in ``tests/golden/importers/<importer>/``, what must come of it beside it.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from store import yaml_files
from store.errors import NotFoundError, SourceError
from store.importers import registry, worker
from store.importers.model import Imported, Importer, Source
from store.text.markdown import parse

GOLDEN = Path(__file__).parents[1] / "golden" / "importers"
EXPECTED = ".expected"
HOSTILE = (
    "Osk\x1b]0;pwned\x07ar \x1b[31mred\x1b[0m \x9b2J \x00nul \u202ebidi\u2066 \u200bzero\u00ad "
    "tag\U000e0041 &#27;[2J &#x202e; &amp;lt; &lt;b&gt; cafe\u0301 \ufeff end."
)
UNWANTED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
PADDING = "A line that is long enough, with commas, to be taken for text by everybody who reads it."

every = pytest.mark.parametrize("importer", registry.IMPORTERS, ids=lambda importer: importer.name)


@pytest.fixture(autouse=True, scope="module")
def _no_worker_left() -> Iterator[None]:
    yield
    worker.stop()


def source(importer: Importer, data: bytes, stem: str = "some_text") -> Source:
    name = stem + importer.suffixes[0]
    return Source(name, data, f"/somewhere/{name}")


def wrapped(importer: Importer, *paragraphs: str) -> bytes:
    """The paragraphs as a source of this format."""
    if importer.name != "html":
        return "\n\n".join(paragraphs).encode()
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><meta charset=utf-8><body><article>{body}</article>".encode()


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner)


def check(imported: Imported, importer: Importer) -> None:
    """What holds for everything that any importer returns."""
    assert imported.importer == importer.name
    document = parse(imported.markdown)
    assert document.text.strip()
    assert unicodedata.is_normalized("NFC", document.text)
    assert not UNWANTED.search(document.text)
    for field in fields(imported):
        for text in strings(getattr(imported, field.name)):
            assert "\x1b" not in text
            assert "\u202e" not in text
        if field.name not in {"markdown", "extra"}:
            assert "\n" not in getattr(imported, field.name)
    yaml_files.loads(yaml_files.dumps(dict(imported.extra)).encode(), "extra")


@every
def test_its_names_are_its_own(importer: Importer) -> None:
    assert re.fullmatch(r"[a-z_]+", importer.name)
    assert [each for each in registry.IMPORTERS if each.name == importer.name] == [importer]
    assert importer.title
    assert importer.suffixes
    assert registry.get(importer.name) is importer
    for suffix in importer.suffixes:
        assert suffix.startswith(".")
        assert suffix == suffix.lower()
        others = [other for other in registry.IMPORTERS if other is not importer]
        assert not any(suffix in other.suffixes for other in others)


def test_an_unknown_name_is_answered_with_the_names() -> None:
    with pytest.raises(NotFoundError) as raised:
        registry.get("wax tablet")
    assert "markdown" in raised.value.hint


@every
def test_hostile_text_becomes_harmless(importer: Importer) -> None:
    data = wrapped(importer, HOSTILE, PADDING, HOSTILE * 3, PADDING)
    (imported,) = importer.read(source(importer, data, stem="na\x1b[31mme\u202e"))
    check(imported, importer)
    text = parse(imported.markdown).text
    assert "Oskar red" in text
    assert "café" in text
    assert "pwned" not in text
    assert PADDING in text


@every
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_nothing_to_read_is_one_line(importer: Importer, data: bytes) -> None:
    empty = source(importer, data)
    with pytest.raises(SourceError) as raised:
        registry.choose(empty).read(empty)
    assert "\n" not in raised.value.message
    assert "some_text" in raised.value.message


@every
@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"text and a \x00\x00\x01 in it", "binary"),
        (bytes(range(1, 32)) * 50, "binary"),
    ],
)
def test_what_is_no_text_is_named(importer: Importer, data: bytes, word: str) -> None:
    with pytest.raises(SourceError) as raised:
        registry.choose(source(importer, data))
    assert word in raised.value.message
    assert "\n" not in raised.value.message


@every
def test_too_much_is_refused(importer: Importer) -> None:
    filler = b"<p>" + b"word " * (importer.limit // 5)
    with pytest.raises(SourceError, match="MB"):
        registry.choose(source(importer, filler))


@every
def test_a_huge_line_is_read(importer: Importer) -> None:
    line = "word, " * 100_000 + "end."
    (imported,) = importer.read(source(importer, wrapped(importer, line)))
    assert parse(imported.markdown).text == line


@every
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(importer: Importer, encoding: str) -> None:
    text = "Die Fähre fährt um zwei – niemand, der sie nimmt, hat’s eilig. Ça va, señor? " * 3
    data = wrapped(importer, text).decode().replace("<meta charset=utf-8>", "").encode(encoding)
    (imported,) = importer.read(source(importer, data))
    assert parse(imported.markdown).text == text.strip()
    if encoding == "cp1252":
        assert imported.extra["encoding"] == "cp1252"


@every
@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\xfd broken \xc3\x28 bytes, and some words after them \xe2\x82",
        b"UTF-8 \xc3\xa4\xc3\xb6\xc3\xbc" * 20 + b" cut in a letter \xe2\x82",
        b"***" * 3000 + b" stars",
        b"> " * 3000 + b"deep",
        b"- " * 3000 + b"deep",
        b"[" * 5000 + b"](" * 5000,
        b"<div><p>" * 3000 + b"deep",
        b"<![CDATA[ <?php &#0; &#xD800; &#x110000; <p>text, that is here</p>",
        b"---\ntitle: [unclosed\n - : {\n---\n\nbody text",
        b"---\n" + b"a: &a [*a]\n" * 3 + b"---\n\nbody text",
        b"::: furniture\n\n::: contents\n\nnever closed",
    ],
    ids=range(11),
)
def test_broken_input_never_breaks_it(importer: Importer, data: bytes) -> None:
    found: list[Imported] = []
    with contextlib.suppress(SourceError):  # that it is one line is tested above
        found += importer.read(source(importer, data))
    for imported in found:
        check(imported, importer)


@every
def test_the_same_bytes_give_the_same_article(importer: Importer) -> None:
    again = source(importer, wrapped(importer, PADDING, HOSTILE, PADDING))
    assert importer.read(again) == importer.read(again)
    assert list(importer.load(again)) == list(importer.read(again))


@every
def test_it_has_golden_files(importer: Importer) -> None:
    assert golden_inputs(importer.name)


def golden_inputs(name: str) -> list[Path]:
    folder = GOLDEN / name
    return sorted(path for path in folder.iterdir() if EXPECTED not in path.suffixes)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param(importer.name, path, id=f"{importer.name}-{path.stem}")
        for importer in registry.IMPORTERS
        for path in golden_inputs(importer.name)
    ],
)
def test_golden(name: str, path: Path) -> None:
    given = Source(path.name, path.read_bytes(), f"/articles/{path.name}")
    importer = registry.choose(given)
    assert importer.name == name
    (imported,) = importer.read(given)
    check(imported, importer)
    said = {field.name: getattr(imported, field.name) for field in fields(imported)}
    markdown = said.pop("markdown")
    found = f"---\n{yaml_files.dumps(said)}---\n\n{markdown}"
    expected = path.with_suffix(f"{EXPECTED}.md")
    if os.environ.get("POSTIL_GOLDEN") == "write":
        expected.write_bytes(found.encode())
    assert found == expected.read_bytes().decode()
