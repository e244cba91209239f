"""Things kept whole, each with its history beside it and found through lists of keys; one repository per kind of thing.

A context that keeps its things this way declares two rows of its table and, per kind, a repository; reading, writing, listing and waking are
the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.problems import NotFound
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.history import Step, StepRow, note_step
from kernel.storage.lists import Listed, every_row, history_page, indexed_page
from kernel.storage.rows import Alter, Key, Row, SparseDocumentAttribute
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from kernel.waking import WAITING

BY_LIST: Final = "by_list"
"""`list`, `place`: whose work a thing is, in the order it is done."""
BY_SUBJECT: Final = "by_subject"
"""`subject`, `place`: whom or what a thing is about."""


class Kept(Protocol):
    """What every thing that is kept has."""

    @property
    def id(self) -> str:
        """The thing's."""
        ...

    @property
    def version(self) -> int:
        """The thing's; one more with every step."""
        ...


Thing = TypeVar("Thing", bound=Kept)


class ThingRow(Row):
    """A thing as the document of its record; what it says for an index stands beside it. The context gives it its table."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    list = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)


class Placed(NamedTuple):
    """Where a thing is found, and when its context's clock looks at it.

    Attributes
    ----------
    list, subject
        Its partition in `by_list` and in `by_subject`; None: it is in none.
    place
        In which order, within both.
    """

    list: str | None = None
    subject: str | None = None
    place: str | None = None
    wake_at: datetime | None = None
    expires_at: datetime | None = None


class Repository(Generic[Thing]):
    """Where the things of one kind are kept: `{KIND}#{id}` / `{KIND}`.

    Parameters
    ----------
    rows, steps
        The context's rows for things and for steps of things.
    kind
        The first part of the key; what the context's clock tells kinds apart by.
    record
        The thing's class; its fields are kept by `kernel.storage.codec`.
    called
        What it is called in a refusal: "该走访记录", "such record".
    placed
        Where a thing belongs as it is now.
    """

    def __init__(
        self,
        rows: type[ThingRow],
        steps: type[StepRow],
        kind: str,
        record: type[Thing],
        called: Text,
        placed: Callable[[Thing], Placed],
    ) -> None:
        self._rows, self._steps = rows, steps
        self.kind, self._called, self._placed = kind, called, placed
        self._codec = Codec(record)

    def key(self, thing_id: str) -> Key:
        """Return where the thing of this id is."""
        return Key(self._rows, f"{self.kind}#{thing_id}", self.kind)

    def take(self, row: Any) -> Thing:
        """Return the thing a row keeps."""
        return self._codec.thing(row.document)

    # --- one thing

    def find(self, work: UnitOfWork, thing_id: str) -> Thing | None:
        """Return a thing as it is now, to be decided on."""
        row = work.find(self.key(thing_id))
        return self.take(row) if row is not None else None

    def require(self, work: UnitOfWork, thing_id: str) -> Thing:
        """Return a thing as it is now, to be decided on.

        Raises
        ------
        NotFound
            There is none.
        """
        return self._known(self.find(work, thing_id))

    def load(self, thing_id: str) -> Thing | None:
        """Return a thing as it is now, where nothing is decided."""
        return self.load_all([thing_id])[0]

    def get(self, thing_id: str) -> Thing:
        """Return a thing as it is now, where nothing is decided.

        Raises
        ------
        NotFound
            There is none.
        """
        return self._known(self.load(thing_id))

    def load_all(self, thing_ids: Iterable[str]) -> list[Thing | None]:
        """Return things as they are now, in one read; None where there is none."""
        rows = read([self.key(one) for one in thing_ids], consistent=True)
        return [self.take(row) if row is not None else None for row in rows]

    def shown(self, thing_ids: Iterable[str]) -> list[Thing | None]:
        """Return things as they were a moment ago, in one read at half its price: for lists, whose indexes lag as well."""
        rows = read([self.key(one) for one in thing_ids])
        return [self.take(row) if row is not None else None for row in rows]

    def save(self, work: UnitOfWork, thing: Thing, *steps: Step) -> None:
        """Keep a thing as it is from now on, with what happened to it, in the transaction of the change."""
        key, placed = self.key(thing.id), self._placed(thing)
        row = self._rows(
            key.pk,
            key.sk,
            document=self._codec.document(thing),
            version=thing.version,
            change_id=work.change_id,
            list=placed.list,
            subject=placed.subject,
            place=placed.place,
        )
        if placed.wake_at is not None:
            row.clock, row.wake_at = WAITING, clock.iso(placed.wake_at)
        if placed.expires_at is not None:
            row.expires_at = int(placed.expires_at.timestamp())
        work.save(row)
        # Steps are numbered by the versions they lead to; the second of a change stands behind the first.
        for number, step in enumerate(steps):
            note_step(work, self._steps, key.pk, thing.version, step, number)

    def look_again(self, work: UnitOfWork, thing: Thing) -> None:
        """Let the clock look later at a thing that is as it was: nobody sees another version."""
        wake_at = self._placed(thing).wake_at
        assert wake_at is not None, "what is done with is saved, and leaves the index"
        unmoved = self._rows.version == thing.version
        put = {"wake_at": clock.iso(wake_at)}
        work.write(Alter(self.key(thing.id), {}, put, condition=unmoved))

    # --- lists

    def in_list(self, name: str, limit: int, cursor: str | None, **how: Any) -> Listed:
        """Return one page of a list, in the order of `place`; `how` as `indexed_page` takes it."""
        return self._page(BY_LIST, ("list", name), limit, cursor, **how)

    def about(self, name: str, limit: int, cursor: str | None, **how: Any) -> Listed:
        """Return one page of what is about a subject, in the order of `place`; `how` as `indexed_page` takes it."""
        return self._page(BY_SUBJECT, ("subject", name), limit, cursor, **how)

    def _page(
        self,
        index: str,
        partition: tuple[str, str],
        limit: int,
        cursor: str | None,
        *,
        fits: Callable[[Thing], bool] = lambda _: True,
        within: Range | None = None,
        newest_first: bool = False,
    ) -> Listed:
        attribute, value = partition

        def belongs(thing: Thing) -> bool:
            # An index may lag behind what the thing says by now.
            return getattr(self._placed(thing), attribute) == value and fits(thing)

        return indexed_page(
            self._rows,
            partition,
            self.take,
            index=index,
            limit=limit,
            cursor=cursor,
            fits=belongs,
            within=within,
            newest_first=newest_first,
        )

    def every_in_list(self, name: str, within: Range | None = None) -> Iterator[Thing]:
        """Give every thing of a list; never on a request's path where the list has no bound."""
        return self._every(BY_LIST, ("list", name), within)

    def every_about(self, name: str, within: Range | None = None) -> Iterator[Thing]:
        """Give everything about a subject; never on a request's path where that has no bound."""
        return self._every(BY_SUBJECT, ("subject", name), within)

    def _every(
        self, index: str, partition: tuple[str, str], within: Range | None
    ) -> Iterator[Thing]:
        attribute, value = partition
        batch: list[str] = []
        for row in every_row(self._rows, partition, index=index, within=within):
            batch.append(row.pk.partition("#")[2])
            if len(batch) == _A_READ:
                yield from self._those(batch, attribute, value)
                batch = []
        if batch:
            yield from self._those(batch, attribute, value)

    def _those(self, thing_ids: Sequence[str], attribute: str, value: str) -> Iterator[Thing]:
        for thing in self.load_all(thing_ids):
            if thing is not None and getattr(self._placed(thing), attribute) == value:
                yield thing

    # --- history

    def steps_of(self, thing_id: str, limit: int, cursor: str | None) -> Listed:
        """Return one page of a thing's history, oldest first; rows."""
        return history_page(self._steps, self.key(thing_id).pk, limit=limit, cursor=cursor)

    def _known(self, thing: Thing | None) -> Thing:
        if thing is None:
            raise NotFound(Text(f"没有找到{self._called.zh}。", f"There is no {self._called.en}."))
        return thing


_A_READ: Final = 100
