"""End an export without a file: one whose worker is gone, or has given it up."""

from __future__ import annotations

from incidents.exports.rules.exports import Export, Failure, fail, has_stopped
from incidents.exports.store import exports
from kernel import clock
from kernel.observability import log, note
from kernel.storage.unit_of_work import UnitOfWork, carry_out


def as_it_stands(export: Export) -> Export:
    """Return an export as it stands: one whose worker is gone is ended here."""
    return (
        end_export(export.id, only_if_stopped=True) if has_stopped(export, clock.now()) else export
    )


def end_export(export_id: str, *, only_if_stopped: bool = False) -> Export:
    """Tell an export as interrupted, unless it has ended already; return it as it is now."""

    def decide(work: UnitOfWork) -> Export:
        export, now = exports.find(work, export_id), clock.now()
        assert export is not None, "no row of an export is ever deleted"
        if not export.status.is_open or (only_if_stopped and not has_stopped(export, now)):
            return export
        failed = fail(export, Failure.INTERRUPTED, now)
        exports.save(work, failed)
        work.afterwards(lambda: note_end(failed))
        return failed

    export = carry_out(decide).result
    assert export is not None, "there is no key it could have been answered under"
    return export


def note_end(export: Export) -> None:
    """Count and log how an export ended."""
    note("ExportsEnded", status=str(export.status))
    log.info("export ended", export_id=export.id, status=str(export.status))
