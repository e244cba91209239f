"""A dispute under many hands at once, on a store whose transactions are exact: taken up once, numbered once, counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.access import Post, Role
from kernel.directory import Remembered
from kernel.problems import Problem
from kernel.storage.unit_of_work import SomebodyWasFaster, carry_out
from services.mediation.rules.case import Party
from services.mediation.rules.case_states import MediationAction
from services.mediation.rules.commands import CaseCommand
from services.mediation.rules.committees import Committee, Member
from services.mediation.rules.opening import Dispute
from services.mediation.rules.words import (
    CommitteeChosenBy,
    DisputeKind,
    DisputeSource,
    IdentityProof,
)
from services.mediation.service.count_cases import count_cases
from services.mediation.service.keep_committee import enter_committee
from services.mediation.service.move_case import move_case
from services.mediation.service.open_case import register
from services.mediation.store.cases import CASES
from tests.concurrency.test_cases_at_once import Somebody
from tests.support.county import GRID, VILLAGE, County, table_of
from tests.support.mediation import MEDIATORS, people

HANDS = 10
ACCEPT = CaseCommand(
    MediationAction.ACCEPT,
    consents={1: IdentityProof.KNOWN, 2: IdentityProof.KNOWN},
    rights_told=True,
)


@pytest.fixture(scope="module")
def county(exact_store: LocalCloud) -> Iterator[County]:
    """A village with a committee, on a store with exact transactions."""
    for table in ("registry", "obligations", "services"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    Remembered.forget()
    county = County()
    with clock.told_by(lambda: county.now):
        people(county)
        members = tuple(Member(one, is_woman=one == "md1") for one in MEDIATORS)
        chosen = CommitteeChosenBy.VILLAGERS_MEETING
        said = Committee(VILLAGE, members, "md1", chosen, date(2026, 1, 10))
        post = Post(Role.VILLAGE_OFFICER, VILLAGE, date(2026, 1, 1))
        officer = Somebody("village").person
        carry_out(lambda work: enter_committee(work, said, officer, post, None))
        yield county
    Remembered.forget()


def opened(client_ref: str | None = None) -> str:
    parties = (Party(1, "李某甲", "li"), Party(2, "王某乙", "wang"))
    kind, source = DisputeKind.NEIGHBOURS, DisputeSource.FOUND
    said = Dispute(GRID, kind, source, "争执", parties, client_ref=client_ref)
    done = carry_out(lambda work: register(work, Somebody("worker"), said))
    assert done.result is not None
    return done.result.case.id


def insist(step: Callable[[], str]) -> str:
    """Take a step and return what came of it; who is told that somebody was faster asks again."""
    while True:
        try:
            return step()
        except SomebodyWasFaster:
            continue
        except Problem as refused:
            return refused.slug


def accept(case: str, by: str) -> str:
    carry_out(lambda work: move_case(work, Somebody(by), case, ACCEPT, None))
    return "accepted"


def test_of_two_mediators_who_take_a_dispute_up_at_once_one_has_it(county: County) -> None:
    assert county.now
    case = opened()
    hands = [("md1", "md2")[number % 2] for number in range(HANDS)]

    with ThreadPoolExecutor(HANDS) as pool:
        came = Counter(pool.map(lambda by: insist(lambda: accept(case, by)), hands))

    assert came == {"accepted": 1, "illegal-move": HANDS - 1}
    kept = CASES.get(case)
    assert len(kept.mediators) == 1
    assert [one.kind for one in kept.duties] == ["mediation_settlement"]


def test_disputes_taken_up_at_once_are_numbered_without_a_gap_and_each_counted(
    county: County,
) -> None:
    assert county.now
    before = count_cases(VILLAGE, "2026-11", "2026-11").counts["accepted"]
    cases = [opened() for _ in range(HANDS)]

    with ThreadPoolExecutor(HANDS) as pool:
        came = Counter(pool.map(lambda case: insist(lambda: accept(case, "md1")), cases))

    assert came == {"accepted": HANDS}
    numbers = {CASES.get(case).number for case in cases}
    first = before + 1
    wanted = {f"{VILLAGE}民调〔2026〕第{first + number}号" for number in range(HANDS)}
    assert numbers == wanted
    for unit in (VILLAGE, VILLAGE[:9], VILLAGE[:6]):
        counts = count_cases(unit, "2026-11", "2026-11").counts
        assert counts["accepted"] == before + HANDS


def test_one_report_that_a_phone_sends_many_times_at_once_is_one_dispute(county: County) -> None:
    assert county.now

    with ThreadPoolExecutor(HANDS) as pool:
        came = set(pool.map(lambda _: insist(lambda: opened("phone-1")), range(HANDS)))

    assert len(came) == 1
