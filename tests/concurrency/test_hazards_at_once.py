"""Hazards under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from escalation.store import obligations
from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.actors import Actor
from kernel.directory import Remembered
from kernel.problems import Problem
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from services.hazards.model.finding_requests import EnterFinding, MoveFinding
from services.hazards.rules.finding import Link, LinkKind
from services.hazards.service import convert_finding
from services.hazards.service.enter_finding import enter_finding
from services.hazards.service.move_finding import move_finding
from services.hazards.store.findings import FINDINGS
from tests.support.county import County, table_of
from tests.support.hazards import PLAIN, WORDS, Hazards
from tests.support.somebody import Somebody

HANDS = 8
COUNTY = Actor("county", "county")


@pytest.fixture(scope="module")
def hazards(exact_store: LocalCloud) -> Iterator[Hazards]:
    """A county with hazard rounds, on a store with exact transactions."""
    for table in ("registry", "obligations", "services"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    county = County()
    with clock.told_by(lambda: county.now):
        yield Hazards(county)
    Remembered.forget()


def outcome(decide: Callable[[UnitOfWork], object]) -> str:
    """Return what came of it; who is told that somebody was faster asks again."""
    while True:
        try:
            carry_out(decide)
        except SomebodyWasFaster:
            continue
        except Problem as refused:
            return refused.slug
        return "done"


def at_once(*decisions: Callable[[UnitOfWork], object]) -> Counter[str]:
    with ThreadPoolExecutor(len(decisions)) as pool:
        return Counter(pool.map(outcome, decisions))


def moving(finding: str, action: str, by: str) -> Callable[[UnitOfWork], object]:
    command = MoveFinding.model_validate({"action": action, **WORDS[action]}).as_command()
    return lambda work: move_finding(work, finding, command, Somebody(by), None)


def open_clocks(*ids: str) -> int:
    return sum(one.is_open for one in obligations.load_all(ids).values())


def test_a_hazard_that_many_find_at_once_is_one_finding(hazards: Hazards) -> None:
    shop = hazards.place()
    said = EnterFinding.model_validate(
        {"place": shop, "kind": PLAIN[0], "item": PLAIN[1], "what": "灯不亮"}
    )

    came = at_once(*[lambda work: enter_finding(work, said, Somebody("worker"))] * HANDS)

    assert came == {"done": 1, "finding-already-open": HANDS - 1}
    (found,) = hazards.got(f"places/{shop}")["found"]
    finding = FINDINGS.get(found["finding"])
    assert finding.owed
    assert open_clocks(finding.owed.id) == 1


def test_two_who_check_the_same_hazard_at_once_close_it_once(hazards: Hazards) -> None:
    finding = hazards.finding(done="已换灯")

    came = at_once(*[moving(finding["id"], "recheck", by) for by in ("chief", "village") * 4])

    assert came == {"done": 1, "illegal-move": HANDS - 1}
    assert open_clocks(finding["owed"]["obligation"]) == 0
    assert FINDINGS.get(finding["id"]).version == 2


def test_a_hazard_is_fixed_or_handed_over_and_never_both_clocks_run(hazards: Hazards) -> None:
    finding = hazards.finding()
    link = Link(LinkKind.INCIDENT, "I1")

    came = at_once(
        *[moving(finding["id"], "fix", "worker")] * 4,
        *[lambda work: convert_finding.hand_finding_over(work, finding["id"], link, COUNTY)] * 4,
    )

    after = FINDINGS.get(finding["id"])
    assert came["done"] in (1, 2)
    assert after.handed is not None
    assert after.owed is None
    steps = hazards.got(f"findings/{finding['id']}/history")["items"]
    assert [one["event"] for one in steps].count("handed_over") == 1
    assert open_clocks(finding["owed"]["obligation"]) == 0
