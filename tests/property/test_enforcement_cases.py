"""Whatever is done with a case in whatever order, with faults in between: no decision without its gates, money exact, one clock per owed step."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from enforcement.rules.case import Case
from enforcement.rules.case_duties import owed
from enforcement.rules.case_parts import DecisionLinkKind
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.terms import until
from enforcement.rules.timeline import verify
from enforcement.service import wind_clock
from enforcement.store import timeline
from enforcement.store.cases import ActRow
from kernel.clock import day_of
from kernel.storage import dynamo
from tests.support.cases import Enforcement
from tests.support.county import a_county, answer_lost, nothing, throttled, unreachable

PEOPLE = ("eo1", "eo2", "boss", "lawyer", "chair", "justice", "wang", "eo3", "far_boss")
WAYS = ("notified", "to_decide", "proposed", "filed", "to_decide")
"""Where a story begins: never decided, so that every decision in it is made by its steps."""
FAULTS = st.lists(st.sampled_from([nothing, throttled, unreachable, answer_lost]), max_size=5)
DAYS = st.sampled_from([0, 1, 3, 8, 16, 31, 61])
FINES = st.sampled_from([None, {"fine": 50000}, {"fine": 60000}, {"fine": 90000}])
TOLD = st.sampled_from(
    [
        {},
        {"outcome": "unproven"},
        {"hearing_offered": True},
        {"complex_case": True},
        {"major": True},
        {"waived": True},
        {"public_interest": True},
        {"recused": True},
        {"taken": False},
        {"paid": 7},
    ]
)

YEAR = "enforcement_year"


class Cases(RuleBasedStateMachine):
    """A town's cases under everything that may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.county = self.open.enter_context(a_county())
        self.town = Enforcement(self.county)
        self.cases: list[str] = []
        self.keys = 0
        self.made: dict[str, Any] = {}

    def teardown(self) -> None:
        self.open.close()

    # What may happen

    @initialize(ways=st.lists(st.sampled_from(WAYS), min_size=2, max_size=2))
    def begin(self, ways: list[str]) -> None:
        """Two cases of the same act somewhere on their way, so that both wait to fine it."""
        for way in ways:
            self.cases.append(getattr(self.town, way)())

    @rule()
    def another_clue(self) -> None:
        if len(self.cases) < 3:
            self.cases.append(self.town.clue())

    @rule(which=st.integers(0, 2), by=st.sampled_from(PEOPLE), data=st.data(), faults=FAULTS)
    def go_on(self, which: int, by: str, data: st.DataObject, faults: list[Any]) -> None:
        """Somebody who is offered something does it, and sends it again when told to."""
        case = self.cases[which % len(self.cases)]
        seen = self.town.go("GET", f"cases/{case}", by=by)
        if seen.status == 200 and seen.body["actions"]:
            action = data.draw(st.sampled_from(seen.body["actions"]))
            self._ask(case, action, by, data, faults)

    @rule(which=st.integers(0, 2), data=st.data(), faults=FAULTS)
    def lead_on(self, which: int, data: st.DataObject, faults: list[Any]) -> None:
        """Somebody takes the case a status further, so that stories come to their ends."""
        case = self.cases[which % len(self.cases)]
        for by in ("boss", "eo1", "lawyer", "chair"):
            seen = self.town.go("GET", f"cases/{case}", by=by)
            offered = seen.body["actions"] if seen.status == 200 else []
            onward = [one for one in ONWARD if str(one) in offered]
            if onward:
                self._ask(case, onward[0], by, data, faults)

    @rule(
        which=st.integers(0, 2),
        by=st.sampled_from(PEOPLE),
        action=st.sampled_from(list(CaseAction)),
        data=st.data(),
        faults=FAULTS,
    )
    def try_anything(
        self, which: int, by: str, action: CaseAction, data: st.DataObject, faults: list[Any]
    ) -> None:
        self._ask(self.cases[which % len(self.cases)], action, by, data, faults)

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.county.advance(days=days)
        wind_clock.run()

    def _ask(self, case: str, action: str, by: str, data: st.DataObject, faults: list[Any]) -> None:
        self.keys += 1
        fine = data.draw(FINES)
        said = {**data.draw(TOLD), **({"penalty": fine} if fine else {})}
        if action in (CaseAction.DECIDE, CaseAction.REVIEW, CaseAction.NOTIFY):
            said.pop("outcome", None)
        said = {"key": f"k-{self.keys}", **said}
        self.county.faults.extend(faults)
        first = self.town.move(case, action, by, **said)
        self.county.faults.clear()
        again = self.town.move(case, action, by, **said) if first.status == 503 else first
        assert first.status in (200, 403, 404, 409, 422, 503), first
        assert again.status in (200, 403, 404, 409, 422), again

    # What always holds

    @invariant()
    def exactly_one_clock_runs_for_each_owed_step(self) -> None:
        # The year's data are the town's to publish, whatever becomes of its cases.
        running = {(row.id, row.kind) for row in self.town.running() if row.kind != YEAR}
        kept: set[tuple[str, str]] = set()
        for case in self._all():
            wanted = sorted((one.kind, one.of, one.due_at) for one in owed(case, self.county.now))
            assert sorted((one.kind, one.of, one.due_at) for one in case.duties) == wanted
            kept |= {(one.id, one.kind) for one in case.duties}
        assert running == kept

    @invariant()
    def nothing_is_decided_without_its_gates(self) -> None:
        for case in self._all():
            made = case.decision
            if made is None or made.on_the_spot or not made.is_penalty:
                continue
            notice, review, hearing = case.notice, case.review, case.hearing
            assert notice is not None
            over = made.at >= until("defence", notice.received_at)
            assert over or case.defence.waived
            assert not case.defence.said or case.defence.checked
            assert made.fine <= notice.fine
            certified = {one.certificate.number for one in case.investigated if one.certificate}
            assert len(certified) >= 2
            assert made.by not in {*case.officers, *(one.person_id for one in case.investigated)}
            assert not any(one.recused and one.person == made.by for one in case.recusals)
            heard = hearing is not None and hearing.record is not None
            if notice.hearing_offered and hearing is None:
                assert made.at >= until("hearing_request", notice.received_at)
            assert hearing is None or heard
            if heard or case.chairs or case.complex_case or case.public_interest or case.major:
                assert review is not None
                assert (review.passed, review.of_fine) == (True, made.fine)
                assert review.reviewer.person_id not in {made.by, *case.officers}
            assert case.minutes or not case.major
            assert case.ceiling is None or made.fine <= case.ceiling
            assert made.by not in {*case.chairs, *case.reviewers}
            assert made.reasoning is not None
            assert made.norm in made.cited
            assert any(one.verified for one in case.evidence)

    @invariant()
    def money_is_exact(self) -> None:
        for case in self._all():
            if not case.fine:
                continue
            told = self.town.see(case.id)["account"]
            paid = sum(one.fen for one in (*case.paid, *case.collected))
            assert told["paid"] == paid
            assert told["late_fee"] == by_hand(case, day_of(self.county.now))
            assert told["rest"] == max(case.fine + told["late_fee"] - paid, 0)
            assert len({one.voucher for one in case.paid}) == len(case.paid)

    @invariant()
    def one_act_is_fined_by_one_decision_in_force(self) -> None:
        fined: dict[str, str] = {}
        for case in self._all():
            if case.act and case.fine:
                assert case.act.id not in fined
                fined[case.act.id] = case.id
        acts = {case.act.id for case in self._all() if case.act}
        with self.county.quietly():
            rows = {act: dynamo.read([ActRow.key(act)], consistent=True)[0] for act in acts}
        assert {act: row.case for act, row in rows.items() if row and row.case} == fined

    @invariant()
    def every_step_stands_in_the_sealed_record(self) -> None:
        for case in self._all():
            with self.county.quietly():
                entries, head = timeline.whole(f"CASE#{case.id}")
            assert verify(entries, head) == []
            known = {"opened", "hold_ended", "publication_ended", *CaseAction}
            assert len([one for one in entries if one.event in known]) == case.steps

    @invariant()
    def a_decision_is_never_edited(self) -> None:
        for case in self._all():
            before = self.made.setdefault(case.id, case.decision)
            if before is None:
                self.made[case.id] = case.decision
            else:
                assert case.decision == before
            assert case.revoked == any(one.kind is DecisionLinkKind.REVOKED for one in case.links)

    def _all(self) -> list[Case]:
        return [self.town.load(case) for case in self.cases]


