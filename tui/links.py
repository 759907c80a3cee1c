"""Where a link leads: its host, told so that nothing can pass for another.

Links are other people's. An address is taken apart here by strict rules and put together anew, so
that what the browser is handed has the host that was shown. Pure, no terminal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

Kind = Literal["page", "mail"]

_LONGEST = 4000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PAGE = re.compile(r"(https?)://([^/?#\\]+)((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_UNCODED = "!$&()*+,-./:;=?@_~%#[]"
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))
_DROPPED = str.maketrans("", "", "\t\n\r")


class BadAddressError(ValueError):
    """An address that is not opened; its message says why."""


class Address(NamedTuple):
    """An address that may be opened.

    Attributes:
        kind: A page (http, https), or a mail to be written.
        url: All of it, in printable ASCII; with the host that ``host`` says.
        host: Of a page, as the network knows it (punycode), with its port; of a mail, to whom.
        readable: The host in its own letters when those are not ASCII; else ``""``. They may look
            like another host's.
        user: What stands before the host and is not it; else ``""``. Hostile.
    """

    kind: Kind
    url: str
    host: str
    readable: str = ""
    user: str = ""


def read(url: str) -> Address:
    """What ``url`` leads to.

    Raises:
        BadAddressError: it is not http, https or mailto, or no two programs would read it alike.
    """
    url = url.translate(_DROPPED).strip("".join(map(chr, range(33))))
    scheme = _SCHEME.match(url)
    name = scheme[1].lower() if scheme else ""
    if name not in ("http", "https", "mailto"):
        what = f"{name[:20]}: is not opened" if name else "this is no whole address"
        raise BadAddressError(f"{what}; only http, https and mailto are")
    if len(url) > _LONGEST:
        raise BadAddressError("the address is too long to be looked at")
    if name == "mailto":
        rest = _coded(url[len("mailto:") :])
        return Address("mail", f"mailto:{rest}", _shown(rest.partition("?")[0]))
    return _page(url)


def _page(url: str) -> Address:
    parts = _PAGE.fullmatch(url)
    if parts is None:
        raise BadAddressError("the address is malformed: it names no host")
    scheme, authority, rest = parts[1].lower(), parts[2], parts[3]
    user, at, place = authority.rpartition("@")
    found = _HOST.fullmatch(place)
    if found is None:
        raise BadAddressError("the address is malformed: its host cannot be told")
    host = found[1].lower() if found[1].startswith("[") else _ascii_host(found[1])
    port = f":{found[2]}" if found[2] else ""
    whole = f"{scheme}://{_coded(user).replace('@', '%40')}{at}{host}{port}{_coded(rest)}"
    return Address("page", whole, f"{host}{port}", _readable(host), unquote(user))


def _ascii_host(host: str) -> str:
    """A host as the network knows it: each label that is not ASCII in punycode.

    After UTS 46 without its tables: compatibility forms and capitals are folded, and the browser
    checks what it is handed by the tables.
    """
    labels = host.translate(_DOTS).rstrip(".").split(".")
    coded = []
    for label in labels:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", label).lower())
        if not folded.isascii():
            letters = "".join(c for c in folded if c.isascii())
            if not _is_seen(folded) or not set(letters) <= _LETTERS:
                raise BadAddressError("the address is malformed: its host has signs that none has")
            folded = f"xn--{folded.encode('punycode').decode('ascii')}"
        if not _LABEL.fullmatch(folded):
            raise BadAddressError("the address is malformed: its host has signs that none has")
        coded.append(folded)
    return ".".join(coded)


def _readable(host: str) -> str:
    """The host with its punycode in its own letters; ``""`` if it has none."""
    labels = host.split(".")
    for at, label in enumerate(labels):
        if label.startswith("xn--"):
            try:
                plain = label[4:].encode("ascii").decode("punycode")
            except UnicodeError:
                continue
            labels[at] = plain if _is_seen(plain) else label
    readable = ".".join(labels)
    return "" if readable == host else readable


def _is_seen(label: str) -> bool:
    """Whether all that is not ASCII are letters, their marks and numbers."""
    return all(c.isascii() or unicodedata.category(c)[0] in "LMN" for c in label)


def _coded(part: str) -> str:
    """A part of an address in printable ASCII; what is coded already stays as it is."""
    return quote(part, safe=_UNCODED, errors="replace")


def _shown(part: str) -> str:
    """A part of an address with its codes for printable ASCII read; all else stays coded."""
    plain = unquote(part, errors="replace")
    return plain if plain.isascii() and plain.isprintable() else part
