"""What has to be equal for an index to be used. Loads nothing of Whoosh."""

from __future__ import annotations

import sys
import unicodedata

VERSION = 6
"""Changes whenever an older index would answer wrongly: fields, words, posting lists, names."""


def version() -> str:
    """Our format, Unicode's tables, the machine."""
    return f"{VERSION} unicode {unicodedata.unidata_version} {sys.byteorder}\n"
