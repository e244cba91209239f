"""Taking a number and making one void, on the unit of work of what bears it.

The counter is a row that is written in the same transaction as the document: where that fails nothing is taken, where it is sent twice
one number is taken, and of two at once one decides again and gets the next. So there is no gap, in any order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kernel import clock
from kernel.actors import Actor
from kernel.numbering.numbers import Number, NumberVoid, Series, number_of
from kernel.numbering.rows import Numbers
from kernel.problems import NotFound
from kernel.storage.unit_of_work import UnitOfWork


def take(
    work: UnitOfWork,
    numbers: Numbers,
    series: Series,
    *,
    organ: str,
    name: str,
    subject: str,
    by: Actor,
    now: datetime,
) -> Number:
    """Take the next number of a series of an organ in the year of `now`, as people in Beijing write it.

    Parameters
    ----------
    name
        What the organ calls itself before its numbers.
    subject
        The id of what bears the number.
    """
    work.crowded = True
    year = now.astimezone(clock.SHANGHAI).year
    key = numbers.counter_key(organ, series.code, year)
    row = work.find(key)
    number = number_of(series, organ, name, year, (int(row.last) if row else 0) + 1)
    work.save(
        numbers.counter(
            key.pk,
            key.sk,
            last=number.number,
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
    )
    place = numbers.number_key(number)
    work.add(
        numbers.number(
            place.pk,
            place.sk,
            text=number.text,
            subject=subject,
            taken_at=clock.iso(now),
            taken_by=by.person_id,
            version=1,
            change_id=work.change_id,
        )
    )
    return number


def void(
    work: UnitOfWork, numbers: Numbers, number: Number, *, reason: str, by: Actor, now: datetime
) -> None:
    """Make a number void: it stays with its reason, and nobody gets it again.

    Raises
    ------
    NotFound
        It was never taken.
    NumberVoid
        It is void.
    """
    key = numbers.number_key(number)
    row = work.find(key)
    if row is None:
        raise NotFound
    if row.voided_at:
        raise NumberVoid
    work.save(
        numbers.number(
            key.pk,
            key.sk,
            text=row.text,
            subject=row.subject,
            taken_at=row.taken_at,
            taken_by=row.taken_by,
            voided_at=clock.iso(now),
            voided_by=by.person_id,
            void_reason=reason,
            version=work.version(key) + 1,
            change_id=work.change_id,
        )
    )


def gaps(taken: Iterable[int]) -> list[int]:
    """Return the numbers that are missing among those taken, for an audit: none, or somebody wrote beside the counter."""
    there = set(taken)
    return sorted(set(range(1, max(there, default=0) + 1)) - there)
