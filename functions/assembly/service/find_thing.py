"""Find a thing as it is now."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from assembly.model.common import ID
from assembly.rules.standing import Reader
from assembly.store import lists
from assembly.store.rows import ThingRow
from assembly.store.things import RECORD_OF, Thing, thing_in
from kernel.problems import NotFound


class Found(NamedTuple):
    """A thing as it is now, and whoever reads it."""

    row: ThingRow
    reader: Reader

    @property
    def thing(self) -> Any:
        """The thing itself."""
        return thing_in(self.row)

    @property
    def record(self) -> type:
        """What kind of thing it is."""
        return RECORD_OF[self.row.kind]

    @property
    def version(self) -> int:
        """The version of the thing."""
        return int(self.row.version)

    @property
    def village(self) -> str:
        """Whose thing it is."""
        return self.row.village


def find_thing(record: type, thing_id: str, reader: Reader) -> Found:
    """Return a thing; whether the reader may know of it is another question.

    Raises
    ------
    NotFound
        There is none.
    """
    row = lists.present(record, thing_id)
    if row is None:
        raise NotFound
    return Found(row, reader)


def find_public(record: type[Thing], thing_id: str) -> Thing:
    """Return a thing that is named in a public path.

    Raises
    ------
    NotFound
        There is none; what is no id names none.
    """
    row = lists.present(record, thing_id) if re.fullmatch(ID, thing_id) else None
    if row is None:
        raise NotFound
    return thing_in(row)
