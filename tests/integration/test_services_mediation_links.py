"""What others ask of a dispute: open it from another thing, hold it, give it back; one clock at every moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kernel.access import Post, Role
from kernel.actors import Actor
from kernel.directory import find_caller
from kernel.problems import Problem
from kernel.storage.unit_of_work import carry_out
from services.mediation.rules.case import Link, Party
from services.mediation.rules.opening import Dispute
from services.mediation.rules.words import DisputeDanger, DisputeKind, DisputeSource
from services.mediation.service import links
from tests.support import obligations
from tests.support.county import GRID, MONDAY, VILLAGE, County
from tests.support.mediation import a_village, move, moved, read

INCIDENT = Link("incident", "01M8323B80ZASBGN3Q5V2DNX69")
OFFICER = Actor("village", "村干部", Role.VILLAGE_OFFICER, VILLAGE)


@pytest.fixture
def county() -> Iterator[County]:
    with a_village() as county:
        yield county


def convert(*dangers: DisputeDanger) -> str:
    """Let an incident become a dispute."""
    said = Dispute(
        GRID,
        DisputeKind.NEIGHBOURS,
        DisputeSource.FOUND,
        "井盖挪动引起争执。",
        (Party(1, "李某甲", "li"), Party(2, "王某乙", "wang")),
        frozenset(dangers),
    )
    caller = find_caller("village")
    assert caller is not None
    post = Post(Role.VILLAGE_OFFICER, VILLAGE, MONDAY.date())
    done = carry_out(lambda work: links.open_from(work, said, INCIDENT, caller, post))
    assert done.result is not None
    return done.result.id


def open_clocks(county: County) -> list[str]:
    kinds = ("mediation_acceptance", "mediation_settlement")
    return [one["kind"] for kind in kinds for one in obligations.owed(county, VILLAGE, kind)]


def test_an_incident_becomes_a_dispute_that_says_where_it_came_from(county: County) -> None:
    case = convert()

    seen = read(county, case)
    assert (seen["source"], seen["came_from"]) == (
        "referred",
        {"kind": "incident", "id": INCIDENT.id},
    )
    stand = carry_out(lambda work: links.stand_of(work, case)).result
    assert stand is not None
    assert (stand.is_running, stand.has_clock, stand.came_from) == (True, True, INCIDENT)


def test_no_incident_of_violence_becomes_a_dispute(county: County) -> None:
    with pytest.raises(Problem) as refused:
        convert(DisputeDanger.CHILD_IN_DANGER)

    assert refused.value.slug == "never-a-dispute"
    assert open_clocks(county) == []


def test_a_dispute_has_one_clock_or_whoever_holds_it_has(county: County) -> None:
    case = convert()
    assert open_clocks(county) == ["mediation_acceptance"]
    moved(county, case, "accept")
    before = read(county, case)["settle_by"]

    carry_out(lambda work: links.hold(work, case, INCIDENT, OFFICER))

    assert open_clocks(county) == []
    held = carry_out(lambda work: links.stand_of(work, case)).result
    assert held is not None
    assert (held.is_running, held.has_clock, held.held_by) == (True, False, INCIDENT)
    refused = move(county, case, "hold_session")
    assert (refused.status, refused.problem) == (409, "held-elsewhere")
    assert read(county, case)["actions"] == []

    county.advance(days=4)
    carry_out(lambda work: links.give_back(work, case, OFFICER))

    assert open_clocks(county) == ["mediation_settlement"]
    assert (before[:10], read(county, case)["settle_by"][:10]) == ("2026-12-24", "2026-12-28")
    assert move(county, case, "hold_session").status == 200
