"""Step Functions: executions of the real state machine, with names that are unique, waits, retries and catches."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.simulation.cloud.store import Refused

ASL: Mapping[str, Any] = json.loads(
    (Path(__file__).parents[3] / "infra" / "escalation.asl.json").read_text(encoding="utf-8")
)
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:sizhi-escalation"
_EXECUTION = MACHINE.replace(":stateMachine:", ":execution:")


class Execution:
    """One run of the machine."""

    def __init__(self, name: str, given: str) -> None:
        self.name, self.given = name, given
        self.document: dict[str, Any] = json.loads(given)
        self.state = ASL["StartAt"]
        self.tried: dict[int, int] = {}
        self.ended: str | None = None


class Workflows:
    """Executions by name, moved by the world's events.

    Parameters
    ----------
    at
        Calls something at an instant.
    fire
        Invokes the timer's function with a payload; raises what the function raised, under its own name.
    may_stop
        Whether the quota of StopExecution lets another through.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        at: Callable[[datetime, Callable[[], None]], None],
        fire: Callable[[Mapping[str, Any]], Any],
        chance: Callable[[], float],
        may_stop: Callable[[], bool],
    ) -> None:
        self._now, self._at, self._fire, self._chance = now, at, fire, chance
        self._may_stop = may_stop
        self.executions: dict[str, Execution] = {}

    def call(self, operation: str, said: Mapping[str, Any]) -> Any:
        """Do what the product asks for."""
        if operation == "StartExecution":
            return self._start(said)
        if operation == "StopExecution":
            return self._stop(said)
        raise Refused("UnknownOperationException", operation)

    def _start(self, said: Mapping[str, Any]) -> Any:
        if said["stateMachineArn"] != MACHINE:
            raise Refused("StateMachineDoesNotExist")
        name = said["name"]
        if len(name) > 80:
            raise Refused("InvalidName")
        known = self.executions.get(name)
        if known is not None and (known.ended or known.given != said["input"]):
            raise Refused("ExecutionAlreadyExists")
        if known is None:
            run = self.executions[name] = Execution(name, said["input"])
            self._at(self._now(), lambda: self._enter(run))
        return {"executionArn": f"{_EXECUTION}:{name}"}

    def _stop(self, said: Mapping[str, Any]) -> Any:
        if not self._may_stop():
            raise Refused("ThrottlingException", "Rate exceeded")
        name = said["executionArn"].rpartition(":")[2]
        if name not in self.executions:
            raise Refused("ExecutionDoesNotExist")
        run = self.executions[name]
        run.ended = run.ended or "ABORTED"
        return {}

    def waiting(self) -> list[Execution]:
        """Return the executions that run."""
        return [run for run in self.executions.values() if run.ended is None]

    def forget(self, before: int = 20_000) -> None:
        """Drop the oldest that ended: the service keeps their names for ninety days."""
        if len(self.executions) > before:
            self.executions = {
                name: run
                for n, (name, run) in enumerate(self.executions.items())
                if run.ended is None or n > before // 2
            }

    def _enter(self, run: Execution) -> None:
        if run.ended:
            return
        state = ASL["States"][run.state]
        match state["Type"]:
            case "Wait":
                until = datetime.fromisoformat(
                    run.document[state["TimestampPath"].removeprefix("$.")]
                )
                run.state = state["Next"]
                self._at(max(until, self._now()), lambda: self._enter(run))
            case "Task":
                self._work(run, state)
            case "Succeed":
                run.ended = "SUCCEEDED"
            case "Fail":
                run.ended = "FAILED"
            case other:
                raise AssertionError(f"the machine has a state of a kind unknown here: {other}")

    def _work(self, run: Execution, state: Mapping[str, Any]) -> None:
        payload = {
            name.removesuffix(".$"): run.document[path.removeprefix("$.")]
            for name, path in state["Parameters"]["Payload"].items()
        }
        try:
            told = self._fire(payload)
        except Exception as fault:  # noqa: BLE001 - whatever a function raises is the machine's to sort
            self._after(run, state, type(fault).__name__)
            return
        run.tried = {}
        run.document, run.state = json.loads(json.dumps(told)), state["Next"]
        self._enter(run)

    def _after(self, run: Execution, state: Mapping[str, Any], error: str) -> None:
        for number, retry in enumerate(state["Retry"]):
            if not _names(retry["ErrorEquals"], error):
                continue
            tried = run.tried.get(number, 0)
            if tried < retry.get("MaxAttempts", 3):
                run.tried[number] = tried + 1
                pause = retry.get("IntervalSeconds", 1) * retry.get("BackoffRate", 2) ** tried
                pause = min(pause, retry.get("MaxDelaySeconds", pause))
                if retry.get("JitterStrategy") == "FULL":
                    pause *= self._chance()
                self._at(self._now() + timedelta(seconds=pause), lambda: self._enter(run))
                return
            break
        for caught in state["Catch"]:
            if _names(caught["ErrorEquals"], error):
                run.state = caught["Next"]
                self._enter(run)
                return
        run.ended = "FAILED"


def _names(wanted: list[str], error: str) -> bool:
    return error in wanted or "States.ALL" in wanted
