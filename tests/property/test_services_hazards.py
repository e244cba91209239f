"""Whatever is done with hazards in whatever order, with faults in between: no finding without a next step, and one clock for each."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from escalation.store import obligations
from kernel.actors import Actor
from kernel.problems import Problem
from kernel.storage.unit_of_work import carry_out
from services.hazards.rules.finding import Link, LinkKind
from services.hazards.rules.finding_states import FindingStatus
from services.hazards.service import convert_finding
from services.hazards.store.findings import FINDINGS
from tests.support.county import a_county, answer_lost, nothing, throttled, unreachable
from tests.support.hazards import MAJOR, PLAIN, VIOLENCE, WORDS, Hazards

PEOPLE = ("worker", "chief", "village", "town", "county", "admin", "resident")
FAULTS = st.lists(st.sampled_from([nothing, throttled, unreachable, answer_lost]), max_size=4)
ACTIONS = st.sampled_from(sorted(WORDS))
MORE = st.sampled_from([{}, {"passed": False}, {"agreed": False}])
FOUND = st.sampled_from([PLAIN, MAJOR, VIOLENCE, ("small_venue", "training")])
COUNTY = Actor("county", "county")


class Findings(RuleBasedStateMachine):
    """A shop's hazards under everything that may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.county = self.open.enter_context(a_county())
        self.hazards = Hazards(self.county)
        self.findings: list[str] = []

    def teardown(self) -> None:
        self.open.close()

    @initialize()
    def begin(self) -> None:
        """A shop of a resident's, with a hazard."""
        self.shop = self.hazards.place(checklists=["small_venue", "vulnerable"])
        self.findings.append(self.hazards.finding(place=self.shop)["id"])

    @rule(found=FOUND, settled=st.booleans(), faults=FAULTS)
    def find(self, found: tuple[str, str], settled: bool, faults: list[Any]) -> None:
        """Somebody finds more, settled on the spot or not."""
        if len(self.findings) < 5:
            said = {"kind": found[0], "item": found[1]} | ({"done": "已处置"} if settled else {})
            self.county.faults.extend(faults)
            answer = self.hazards.enter(place=self.shop, **said)
            self.county.faults.clear()
            if answer.status == 201:
                self.findings.append(answer.body["id"])

    @rule(which=st.integers(0, 4), by=st.sampled_from(PEOPLE), data=st.data(), faults=FAULTS)
    def go_on(self, which: int, by: str, data: st.DataObject, faults: list[Any]) -> None:
        """Somebody who is offered something does it; what is offered is possible."""
        finding = self.findings[which % len(self.findings)]
        seen = self.hazards.go("GET", f"findings/{finding}", by=by)
        if seen.status == 200 and seen.body["actions"]:
            action, more = data.draw(st.sampled_from(seen.body["actions"])), data.draw(MORE)
            said = {name: value for name, value in more.items() if name in WORDS[action]}
            self.county.faults.extend(faults)
            answer = self.hazards.move(finding, action, by, **self._dated(action), **said)
            self.county.faults.clear()
            assert answer.status in (200, 409, 503), answer
            assert answer.status != 409 or answer.problem in ("photo-wanted", "illegal-move")

    @rule(which=st.integers(0, 4), by=st.sampled_from(PEOPLE), action=ACTIONS)
    def try_anything(self, which: int, by: str, action: str) -> None:
        """Somebody tries what may not be possible."""
        finding = self.findings[which % len(self.findings)]
        answer = self.hazards.move(finding, action, by, **self._dated(action))
        assert answer.status in (200, 403, 404, 409), answer

    @rule(which=st.integers(0, 4), back=st.booleans(), done=st.sampled_from([None, "已清理"]))
    def convert(self, which: int, back: bool, done: str | None) -> None:
        """What may be handed over is, and taken back."""
        finding = self.findings[which % len(self.findings)]
        link = Link(LinkKind.INCIDENT, "I1")
        try:
            if back:
                carry_out(
                    lambda work: convert_finding.take_finding_back(work, finding, COUNTY, done=done)
                )
            else:
                carry_out(
                    lambda work: convert_finding.hand_finding_over(work, finding, link, COUNTY)
                )
        except Problem as refused:
            if refused.slug not in ("illegal-move", "not-to-be-handed-over"):
                raise

    @rule(days=st.sampled_from([1, 4, 8, 40, 400]))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.county.advance(days=days)

    def _dated(self, action: str) -> dict[str, str]:
        day = self.county.now.date().isoformat()
        return {"rectify_on": day} if action == "plan" else {}

    @invariant()
    def no_finding_is_without_a_next_step_and_each_has_one_clock(self) -> None:
        with self.county.quietly():
            known = [one for one in FINDINGS.load_all(self.findings) if one]
            running = {
                row["about"]["M"]["finding"]["S"] if "M" in row.get("about", {}) else row["id"]["S"]
                for row in self.county.kept("obligations")
                if row.get("status", {}).get("S") == "open"
            }
            owed = obligations.load_all([one.owed.id for one in known if one.owed])
        assert len(known) == len(self.findings)
        for one in known:
            assert one.is_open == (one.owed is not None or one.handed is not None)
            assert not (one.owed and one.handed)
            if one.owed:
                assert owed[one.owed.id].is_open
                assert owed[one.owed.id].unit == one.unit
                assert any(self._actions(one.id, by) for by in ("town", "county", "admin"))
        assert len(running) == sum(1 for one in known if one.owed)

    @invariant()
    def nothing_major_is_over_before_it_was_examined_and_agreed(self) -> None:
        with self.county.quietly():
            known = [one for one in FINDINGS.load_all(self.findings) if one]
        for one in known:
            if one.grade == "major" and not one.is_open:
                assert one.status is FindingStatus.RELEASED
                assert one.checked_by not in (one.fixed_by, None)
            if one.status is FindingStatus.CLOSED:
                assert one.checked_by not in (one.fixed_by, "resident", None)

    def _actions(self, finding: str, by: str) -> list[str]:
        with self.county.quietly():
            return self.hazards.go("GET", f"findings/{finding}", by=by).body["actions"]


TestFindings = Findings.TestCase
TestFindings.settings = settings(
    max_examples=15,
    stateful_step_count=12,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
