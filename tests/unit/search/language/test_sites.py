"""Which hosts are of a site."""

from __future__ import annotations

import pytest

from store.search.language.sites import host_of, is_of, site_of


@pytest.mark.parametrize(
    ("source", "host"),
    [
        ("https://www.Example.org/a?b#c", "example.org"),
        ("http://blog.example.org:8080", "blog.example.org"),
        ("https://ada:secret@example.org/", "example.org"),
        ("https://example.org?q=https://other.test/", "example.org"),
        ("https://example.org\\@other.test", "example.org"),
        ("https://example.org./", "example.org"),
        ("https://[2001:db8::1]:80/a", "[2001:db8::1]"),
        ("/home/ada/a.md", ""),
        ("example.org/a", ""),
        ("mailto:ada@example.org", ""),
        ("", ""),
        ("https://", ""),
    ],
)
def test_the_host_of_a_source(source: str, host: str) -> None:
    assert host_of(source) == host


def test_a_site_is_asked_for_by_its_name_or_any_address_in_it() -> None:
    for typed in ("example.org", " www.example.org. ", "https://Example.org/a", "example.org:80/a"):
        assert site_of(typed) == "example.org"


@pytest.mark.parametrize(
    ("host", "site", "is_it"),
    [
        ("example.org", "example.org", True),
        ("blog.example.org", "example.org", True),
        ("example.org", "blog.example.org", False),
        ("example.org.evil.test", "example.org", False),
        ("anexample.org", "example.org", False),
        ("blog.example.co.uk", "example", True),
        ("blog.example.co.uk", "co.uk", True),
        ("blog.example.co.uk", "exam", False),
        ("blog.example.co.uk", "exam*", True),
        ("blog.example.co.uk", "xam*", False),
        ("blog.example.co.uk", "example.c*", True),
        ("", "example", False),
        ("", "*", False),
    ],
)
def test_what_is_of_a_site(host: str, site: str, *, is_it: bool) -> None:
    assert is_of(host, site) == is_it
