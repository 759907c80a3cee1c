"""``site:``: the host of a source, and whether it is what was asked for."""

from __future__ import annotations

import re

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?", re.IGNORECASE)


def host_of(source: str) -> str:
    """The host of an article's source, in small letters; ``""`` for a path or nothing."""
    found = _HOST.match(source)
    return found[1].casefold().strip(".") if found else ""


def site_of(typed: str) -> str:
    """What is asked for by a site or any address in it: its host, without ``www.``."""
    bare = _SCHEME.sub("", typed.strip().casefold(), count=1)
    return re.split(r"[/?#:]", bare, maxsplit=1)[0].strip(".").removeprefix("www.")


def is_of(host: str, site: str) -> bool:
    """Whether a host is of a site: whole names of it, between dots, wherever they stand.

    Args:
        host: As ``host_of`` gives it.
        site: As ``site_of`` gives it (``example`` and ``example.org`` find
            ``www.example.org``); with a ``*`` at its end, the last name may go on.
    """
    if site.endswith("*"):
        return bool(host) and f".{site[:-1]}" in f".{host}"
    return bool(host) and f".{site}." in f".{host}."
