"""Whatever people do with a matter in whichever form it has: exactly one clock runs of it, until it has ended for good."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.conversions import Matters, a_county_with_mediators

KINDS = ("incident", "hazard", "mediation", "clue")
PEOPLE = ("worker", "village", "town", "md1", "officer", "far_worker")


class Lives(RuleBasedStateMachine):
    """The life of one matter of the county."""

    def __init__(self) -> None:
        super().__init__()
        self._open = a_county_with_mediators()
        self.matters = Matters(self._open.__enter__())
        self.form: tuple[str, str] | None = None
        self.held: list[dict[str, Any]] = []
        self.waits = False

    @initialize(kind=st.sampled_from(KINDS))
    def begins(self, kind: str) -> None:
        entered = {
            "incident": self.matters.incident,
            "hazard": self.matters.hazard,
            "mediation": self.matters.dispute,
            "clue": self.matters.clue,
        }[kind]()
        self.form = (kind, entered)

    @precondition(lambda self: self.form is not None)
    @rule(into=st.sampled_from(KINDS), by=st.sampled_from(PEOPLE))
    def somebody_converts_it(self, into: str, by: str) -> None:
        kind, matter = self.form or ("", "")
        answer = self.matters.try_to_convert(kind, matter, into, by=by)
        assert answer.status in (201, 403, 404, 409), answer
        if answer.status == 201:
            self.held.append(answer.body)
            self.form = (into, answer.body["target"]["id"])

    @precondition(lambda self: self.form is not None)
    @rule()
    def it_ends_in_the_form_it_has(self) -> None:
        kind, matter = self.form or ("", "")
        self.matters.end(kind, matter)
        self.form, self.waits = None, bool(self.held)

    @precondition(lambda self: bool(self.held))
    @rule(by=st.sampled_from(PEOPLE), which=st.integers(0, 3))
    def somebody_takes_it_back(self, by: str, which: int) -> None:
        conversion = self.held[which % len(self.held)]
        answer = self.matters.take_back(conversion["id"], by=by)
        assert answer.status in (200, 403, 404, 409), answer
        if answer.status == 200:
            assert conversion is self.held[-1], "what goes on elsewhere is not taken back"
            assert self.waits, "what goes on is not taken back"
            self.held.pop()
            self.waits = False
            source = conversion["source"]
            solved_incident = answer.body["solved"] and source["kind"] == "incident"
            self.form = None if solved_incident else (source["kind"], source["id"])
            if solved_incident:
                # It waits for the grid worker, and is no longer converted.
                self.waits = bool(self.held)
                self._confirm(source["id"])

    def _confirm(self, incident: str) -> None:
        for who in ("next_worker", "worker", "chief", "town"):
            if self.matters.county.move(incident, "confirm", who).status == 200:
                return
        raise AssertionError("nobody confirms it")

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.matters.county.advance(days=days)

    @invariant()
    def one_clock_runs(self) -> None:
        running = self.matters.running()
        if self.form is not None:
            assert running == [self.form[0]], (running, self.form)
        elif self.waits:
            assert running == ["taking_back"], running
        else:
            assert running == []

    def teardown(self) -> None:
        self._open.__exit__(None, None, None)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
