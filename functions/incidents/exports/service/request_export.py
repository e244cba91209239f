"""Ask for an export."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from incidents.exports.rules.exports import Export, Format, check_period, refuse_descriptions
from incidents.exports.store import exports, files
from incidents.exports.store.rows import ExportRow
from kernel import clock
from kernel.access import Caller, Post
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Language


class Wanted(NamedTuple):
    """What somebody wants exported: which unit with everything below it, which days, as what."""

    unit: str
    first: date
    last: date
    format: Format
    descriptions: bool


def check_export(wanted: Wanted, caller: Caller) -> None:
    """Let pass what may be exported to this caller.

    Raises
    ------
    InvalidFields, DescriptionsNotForYou
        The period is too long or none; the descriptions are not the caller's to have.
    """
    check_period(wanted.first, wanted.last)
    if wanted.descriptions:
        refuse_descriptions(caller, wanted.unit)


def request_export(
    work: UnitOfWork, wanted: Wanted, caller: Caller, post: Post, language: Language
) -> Export:
    """Keep what is wanted for the worker, which serves everybody: no person and no unit may fill its queue."""
    now = clock.now()
    export = Export(
        work.change_id,
        *wanted,
        language=language,
        requested_by=caller.person_id,
        requested_role=str(post.role),
        requested_unit=post.unit,
        requested_at=now,
        updated_at=now,
    )
    exports.add(work, export)
    for what, who in (("exports", caller.person_id), ("exports_of_a_unit", post.unit)):
        work.write(counting(ExportRow, what, who, now))
    return export


def queue_export(export_id: str) -> None:
    """Tell the worker of an export; what it has written already it does not write again."""
    files.enqueue(export_id)
