"""Do the operations of a batch one after the other, each by the very route it would be sent to by itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from kernel.directory import Remembered
from kernel.field_errors import field_error
from kernel.observability import log_fault, note
from kernel.problems import (
    InternalFault,
    InvalidFields,
    MalformedRequest,
    Problem,
    TooManyRequests,
    TryAgain,
)
from kernel.storage.dynamo import read
from kernel.storage.idempotency import IdempotencyKey, IdempotencyRow, answered_in
from kernel.storage.rows import Key
from kernel.texts import Text
from workspace.sync.model import OP_ID, Operation
from workspace.sync.parts import OPERATIONS, THINGS
from workspace.sync.parts.base import Asked, asked_within
from workspace.sync.rules.batches import SECONDS_FOR_ONE, Done, Outcome, Way, footing, ways_before
from workspace.sync.service.results import Result, contradicts, succeeded

_MOST_KEYS = 100


class Taken(NamedTuple):
    """An operation by what it calls itself, as far as it is one, and what became of it."""

    op_no: int | None
    op_id: str | None
    result: Result


class Batch:
    """A batch under way.

    Parameters
    ----------
    request
        The request that brought it.
    """

    def __init__(self, request: Asked) -> None:
        self._request = request
        self._done: dict[str, Done] = {}
        self._answers: dict[Key, Any] = {}
        self._rows: dict[Key, Any] = {}
        self._store_is_busy = False

    def run(self, said: Sequence[Any]) -> list[Taken]:
        """Do what can be done, in the client's order, as long as there is time; return what became of each.

        What is no operation at all comes last.
        """
        operations: list[Operation] = []
        refused: list[Taken] = []
        for one in said:
            try:
                operations.append(_parsed(one))
            except Problem as problem:
                refused.append(Taken(*_names_in(one), self._with(Outcome.REFUSED, problem)))
        operations.sort(key=lambda operation: operation.op_no)
        self._recall_answers(operations)
        self._recall_what_new_things_need(operations)
        results = [self._take(operation) for operation in operations]
        answered = [*results, *refused]
        for outcome, number in Counter(one.result.outcome for one in answered).items():
            note("SyncOperations", number, outcome=str(outcome))
        return answered

    def _recall_answers(self, operations: Sequence[Operation]) -> None:
        """Read at once what is on record of whatever was sent before."""
        names = {operation.op_id for operation in operations}
        keys: dict[Key, None] = {}
        for operation in operations:
            target = operation.target
            if target or _way(operation).to is None:
                keys[self._key_of(operation, target).key] = None
            if operation.after and operation.after not in names:
                for key in self._recorded(operation.after, target).values():
                    keys[key] = None
        wanted = list(keys)
        try:
            for start in range(0, len(wanted), _MOST_KEYS):
                some = wanted[start : start + _MOST_KEYS]
                self._answers.update(zip(some, read(some, consistent=True), strict=True))
        except TryAgain:
            self._store_is_busy = True

    def _recall_what_new_things_need(self, operations: Sequence[Operation]) -> None:
        """Read at once what is asked for by operations that are about nothing there yet: such as whether it was reported before."""
        wanted: dict[Key, None] = {}
        for operation in operations:
            if _way(operation).to is None and not self._answers.get(
                self._key_of(operation, None).key
            ):
                api, function, _ = OPERATIONS[operation.kind].route()
                wanted |= dict.fromkeys(api.rows_needed(function, self._inner(operation, None)))
        try:
            self._rows |= Remembered.recall(key for key in wanted if key not in self._answers)
        except TryAgain:
            self._store_is_busy = True

    def _take(self, operation: Operation) -> Taken:
        result = self._tried(operation)
        # Of two that call themselves alike the first is meant, unless it came to nothing.
        first = self._done.get(operation.op_id)
        if first is None or not first.outcome.is_done:
            self._done[operation.op_id] = result.done
        client_ref = operation.body.get("client_ref")
        if isinstance(client_ref, str):
            self._done.setdefault(client_ref, result.done)
        return Taken(operation.op_no, operation.op_id, result)

    def _tried(self, operation: Operation) -> Result:
        if self._store_is_busy or self._request.seconds_left() < SECONDS_FOR_ONE:
            return Result(Outcome.LATER)
        after = operation.after
        earlier = self._became_of(after, operation.target) if after else None
        stands = footing(_way(operation).to, operation.target, after, earlier)
        if stands.outcome:
            return Result(stands.outcome, because=after)
        try:
            return self._performed(operation, _checked(_way(operation), stands.target))
        except TryAgain as busy:
            # What the store could not take now it will hardly take for the next one.
            self._store_is_busy = True
            return self._with(Outcome.LATER, busy)
        except Problem as problem:
            return self._with(Outcome.REFUSED, problem)
        except Exception as fault:  # noqa: BLE001
            # A fault of ours in one operation is no reason to lose it, nor to keep the others waiting.
            log_fault("an operation of a batch failed", fault, kind=operation.kind)
            return self._with(Outcome.LATER, InternalFault())

    def _performed(self, operation: Operation, target: str | None) -> Result:
        way, idempotency_key = _way(operation), self._key_of(operation, target)
        if idempotency_key.key not in self._answers:
            self._answers[idempotency_key.key] = read([idempotency_key.key], consistent=True)[0]
        # Whoever lost sight of it by this very operation is told that it was done, so this comes before all else.
        replayed = idempotency_key.replay(self._answers[idempotency_key.key])
        if replayed:
            return succeeded(way, Outcome.REPLAYED, json.loads(replayed.body), target)
        api, function, takes = OPERATIONS[operation.kind].route()
        try:
            body = takes.model_validate(operation.body)
        except ValidationError as wrong:
            raise _invalid(wrong) from wrong
        arguments = [body] if target is None else [target, body]
        request = self._inner(operation, target)
        # Read a moment ago; whatever came in between is found when it is written.
        request.rows |= {**self._rows, idempotency_key.key: None}
        answer = api.perform(function, request, *arguments)
        # The policy, the staff: what one operation had to look up, the next need not.
        self._rows |= request.rows
        answered = json.loads(str(answer.body))
        if answer.status_code < 400:
            again = "Idempotent-Replayed" in answer.headers
            outcome = Outcome.REPLAYED if again else Outcome.APPLIED
            return succeeded(way, outcome, answered, target)
        if answer.status_code == TryAgain.status:
            raise TryAgain
        if answer.status_code == TooManyRequests.status:
            # A phone drops what is refused.
            return Result(Outcome.LATER, problem=answered)
        if contradicts(answer.status_code, answered):
            there = answered.get(way.in_the_way) if way.in_the_way else None
            named = way.named_in_body
            if there:
                current = self._current(way.makes, there)
            elif named:
                current = self._current(named, operation.body[named])
            else:
                current = self._current(way.to, target)
            about = {way.makes: there} if there else {}
            return Result(Outcome.CONFLICT, about, current=current, problem=answered)
        return Result(Outcome.REFUSED, problem=answered)

    def _current(self, to: str | None, target: str | None) -> dict[str, Any] | None:
        """Return how what an operation was done to stands now, as the caller sees it."""
        if to is None or target is None:
            return None
        thing = THINGS[to]
        look = thing.look()
        request = self._within("GET ", thing.path.format(target))
        answer = look.api.perform(look.function, request, target)
        return json.loads(str(answer.body)) if answer.status_code == 200 else None

    def _became_of(self, after: str, target: str | None) -> Done | None:
        """Return what became of an operation of this batch, or of an earlier one that is on record."""
        if after in self._done:
            return self._done[after]
        for way, key in self._recorded(after, target).items():
            row = self._answers.get(key)
            if row is not None:
                kept = json.loads(answered_in(row).body)
                return succeeded(way, Outcome.REPLAYED, kept, target).done
        return None

    def _recorded(self, op_id: str, target: str | None) -> dict[Way, Key]:
        """Return where an earlier operation may be on record, by the way it went."""
        places: dict[Way, Key] = {}
        if not re.fullmatch(OP_ID, op_id):
            return places
        for way in ways_before((one.way for one in OPERATIONS.values()), target):
            path = way.path.format(target=target)
            inner = self._within("POST ", path, {"idempotency-key": op_id})
            places[way] = _key(inner, OPERATIONS[way.kind].keys).key
        return places

    def _key_of(self, operation: Operation, target: str | None) -> IdempotencyKey:
        return _key(self._inner(operation, target), OPERATIONS[operation.kind].keys)

    def _inner(self, operation: Operation, target: str | None) -> Asked:
        """Return the request an operation stands for."""
        headers = {"idempotency-key": operation.op_id}
        if operation.version is not None:
            headers["if-match"] = f'"{operation.version}"'
        path = _way(operation).path.format(target=target)
        return self._within("POST ", path, headers, json.dumps(operation.body))

    def _within(
        self, route: str, path: str, headers: Mapping[str, str] | None = None, body: str = ""
    ) -> Asked:
        return asked_within(self._request, route, path, headers, body)

    def _with(self, outcome: Outcome, problem: Problem) -> Result:
        return Result(outcome, problem=problem.document(self._request.language))


def _way(operation: Operation) -> Way:
    return OPERATIONS[operation.kind].way


def _key(inner: Asked, keys: type[IdempotencyRow]) -> IdempotencyKey:
    idempotency_key = inner.idempotency_key(keys)
    assert idempotency_key is not None, "every operation has an id"
    return idempotency_key


def _names_in(said: Any) -> tuple[int | None, str | None]:
    """Return number and id of what may be no operation at all, as far as it has them."""
    fields: dict[str, Any] = dict(said) if isinstance(said, dict) else {}  # pyright: ignore[reportUnknownArgumentType]
    op_no, op_id = fields.get("op_no"), fields.get("op_id")
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


def _checked(way: Way, target: str | None) -> str | None:
    """Return the id an operation is done to, if it has the form of one."""
    if way.to is None:
        return None
    if not THINGS[way.to].id.fullmatch(target or ""):
        raise InvalidFields.one(
            "target",
            Text(
                "须写明所办理的事件、巡格等，或它依赖的前一个操作。",
                "Must be the id of the thing it is done to, unless `after` says which.",
            ),
        )
    return target
