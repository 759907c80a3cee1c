"""Addresses of links, told so that nothing passes for another host; places in a text."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.document import Document, Span
from store.text.markdown import parse
from themes.load import load
from tui.fragments import find_fragment, own_fragment
from tui.layout.columns import place_columns
from tui.layout.flow import Flow, Spot
from tui.layout.paint import Layers
from tui.links import BadAddressError, read
from tui.safe import clip_start
from tui.widgets.reader_paint import LinePainter


@pytest.mark.parametrize(
    ("url", "host", "opened"),
    [
        ("https://example.org", "example.org", "https://example.org"),
        ("HTTPS://Example.ORG/A?b=c#d", "example.org", "https://example.org/A?b=c#d"),
        ("http://example.org:8080/x", "example.org:8080", "http://example.org:8080/x"),
        ("https://[::1]:80/", "[::1]:80", "https://[::1]:80/"),
        ("https://example.org./", "example.org", "https://example.org/"),
        ("https://école.example/é ü", "xn--cole-9oa.example", None),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/"),
        ("https://faß.example/", "xn--fa-hia.example", "https://xn--fa-hia.example/"),
        ("https://ｅｘａｍｐｌｅ。org/", "example.org", "https://example.org/"),
        ("https://google.com@evil.example/x", "evil.example", "https://google.com@evil.example/x"),
        ("https://a@b@evil.example/", "evil.example", "https://a%40b@evil.example/"),
        (" \thttps://exa\nmple.org/", "example.org", "https://example.org/"),
        ("https://example.org/%41%zz%", "example.org", "https://example.org/%41%zz%"),
        ("https://example.org/\"'<>\\^`{}", "example.org", None),
        ("https://example.org/\x1b]8;\x07x", "example.org", "https://example.org/%1B]8;%07x"),
    ],
)
def test_the_host_of_a_page(url: str, host: str, opened: str | None) -> None:
    address = read(url)
    assert (address.kind, address.host) == ("page", host)
    assert urlsplit(address.url).netloc.rpartition("@")[2] == host
    assert opened in (None, address.url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScript:alert(1)", "java\nscript:alert(1)", "file:///etc/passwd",
        "data:text/html,x", "ssh://a", "vbscript:x", "about:blank", "//example.org", "/a", "a.html",
        "", "#a", "https:", "https:example.org", "https:/example.org", "https:///example.org",
        "https://", "https://@/", "https:\\\\example.org", "https://evil.example\\@good.example/",
        "https://exa mple.org/", "https://ex%61mple.org/", "https://exam\u00adple.org/",
        "https://exam\u202eple.org/", "https://a.\u2100b.example/", "https://a..b/", "https://-a/",
        "https://example.org:x/", "https://example.org:80:80/", "https://[::1/", "https://a" * 1000,
        "https://exam\x1bple.org/", "https://\ud800.example/",
    ],
)  # fmt: skip
def test_what_is_not_opened_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadAddressError) as refused:
        read(url)
    assert str(refused.value)
    assert str(refused.value).isprintable()


def test_what_stands_before_the_host_is_told() -> None:
    address = read("https://google.com%2Flogin@evil.example/")
    assert (address.user, address.host) == ("google.com/login", "evil.example")
    assert read("https://example.org/").user == ""


def test_a_host_in_other_letters_is_told_in_both() -> None:
    address = read("https://аррӏе.com/")
    assert address.readable == "аррӏе.com"
    assert read("https://xn--80ak6aa92e.com/").readable == "аррӏе.com"
    assert read("https://apple.com").readable == ""
    assert read("https://xn--a.example").readable == ""


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("mailto:ada@example.org?subject=Bell", "ada@example.org"),
        ("MAILTO:ada%40example.org", "ada@example.org"),
        ("mailto:ada%0Acc@example.org", "ada%0Acc@example.org"),
    ],
)
def test_a_mail(url: str, to: str) -> None:
    address = read(url)
    assert (address.kind, address.host) == ("mail", to)
    assert address.url.startswith("mailto:")


@given(st.text(max_size=60), st.sampled_from(["", "https://", "http://x.example/", "mailto:"]))
def test_what_is_opened_is_printable_and_reads_the_same_again(rest: str, start: str) -> None:
    try:
        address = read(start + rest)
    except BadAddressError:
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    again = read(address.url)
    assert (again.url, again.host) == (address.url, address.host)


def test_a_long_host_is_cut_at_its_start() -> None:
    assert clip_start("accounts.google.com.evil.example", 14) == "….evil.example"
    assert clip_start("a.example", 14) == "a.example"
    assert clip_start("東京東京", 5) == "…東京"


# What the terminal is told (OSC 8)


def written(document: Document, cells: int = 40) -> dict[str, str | None]:
    """The text of runs and the addresses that go out with them."""
    columns = place_columns(cells, cells)
    flow = Flow(document, columns.text)
    painter = LinePainter(document, load("ink", None), columns)
    found: dict[str, str | None] = {}
    for unit in range(len(flow.units)):
        for row, line in enumerate(flow.lay(unit).lines):
            assert flow.line(Spot(unit, row)) is line
            for run in painter.paint(line, Layers(), (), bar=False):
                found[run.text] = run.style.link if run.style else None
    return found


def test_a_link_is_known_to_the_terminal() -> None:
    document = parse(
        "A [lamp](https://a.example/x) and [*two* words](http://b.example), "
        "[mail](mailto:a@b.c), [here](#x), [bad](https://-x-/)[next](https://c.example)."
    )
    runs = written(document, 120)
    assert {text: link for text, link in runs.items() if link} == {
        "lamp": "https://a.example/x",
        "two": "http://b.example",
        " words": "http://b.example",
        "next": "https://c.example",
    }
    assert {"mail", "here", "bad"} <= set(runs)


def test_a_wrapped_link_is_one_link() -> None:
    document = parse("[a link that goes on over more than a line of the screen](https://a.example)")
    columns = place_columns(30, 30)
    flow = Flow(document, columns.text)
    painter = LinePainter(document, load("ink", None), columns)
    strips = [painter.paint(line, Layers(), (), bar=False) for line in flow.lay(0).lines]
    ids = {run.style.link_id for strip in strips for run in strip if run.style and run.style.link}
    assert len(ids) == 1


def test_no_address_ends_the_terminals_sequence() -> None:
    hostile = "https://a.example/\x1b\\\x07\x9c;\u202e"
    document = parse("lamp")
    document = Document(document.text, document.blocks, (Span("link", 0, 4, hostile),))
    link = written(document)["lamp"]
    assert link is not None
    assert link.isascii()
    assert link.isprintable()


# Places in the text


@pytest.mark.parametrize(
    ("url", "source", "place"),
    [
        ("#a", "", "a"),
        ("#a%20b", "", "a b"),
        ("https://a.example/x#b", "https://a.example/x", "b"),
        ("https://a.example/x#b", "https://a.example/x#c", "b"),
        ("https://a.example/x", "https://a.example/x", None),
        ("https://a.example/y#b", "https://a.example/x", None),
        ("https://a.example/y#b", "", None),
    ],
)
def test_a_link_into_the_article_itself(url: str, source: str, place: str | None) -> None:
    assert own_fragment(url, source) == place


HEADINGS = """
# Harbour lights

## What was lost?

Text[^n].

## Lamps

### Lamps

```lamp
code
```

[^n]: A note.
"""


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("", "Harbour"),
        ("top", "Harbour"),
        ("harbour-lights", "Harbour"),
        ("what-was-lost", "What"),
        ("What_was_lost", "What"),
        ("WhatWasLost", "What"),
        ("lamps-1", "Lamps\n\ncode"),
        ("lamps", "Lamps\n\nLamps"),
        ("fn:n", "[n] A note"),
        ("user-content-fn-n", "[n] A note"),
        ("lamp", None),
        ("fn-lamp", None),
        ("?", None),
    ],
)
def test_a_place_is_found(fragment: str, found: str | None) -> None:
    document = parse(HEADINGS)
    offset = find_fragment(document, fragment)
    if found is None:
        assert offset is None
    else:
        assert offset is not None
        assert document.text[offset:].startswith(found)
