"""Places that are checked, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.texts import Language
from services.hazards.rules.checklists import HazardKind
from services.hazards.rules.place_states import PLACES
from services.hazards.rules.places import Owner, OwnerKind, Place, PlaceClass, PlaceKind
from services.hazards.service.seeing import HazardSeen


class OwnerView(TypedDict):
    """Who owns a place: by id, never by name."""

    kind: OwnerKind
    kind_name: str
    id: str


class FoundView(TypedDict):
    """The newest finding of an item at a place."""

    kind: HazardKind
    item: str
    finding: str
    found_on: str


class HazardPlaceView(TypedDict):
    """A place or an object on the rounds."""

    id: str
    grid: str
    kind: PlaceKind
    kind_name: str
    watch: PlaceClass
    watch_name: str
    name: str
    where: str
    checklists: list[str]
    interval_months: int
    owner: OwnerView | None
    own: Annotated[bool, Field(description="Whether the caller owns it / 是否本人")]
    visited_at: str | None
    due_on: Annotated[str, Field(description="By its own interval / 按间隔应查日期")]
    found: list[FoundView]
    status: str
    status_name: str
    actions: list[str]
    version: int


class HazardPlaceList(TypedDict):
    """One page of places."""

    items: list[HazardPlaceView]
    next_cursor: str | None


def place_view(seen: HazardSeen[Place], language: Language) -> HazardPlaceView:
    """Return a place as it is answered."""
    one = seen.thing
    return {
        "id": one.id,
        "grid": one.grid,
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "watch": one.watch,
        "watch_name": one.watch.said.say(language),
        "name": one.name,
        "where": one.where,
        "checklists": [str(each) for each in one.checklists],
        "interval_months": one.interval_months,
        "owner": owner_view(one.owner, language),
        "own": seen.own,
        "visited_at": clock.local_iso(one.visited_at) if one.visited_at else None,
        "due_on": one.due_on.isoformat(),
        "found": [
            {
                "kind": each.kind,
                "item": each.item,
                "finding": each.finding,
                "found_on": each.on.isoformat(),
            }
            # What the law has reported at once is kept from whoever owns the place.
            for each in (() if seen.own else one.found)
        ],
        "status": str(one.status),
        "status_name": PLACES.statuses[one.status].say(language),
        "actions": list(seen.actions),
        "version": one.version,
    }


def owner_view(owner: Owner | None, language: Language) -> OwnerView | None:
    """Return an owner as answered."""
    if owner is None:
        return None
    return {"kind": owner.kind, "kind_name": owner.kind.said.say(language), "id": owner.id}
