"""Changes are drafted in memory and written in one transaction, with their history and the answer to the request's idempotency key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from assembly.store.rows import COUNTY, HistoryRow, Kind, ThingRow
from kernel import clock
from kernel.ids import new_id
from kernel.problems import NotFound, TryAgain
from kernel.storage.dynamo import read, write
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write

_ATTEMPTS = 8
_PARENT = {
    Kind.COMPOSITION: "body",
    Kind.VOTE: "meeting",
    Kind.OBJECTION: "publication",
    Kind.VIEW: "rules",
}
_UNLISTED = frozenset({Kind.ROLL, Kind.KEY, Kind.DUTY, Kind.VOICE})


class Actor(NamedTuple):
    """Who does something, and by which post; the clock has none."""

    person_id: str
    role: str | None = None
    unit: str | None = None


CLOCK = Actor("clock")


class Draft:
    """Things as they will be."""

    def __init__(self) -> None:
        self._rows: dict[Key, ThingRow | None] = {}
        self._documents: dict[Key, Any] = {}
        self._changed: dict[Key, Mapping[str, Any]] = {}
        self._added: list[Row] = []
        self._others: list[Write] = []

    def load(self, *things: tuple[Kind, str]) -> None:
        """Read those not read yet in one round trip, as they are now."""
        keys = [ThingRow.key(kind, thing_id) for kind, thing_id in things]
        missing = [key for key in dict.fromkeys(keys) if key not in self._rows]
        if missing:
            for key, row in zip(missing, read(missing, consistent=True), strict=True):
                self._rows[key] = row
                self._documents[key] = row.document if row is not None else None

    def find(self, kind: Kind, thing_id: str) -> Any:
        """Return a thing's document as it will be; None where there is none."""
        self.load((kind, thing_id))
        return self._documents[ThingRow.key(kind, thing_id)]

    def get(self, kind: Kind, thing_id: str) -> Any:
        """Return a thing's document.

        Raises
        ------
        NotFound
            There is none.
        """
        found = self.find(kind, thing_id)
        if found is None:
            raise NotFound
        return found

    def version(self, kind: Kind, thing_id: str) -> int:
        """Return the version a thing will have; 0 where there is none."""
        key = ThingRow.key(kind, thing_id)
        row = self._rows.get(key)
        return (int(row.version) if row is not None else 0) + (key in self._changed)

    def made_on(self, kind: Kind, thing_id: str) -> date:
        """Return the day a thing was made; today for one that is not written yet."""
        row = self._rows.get(ThingRow.key(kind, thing_id))
        made = clock.from_iso(row.created_at) if row is not None else clock.now()
        return made.astimezone(clock.SHANGHAI).date()

    def save(self, kind: Kind, document: Mapping[str, Any]) -> None:
        """Set a thing's document; a new thing is made."""
        key = ThingRow.key(kind, document["id"])
        if key not in self._rows:
            # Whoever saves without having looked makes something new.
            self._rows[key] = None
        self._documents[key] = self._changed[key] = document

    def add(self, *rows: Row) -> None:
        """Add rows that must be new."""
        self._added += rows

    def also(self, *writes: Write) -> None:
        """Write what another context gave out, together with everything else."""
        self._others += writes

    def note(
        self, kind: Kind, document: Mapping[str, Any], event: str, actor: Actor, **details: Any
    ) -> None:
        """Add to the history of a thing."""
        at = clock.now()
        self.add(
            HistoryRow(
                f"{kind}#{document['id']}",
                f"HIST#{new_id(at)}",
                village=document["village"],
                at=clock.iso(at),
                event=event,
                actor=actor.person_id,
                actor_role=actor.role,
                actor_unit=actor.unit,
                details=details or None,
            )
        )

    def commit(self, *more: Write) -> None:
        """Write everything in one transaction.

        Raises
        ------
        ConditionFailed
            Something was changed since it was read; nothing was written.
        """
        writes: list[Write] = []
        for key, document in self._changed.items():
            row = self._rows[key]
            unmoved = Ensure.is_new if row is None else ThingRow.version == int(row.version)
            writes.append(Write(_row(key, document, row), unmoved))
        writes += [Write(row, Ensure.is_new) for row in self._added]
        writes += self._others
        if writes or more:
            write([*writes, *more])


class Settled(NamedTuple):
    """How a request was settled: what is answered, and the version for `ETag`."""

    status: int
    body: Any
    version: int | None = None


def settle(
    decide: Callable[[Draft], Settled], once: Once | None, in_words: Callable[[Any], str]
) -> Settled | Answered:
    """Decide on things as they are and write the decision; decide again when they have moved.

    Returns
    -------
    Settled or Answered
        `Answered` when the key was answered before: nothing was done now.

    Raises
    ------
    TryAgain
        They moved each time.
    """
    for _ in range(_ATTEMPTS):
        if once and (answered := once.replay(read([once.key], consistent=True)[0])):
            return answered
        draft = Draft()
        settled = decide(draft)
        more: list[Write] = []
        if once:
            answer = Answered(settled.status, in_words(settled.body))
            more.append(once.record(answer, clock.now()))
        try:
            draft.commit(*more)
        except ConditionFailed:
            continue
        return settled
    raise TryAgain


def _row(key: Key, document: Mapping[str, Any], before: ThingRow | None) -> ThingRow:
    kind, now = Kind(key.sk), clock.iso(clock.now())
    parent = document.get(_PARENT.get(kind, "village"))
    label = next(
        (
            document[name]
            for name in ("type", "body_kind", "subject_kind", "kind")
            if document.get(name)
        ),
        None,
    )
    wake_at = document.get("wake_at")
    if kind is Kind.VILLAGE:
        parent = COUNTY
    return ThingRow(
        key.pk,
        key.sk,
        kind=str(kind),
        id=document["id"],
        village=document["village"],
        title=document.get("title"),
        label=label,
        status=document.get("status"),
        document=dict(document),
        listing=None if kind in _UNLISTED else f"{kind}#{parent}",
        rank=None if kind in _UNLISTED else document["id"],
        # The queue holds only what has a day, the clock only what it still has to look at.
        turn=document.get("turn") if document.get("due_at") else None,
        due_at=document.get("due_at"),
        clock=COUNTY if wake_at else None,
        wake_at=wake_at,
        version=(int(before.version) if before is not None else 0) + 1,
        created_at=before.created_at if before is not None else now,
        updated_at=now,
    )
