"""What a use case is told beside its command, and how what it decides is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from assembly.rules.standing import Reader
from assembly.service.find_thing import Found
from assembly.store.rows import AnswerRow, ThingRow
from assembly.store.things import Thing, key_of
from assembly.store.work import Work
from kernel import clock, ids
from kernel.actors import Actor
from kernel.addressees import Addressee
from kernel.problems import Versions, refuse_stale
from kernel.record import record
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.rows import Key
from kernel.storage.unit_of_work import Outcome, answer_to, carry_out

ANSWERS: Final = AnswerRow
"""Where the answers to idempotency keys are kept."""


class Answer(NamedTuple):
    """What is answered: a typed view, and the version it is of."""

    view: Mapping[str, Any]
    version: int | None = None


@record
class Asked:
    """Who asks, under which idempotency key, insisting on which version.

    Attributes
    ----------
    written
        How an answer is kept under the key.
    seen
        Rows the request has read already.
    """

    reader: Reader
    idempotency_key: IdempotencyKey | None
    expected_version: Versions
    written: Callable[[Answer], Answered]
    seen: Mapping[Key, Any]

    def refuse_stale(self, work: Work, record: type, thing_id: str) -> None:
        """Let a change pass that was decided on the present version, where the client says which it saw.

        Raises
        ------
        StaleVersion
            The client saw another.
        """
        refuse_stale(self.expected_version, work.version(record, thing_id))

    def get(self, work: Work, record: type[Thing], thing_id: str) -> Thing:
        """Return a thing that is to be changed, in the version the client says it saw."""
        found = work.get(record, thing_id)
        self.refuse_stale(work, record, thing_id)
        return found

    def answered_before(self) -> Outcome[Answer] | None:
        """Return the first answer to the key; for use cases that do something before they decide.

        Raises
        ------
        IdempotencyKeyReused
            The key came with another body before.
        """
        answered = answer_to(self.idempotency_key)
        return Outcome(None, answered, replayed=True) if answered else None

    def keep(
        self,
        work: Work,
        thing: Thing,
        event: str,
        by: Actor,
        view: Callable[[Thing, int, Reader], Mapping[str, Any]],
        /,
        hears: Iterable[Addressee] | None = None,
        **details: Any,
    ) -> Answer:
        """Keep a thing with what happened to it, and answer it."""
        work.save(thing)
        work.note(thing, event, by, hears=hears, **details)
        version = work.version(type(thing), thing.id)
        return Answer(view(thing, version, self.reader), version)

    def change(self, decide: Callable[[Work], Answer]) -> Outcome[Answer]:
        """Decide, and write what was decided."""
        return carry_out(
            lambda unit: decide(Work(unit)),
            idempotency_key=self.idempotency_key,
            answer=self.written,
            seen=self.seen,
        )


def read_before(found: Iterable[Found]) -> Mapping[Key, ThingRow]:
    """Return the rows a request has read already."""
    return {key_of(each.record, each.row.id): each.row for each in found}


def new_id() -> str:
    """Return a new id."""
    return ids.new_id(clock.now())


def today() -> str:
    """Return the present day, as it is stored."""
    return clock.today().isoformat()
