"""Take a resident off the register, who leaves neither name nor birthday nor number there (个保法 Arts. 19, 47)."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.problems import NotFound
from kernel.storage.unit_of_work import Outcome
from registry.model.requests import RemoveResident
from registry.rules.reach import HOUSEHOLD_KEEPERS
from registry.service.asked import Asked, Saved, refuse_own
from registry.service.save_resident import leave
from registry.service.views import resident_view
from registry.store.register import Register
from registry.store.rows import NO_HOUSEHOLD, HeadRow, HouseholdRow, IdNumberRow, ResidentRow

_NAMELESS = "（已移出登记）"
_EMPTY = dict.fromkeys(
    (
        *("person_id", "relation", "birth_year", "birth_month", "birth_day"),
        *("id_hash", "id_tail"),
    )
)


def remove_resident(
    asked: Asked, household_id: str, resident_id: str, body: RemoveResident
) -> Outcome[Saved]:
    """Take a resident off the register; the id stays, so that what was done keeps its place, and says nothing of anybody.

    Raises
    ------
    NotFound
        Nobody of this id lives there.
    OwnTies
        It is the caller's own entry.
    OutsideYourArea
        The household is another village's.
    """
    home, key = HouseholdRow.key(household_id), ResidentRow.key(resident_id)

    def decide(register: Register) -> Saved:
        register.load([home, key, HeadRow.key(household_id)])
        house: HouseholdRow | None = register.find(home)
        before: ResidentRow | None = register.find(key)
        if house is None or before is None or before.household_id != household_id:
            raise NotFound
        post = asked.scope.within(house.unit, HOUSEHOLD_KEEPERS)
        refuse_own(asked, before.person_id)
        asked.seen.refuse_unseen(int(before.version))
        leave(register, before)
        if before.id_hash:
            register.alter(IdNumberRow.key(before.id_hash), {"resident": None})
        gone = {"name": _NAMELESS, "household_id": NO_HOUSEHOLD}
        placed = {"parent": ResidentRow.listing(NO_HOUSEHOLD), "code": resident_id}
        register.alter(key, {**_EMPTY, **gone, **placed})
        actor = Actor.of(asked.scope.person, post)
        register.note(key, "resident removed", actor, why=str(body.reason))
        row: ResidentRow = register.find(key)
        return Saved(resident_view(row), int(row.version))

    return asked.change(decide)
