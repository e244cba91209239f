"""One way to decide and write: read what is needed, decide, write everything in one transaction, decide again when somebody was faster.

Requests, streams, timers and imports all go this way (DESIGN 3). A decision is a plain function of a `UnitOfWork`: it reads rows by key,
asks the rules, and says what is to be written: things, their history, what becomes owed. The answer to the request's idempotency key is
part of the same transaction, so that an effect comes about once however often the request arrives, whatever the store forgets.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from kernel.problems import Conflict, Problem, TryAgain
from kernel.record import record
from kernel.storage import dynamo
from kernel.storage.idempotency import Answered, IdempotencyKey
from kernel.storage.rows import ConditionFailed, Key
from kernel.storage.work import (
    MOST_WRITES,
    AnsweredBefore,
    AnyWrite,
    TooMuchAtOnce,
    UnitOfWork,
)
from kernel.texts import Text

__all__ = [
    "MOST_WRITES",
    "AnyWrite",
    "Outcome",
    "SomebodyWasFaster",
    "Told",
    "TooMuchAtOnce",
    "UnitOfWork",
    "answer_to",
    "carry_out",
    "do_elsewhere",
    "keep_telling",
    "write_unless_moved",
]

_TRIES = 12
_TRIES_IN_A_CROWD = 36
# Many who want one row, a counter of numbers say, spread until each finds it still: doubled, at random, up to half a second.
_PAUSE_SECONDS = 0.004
_LONGEST_PAUSE_SECONDS = 0.5

Result = TypeVar("Result")


class SomebodyWasFaster(Conflict):
    """What was decided on kept changing under the request."""

    slug = "somebody-was-faster"
    said = Text(
        "内容刚刚被他人更新，请刷新后重试。",
        "This was changed by somebody else just now; reload and try again.",
    )


@record
class Outcome(Generic[Result]):
    """What a unit of work came to.

    Attributes
    ----------
    result
        What the decision returned; None as well when the key was answered before, and nothing was done now.
    answered
        What the request is answered, where it asked for an answer.
    replayed
        Whether an earlier answer was found under the request's key.
    """

    result: Result | None
    answered: Answered | None = None
    replayed: bool = False


def carry_out(
    decide: Callable[[UnitOfWork], Result],
    *,
    idempotency_key: IdempotencyKey | None = None,
    answer: Callable[[Result], Answered] | None = None,
    seen: Mapping[Key, Any] | None = None,
) -> Outcome[Result]:
    """Decide on things as they are and write the decision in one transaction; decide anew when they have moved.

    Parameters
    ----------
    decide
        Reads through the unit of work, puts on it what is to be written, and returns what it decided; refuses by raising a problem, and
        then nothing is written but what is kept of a refusal. It may be called several times and has no other effect.
    idempotency_key
        The request's own.
    answer
        What the request is answered once all is written; recorded under `idempotency_key`.
    seen
        Rows this request has read already.

    Raises
    ------
    SomebodyWasFaster
        Things moved under every try.
    TooMuchAtOnce
        The decision writes more than a transaction holds.
    IdempotencyKeyReused
        The key was used with another body.
    """
    assert idempotency_key is None or answer is not None, (
        "a key is kept with the answer it was given"
    )
    first, crowded = iter([seen]), False

    def attempt() -> Outcome[Result] | None:
        nonlocal crowded
        work = UnitOfWork(idempotency_key, next(first, None))
        done = _tried(decide, idempotency_key, answer, work)
        crowded = work.crowded
        return done

    try:
        return until_done(attempt, lambda: crowded)
    except AnsweredBefore as before:
        return Outcome(None, before.answered, replayed=True)


def until_done(
    attempt: Callable[[], Result | None], crowded: Callable[[], bool] = lambda: False
) -> Result:
    """Attempt something until nobody was faster (None: somebody was): a unit of work, or one conditional update outside of any.

    Parameters
    ----------
    crowded
        Tells after an attempt whether many want the same row at once by its nature; then it is tried for several seconds.

    Raises
    ------
    SomebodyWasFaster
        Somebody was, at every try.
    """
    for number in range(_TRIES_IN_A_CROWD):
        result = attempt()
        if result is not None:
            return result
        if number + 1 >= _TRIES and not crowded():
            break
        pause = min(_PAUSE_SECONDS * 2**number, _LONGEST_PAUSE_SECONDS)
        time.sleep(pause * random.random())  # noqa: S311 - spreads retries
    raise SomebodyWasFaster


def answer_to(idempotency_key: IdempotencyKey | None) -> Answered | None:
    """Return what a request's key was answered before; for a use case that has to do something elsewhere before it decides."""
    return (
        idempotency_key.replay(dynamo.read([idempotency_key.key], consistent=True)[0])
        if idempotency_key
        else None
    )


