"""Give a person a post, and take one away: the person and the unit are never changed one without the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kernel import clock
from kernel.access import Post, Role
from kernel.actors import Actor
from kernel.directory import PersonRow, UnitRow, refuse_closed
from kernel.problems import Conflict, InvalidFields, NotFound, OutsideYourArea
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text
from kernel.units import level_of, path_of
from registry.model.requests import MovePost, PostBody
from registry.rules import closing, posts, reach
from registry.rules.apart import refuse_kin, watched_by
from registry.service.asked import Asked, Saved, refuse_own
from registry.service.views import post_view
from registry.store.register import Effect, Register
from registry.store.rows import HouseholdRow, RelativesRow

MOST_STAFF = 2000
"""A unit's row must stay far below the 400 KB a row may have."""


class TooManyStaff(Conflict):
    """The unit's row is full."""

    slug = "too-many-staff"
    said = Text(
        f"每个单位最多 {MOST_STAFF} 个岗位人员。", f"A unit has at most {MOST_STAFF} posts."
    )


def fill_post(asked: Asked, body: PostBody) -> Outcome[Saved]:
    """Give a person a post that he does not hold yet, from today or a later day on.

    Raises
    ------
    OwnTies
        It would be one's own.
    PostClash
        He holds it.
    OutsideYourArea
        Somebody of another town is for the county to appoint.
    """
    by = asked.scope.within(body.unit, reach.APPOINTERS[level_of(body.unit)])
    refuse_own(asked, body.person_id)
    posts.refuse_past(body.post, clock.today())
    key = PersonRow.key(body.person_id)

    def decide(register: Register) -> Saved:
        register.load([key, UnitRow.key(body.unit)])
        person: PersonRow | None = register.find(key)
        held = person.every_post() if person else ()
        home = _home(register, person) if by.role is not Role.COUNTY_ADMIN else None
        if not reach.may_appoint(by, held, home, clock.today()):
            raise OutsideYourArea
        if any(posts.identity_of(post) == posts.identity_of(body.post) for post in held):
            raise posts.PostClash
        appoint(register, body.person_id, body.post, clock.today())
        actor = Actor.of(asked.scope.person, by)
        register.note(key, "appointed", actor, post=as_entry(body.post))
        return Saved(post_view(body.person_id, body.post), is_new=True)

    return asked.change(decide)


def move_post(asked: Asked, person_id: str, wanted: Post, body: MovePost) -> Outcome[Saved]:
    """End a post, now or on a given day, or let one go on whose end was mistyped and has not come.

    Parameters
    ----------
    wanted
        The post by role, unit and first day.

    Raises
    ------
    NotFound
        The person has no such post.
    """
    by = asked.scope.within(wanted.unit, reach.APPOINTERS[level_of(wanted.unit)])
    refuse_own(asked, person_id)
    today = clock.today()
    key = PersonRow.key(person_id)

    def decide(register: Register) -> Saved:
        register.load([key, UnitRow.key(wanted.unit)])
        person: PersonRow | None = register.find(key)
        if person is None or register.find(UnitRow.key(wanted.unit)) is None:
            raise NotFound
        if body.action == "end":
            last_day = body.last_day or posts.yesterday(today)
            held = posts.end(person.every_post(), wanted, last_day, today)
        else:
            last_day = body.last_day
            held = posts.go_on(person.every_post(), wanted, last_day, today)
        _keep_posts(register, person_id, wanted, held, today)
        moved = Post(wanted.role, wanted.unit, wanted.valid_from, last_day)
        actor = Actor.of(asked.scope.person, by)
        told = "post ended" if body.action == "end" else "post goes on"
        register.note(key, told, actor, post=as_entry(moved), reason=body.reason)
        return Saved(post_view(person_id, moved))

    return asked.change(decide)


def _home(register: Register, person: PersonRow | None) -> str | None:
    if person is None or not person.household:
        return None
    household: HouseholdRow | None = register.find(HouseholdRow.key(person.household))
    return household.unit if household else None


