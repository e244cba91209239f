"""How an import is shown."""

from __future__ import annotations

from kernel import clock
from registry.imports.rules.states import STATES, Status
from registry.imports.store import files
from registry.imports.store.rows import ImportRow
from registry.model.answers import ErrorPage, ImportView, LineError, UploadView
from registry.model.requests import ImportFormat, ImportKind
from registry.store.lists import Listed
from registry.store.rows import whole


def import_view(row: ImportRow) -> ImportView:
    """Return an import; while its file is awaited, with where it is to be sent."""
    view = ImportView(
        id=row.import_id,
        kind=ImportKind(row.kind),
        format=ImportFormat(row.format),
        file_name=row.file_name,
        status=row.status,
        actions=[str(action) for action in STATES.legal(Status(row.status))],
        rows_total=whole(row.rows_total),
        rows_done=int(row.rows_done),
        created=int(row.created),
        changed=int(row.changed),
        unchanged=int(row.unchanged),
        error_count=int(row.error_count),
        created_at=clock.local_iso(clock.from_iso(row.created_at)),
        created_by=row.created_by,
        updated_at=clock.local_iso(clock.from_iso(row.updated_at)),
        version=int(row.version),
    )
    if row.status == Status.AWAITING_UPLOAD:
        upload = files.upload_for(row, clock.now())
        view["upload"] = UploadView(
            url=upload.url,
            method="PUT",
            headers=upload.headers,
            expires_at=clock.local_iso(upload.expires_at),
        )
    return view


def error_page(page: Listed) -> ErrorPage:
    """Return a page of errors, with row and column."""
    return ErrorPage(
        items=[
            LineError(
                row=int(error.row),
                column=error.column,
                message=error.message,
                message_en=error.message_en,
            )
            for error in page.rows
        ],
        next_cursor=page.next_cursor,
    )
