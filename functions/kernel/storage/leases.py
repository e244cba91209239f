"""One at a time: a run that comes while another is under way stands down; one that was cut off is followed once its lease is over."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork, carry_out


class LeaseRow(Row):
    """Whose turn it is, by the change that took it, until when; a context keeps its own in its table."""

    change_id = UnicodeAttribute()
    until = UnicodeAttribute()
    version = NumberAttribute()


@contextmanager
def one_at_a_time(key: Key, lease: timedelta) -> Generator[bool, None, None]:
    """Take a lease and give it back at the end; False: somebody else has it.

    Parameters
    ----------
    lease
        After how long one that was not given back is over: longer than a run can take.
    """
    holder = carry_out(lambda work: _take(work, key, lease)).result
    try:
        yield holder is not None
    finally:
        if holder is not None:
            carry_out(lambda work: _give_back(work, key, holder))


def _take(work: UnitOfWork, key: Key, lease: timedelta) -> str | None:
    kept, now = work.find(key), clock.now()
    if kept is not None and kept.until > clock.iso(now):
        return None
    _save(work, key, clock.iso(now + lease))
    return work.change_id


def _give_back(work: UnitOfWork, key: Key, holder: str) -> None:
    kept = work.find(key)
    # Whose lease was over in the middle has nothing to give back any more.
    if kept is not None and kept.change_id == holder:
        _save(work, key, clock.iso(clock.now()))


def _save(work: UnitOfWork, key: Key, until: str) -> None:
    version = work.version(key) + 1
    work.save(key.model(key.pk, key.sk, change_id=work.change_id, until=until, version=version))
