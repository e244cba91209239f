"""See how far an export is, and where its file is fetched; who asked for one, and who fetched it."""

from __future__ import annotations

from typing import NamedTuple

from incidents.exports.rules.export_states import Status
from incidents.exports.rules.exports import Export, may_have_descriptions
from incidents.exports.service.end_export import as_it_stands
from incidents.exports.store import exports, files
from kernel import clock
from kernel.access import OFFICERS, Caller, Post, Role
from kernel.files import KEPT, Address
from kernel.problems import NotFound
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork, carry_out

_ADMIN = frozenset({Role.COUNTY_ADMIN})


class ExportSeen(NamedTuple):
    """An export as somebody sees it, with the address of its file once there is one."""

    export: Export
    address: Address | None


def see_export(export_id: str, caller: Caller) -> ExportSeen:
    """Return an export the caller asked for and still has the unit of, or any to the county's administrator.

    An address that is given out is on record. One with descriptions is fetched by those alone who may ask for it.

    Raises
    ------
    NotFound
        There is none, or it is not the caller's.
    """
    export, post = _own(export_id, caller)
    export, now = as_it_stands(export), clock.now()
    finished = export.finished_at
    if export.descriptions and not may_have_descriptions(caller, export.unit):
        return ExportSeen(export, None)
    if export.status is not Status.DONE or finished is None or now >= finished + KEPT:
        return ExportSeen(export, None)

    def note(work: UnitOfWork) -> None:
        exports.note_download(work, export, caller, post, now)

    carry_out(note)
    return ExportSeen(export, files.address_of(export, now))


def list_exports(limit: int, cursor: str | None) -> Listed:
    """Return one page of the county's exports as they stand, newest first."""
    page = exports.exports_page(limit, cursor)
    return page._replace(rows=[as_it_stands(export) for export in page.rows])


def list_downloads(export_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of who was given the address of an export's file, oldest first.

    Raises
    ------
    NotFound
        There is no such export.
    """
    if exports.load(export_id) is None:
        raise NotFound
    return exports.downloads_page(export_id, limit, cursor)


def _own(export_id: str, caller: Caller) -> tuple[Export, Post]:
    """Return an export, and by which post the caller may see it."""
    export = exports.load(export_id)
    if export is None:
        raise NotFound
    roles = OFFICERS if export.requested_by == caller.person_id else _ADMIN
    post = caller.post_over(export.unit, roles)
    if post is None:
        raise NotFound
    return export, post
