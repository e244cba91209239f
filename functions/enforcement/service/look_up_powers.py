"""What routes list of powers where nothing is decided: one Query page, or one row."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark
from enforcement.store import benchmarks, powers
from escalation.store.rows import COUNTY
from kernel.storage.lists import Listed

__all__ = ["COUNTY"]


def list_items(town: str, kind: PowerKind | None, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's items, each with all its times."""
    page = powers.page_of(town, kind, limit, cursor)
    rows: list[list[Item]] = [powers.from_row(row) for row in page.rows]
    return page._replace(rows=rows)


def list_benchmarks(item: str) -> Sequence[Benchmark]:
    """Return the benchmarks of an item, newest first."""
    return benchmarks.of_item(COUNTY, item)