def do_elsewhere(
    do: Callable[[], Result],
    *,
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[Result], Answered],
) -> Outcome[Result]:
    """Do what comes about outside the store and may come about twice (a subscription, a test message), and keep what it is answered.

    Of equal requests at once all may do it; the first answer that was kept is given to all.
    """
    before = answer_to(idempotency_key)
    if before:
        return Outcome(None, before, replayed=True)
    done = do()
    return carry_out(lambda _: done, idempotency_key=idempotency_key, answer=answer)


def write_unless_moved(writes: Sequence[AnyWrite]) -> bool:
    """Write what a worker claims before, or records after, something done elsewhere (a message sent, say): all of it, or nothing.

    There is nothing to decide again then: who was faster does it, or the next run finds what is left.

    Returns
    -------
    bool
        False: a condition did not hold, and nothing was written.

    Raises
    ------
    TryAgain
        The store is busy.
    """
    try:
        dynamo.write(writes)
    except ConditionFailed:
        return False
    return True


class Told(NamedTuple, Generic[Result]):
    """What was told elsewhere of a row: the thing as it is then, and the write of that, on the version that was told."""

    thing: Result
    record: AnyWrite


def keep_telling(
    present: Result, tell: Callable[[Result], Told[Result]], anew: Callable[[], Result]
) -> Result:
    """Make something outside the store follow a row, and write down that it does.

    Tellings may overtake each other. Whoever finds that the row has moved meanwhile may have told last, of something outdated: the row is
    left to be told of under a version of its own, and told of again. So whoever writes down that it was told has told last.

    Parameters
    ----------
    tell
        Tells of the thing as it is; what it raises ends it.
    anew
        Leaves the thing to be told of under its next version, and returns it as it is by then.

    Raises
    ------
    TryAgain
        It moved under every try; asking for the same again goes on from here.
    """
    for _ in range(_TRIES):
        told = tell(present)
        if write_unless_moved([told.record]):
            return told.thing
        present = anew()
    raise TryAgain


def _tried(
    decide: Callable[[UnitOfWork], Result],
    idempotency_key: IdempotencyKey | None,
    answer: Callable[[Result], Answered] | None,
    work: UnitOfWork,
) -> Outcome[Result] | None:
    """Decide and write; None when somebody was faster."""
    try:
        result = decide(work)
    except Problem:
        # The same request may have made the change just now, and the look at its key before may have been too early to see it.
        _refuse_or_replay(idempotency_key)
        if not work.keep():
            return None
        raise
    answered = answer(result) if answer else None
    writes = work.transaction(answered)
    try:
        if writes:
            dynamo.write(writes)
    except ConditionFailed as fault:
        if not work.arrived():
            _refuse_or_replay(idempotency_key)
            _refuse_for_good([writes[position] for position in fault.failed])
            return None
    work.done()
    return Outcome(result, answered)


def _refuse_or_replay(idempotency_key: IdempotencyKey | None) -> None:
    answered = answer_to(idempotency_key)
    if answered:
        raise AnsweredBefore(answered)


def _refuse_for_good(failed: Sequence[AnyWrite]) -> None:
    """Say what stood in the way, when that alone did and deciding again would not change it."""
    refusals = [write.otherwise for write in failed]
    if refusals and all(refusals):
        raise next(refusal() for refusal in refusals if refusal)
