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


def sifting(monkeypatch: pytest.MonkeyPatch, store: Store) -> list[int | None]:
    """Let a store show rows of an index that are wanted; return how many rows each Query looked at."""
    looks: list[int | None] = []

    def query(*_: Any, only: Any, limit: int | None, start: Any = None, **__: Any) -> Page:
        looks.append(limit)
        page = store.query(limit=limit or 100, start=start)
        shown = [row | {"list": {"S": "ALL"}} for row in page.items if row["sk"]["S"] in only["sk"]]
        return Page(shown, page.next_key)

    monkeypatch.setattr(lists, "query", query)
    return looks


def sifted(wanted: str, limit: int, start: dict[str, Any] | None = None) -> Page:
    return lists.sifted_page(
        Row,
        ("list", "ALL"),
        index="by_list",
        by="at",
        limit=limit,
        only={"sk": wanted},
        start=start,
    )


@pytest.mark.parametrize("knows_its_end", [True, False])
def test_a_filtered_page_behind_which_nothing_fits_has_no_cursor(
    monkeypatch: pytest.MonkeyPatch, knows_its_end: bool
) -> None:
    sifting(monkeypatch, Store(knows_its_end=knows_its_end))

    page = sifted("01", limit=2)

    assert ([row["sk"]["S"] for row in page.items], page.next_key) == (["0", "1"], None)


@pytest.mark.parametrize("knows_its_end", [True, False])
def test_a_filtered_page_is_filled_though_little_fits_and_goes_on_behind_its_last_row(
    monkeypatch: pytest.MonkeyPatch, knows_its_end: bool
) -> None:
    looks = sifting(monkeypatch, Store(knows_its_end=knows_its_end))

    first = sifted("045", limit=1)
    second = sifted("045", limit=1, start=first.next_key)

    assert [row["sk"]["S"] for row in (*first.items, *second.items)] == ["0", "4"]
    assert first.next_key is not None
    assert set(first.next_key) == {"pk", "sk", "list", "at"}
    assert looks == [4, None] * 2
