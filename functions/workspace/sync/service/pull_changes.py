"""Give a phone a page of what changed for its owner."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from kernel import clock, paging
from workspace.sync.parts import PARTS
from workspace.sync.parts.base import Reader
from workspace.sync.rules.readings import Reading, passed_on, reader_of, resume

_LIST = "sync"
_THROUGH = "rest"


class Pulled(NamedTuple):
    """A page of what changed; `begins`: what a phone has already is to be dropped first."""

    items: list[dict[str, Any]]
    begins: bool
    more: bool
    next_cursor: str


def pull_changes(asking: Reader, cursor: str | None, limit: int) -> Pulled:
    """Read on where a cursor stands, through the lists of every context that takes part.

    Raises
    ------
    InvalidFields
        The cursor is none of this person's, or of nobody's making.
    """
    followings = [part.follow(asking) for part in PARTS if part.follow]
    lists = {one.stage.name: one for following in followings for one in following.lists}
    stages = [one.stage for one in lists.values()]
    reads = [one for following in followings for one in following.reads]
    kept = _decoded(cursor)
    reader = reader_of(asking.person.person_id, reads)
    feeds_keep = min(following.kept for following in followings)
    reading = resume(kept, reader, clock.now(), feeds_keep, stages)
    begins = reading != kept and reading.is_first
    items: list[dict[str, Any]] = []
    while reading.stage is not None:
        if reading.stage not in lists:
            raise paging.wrong_cursor()
        page = lists[reading.stage].page(reading, limit)
        items = page.items
        reading = reading._replace(at=page.next_at) if page.next_at else passed_on(reading, stages)
        # A list with nothing in it costs no page of its own.
        if items or reading.at:
            break
    return Pulled(items, begins, reading.stage is not None, _encoded(reading))


def _encoded(reading: Reading) -> str:
    state = {
        "reader": reading.reader,
        "since": reading.since,
        "until": reading.until,
        "stage": reading.stage or _THROUGH,
        "at": json.dumps(reading.at, separators=(",", ":")),
        "first": str(reading.is_first),
    }
    cursor = paging.encode(_LIST, {name: {"S": value} for name, value in state.items()})
    assert cursor is not None, "a pull has always a place"
    return cursor


def _decoded(cursor: str | None) -> Reading | None:
    key = paging.decode(_LIST, cursor)
    if key is None:
        return None
    try:
        state = {name: value["S"] for name, value in key.items()}
        at = json.loads(state["at"])
        return Reading(
            reader=state["reader"],
            since=state["since"],
            until=state["until"],
            stage=None if state["stage"] == _THROUGH else state["stage"],
            at={str(name): str(value) for name, value in at.items()},
            is_first=state["first"] == "True",
        )
    except (KeyError, ValueError, AttributeError, RecursionError) as fault:
        raise paging.wrong_cursor() from fault
