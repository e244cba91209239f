"""List who holds which post at a unit."""

from __future__ import annotations

from datetime import date

from kernel.access import Post, Role
from kernel.directory import PersonRow, UnitRow
from kernel.problems import NotFound
from kernel.storage.dynamo import read
from registry.model.answers import StaffList
from registry.service.views import staff_view
from registry.store.register import Register


def list_staff(unit: str) -> StaffList:
    """Return the posts at exactly one unit; residents are no staff.

    Raises
    ------
    NotFound
        There is no such unit.
    """
    row: UnitRow | None = read([UnitRow.key(unit)], consistent=True)[0]
    if row is None:
        raise NotFound
    terms = _terms(row)
    register = Register()
    register.load(PersonRow.key(holder) for holder, _ in terms)
    return StaffList(
        items=[staff_view(register.find(PersonRow.key(holder)), post) for holder, post in terms]
    )


def _terms(row: UnitRow) -> list[tuple[str, Post]]:
    return [
        (
            holder,
            Post(
                role,
                row.code,
                date.fromisoformat(first),
                date.fromisoformat(last) if last else None,
            ),
        )
        for role in sorted(Role)
        for holder, first, last in sorted(row.terms(role), key=lambda term: term[:2])
    ]
