"""What one decision has read, and what it wants written: the unit of work that `carry_out` gives to a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from kernel import clock, ids
from kernel.problems import Conflict, Problem
from kernel.storage import dynamo
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.rows import Alter, Check, ConditionFailed, Ensure, Key, Row, Write
from kernel.texts import Text

MOST_WRITES = 100
"""DynamoDB takes this many items in one transaction."""

_MOST_READ = 100

AnyWrite: TypeAlias = Write | Alter | Check


class TooMuchAtOnce(Conflict):
    """One request would change more than a transaction holds; nothing was written."""

    slug = "too-much-at-once"
    said = Text(
        "一次涉及的内容过多，请分批办理。",
        "This touches more than can be done at once; do it in parts.",
    )


class AnsweredBefore(Exception):
    """The request's key was answered before; ends a decision at its first read."""

    def __init__(self, answered: Answered) -> None:
        self.answered = answered
        super().__init__()


class UnitOfWork:
    """What one decision has read, and what it wants written.

    Parameters
    ----------
    idempotency_key
        The request's idempotency key; its answer is looked for with the first read.
    seen
        Rows that were read in this request already, so that the first try does not read them again. What is written on them is
        conditional on their versions, so an old one costs a second try and nothing else.

    Attributes
    ----------
    change_id
        Tells this try from any other. A row that carries it as `change_id`, or in its key, shows that this very transaction arrived.
    crowded
        Whether it wants a row that many want at once by its nature, the next number of a village's vouchers: then it is tried for longer
        before somebody else is said to have been faster.
    """

    def __init__(
        self, idempotency_key: IdempotencyKey | None = None, seen: Mapping[Key, Any] | None = None
    ) -> None:
        self.change_id = ids.new_id(clock.now())
        self.crowded = False
        self._idempotency_key = idempotency_key
        self._read: dict[Key, Any] = {}
        self._versions: dict[Key, int] = {}
        self._saved: dict[Key, Write] = {}
        self._others: list[AnyWrite] = []
        self._kept: list[AnyWrite] = []
        self._afterwards: list[Callable[[], None]] = []
        self._take(seen or {})

    # --- reading

    def load(self, keys: Iterable[Key]) -> None:
        """Read those of `keys` that were not read yet, as they are now: one round trip for up to a hundred."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._read]
        if missing and self._idempotency_key and self._idempotency_key.key not in self._read:
            missing.insert(0, self._idempotency_key.key)
        for first in range(0, len(missing), _MOST_READ):
            batch = missing[first : first + _MOST_READ]
            self._take(dict(zip(batch, dynamo.read(batch, consistent=True), strict=True)))

    def find(self, key: Key) -> Any:
        """Return a row as it will be; None where there is none."""
        if key in self._saved:
            return self._saved[key].row
        self.load([key])
        return self._read[key]

    def find_all(self, keys: Sequence[Key]) -> list[Any]:
        """Return rows as they will be, read in one round trip; None where there is none."""
        self.load(key for key in keys if key not in self._saved)
        return [self.find(key) for key in keys]

    def version(self, key: Key) -> int:
        """Return the version a row had when it was read; 0 where there is none, or it was not looked for."""
        return self._versions.get(key, 0)

    def was_read(self, key: Key) -> bool:
        """Tell whether a row was looked for."""
        return key in self._read

    # --- writing

    def save(self, row: Row, otherwise: Callable[[], Problem] | None = None) -> None:
        """Write a row that has a version, if nobody has changed it since it was read; one that was not there must still not be there.

        Saving the same row again replaces what was to be written. The row carries its next version.
        """
        key = Key(type(row), row.pk, row.sk)
        missing = self._read.get(key) is None
        unmoved = Ensure.is_new if missing else _version_of(key) == self._versions[key]
        for name in () if missing else row.counted_in_place:
            unmoved &= _counted_as(row, name)
        self._saved[key] = Write(row, unmoved, otherwise)

    def add(self, *rows: Row) -> None:
        """Write rows that must be new: entries of a history, facts, what has an id of its own."""
        self._others += [Write(row, Ensure.is_new) for row in rows]

    def write(self, *writes: AnyWrite) -> None:
        """Write under conditions of one's own, or what another context gave out to be written together with this."""
        self._others += writes

    def keep_if_refused(self, *writes: AnyWrite) -> None:
        """Write this even if the decision ends in a refusal: a counted attempt, a wrong code.

        What must be kept once carries the change id in one of its rows, and a condition: then a try whose answer was lost is
        recognised, and not kept again.
        """
        self._kept += writes

    def afterwards(self, *calls: Callable[[], None]) -> None:
        """Do this once everything is written: what is remembered in this process and has changed now."""
        self._afterwards += calls

    # --- for `carry_out` alone

    def transaction(self, answered: Answered | None) -> list[AnyWrite]:
        """Return all writes, with the answer to the key.

        Raises
        ------
        TooMuchAtOnce
            They are more than a transaction holds.
        ValueError
            Two of them are of one row, which DynamoDB refuses.
        """
        writes: list[AnyWrite] = [*self._saved.values(), *self._others]
        if self._idempotency_key and answered:
            writes.append(self._idempotency_key.record(answered, clock.now()))
        _refuse_two_of_one_row(writes)
        if len(writes) > MOST_WRITES:
            raise TooMuchAtOnce
        return writes

    def keep(self) -> bool:
        """Write what is kept of a refused decision; False when somebody was faster."""
        if self._kept:
            try:
                dynamo.write(self._kept)
            except ConditionFailed:
                return self._is_there(self._kept)
        return True

    def arrived(self) -> bool:
        """Tell whether this very transaction is in the store, though its answer was lost or it was sent twice."""
        # Rows that are written once first: one that is saved may have been changed again by somebody else meanwhile.
        return self._is_there([*self._others, *self._saved.values()])

    def _is_there(self, writes: Sequence[AnyWrite]) -> bool:
        rows = (write for write in writes if isinstance(write, Write))
        mark = next((write for write in rows if self._marks(write)), None)
        if mark is None:
            return False
        row = dynamo.read([mark.key], consistent=True)[0]
        if row is None:
            return False
        return self.change_id in f"{mark.key.pk} {mark.key.sk}" or row.change_id == self.change_id

    def done(self) -> None:
        """Do what was to be done afterwards."""
        for call in self._afterwards:
            call()

    def _marks(self, write: Write) -> bool:
        named = self.change_id in f"{write.row.pk} {write.row.sk}"
        return named or getattr(write.row, "change_id", None) == self.change_id

    def _take(self, rows: Mapping[Key, Any]) -> None:
        # The versions apart: a decision may go on to write on the very row it read.
        self._read.update(rows)
        numbered = ((key, getattr(row, "version", None)) for key, row in rows.items())
        self._versions.update(
            {key: int(version) for key, version in numbered if version is not None}
        )
        self._look_for_the_answer()

    def _look_for_the_answer(self) -> None:
        if self._idempotency_key is None:
            return
        answered = self._idempotency_key.replay(self._read.get(self._idempotency_key.key))
        if answered:
            raise AnsweredBefore(answered)


def _refuse_two_of_one_row(writes: Sequence[AnyWrite]) -> None:
    keys = [write.key for write in writes]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"two writes of one row: {twice.model.__name__} {twice.sk}")


def _counted_as(row: Row, name: str) -> Any:
    attribute: Any = getattr(type(row), name)
    number = getattr(row, name)
    return attribute == number if number else attribute.does_not_exist() | (attribute == 0)


def _version_of(key: Key) -> Any:
    attribute: Any = getattr(key.model, "version")  # noqa: B009 - what is saved has one
    return attribute
