"""Doing the operations of a batch one after the other, each by the very route it would be sent to by itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from aws_lambda_powertools.event_handler import Response
from pydantic import ValidationError

from incidents import api as incidents_api
from incidents.field.base import API
from incidents.model.requests import MoveIncident, ReportIncident
from incidents.patrols import api as patrols
from incidents.patrols.model import BeginRound, MoveRound, ReportFinding
from incidents.store.rows import AnswerRow
from incidents.sync import rules
from incidents.sync.model import Operation
from incidents.sync.rules import WAYS, Done, Kind, Outcome, Subject
from kernel.fields import Model
from kernel.http import Api, Request, field_error
from kernel.ids import ID_PATTERN
from kernel.observability import count, log_fault
from kernel.problems import (
    IdempotencyKeyReused,
    InternalFault,
    InvalidFields,
    MalformedRequest,
    Problem,
    TryAgain,
)
from kernel.storage.dynamo import read
from kernel.storage.idempotency import Once
from kernel.storage.rows import Key
from kernel.texts import Text

_MOST_KEYS = 100
_IDS: Mapping[Subject, re.Pattern[str]] = {
    Subject.INCIDENT: re.compile(ID_PATTERN),
    Subject.ROUND: re.compile(rf"[1-9]\d{{11}}-{ID_PATTERN}"),
}


class _Route(NamedTuple):
    """The route of a kind of operation: whose it is, its function, what it takes."""

    api: Api
    function: Callable[..., Response[Any]]
    body: type[Model]


_ROUTES: Mapping[Kind, _Route] = {
    Kind.REPORT: _Route(incidents_api.API, incidents_api.reports.report_incident, ReportIncident),
    Kind.MOVE: _Route(incidents_api.API, incidents_api.moves.move_incident, MoveIncident),
    Kind.BEGIN_ROUND: _Route(API, patrols.begin_round, BeginRound),
    Kind.FINDING: _Route(API, patrols.report_finding, ReportFinding),
    Kind.MOVE_ROUND: _Route(API, patrols.move_round, MoveRound),
}
_LOOKS: Mapping[Subject, tuple[Api, Callable[..., Response[Any]], str]] = {
    Subject.INCIDENT: (incidents_api.API, incidents_api.lists.get_incident, "/v1/incidents/{}"),
    Subject.ROUND: (API, patrols.get_round, "/v1/patrols/{}"),
}


class _Result(NamedTuple):
    """What became of an operation, with what belongs to that."""

    outcome: Outcome
    incident: str | None = None
    round: str | None = None
    answer: Mapping[str, Any] | None = None
    current: Mapping[str, Any] | None = None
    problem: Mapping[str, Any] | None = None
    because: str | None = None

    def view(self, op_no: Any, op_id: Any) -> dict[str, Any]:
        """Return it as it is answered."""
        shown = self.answer or self.current
        return {
            "op_no": op_no,
            "op_id": op_id,
            "outcome": str(self.outcome),
            "incident": self.incident,
            "round": self.round,
            "version": shown["version"] if shown else None,
            "answer": self.answer,
            "current": self.current,
            "problem": self.problem,
            "because": self.because,
        }


class Batch:
    """A batch under way.

    Parameters
    ----------
    request
        The request that brought it.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._done: dict[str, Done] = {}
        self._answers: dict[Key, Any] = {}
        self._rows: dict[Key, Any] = {}
        self._store_is_busy = False

    def run(self, said: Sequence[Any]) -> list[dict[str, Any]]:
        """Do what can be done, in the client's order, as long as there is time; return what became of each.

        What is no operation at all comes last.
        """
        operations: list[Operation] = []
        refused: list[dict[str, Any]] = []
        for one in said:
            try:
                operations.append(_parsed(one))
            except Problem as problem:
                refused.append(self._with(Outcome.REFUSED, problem).view(*_names_in(one)))
        operations.sort(key=lambda operation: operation.op_no)
        self._recall_answers(operations)
        results = [self._take(operation) for operation in operations]
        answered = [*results, *refused]
        for outcome, number in Counter(result["outcome"] for result in answered).items():
            count("SyncOperations", number, outcome=outcome)
        return answered

    def _recall_answers(self, operations: Sequence[Operation]) -> None:
        """Read at once what is on record of whatever was sent before."""
        names = {operation.op_id for operation in operations}
        keys: dict[Key, None] = {}
        for operation in operations:
            if operation.target or WAYS[operation.kind].to is None:
                keys[self._once(operation, operation.target).key] = None
            if operation.after and operation.after not in names:
                for path in rules.places_of(operation.target):
                    keys[self._recorded(path, operation.after)] = None
        wanted = list(keys)
        try:
            for start in range(0, len(wanted), _MOST_KEYS):
                some = wanted[start : start + _MOST_KEYS]
                self._answers.update(zip(some, read(some, consistent=True), strict=True))
        except TryAgain:
            self._store_is_busy = True

    def _take(self, operation: Operation) -> dict[str, Any]:
        result = self._tried(operation)
        done = Done(result.outcome, result.incident, result.round)
        self._done[operation.op_id] = done
        client_ref = operation.body.get("client_ref")
        if isinstance(client_ref, str):
            self._done.setdefault(client_ref, done)
        return result.view(operation.op_no, operation.op_id)

    def _tried(self, operation: Operation) -> _Result:
        if self._store_is_busy or self._request.seconds_left() < rules.SECONDS_FOR_ONE:
            return _Result(Outcome.LATER)
        after = operation.after
        earlier = self._became_of(after, operation.target) if after else None
        stands = rules.footing(operation.kind, operation.target, after, earlier)
        if stands.outcome:
            return _Result(stands.outcome, because=after)
        try:
            return self._performed(operation, _checked(operation.kind, stands.target))
        except TryAgain as busy:
            # What the store could not take now it will hardly take for the next one.
            self._store_is_busy = True
            return self._with(Outcome.LATER, busy)
        except Problem as problem:
            return self._with(Outcome.REFUSED, problem)
        except Exception as fault:  # noqa: BLE001
            # A fault of ours in one operation is no reason to lose it, nor to keep the others waiting.
            log_fault("an operation of a batch failed", fault, kind=str(operation.kind))
            return self._with(Outcome.LATER, InternalFault())

    def _performed(self, operation: Operation, target: str | None) -> _Result:
        once = self._once(operation, target)
        if once.key not in self._answers:
            self._answers[once.key] = read([once.key], consistent=True)[0]
        # Whoever lost sight of it by this very operation is told that it was done, so this comes before all else.
        replayed = once.replay(self._answers[once.key])
        if replayed:
            return _succeeded(operation.kind, Outcome.REPLAYED, json.loads(replayed.body), target)
        api, function, takes = _ROUTES[operation.kind]
        try:
            body = takes.model_validate(operation.body)
        except ValidationError as wrong:
            raise _invalid(wrong) from wrong
        arguments = [body] if target is None else [target, body]
        request = self._inner(operation, target)
        # Read a moment ago; whatever came in between is found when it is written.
        request.rows |= {**self._rows, once.key: None}
        answer = api.perform(function, request, *arguments)
        # The policy, the staff: what one operation had to look up, the next need not.
        self._rows |= request.rows
        told = json.loads(str(answer.body))
        if answer.status_code < 400:
            again = "Idempotent-Replayed" in answer.headers
            outcome = Outcome.REPLAYED if again else Outcome.APPLIED
            return _succeeded(operation.kind, outcome, told, target)
        if answer.status_code == TryAgain.status:
            raise TryAgain
        if _contradicts(answer.status_code, told):
            current = self._current(WAYS[operation.kind].to, target)
            return _Result(Outcome.CONFLICT, current=current, problem=told)
        return _Result(Outcome.REFUSED, problem=told)

    def _current(self, subject: Subject | None, target: str | None) -> dict[str, Any] | None:
        """Return how what an operation was done to stands now, as the caller sees it."""
        if subject is None or target is None:
            return None
        api, function, path = _LOOKS[subject]
        answer = api.perform(function, self._within("GET ", path.format(target)), target)
        return json.loads(str(answer.body)) if answer.status_code == 200 else None

    def _became_of(self, after: str, target: str | None) -> Done | None:
        """Return what became of an operation of this batch, or of an earlier one that is on record."""
        if after in self._done:
            return self._done[after]
        for kind in Kind:
            if target is None and WAYS[kind].to is not None:
                continue
            row = self._answers.get(self._recorded(WAYS[kind].path.format(target=target), after))
            if row is not None:
                made = _succeeded(kind, Outcome.REPLAYED, json.loads(row.answer), target)
                return Done(made.outcome, made.incident, made.round)
        return None

    def _recorded(self, path: str, op_id: str) -> Key:
        once = self._within("POST ", path, {"idempotency-key": op_id}).once(AnswerRow)
        assert once is not None, "it has a key"
        return once.key

    def _once(self, operation: Operation, target: str | None) -> Once:
        once = self._inner(operation, target).once(AnswerRow)
        assert once is not None, "every operation has an id"
        return once

    def _inner(self, operation: Operation, target: str | None) -> Request:
        """Return the request an operation stands for."""
        headers = {"idempotency-key": operation.op_id}
        if operation.version is not None:
            headers["if-match"] = f'"{operation.version}"'
        path = WAYS[operation.kind].path.format(target=target)
        return self._within("POST ", path, headers, json.dumps(operation.body))

    def _within(
        self, route: str, path: str, headers: Mapping[str, str] | None = None, body: str = ""
    ) -> Request:
        outer = self._request
        return Request(
            language=outer.language,
            headers=headers or {},
            body=body,
            path=path,
            source_ip=outer.source_ip,
            route=route,
            person_id=outer.person_id,
            caller=outer.caller,
            seconds_left=outer.seconds_left,
        )

    def _with(self, outcome: Outcome, problem: Problem) -> _Result:
        return _Result(outcome, problem=problem.document(self._request.language))


