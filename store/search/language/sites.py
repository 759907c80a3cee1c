"""``site:``: the host of a source, and whether it is what was asked for."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@\\]*@)?", re.IGNORECASE)
_HOST = re.compile(r"\[[^\]]*\]|[^/?#:\\]*")


def host_of(source: str) -> str:
    """The host of an article's source, in small letters; ``""`` for a path or nothing."""
    scheme = _SCHEME.match(source)
    return _host(source[scheme.end() :]) if scheme else ""


def site_of(typed: str) -> str:
    """What is asked for by a site, or by any address in it."""
    return _host(_SCHEME.sub("", typed.strip(), count=1))


def _host(address: str) -> str:
    found = _HOST.match(address)
    return found[0].casefold().strip(".").removeprefix("www.") if found else ""


def is_of(host: str, site: str) -> bool:
    """Whether a host is of a site: is it, or is below it.

    Args:
        host: As ``host_of`` gives it.
        site: As ``site_of`` gives it: its end, between dots (``example.org``), or any one name of
            it (``example``); with a ``*`` at its end, names of it up to there.
    """
    whole = f".{host}"
    if site.endswith("*"):
        return bool(host) and f".{site[:-1]}" in whole
    return whole.endswith(f".{site}") or ("." not in site and f".{site}." in whole)
