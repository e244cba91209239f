"""Lists of the registry: one Query page each, with an opaque cursor."""

from __future__ import annotations

from typing import Any, NamedTuple

from kernel import paging
from kernel.directory import UnitRow
from kernel.problems import InvalidFields
from kernel.storage.dynamo import Range
from kernel.storage.lists import every_row, read_page
from kernel.storage.rows import Row
from kernel.texts import Text
from kernel.units import Level, level_of
from registry.store.rows import BY_PARENT, HouseholdRow, MoveRow, ReadRow, ResidentRow


class Listed(NamedTuple):
    """A page of rows and the cursor of the next."""

    rows: list[Any]
    next_cursor: str | None


def units_below(parent: str, limit: int, cursor: str | None) -> Listed:
    """Return the units directly below `parent`, by code."""
    return _listed(UnitRow, ("parent", parent), limit=limit, cursor=cursor, index=BY_PARENT)


def households_in(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return the households of a village or a grid, by unit and id.

    Raises
    ------
    InvalidFields
        `unit` is neither.
    """
    if level_of(unit) not in (Level.VILLAGE, Level.GRID):
        raise InvalidFields.one("unit", Text("请按村或网格查询。", "Ask for a village or a grid."))
    within = Range("code", "begins_with", (unit,))
    return _listed(
        HouseholdRow,
        ("parent", HouseholdRow.listing(unit)),
        limit=limit,
        cursor=cursor,
        index=BY_PARENT,
        within=within,
    )


def residents_of(household_id: str) -> list[ResidentRow]:
    """Return the residents of a household; few have more than a page of them, as a hostel does."""
    partition = ("parent", ResidentRow.listing(household_id))
    return list(every_row(ResidentRow, partition, index=BY_PARENT))


def is_listed(household_id: str, resident_id: str) -> bool:
    """Tell whether a household has a resident, by the list of its residents."""
    partition = ("parent", ResidentRow.listing(household_id))
    this = Range("code", "between", (resident_id, resident_id))
    return any(every_row(ResidentRow, partition, index=BY_PARENT, within=this))


def moves_open(limit: int, cursor: str | None) -> Listed:
    """Return the households that have left their village and that not all have followed yet."""
    return _listed(MoveRow, ("parent", MoveRow.ALL), limit=limit, cursor=cursor, index=BY_PARENT)


def reads_of(person_pk: str, limit: int, cursor: str | None) -> Listed:
    """Return who read a person's data unmasked, latest first."""
    within = Range("sk", "begins_with", ("READ#",))
    return _listed(
        ReadRow, ("pk", person_pk), limit=limit, cursor=cursor, within=within, newest_first=True
    )


def page_of(model: type[Row], pk: str, prefix: str, limit: int, cursor: str | None) -> Listed:
    """Return the rows of one partition whose sort key begins with `prefix`."""
    within = Range("sk", "begins_with", (prefix,))
    return _listed(model, ("pk", pk), limit=limit, cursor=cursor, within=within)


def _listed(
    model: type[Row],
    partition: tuple[str, str],
    *,
    limit: int,
    cursor: str | None,
    index: str | None = None,
    within: Range | None = None,
    newest_first: bool = False,
) -> Listed:
    listing = "/".join((*partition, *(within.values if within else ())))
    start = paging.decode(listing, cursor)
    if start and (set(start) != _key_names(index) or start[partition[0]]["S"] != partition[1]):
        raise InvalidFields.one(
            "cursor",
            Text("翻页位置无效，请从第一页重新查询。", "This cursor is not valid for this list."),
        )
    page = read_page(
        model,
        partition,
        index=index,
        within=within,
        limit=limit,
        start=start,
        newest_first=newest_first,
    )
    rows: list[Any] = [model.from_raw_data(item) for item in page.items]
    return Listed(rows, paging.encode(listing, page.next_key))


def _key_names(index: str | None) -> set[str]:
    return {"pk", "sk", "parent", "code"} if index else {"pk", "sk"}
