"""Things that are kept whole, as the JSON in the `document` of their row, and how they come back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from kernel import clock
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork
from points.store.rows import BY_LIST, CLOCK, ListedRow

Thing = TypeVar("Thing")
Line = TypeVar("Line")
Listing = TypeVar("Listing", bound=ListedRow)
_Reader = Callable[[Any], Any]


def as_json(body: Any) -> str:
    """Write a document with Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain)


def to_document(thing: Any) -> str:
    """Write a record as the JSON a row keeps."""
    return as_json({field.name: _plain(getattr(thing, field.name)) for field in fields(thing)})


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return clock.iso(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value


def listed(
    kind: type[Listing], thing: Any, under: str, *, item: str, wake: datetime | None, **more: Any
) -> Listing:
    """Return the row of a thing of a household that lists show.

    Parameters
    ----------
    under
        What its lists are called: `CLAIMS`.
    item
        What it is about, as a list shows it.
    wake
        When the clock has to see to it, if ever.
    """
    key: Key = getattr(kind, "key")(thing.id)  # noqa: B009 - each has one
    return kind(
        key.pk,
        key.sk,
        **{name: getattr(thing, name) for name in ("id", "village", "household", "points")},
        status=str(thing.status),
        item=item,
        document=to_document(thing),
        version=thing.version,
        change_id=thing.change_id,
        created_at=clock.iso(thing.created_at),
        updated_at=clock.iso(thing.updated_at),
        list=f"{under}#{thing.village}#{thing.status}",
        house=f"{under}#{thing.household}",
        place=thing.id,
        **waking(wake),
        **more,
    )


def waking(at: datetime | None) -> dict[str, str]:
    """Return what a row says for the clock to see to it at an instant, if at all."""
    return {"clock": CLOCK, "wake_at": clock.iso(at)} if at else {}


def by_status(
    row: type[ListedRow], line: type[Any], partition: str, limit: int, cursor: str | None
) -> Listed:
    """Return one page of a village's things of one status, oldest first, as the index has them."""
    page = list_page(row, ("list", partition), index=BY_LIST, limit=limit, cursor=cursor)
    return page._replace(rows=[line_in(line, one) for one in page.rows])


def line_in(kind: type[Line], row: Any, **read: _Reader) -> Line:
    """Return a record from the attributes of a row; `read` turns what is kept otherwise than in a document."""
    known = _readers(kind) | read
    told = {name: getattr(row, name) for name in kind.__annotations__}
    return kind(
        **{
            name: known[name](value) if value is not None and name in known else value
            for name, value in told.items()
        }
    )


def from_document(kind: type[Thing], document: str) -> Thing:
    """Read a record from the JSON a row keeps; what JSON has no type for is read as the record declares it."""
    told, readers = json.loads(document), _readers(kind)
    return kind(
        **{
            name: readers[name](value) if value is not None and name in readers else value
            for name, value in told.items()
        }
    )


@cache
def _readers(kind: type[Any]) -> dict[str, _Reader]:
    found = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    return {name: reader for name, reader in found.items() if reader}


def _reader(hint: Any) -> _Reader | None:
    """Return what reads a value of a type; None: it is as JSON has it."""
    plain = next((one for one in get_args(hint) if one is datetime or one is date), None)
    wanted = get_origin(hint) or hint
    if wanted is tuple:
        element = get_args(hint)[0]
        told: _Reader | None = getattr(element, "told", None) or getattr(element, "_make", None)
        return (lambda values: tuple(map(told, values))) if told else tuple
    choices = [one for one in (hint, *get_args(hint)) if isinstance(one, type)]
    enum = next((one for one in choices if issubclass(one, Enum)), None)
    if enum is not None:
        return enum
    if datetime in (plain, hint):
        return clock.from_iso
    return date.fromisoformat if date in (plain, hint) else None


class Kept(Generic[Thing]):
    """One kind of thing, by its record and its row.

    Parameters
    ----------
    row
        Its `key` says where one is, and its `document` holds it.
    """

    def __init__(self, thing: type[Thing], row: Any) -> None:
        self._thing, self._row = thing, row

    def find(self, work: UnitOfWork, *where: str) -> Thing | None:
        """Return a thing as it is now."""
        row = work.find(self._row.key(*where))
        return self.of(row) if row else None

    def read(self, *where: str) -> Thing | None:
        """Return a thing as it is now, where nothing is decided."""
        row = read([self._row.key(*where)], consistent=True)[0]
        return self.of(row) if row else None

    def of(self, row: Any) -> Thing:
        """Return the thing a row keeps."""
        return from_document(self._thing, row.document)

    def save(self, work: UnitOfWork, thing: Thing, key: Key, wake: datetime | None = None) -> None:
        """Keep a thing whose version is its row's, and when the clock has to see to it."""
        work.save(
            self._row(
                key.pk,
                key.sk,
                document=to_document(thing),
                version=work.version(key) + 1,
                change_id=work.change_id,
                **waking(wake),
            )
        )

    def page(
        self, partition: tuple[str, str], limit: int, cursor: str | None = None, **how: Any
    ) -> Listed:
        """Return one page of things, newest first."""
        page = list_page(self._row, partition, limit=limit, cursor=cursor, newest_first=True, **how)
        return page._replace(rows=[self.of(row) for row in page.rows])
