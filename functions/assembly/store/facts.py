"""What others may ask, read from the documents of rows by name: whoever asks needs none of the rules that made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assembly.store.rows import BY_LISTING, ThingRow
from kernel.storage.dynamo import query, read

_A_READ = 100


def document_of(kind: str, thing_id: str) -> Mapping[str, Any] | None:
    """Return the document of a thing as it is now."""
    row = read([ThingRow.key(kind, thing_id)], consistent=True)[0]
    return row.document if row is not None else None


def documents_in(kind: str, village: str) -> Iterator[Mapping[str, Any]]:
    """Give the documents of everything of a kind in a village, page by page; never on a request's path."""
    start: dict[str, Any] | None = None
    while True:
        partition = ("listing", f"{kind}#{village}")
        page = query(ThingRow, partition, index=BY_LISTING, limit=_A_READ, start=start)
        rows = read([ThingRow.key(kind, item["id"]["S"]) for item in page.items])
        yield from (row.document for row in rows if row is not None)
        start = page.next_key
        if start is None:
            return
