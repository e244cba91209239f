"""Show how far an import is, and the errors of its last run."""

from __future__ import annotations

from kernel import clock
from kernel.access import Role
from kernel.problems import NotFound
from kernel.scope import Scope
from kernel.storage.dynamo import read
from registry.imports.service.end_run import as_it_stands
from registry.imports.service.views import error_page, import_view
from registry.imports.store.rows import ImportRow, errors_of
from registry.model.answers import ErrorPage
from registry.service.asked import Shown


def show_import(scope: Scope, import_id: str, most_errors: int) -> Shown:
    """Return how far an import is, with the first errors of its last run."""
    row = own_import(scope, import_id)
    view = import_view(row)
    view["errors"] = error_page(errors_of(row, most_errors, None))
    return Shown(view, int(row.version))


def list_errors(scope: Scope, import_id: str, limit: int, cursor: str | None) -> ErrorPage:
    """Return a page of the errors of the last run, in the order of the file."""
    return error_page(errors_of(own_import(scope, import_id), limit, cursor))


def own_import(scope: Scope, import_id: str) -> ImportRow:
    """Return an import of the caller's county, as it stands.

    Raises
    ------
    NotFound
        There is none.
    """
    row: ImportRow | None = read([ImportRow.key(import_id)], consistent=True)[0]
    if row is None:
        raise NotFound
    scope.allow(scope.person.post_over(row.county, {Role.COUNTY_ADMIN}) is not None)
    return as_it_stands(row, clock.now())
