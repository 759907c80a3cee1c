"""Short texts that are kept for every document of a segment, in columns.

A column is read as a whole (ten thousand ids in a millisecond), or one value of it. Each has two
sections: its values, joined by a character that no value has, and where each begins.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, overload

from whoosh.codec import base

from store.search.files import sections

_KIND = b"R"
_JOINT = "\x1e"
_FORBIDDEN = re.compile(_JOINT)


class RowWriter(base.PerDocumentWriter):  # type: ignore[misc]  # whoosh has no types
    """Gathers the rows of a segment. Whoosh hands over those of new documents."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._columns: list[list[str]] = []
        self._count = 0
        self.is_closed = False

    def add(self, row: Sequence[str]) -> None:
        """Add the row of the next document; all rows have as many values."""
        if not self._columns:
            self._columns = [[] for _ in row]
        for column, value in zip(self._columns, row, strict=True):
            column.append(value if value.isprintable() else clean(value))
        self._count += 1

    def start_doc(self, docnum: int) -> None:
        """Whoosh's way to begin a document."""
        if docnum != self._count:
            raise ValueError(f"document {docnum} is not the next one")

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Whoosh's way to add what is stored of a document: its row."""
        del fieldname, fieldobj, length
        if value is not None:
            self.add(value)

    def finish_doc(self) -> None:
        """Whoosh's way to end a document; its row is complete already."""

    def cancel_doc(self) -> None:
        """Nothing of a document is kept before its row is."""

    def close(self) -> None:
        """Write the file."""
        self.is_closed = True
        write = sections.SectionWriter(self._file, _KIND)
        entries = []
        for column in self._columns:
            values = [value.encode() for value in column]
            ends = array("Q", accumulate((len(value) + 1 for value in values), initial=0))
            entries.append([write.write(_JOINT.encode().join(values)), write.numbers(ends)])
        write.close({"count": self._count, "columns": entries})
        self._file.close()


def clean(value: str) -> str:
    """``value`` as it may be kept, whatever a file edited by hand had in it."""
    return _FORBIDDEN.sub(" ", value).encode(errors="replace").decode()


class EachRow(Sequence[Sequence[str]]):
    """Rows, each read when it is asked for."""

    @abstractmethod
    def row(self, index: int) -> Sequence[str]:
        """One row that is there."""

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.row(index)


class Rows(EachRow):
    """The rows of a segment, read when they are asked for.

    Args:
        data: The file.

    Raises:
        ValueError: It is none.
    """

    def __init__(self, data: memoryview) -> None:
        directory = sections.directory(data, _KIND)
        self._count: int = directory["count"]
        self._columns = [
            (sections.part(data, values), sections.numbers(data, ends, self._count + 1))
            for values, ends in directory["columns"]
        ]

    def __len__(self) -> int:
        return self._count

    def column(self, number: int) -> list[str]:
        """A value of every document."""
        if not self._columns:
            return []
        values, _ = self._columns[number]
        found = str(values, "utf-8").split(_JOINT)
        if len(found) != self._count:
            raise ValueError("a column is damaged")
        return found

    def value(self, document: int, column: int) -> str:
        """One value."""
        values, ends = self._columns[column]
        return str(values[ends[document] : ends[document + 1] - 1], "utf-8")

    def row(self, index: int) -> Sequence[str]:
        """All values of one document."""
        return [self.value(index, column) for column in range(len(self._columns))]


class RowReader(base.PerDocumentReader):  # type: ignore[misc]  # whoosh has no types
    """What Whoosh asks of the documents of a segment.

    Attributes:
        rows: What is kept of them.
    """

    def __init__(self, file: Any, segment: Any) -> None:
        self._file = file
        self._segment = segment
        self.rows = Rows(file.view)
        if len(self.rows) != segment.doc_count_all():
            raise ValueError("the rows are not those of the segment")

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def doc_count(self) -> int:
        """Documents that are not deleted."""
        return len(self.rows) - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """Documents, deleted ones included."""
        return len(self.rows)

    def has_deletions(self) -> bool:
        """Whether there are deleted ones."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        """The numbers of the deleted ones."""
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, Sequence[str]]:
        """The row of a document."""
        return {"row": self.rows[docnum]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Not kept for Whoosh."""
        del docnum, fieldname
        return default

    def field_length(self, fieldname: str) -> int:
        """Not kept for Whoosh."""
        del fieldname
        return 0

    min_field_length = max_field_length = field_length
