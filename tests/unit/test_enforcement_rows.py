"""The rows of enforcement hold to the indexes of their table: DynamoDB refuses what the emulation in process takes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from pynamodb.attributes import UnicodeAttribute

import enforcement
from enforcement.store.table import EnforcementMeta
from kernel.storage.rows import Row

INDEXED = {"list", "place", "subject", "clock", "wake_at"}
"""What the table's indexes are in the order of: texts."""


def rows(of: type[Row] = Row) -> Iterator[type[Row]]:
    for one in of.__subclasses__():
        meta = getattr(one, "Meta", None)
        if getattr(meta, "table_name", None) == EnforcementMeta.table_name:
            yield one
        yield from rows(one)


def test_what_an_index_is_in_the_order_of_is_a_text_in_every_row() -> None:
    root = Path(enforcement.__file__).parents[1]
    for path in sorted(Path(enforcement.__file__).parent.rglob("store/*.py")):
        import_module(".".join(path.relative_to(root).with_suffix("").parts))

    wrong = {
        f"{row.__name__}.{name}"
        for row in rows()
        for name, attribute in row.get_attributes().items()
        if attribute.attr_name in INDEXED and not isinstance(attribute, UnicodeAttribute)
    }
    assert wrong == set()