ONWARD = (
    *(CaseAction.PROPOSE_FILING, CaseAction.APPROVE_FILING, CaseAction.VERIFY_EVIDENCE),
    *(CaseAction.NOTIFY, CaseAction.END_DEFENCE, CaseAction.DECIDE, CaseAction.SERVE),
    *(CaseAction.CALL_HEARING, CaseAction.CLOSE_HEARING, CaseAction.END_INVESTIGATION),
    *(CaseAction.REVIEW, CaseAction.RECORD_PAYMENT, CaseAction.DEMAND, CaseAction.APPLY_TO_COURT),
)


def by_hand(case: Case, today: date) -> int:
    """The fee as the statute words it: day by day, in fractions, of what was due and not there."""
    received = case.received_at
    assert case.decision is not None
    if received is None:
        return 0
    last = day_of(until("payment", received) - timedelta(seconds=1))
    parts = [(one.fen, one.due_on) for one in case.plan] or [(case.fine, last)]
    came = [(one.fen, one.on) for one in case.paid]
    came += [(one.fen, day_of(one.at)) for one in case.collected]
    fee, day = Fraction(0), min(due for _, due in parts)
    while day < today:
        day += timedelta(days=1)
        frozen = any(
            day_of(one.at) <= day and (one.ended_at is None or day <= day_of(one.ended_at))
            for one in case.remedies
        )
        if not frozen:
            due = sum(fen for fen, by in parts if by < day)
            fee += Fraction(3, 100) * max(due - sum(fen for fen, on in came if on <= day), 0)
    return int(min(fee, Fraction(case.fine)))


TestCases = Cases.TestCase
TestCases.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    phases=[Phase.generate],  # a story is read as it is; shrinking it takes minutes
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
