"""One act, one fine, under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from enforcement.model.case_requests import MoveCase
from enforcement.rules.case_steps import CaseAction, CaseStatus
from enforcement.service.move_case import move_case
from enforcement.store import cases
from enforcement.store.cases import ActRow
from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.directory import Remembered
from kernel.problems import Problem
from kernel.storage import dynamo
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out
from tests.support.cases import WORDS, Enforcement
from tests.support.county import County, table_of
from tests.support.somebody import Somebody

HANDS = 10


@pytest.fixture(scope="module")
def town(exact_store: LocalCloud) -> Iterator[Enforcement]:
    """A town that enforces, on a store with exact transactions."""
    for table in ("registry", "obligations", "enforcement"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    county = County()
    with clock.told_by(lambda: county.now):
        yield Enforcement(county)
    Remembered.forget()


def decide(case: str) -> str:
    """Decide on a case, and return what came of it; who is told that somebody was faster asks again."""
    said = MoveCase.model_validate({"action": "decide", **WORDS[CaseAction.DECIDE]})
    while True:
        try:
            carry_out(lambda work: move_case(work, Somebody("boss"), case, said, None))
        except SomebodyWasFaster:
            continue
        except Problem as refused:
            return refused.slug
        return "decided"


def at_once(named: list[str]) -> Counter[str]:
    with ThreadPoolExecutor(HANDS) as pool:
        return Counter(pool.map(decide, named))


def test_of_many_cases_of_one_act_decided_at_once_one_fines_it(town: Enforcement) -> None:
    begun = town.county.now
    waiting: list[str] = []
    for _ in range(HANDS):
        town.county.now = begun
        waiting.append(town.to_decide())

    assert at_once(waiting) == {"decided": 1, "fined-before": HANDS - 1}

    found = cases.load_all(waiting)
    (fined,) = [one for one in found if one.status is CaseStatus.DECIDED]
    assert fined.act is not None
    row = dynamo.read([ActRow.key(fined.act.id)], consistent=True)[0]
    assert row.case == fined.id
    assert all(one.fine == 0 for one in found if one is not fined)


def test_a_case_decided_by_many_taps_at_once_is_decided_once(town: Enforcement) -> None:
    act = {"codes": ["burning-straw"], "done_on": "2026-11-21"}
    case = town.clue()
    town.did(case, CaseAction.PROPOSE_FILING, "eo1", act=act)
    town.walk(case, (CaseAction.APPROVE_FILING, "boss"), (CaseAction.ADD_EVIDENCE, "eo1"))
    town.walk(case, (CaseAction.VERIFY_EVIDENCE, "eo2"), (CaseAction.END_INVESTIGATION, "eo1"))
    town.walk(case, (CaseAction.NOTIFY, "eo1"), (CaseAction.DEFEND, "wang", {"waived": True}))
    town.did(case, CaseAction.END_DEFENCE, "eo1")

    assert at_once([case] * HANDS) == {"decided": 1, "illegal-move": HANDS - 1}

    assert len(town.load(case).papers) == 3
