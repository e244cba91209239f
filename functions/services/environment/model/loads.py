"""Loads of rubbish as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.seen import Seen
from kernel.texts import Language
from services.environment.rules.loads import LOADS, Load, Sort
from services.environment.rules.terms import law_of


class LoadView(TypedDict):
    """A load on its way."""

    id: str
    village: str
    sort: Sort
    sort_name: str
    kg: int
    collected_at: str
    station_at: str | None
    plant_at: str | None
    owed: str | None
    status: str
    status_name: str
    chain_citation: CitationView
    actions: list[str]
    version: int


class LoadList(TypedDict):
    """One page of loads."""

    items: list[LoadView]
    next_cursor: str | None


def load_view(seen: Seen[Load], language: Language) -> LoadView:
    """Return a load as it is answered."""
    load = seen.thing
    return {
        "id": load.id,
        "village": load.village,
        "sort": load.sort,
        "sort_name": load.sort.said.say(language),
        "kg": load.kg,
        "collected_at": clock.local_iso(load.collected_at),
        "station_at": clock.local_iso(load.station_at) if load.station_at else None,
        "plant_at": clock.local_iso(load.plant_at) if load.plant_at else None,
        "owed": load.owed,
        "status": str(load.status),
        "status_name": LOADS.statuses[load.status].say(language),
        "chain_citation": law_of("chain").tell(language),
        "actions": list(seen.actions),
        "version": load.version,
    }
