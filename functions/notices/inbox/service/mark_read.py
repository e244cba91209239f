"""Note up to where a person has read."""

from __future__ import annotations

from collections.abc import Callable

from kernel import clock
from kernel.problems import NotFound
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.unit_of_work import Outcome, UnitOfWork, carry_out
from notices.inbox.rules.messages import Mark
from notices.inbox.store.messages import MarkRow, MessageRow


def mark_read(
    person_id: str,
    up_to: str,
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[Mark], Answered],
) -> Outcome[Mark]:
    """Note that a person has read everything up to a message.

    The mark never goes back: who reads an old message on one device has not unread the newer ones.

    Raises
    ------
    NotFound
        The person has no such message.
    """
    there, place = MessageRow.key(person_id, up_to), MarkRow.key(person_id)

    def decide(work: UnitOfWork) -> Mark:
        message, mark = work.find_all([there, place])
        if message is None:
            raise NotFound
        moved = Mark(max(up_to, mark.up_to) if mark else up_to, clock.now())
        work.save(
            MarkRow(
                place.pk,
                place.sk,
                up_to=moved.up_to,
                read_at=clock.iso(moved.read_at),
                version=work.version(place) + 1,
            )
        )
        return moved

    return carry_out(decide, idempotency_key=idempotency_key, answer=answer)
