"""Write a message into the inboxes of those who have not got it yet."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.observability import note
from kernel.storage.unit_of_work import carry_out
from notices.inbox.rules.messages import Message
from notices.inbox.store import messages

# A transaction takes a hundred rows; half of them leave it small enough to be quick.
_AT_ONCE = 50


def write_messages(people: Sequence[str], message: Message, keep_days: int) -> None:
    """Write a message to each of several people who has not got it yet.

    Raises
    ------
    TryAgain
        The store is busy; the next try goes on where this one stopped.
    """
    told = 0
    for first in range(0, len(people), _AT_ONCE):
        some = people[first : first + _AT_ONCE]
        written = carry_out(
            lambda work, some=some: messages.add_new(work, some, message, keep_days)
        )
        told += written.result or 0
    if told:
        note("MessagesTold", told)
