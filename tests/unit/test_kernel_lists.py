"""Lists a page at a time: the last page is known as such, whatever the store tells of its end."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.storage import lists
from kernel.storage.dynamo import Page
from kernel.storage.lists import read_page
from kernel.storage.rows import Row

ROWS = [{"pk": {"S": "LIST"}, "sk": {"S": str(number)}, "at": {"S": "1"}} for number in range(6)]


class Store:
    """DynamoDB, which names a next key whenever it stopped at the limit, or one that knows that it is through."""

    def __init__(self, *, knows_its_end: bool) -> None:
        self.knows_its_end = knows_its_end
        self.asked = 0

    def query(self, *_: Any, limit: int, start: dict[str, Any] | None = None, **__: Any) -> Page:
        self.asked += 1
        first = 1 + int(start["sk"]["S"]) if start else 0
        items = ROWS[first : first + limit]
        stopped = len(items) == limit and not (self.knows_its_end and items[-1] == ROWS[-1])
        return Page(items, items[-1] if stopped else None)


@pytest.mark.parametrize("knows_its_end", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_a_page_that_is_the_last_has_no_cursor(
    monkeypatch: pytest.MonkeyPatch, knows_its_end: bool, limit: int
) -> None:
    store = Store(knows_its_end=knows_its_end)
    monkeypatch.setattr(lists, "query", store.query)
    pages: list[list[dict[str, Any]]] = []
    start: dict[str, Any] | None = None
    while not pages or start:
        page = read_page(Row, ("pk", "LIST"), limit=limit, start=start)
        pages.append(page.items)
        start = page.next_key

    assert [row for page in pages for row in page] == ROWS
    assert len(pages) == -(-len(ROWS) // limit)
    assert store.asked - len(pages) <= (1 if knows_its_end else 0)


@pytest.mark.parametrize("knows_its_end", [True, False])
def test_a_filtered_page_behind_which_nothing_fits_has_no_cursor(
    monkeypatch: pytest.MonkeyPatch, knows_its_end: bool
) -> None:
    store = Store(knows_its_end=knows_its_end)

    def filtered(*how: Any, only: Any, **more: Any) -> Page:
        page = store.query(*how, **more)
        return page._replace(items=[row for row in page.items if row["sk"]["S"] in only["sk"]])

    monkeypatch.setattr(lists, "query", filtered)

    last = read_page(Row, ("pk", "LIST"), limit=2, only={"sk": "01"})
    before = read_page(Row, ("pk", "LIST"), limit=2, only={"sk": "05"})

    assert (last.items, last.next_key) == (ROWS[:2], None)
    assert before.items == ROWS[:1]
    assert before.next_key is not None
