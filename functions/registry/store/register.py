"""The unit of work as the registry sees it: rows altered by name, each with its history; it decides nothing and repeats nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.directory import Remembered
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import UnitOfWork
from registry.store.rows import HistoryRow


class Effect(StrEnum):
    """What a change came to."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Register:
    """Rows as they will be.

    Parameters
    ----------
    work
        What is written through; None: nothing is, as in a dry run.
    """

    def __init__(self, work: UnitOfWork | None = None) -> None:
        self._work = work or UnitOfWork()
        self._work.afterwards(Remembered.forget)
        self._changed: dict[Key, None] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Read those of `keys` that were not read yet, in one round trip for up to a hundred."""
        self._work.load(keys)

    def find(self, key: Key) -> Any:
        """Return a row as it will be; None where there is none."""
        return self._work.find(key)

    def alter(
        self, key: Key, given: Mapping[str, Any], first: Mapping[str, Any] | None = None
    ) -> Effect:
        """Set attributes of a row, or create it.

        Parameters
        ----------
        given
            Attributes to set; None clears one. Others stay as they are.
        first
            Further attributes of a row that is not there yet.
        """
        row = self.find(key)
        if row is None:
            values = {**(first or {}), **given}
        else:
            values = dict(row.attribute_values)
            if all(values.get(name) == value for name, value in given.items()):
                return Effect.UNCHANGED
            values |= given
        values |= {"pk": key.pk, "sk": key.sk, "version": self._work.version(key) + 1}
        self._work.save(
            key.model(**{name: value for name, value in values.items() if value is not None})
        )
        self._changed[key] = None
        return Effect.CREATED if row is None else Effect.CHANGED

    def note(self, key: Key, action: str, actor: Actor, **details: Any) -> None:
        """Add to the history of the row at `key`."""
        self._work.add(
            HistoryRow(
                key.pk,
                f"HIST#{self._work.change_id}",
                at=clock.iso(clock.now()),
                action=action,
                actor=actor.person_id,
                actor_role=str(actor.role),
                actor_unit=actor.unit,
                details=details,
            )
        )

    @property
    def changed_keys(self) -> Sequence[Key]:
        """The rows that will be written, history excepted."""
        return tuple(self._changed)
