"""Register a person, or change name and phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.access import Role
from kernel.actors import Actor
from kernel.directory import PersonRow
from kernel.problems import OutsideYourArea
from kernel.storage.unit_of_work import Outcome
from registry.model.requests import PersonBody
from registry.rules.reach import EDITORS, reaches_everything
from registry.service.asked import Asked, Saved
from registry.service.views import person_view
from registry.store.register import Effect, Register
from registry.store.rows import HouseholdRow


def put_person(asked: Asked, person_id: str, body: PersonBody) -> Outcome[Saved]:
    """Register a person, or replace name and phone.

    Raises
    ------
    OutsideYourArea
        Something ties the person to another town than the caller's.
    """
    key, caller = PersonRow.key(person_id), asked.scope.person
    editor = next(post for post in caller.posts if post.role in EDITORS)

    def decide(register: Register) -> Saved:
        before: PersonRow | None = register.find(key)
        asked.scope.allow(
            before is None
            or caller.holds({Role.COUNTY_ADMIN})
            or reaches_everything(caller, before.every_post(), _home(register, before)),
            OutsideYourArea,
        )
        asked.seen.refuse_unseen(int(before.version) if before else None)
        effect = save_person(register, person_id, body.model_dump())
        register.note(key, f"person {effect}", Actor.of(caller, editor))
        row: PersonRow = register.find(key)
        return Saved(person_view(row), int(row.version), is_new=before is None)

    return asked.change(decide)


def _home(register: Register, person: PersonRow) -> str | None:
    if not person.household:
        return None
    household: HouseholdRow | None = register.find(HouseholdRow.key(person.household))
    return household.unit if household else None


def save_person(register: Register, person_id: str, given: Mapping[str, Any]) -> Effect:
    """Create or change a person; posts and household are not touched."""
    return register.alter(PersonRow.key(person_id), given, {"person_id": person_id, "posts": []})
