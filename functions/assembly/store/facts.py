"""What others may ask, read from the documents of rows by name: whoever asks needs none of the rules that made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assembly.store.rows import ThingRow
from kernel.storage.dynamo import read


def document_of(kind: str, thing_id: str) -> Mapping[str, Any] | None:
    """Return the document of a thing as it is now."""
    row = read([ThingRow.key(kind, thing_id)], consistent=True)[0]
    return row.document if row is not None else None
