"""Read a person: oneself, or whom an officer's post reaches; an unmasked reading leaves a record."""

from __future__ import annotations

from kernel import clock
from kernel.access import OFFICERS, Post, Role, not_allowed
from kernel.directory import PersonRow, UnitRow
from kernel.field_errors import TextualValueError
from kernel.fields import one_line
from kernel.problems import InvalidFields, NotFound, OutsideYourArea
from kernel.scope import Scope
from kernel.storage.dynamo import read
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from registry.model.answers import MeView, ReadPage
from registry.rules.identity import masked_phone
from registry.rules.posts import unended
from registry.service.asked import Shown
from registry.service.views import my_post_view, person_view, read_view
from registry.store.lists import reads_of
from registry.store.rows import HouseholdRow, ReadRow


def show_me(scope: Scope) -> MeView:
    """Return who calls, with the posts held today."""
    caller = scope.person
    row: PersonRow = scope.recall([PersonRow.key(caller.person_id)])[0]
    codes = list(dict.fromkeys(post.unit for post in caller.posts))
    found: list[UnitRow | None] = scope.recall([UnitRow.key(code) for code in codes])
    units = dict(zip(codes, found, strict=True))
    return MeView(
        person_id=caller.person_id,
        name=caller.name,
        phone=masked_phone(row.phone),
        household=row.household,
        posts=[my_post_view(caller.person_id, post, units[post.unit]) for post in caller.posts],
    )


def show_person(scope: Scope, person_id: str, *, unmasked: bool, reason: str | None) -> Shown:
    """Return a person; an unmasked reading by somebody else is recorded first.

    Raises
    ------
    NotAllowed, NotFound
        No post of the caller reaches a person of this id.
    InvalidFields
        An unmasked reading has no reason.
    """
    row = _reachable(scope, person_id)
    own = row.person_id == scope.person.person_id
    if unmasked and not own:
        _record_reading(scope, row, reason)
    return Shown(person_view(row, unmasked=unmasked or own), int(row.version))


def list_reads(scope: Scope, person_id: str, limit: int, cursor: str | None) -> ReadPage:
    """Return who has read a person's data unmasked: for the person and for officers who reach him."""
    row = _reachable(scope, person_id)
    page = reads_of(PersonRow.key(row.person_id).pk, limit, cursor)
    return ReadPage(items=[read_view(one) for one in page.rows], next_cursor=page.next_cursor)


def _reachable(scope: Scope, person_id: str) -> PersonRow:
    """Return a person the caller may read; whether others exist is not told."""
    own = person_id == scope.person.person_id
    if not own and not scope.person.holds(OFFICERS):
        raise not_allowed(OFFICERS)
    row: PersonRow | None = read([PersonRow.key(person_id)], consistent=True)[0]
    if row is None:
        raise NotFound
    scope.allow(own or _post_reaching(scope, row) is not None)
    return row


def _post_reaching(scope: Scope, row: PersonRow) -> Post | None:
    """Return the officer's post by which the caller reaches a person.

    Posts held today or from a later day reach; a place the person has left has no more to ask.
    """
    units = [post.unit for post in unended(row.every_post(), clock.today())]
    if row.household:
        household: HouseholdRow | None = scope.recall([HouseholdRow.key(row.household)])[0]
        units += [household.unit] if household else []
    reaching = (scope.person.post_over(unit, OFFICERS) for unit in units)
    admin = next((post for post in scope.person.posts if post.role is Role.COUNTY_ADMIN), None)
    return next((post for post in reaching if post), admin)


def _record_reading(scope: Scope, row: PersonRow, reason: str | None) -> None:
    if reason is None:
        raise InvalidFields.one(
            "reason", Text("查看完整信息须填写事由。", "An unmasked reading needs a reason.")
        )
    try:
        said = one_line(reason)
    except TextualValueError as fault:
        raise InvalidFields.one("reason", fault.text) from fault
    post, at = _post_reaching(scope, row), clock.iso(clock.now())
    if post is None:
        raise OutsideYourArea

    def decide(work: UnitOfWork) -> None:
        work.add(
            ReadRow(
                PersonRow.key(row.person_id).pk,
                f"READ#{work.change_id}",
                at=at,
                reader=scope.person.person_id,
                reader_role=str(post.role),
                reader_unit=post.unit,
                reason=said,
            )
        )

    carry_out(decide)
