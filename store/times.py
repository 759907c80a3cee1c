"""Times as the library writes them: ISO 8601 in UTC with seconds, as strings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The present time, such as ``2026-01-02T03:04:05Z``."""
    return datetime.now(UTC).strftime(_FORMAT)


def countdown(many: int) -> list[str]:
    """So many times, each a second before the one in front of it; the first is the present."""
    present = datetime.now(UTC)
    return [(present - timedelta(seconds=age)).strftime(_FORMAT) for age in range(many)]


def days_before(time: str, days: int) -> str:
    """The time ``days`` days before ``time``; ``""`` if ``time`` cannot be read or it is too early.

    Times of this form sort as they are, so the answer can be compared with ``<``; nothing is
    before ``""``.
    """
    try:
        moment = datetime.strptime(time, _FORMAT).replace(tzinfo=UTC)
        return (moment - timedelta(days=days)).strftime(_FORMAT)
    except (ValueError, OverflowError):
        return ""


def days_between(earlier: str, later: str) -> int:
    """Whole days from one time to another; 0 if one cannot be read, or they are the wrong way."""
    try:
        first, last = (datetime.strptime(time, _FORMAT) for time in (earlier, later))  # noqa: DTZ007 - both are in UTC
    except ValueError:
        return 0
    return max(0, (last - first).days)


def from_file_name(text: str) -> str:
    """The time that ``for_file_name`` gave ``text`` for; ``""`` if it is none."""
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).strftime(_FORMAT)
    except ValueError:
        return ""


def for_file_name(time: str) -> str:
    """``time`` without what a file name should not hold: ``20260102T030405Z``."""
    return "".join(character for character in time if character.isascii() and character.isalnum())