def appoint(register: Register, person_id: str, post: Post, today: date) -> Effect:
    """Give a person a post, or move the last day of one already held.

    The person's posts and the unit's staff are changed on the same register: neither is ever written
    without the other.

    Raises
    ------
    InvalidFields
        Person or unit are unknown, or the post does not fit the unit.
    UnitClosed
        The unit is no more when the post begins.
    PostClash
        The person holds this role here at that time.
    KinApart
        A near relative holds a post that is kept apart from it.
    """
    person: PersonRow | None = register.find(PersonRow.key(person_id))
    if person is None:
        raise InvalidFields.one("person_id", Text("人员未登记。", "This person is unknown."))
    if register.find(UnitRow.key(post.unit)) is None:
        raise InvalidFields.one(
            "unit", Text(f"单位 {post.unit} 未登记。", f"Unit {post.unit} is unknown.")
        )
    before = person.every_post()
    if not any(posts.identity_of(held) == posts.identity_of(post) for held in before):
        units = [register.find(UnitRow.key(code)) for code in path_of(post.unit)]
        refuse_closed(units, max(post.valid_from, today))
    held = posts.place(before, post, today)
    refuse_kin(_posts_of_kin(register, person, post), post)
    effect = _keep_posts(register, person_id, post, held, today)
    known = {posts.identity_of(held) for held in before}
    if effect is Effect.CHANGED and posts.identity_of(post) not in known:
        return Effect.CREATED
    return effect


def _posts_of_kin(register: Register, person: PersonRow, post: Post) -> list[Post]:
    """Return the posts that are kept apart from one and are held by people of the same household or of one near to it."""
    unit: UnitRow = register.find(UnitRow.key(post.unit))
    staff: Mapping[str, Mapping[str, Any]] = unit.staff or {}
    holders = {one for role in watched_by(post.role) for one in staff.get(str(role), {})}
    if not holders or not person.household:
        return []
    keys = [PersonRow.key(one) for one in sorted(holders - {person.person_id})]
    near_key = RelativesRow.key(person.household)
    register.load([*keys, near_key])
    near: RelativesRow | None = register.find(near_key)
    homes = {person.household, *(dict(near.relatives) if near else ())}
    kin: list[PersonRow | None] = [register.find(key) for key in keys]
    return [held for one in kin if one and one.household in homes for held in one.every_post()]


def _keep_posts(
    register: Register, person_id: str, moved: Post, held: Sequence[Post], today: date
) -> Effect:
    effect = register.alter(PersonRow.key(person_id), {"posts": [as_entry(post) for post in held]})
    if moved.role is Role.RESIDENT:
        return effect
    unit: UnitRow = register.find(UnitRow.key(moved.unit))
    before: Mapping[str, Mapping[str, Any]] = unit.staff or {}
    staff = {role: dict(each) for role, each in before.items()}
    holders = staff.setdefault(str(moved.role), {})
    holders.pop(person_id, None)
    terms = [as_entry(term) for term in posts.terms_shown(held, moved.role, moved.unit, today)]
    if terms:
        holders[person_id] = [term[day] for term in terms for day in ("valid_from", "valid_to")]
    if sum(len(days) for each in staff.values() for days in each.values()) > 2 * MOST_STAFF:
        raise TooManyStaff
    register.alter(UnitRow.key(moved.unit), {"staff": staff})
    if moved.role is Role.COUNTY_ADMIN:
        was, will_be = (
            posts.held_without_a_gap(_spans(each, moved.role), today) for each in (before, staff)
        )
        if will_be < was:
            raise posts.LastAdministrator
    return effect


def _spans(staff: Mapping[str, Any], role: Role) -> list[tuple[date, date]]:
    return [
        (date.fromisoformat(first), date.fromisoformat(last) if last else date.max)
        for days in staff.get(role, {}).values()
        for first, last in zip(days[::2], days[1::2], strict=True)
    ]


def hand_on(
    register: Register,
    person_id: str,
    unit: str,
    heir: str | None,
    on: date,
    today: date,
    *,
    only: Role | None = None,
) -> int:
    """End a person's posts at a unit that is closed from a day on, and give the same at its heir; return how many.

    Parameters
    ----------
    only
        Posts of this role alone.
    """
    person: PersonRow | None = register.find(PersonRow.key(person_id))
    reaching = [
        post
        for post in (person.every_post() if person else ())
        if closing.reaches(post, unit, on) and only in (None, post.role)
    ]
    for post in reaching:
        row: PersonRow = register.find(PersonRow.key(person_id))
        left = posts.end(row.every_post(), post, on - timedelta(days=1), today)
        _keep_posts(register, person_id, post, left, today)
        following = closing.successor(post, heir, on) if heir else None
        if following and not posts.overlaps(left, following):
            held = posts.place(left, following, today)
            _keep_posts(register, person_id, following, held, today)
    return len(reaching)


def as_entry(post: Post) -> dict[str, Any]:
    """Return a post as it stands in a person's row."""
    return {
        "role": str(post.role),
        "unit": post.unit,
        "valid_from": post.valid_from.isoformat(),
        "valid_to": post.valid_to.isoformat() if post.valid_to else None,
    }
