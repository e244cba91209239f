"""Announce a file for import."""

from __future__ import annotations

from kernel import clock
from kernel.access import Post, Role
from kernel.ids import new_id
from kernel.scope import Scope
from kernel.storage.unit_of_work import Outcome, UnitOfWork, carry_out
from registry.imports.rules.states import Status
from registry.imports.service.views import import_view
from registry.imports.store.rows import ImportRow
from registry.model.requests import ImportBody
from registry.service.asked import Asked, Saved


def administrator(scope: Scope) -> Post:
    """Return the caller's post as administrator of the county."""
    county = next(post.unit for post in scope.person.posts if post.role is Role.COUNTY_ADMIN)
    return scope.within(county, {Role.COUNTY_ADMIN})


def announce_import(asked: Asked, body: ImportBody) -> Outcome[Saved]:
    """Keep that a file will come, and say where it is to be sent."""
    post, caller = administrator(asked.scope), asked.scope.person

    def decide(work: UnitOfWork) -> Saved:
        now = clock.now()
        import_id, at = new_id(now), clock.iso(now)
        key = ImportRow.key(import_id)
        row = ImportRow(
            key.pk,
            key.sk,
            import_id=import_id,
            county=post.unit,
            kind=str(body.kind),
            format=str(body.format),
            file_name=body.file_name,
            size=body.size,
            status=str(Status.AWAITING_UPLOAD),
            created_at=at,
            created_by=caller.person_id,
            updated_at=at,
            actor=caller.person_id,
            actor_role=str(post.role),
            actor_unit=post.unit,
        )
        work.add(row)
        return Saved(import_view(row), int(row.version), is_new=True)

    return carry_out(decide, idempotency_key=asked.idempotency_key, answer=asked.written)