def _names_in(said: Any) -> tuple[int | None, str | None]:
    """Return number and id of what may be no operation at all, as far as it has them."""
    told: dict[str, Any] = dict(said) if isinstance(said, dict) else {}  # pyright: ignore[reportUnknownArgumentType]
    op_no, op_id = told.get("op_no"), told.get("op_id")
    return (
        op_no if type(op_no) is int else None,
        op_id if isinstance(op_id, str) else None,
    )


def _parsed(said: Any) -> Operation:
    if not isinstance(said, dict):
        raise MalformedRequest(Text("每个操作须为 JSON 对象。", "An operation is a JSON object."))
    try:
        return Operation.model_validate(said)
    except ValidationError as wrong:
        raise _invalid(wrong) from wrong


def _invalid(wrong: ValidationError) -> InvalidFields:
    errors: Sequence[Any] = wrong.errors()
    return InvalidFields(errors=[field_error(error) for error in errors])


def _checked(kind: Kind, target: str | None) -> str | None:
    """Return the id an operation is done to, if it has the form of one."""
    subject = WAYS[kind].to
    if subject is None:
        return None
    if not _IDS[subject].fullmatch(target or ""):
        raise InvalidFields.one(
            "target",
            Text(
                "须为所办理的事件或巡格的 id，或由 after 指明。",
                "Must be the id of the incident or round it is done to, unless `after` says which.",
            ),
        )
    return target


def _succeeded(
    kind: Kind, outcome: Outcome, answer: Mapping[str, Any], target: str | None
) -> _Result:
    match kind:
        case Kind.BEGIN_ROUND | Kind.MOVE_ROUND:
            return _Result(outcome, round=answer["id"], answer=answer)
        case Kind.FINDING:
            return _Result(outcome, incident=answer["id"], round=target, answer=answer)
        case Kind.REPORT | Kind.MOVE:
            return _Result(outcome, incident=answer["id"], answer=answer)


def _contradicts(status: int, problem: Mapping[str, Any]) -> bool:
    """Tell whether a refusal is about how things stand, not about what was sent."""
    return status in (409, 412) and not problem["type"].endswith(IdempotencyKeyReused.slug)
