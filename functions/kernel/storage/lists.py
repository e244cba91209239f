"""Lists: a page of rows with an opaque cursor, one Query each; or every row of a partition, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from kernel import paging
from kernel.storage.dynamo import Filter, Page, Range, query, read
from kernel.storage.rows import Key, Row

_A_READ = 500
_READ_FIRST = 200


class Listed(NamedTuple):
    """A page of rows and the cursor of the next; None: this was the last."""

    rows: list[Any]
    next_cursor: str | None


def list_page(
    model: type[Row],
    partition: tuple[str, str],
    *,
    limit: int,
    cursor: str | None = None,
    index: str | None = None,
    within: Range | None = None,
    newest_first: bool = False,
) -> Listed:
    """Return one page of a partition, as it is now (through an index: as it was a moment ago).

    Parameters
    ----------
    partition
        Attribute name and value of the partition key.

    Raises
    ------
    InvalidFields
        The cursor is none of this list.
    """
    listing = "/".join((*partition, *(within.values if within else ())))
    page = read_page(
        model,
        partition,
        index=index,
        within=within,
        limit=limit,
        start=paging.decode(listing, cursor),
        newest_first=newest_first,
        consistent=index is None,
    )
    rows = [model.from_raw_data(item) for item in page.items]
    return Listed(rows, paging.encode(listing, page.next_key))


def indexed_page(
    model: type[Row],
    partition: tuple[str, str],
    take: Callable[[Any], Any],
    *,
    index: str,
    limit: int,
    cursor: str | None,
    fits: Callable[[Any], bool] = lambda _: True,
    within: Range | None = None,
    newest_first: bool = False,
) -> Listed:
    """Return one page of an index that holds keys: one Query, and one read of the page's rows beside it.

    Parameters
    ----------
    take
        Makes a thing of a row.
    fits
        Whether a thing still belongs to the list: an index may lag.
    """
    found = list_page(
        model,
        partition,
        index=index,
        within=within,
        limit=limit,
        cursor=cursor,
        newest_first=newest_first,
    )
    rows = read([Key(model, row.pk, row.sk) for row in found.rows])
    things = [take(row) for row in rows if row is not None]
    return found._replace(rows=[one for one in things if fits(one)])


def read_page(
    model: type[Row],
    partition: tuple[str, str],
    *,
    limit: int,
    **how: Any,
) -> Page:
    """Read a page of raw items by one Query of a row more than is wanted: so the last page is known as such, and leads nowhere.

    Parameters
    ----------
    how
        As `query` takes it, but a filter: `sifted_page` reads on until a page is full.
    """
    page = query(model, partition, limit=limit + 1, **how)
    if len(page.items) <= limit:
        return page
    if page.next_key is None:
        # A store that is through tells no key, and only the store knows what an index sorts by.
        return query(model, partition, limit=limit, **how)
    items = page.items[:limit]
    return Page(items, {name: items[-1][name] for name in page.next_key})


def sifted_page(
    model: type[Row],
    partition: tuple[str, str],
    *,
    index: str,
    by: str,
    limit: int,
    within: Range | None = None,
    only: Mapping[str, Filter] | None = None,
    fits: Callable[[Mapping[str, Any]], bool] | None = None,
    start: dict[str, Any] | None = None,
    newest_first: bool = False,
) -> Page:
    """Read a page of raw items of an index that pass a filter: some rows first, a megabyte where these were not enough.

    Two queries at most, however rare what is looked for; a page may hold fewer than `limit`, even none, before the end.

    Parameters
    ----------
    by
        The attribute the index is in the order of.
    fits
        What an item must meet besides, where the store cannot tell.
    """
    how: dict[str, Any] = {"index": index, "within": within, "newest_first": newest_first}
    if not only and fits is None:
        return read_page(model, partition, limit=limit, start=start, **how)
    found: list[dict[str, Any]] = []
    for size in (min(limit * 4, _READ_FIRST), None):
        page = query(model, partition, only=only, limit=size, start=start, **how)
        found += [item for item in page.items if fits is None or fits(item)]
        start = page.next_key
        # With just as many the second query tells whether anything follows.
        if start is None or len(found) > limit:
            break
    if len(found) > limit:
        found = found[:limit]
        start = {name: found[-1][name] for name in ("pk", "sk", partition[0], by)}
    return Page(found, start)


def count_up_to(
    model: type[Row], partition: tuple[str, str], *, index: str, most: int
) -> tuple[int, bool]:
    """Return how much a partition of an index holds, counted up to `most`, and whether there is more: one Query."""
    page = query(model, partition, index=index, limit=most)
    return len(page.items), page.next_key is not None


def history_page(model: type[Row], pk: str, *, limit: int, cursor: str | None) -> Listed:
    """Return one page of a thing's history, `HIST#…` beside it, oldest first."""
    within = Range("sk", "begins_with", ("HIST#",))
    return list_page(model, ("pk", pk), within=within, limit=limit, cursor=cursor)


def every_row(
    model: type[Row],
    partition: tuple[str, str],
    *,
    index: str | None = None,
    within: Range | None = None,
    only: Mapping[str, Filter] | None = None,
) -> Iterator[Any]:
    """Give every row of a partition, page by page; never on a request's path where the partition has no bound."""
    start: dict[str, Any] | None = None
    while True:
        page = query(
            model,
            partition,
            index=index,
            within=within,
            only=only,
            limit=_A_READ,
            start=start,
            consistent=index is None,
        )
        for item in page.items:
            yield model.from_raw_data(item)
        start = page.next_key
        if start is None:
            return


def every_page(page: Callable[[str | None], Listed]) -> Iterator[Any]:
    """Give every row of a list that comes in pages; never on a request's path where it has no bound.

    Parameters
    ----------
    page
        Returns the page that a cursor leads to; None: the first.
    """
    cursor: str | None = None
    while True:
        found = page(cursor)
        yield from found.rows
        cursor = found.next_cursor
        if cursor is None:
            return
