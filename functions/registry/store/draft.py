"""Changes are drafted in memory and written in one transaction.

A `Draft` reads rows as they are now, holds them as they will be, and writes each under the condition
that nobody changed it in between. A single request and a chunk of an import are the same thing here:
a few changes on one draft, then one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from kernel import clock
from kernel.access import Post
from kernel.directory import Remembered
from kernel.ids import new_id
from kernel.problems import TryAgain
from kernel.storage.dynamo import read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from registry.store.rows import HistoryRow

MOST_WRITES = 100
"""DynamoDB takes this many writes in one transaction."""

_KEYS_PER_READ = 100
_ATTEMPTS = 4


class Outcome(StrEnum):
    """What a change came to."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Actor(NamedTuple):
    """Who changes something, and by which post."""

    person_id: str
    post: Post


class Draft:
    """Rows as they will be."""

    def __init__(self) -> None:
        self._present: dict[Key, Any] = {}
        self._changed: dict[Key, Row] = {}
        self._versions: dict[Key, int] = {}
        self._added: list[Row] = []

    def load(self, keys: Iterable[Key]) -> None:
        """Read those of `keys` that were not read yet, a hundred at a time."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._present]
        for first in range(0, len(missing), _KEYS_PER_READ):
            batch = missing[first : first + _KEYS_PER_READ]
            for key, row in zip(batch, read(batch, consistent=True), strict=True):
                self._present[key] = row
                self._versions[key] = int(getattr(row, "version", 0)) if row is not None else 0

    def find(self, key: Key) -> Any:
        """Return a row as it will be; None where there is none."""
        self.load([key])
        return self._present[key]

    def alter(
        self, key: Key, given: Mapping[str, Any], first: Mapping[str, Any] | None = None
    ) -> Outcome:
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
            outcome = Outcome.CREATED
        else:
            values = dict(row.attribute_values)
            if all(values.get(name) == value for name, value in given.items()):
                return Outcome.UNCHANGED
            values |= given
            outcome = Outcome.CHANGED
        values |= {"pk": key.pk, "sk": key.sk, "version": self._versions[key] + 1}
        changed = key.model(**{name: value for name, value in values.items() if value is not None})
        self._present[key] = self._changed[key] = changed
        return outcome

    def add(self, row: Row) -> None:
        """Add a row that must be new."""
        self._added.append(row)

    def note(self, key: Key, action: str, actor: Actor, **details: Any) -> None:
        """Add to the history of the row at `key`."""
        at = clock.now()
        self.add(
            HistoryRow(
                key.pk,
                f"HIST#{new_id(at)}",
                at=clock.iso(at),
                action=action,
                actor=actor.person_id,
                actor_role=str(actor.post.role),
                actor_unit=actor.post.unit,
                details=details,
            )
        )

    @property
    def changed_keys(self) -> Sequence[Key]:
        """The rows that will be written, those added excepted."""
        return tuple(self._changed)

    def writes(self) -> list[Write]:
        """Return the writes of the transaction."""
        changes = [
            Write(row, _unmoved(key, self._versions[key])) for key, row in self._changed.items()
        ]
        return changes + [Write(row, Ensure.is_new) for row in self._added]

    def commit(self, more: Sequence[Write] = ()) -> None:
        """Write everything, and `more`, in one transaction.

        Raises
        ------
        ConditionFailed
            A row was changed by somebody else since it was read; nothing was written.
        """
        writes = [*self.writes(), *more]
        if writes:
            write(writes)
            Remembered.forget()


class Settled(NamedTuple):
    """How a request was settled: what is answered, and the version for `ETag`."""

    status: int
    body: dict[str, Any]
    version: int | None = None


def settle(
    decide: Callable[[Draft], Settled], once: Once | None, in_words: Callable[[Any], str]
) -> Settled | Answered:
    """Decide on the rows as they are and write the decision; decide again when they have moved.

    Parameters
    ----------
    decide
        Puts its changes on the draft and returns the answer; refuses by raising a problem.
    once
        The request's idempotency key, recorded in the same transaction.
    in_words
        Writes the answer as the text that is kept for `once`.

    Returns
    -------
    Settled or Answered
        `Answered` when the key was answered before: nothing was done now.

    Raises
    ------
    TryAgain
        The rows moved each time.
    """
    for _ in range(_ATTEMPTS):
        draft = Draft()
        more: list[Write] = []
        if once and (answered := once.replay(draft.find(once.key))):
            return answered
        settled = decide(draft)
        if once:
            answer = Answered(settled.status, in_words(settled.body))
            more.append(once.record(answer, clock.now()))
        try:
            draft.commit(more)
        except ConditionFailed:
            continue
        return settled
    raise TryAgain


def _unmoved(key: Key, version: int) -> Any:
    if version == 0:
        return Ensure.is_new
    attribute: Any = getattr(key.model, "version")  # noqa: B009 - every row a draft alters has one
    return attribute == version
