"""What faults are made of: each takes what the product has and returns what is put in its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch


def loaded(name: str) -> Any:
    return import_module(name)


def instead(
    module: str, name: str, make: Callable[[Any], Any]
) -> Callable[[], AbstractContextManager[Any]]:
    """Put something in the place of a function, made of the function itself; a dot in the name goes into a class."""

    def put() -> AbstractContextManager[Any]:
        owner = loaded(module)
        *inside, last = name.split(".")
        for step in inside:
            owner = getattr(owner, step)
        return patch.object(owner, last, make(getattr(owner, last)))

    return put


def entry(
    module: str, table: str, key: str, make: Callable[[Any], Any]
) -> Callable[[], AbstractContextManager[Any]]:
    """Put something in the place of an entry of a table of functions."""

    def put() -> AbstractContextManager[Any]:
        held: Any = getattr(loaded(module), table)
        place = next(one for one in held if str(one) == key)
        return patch.dict(held, {place: make(held[place])})

    return put


def nothing(_: Any) -> Any:
    return lambda *_, **__: None


def no_climb(_: Any) -> Any:
    """Take the limit off the clock without going up."""

    def wake(incident: Any, *_: Any) -> Any:
        clocked: Any = loaded("escalation.rules.clocked")
        climbing: Any = loaded("escalation.rules.climbing")
        return climbing.without(incident, clocked.Wake.ESCALATE), ()

    return wake


def only_the_first_mark(real: Any) -> Any:
    return lambda thing, marks: real(thing, sorted(marks)[:1])


def always_whole(_: Any) -> Any:
    def arrived(_held: Any, unit: str, now: Any, _by: Any) -> Any:
        return (loaded("incidents.rules.allowance").Allowance(unit, now),)

    return arrived


def whole_again(_: Any) -> Any:
    """Give the limit back whole when it goes on."""
    return lambda one, now: replace(one, since=now, left=None)


def never_charged(_: Any) -> Any:
    return lambda one, now, limit: replace(one.paused(now, limit), solutions=one.solutions + 1)


def twice_as_long(real: Any) -> Any:
    def add(start: Any, limit: Any) -> Any:
        return real(start, replace(limit, amount=min(limit.amount * 3, 366)))

    return add


def without_the_last(real: Any) -> Any:
    return lambda *said: real(*said)[:-1] if len(real(*said)) > 1 else real(*said)


def from_nowhere(real: Any) -> Any:
    def writes(*said: Any) -> Any:
        made = real(*said)
        for one in made:
            if one.row.event == "accepted":
                one.row.from_status = "returned"
        return made

    return writes


def no_memory(_: Any) -> Any:
    return lambda *_: None


def confirmed_by_anybody(real: Any) -> Any:
    """Let whoever handled it confirm it, and be offered to."""
    del real
    return property(lambda _: frozenset())


def told_what_was_written(real: Any) -> Any:
    def report(*said: Any, **more: Any) -> Any:
        seen = real(*said, **more)
        loaded("kernel.observability").log.info("reported", said=str(seen))
        return seen

    return report


def with_the_name(real: Any) -> Any:
    def compose(entry: Any, *said: Any) -> Any:
        notice = real(entry, *said)
        return replace(notice, message=notice.message + "演示甲")

    return compose


def told_again(real: Any) -> Any:
    def publish(tier: Any, notice: Any) -> Any:
        real(tier, notice)
        return real(tier, notice)

    return publish


def everybody(_: Any) -> Any:
    return lambda *_, **__: True


def swept_late(real: Any) -> Any:
    def look(thing: Any) -> Any:
        at = real(thing)
        return at + timedelta(days=2) if at else None

    return look


def one_verifier(real: Any) -> Any:
    def packaged() -> Any:
        said = json.loads(json.dumps(dict(real()), default=str))
        said["parameters"]["verifiers"] = 1
        return said

    return packaged


def of_the_village(real: Any) -> Any:
    """Let nobody above do anything about a claim, however late."""

    def participant(*said: Any) -> Any:
        one = real(*said)
        one.standing.pop(loaded("points.rules.claim_states").Holder.ABOVE_WHEN_LATE, None)
        return one

    return participant


def posted_at_once(real: Any) -> Any:
    def published(claim: Any, publication: Any, parameters: Any, now: Any) -> Any:
        return replace(real(claim, publication, parameters, now), due_at=now + timedelta(hours=1))

    return published


def a_point_more(real: Any) -> Any:
    def move(*said: Any, **more: Any) -> Any:
        transfer = real(*said, **more)
        return transfer._replace(
            account=replace(transfer.account, honour=transfer.account.honour + 1)
        )

    return move


def held_for_ever(real: Any) -> Any:
    def release(account: Any, *said: Any) -> Any:
        transfer = real(account, *said)
        return transfer._replace(account=replace(transfer.account, held=account.held))

    return release


def unlinked(real: Any) -> Any:
    return lambda _previous, seq, content: real("0" * 64, seq, content)


def goods_stay(real: Any) -> Any:
    def change(work: Any, village: Any, goods: Any, moved: Any, *said: Any, **more: Any) -> Any:
        if str(moved.kind) == "hand_over":
            moved = moved._replace(held=0)
        return real(work, village, goods, moved, *said, **more)

    return change


def breaks_sometimes(real: Any) -> Any:
    def view(seen: Any, *said: Any) -> Any:
        if seen.incident.rejections:
            raise KeyError("rejections")
        return real(seen, *said)

    return view


def grows(real: Any) -> Any:
    def report(command: Any, facts: Any) -> Any:
        return real(command._replace(description=command.description + "长" * 80_000), facts)

    return report


def lapses_never(real: Any) -> Any:
    """Wait for a decision without end."""

    def wait(incident: Any, unit: Any, limit: Any, wake: Any, now: Any, policy: Any) -> Any:
        return real(incident, unit, limit, None, now, policy)

    return wait


def closed_by_handlers(real: Any) -> Any:
    """Let the responsible unit cancel what it was given."""

    def relations(incident: Any, caller: Any, **more: Any) -> Any:
        states: Any = loaded("incidents.rules.states")
        held = real(incident, caller, **more)
        if states.Relation.RESPONSIBLE in held:
            held[states.Relation.REPORTER] = held[states.Relation.RESPONSIBLE]
        return held

    return relations


def more_than_offered(_: Any) -> Any:
    return lambda *_, **__: []


def stays_silent(_: Any) -> Any:
    """Ask the last in turn again and again, and nobody above."""

    def after(incident: Any, now: Any, policy: Any, staffing: Any) -> Any:
        confirming: Any = loaded("incidents.rules.confirming")
        clocked: Any = loaded("escalation.rules.clocked")
        reminded = confirming.without(incident, clocked.Wake.REMIND_CONFIRMER)
        asked = replace(reminded, confirm_asked=incident.confirm_asked + 1)
        if asked.confirm_asked >= policy.confirmation.cap:
            return asked
        del staffing
        again = clocked.Mark(
            confirming.add(now, policy.confirmation.above).at, clocked.Wake.REMIND_CONFIRMER
        )
        return confirming.with_marks(asked, [*asked.marks, again])

    return after


def together(
    *puts: Callable[[], AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[Any]]:
    """Put several changes in at once: a fault that more than one place guards against."""

    @contextmanager
    def put() -> Iterator[None]:
        with ExitStack() as stack:
            for one in puts:
                stack.enter_context(one())
            yield

    return put


def first_again(real: Any) -> Any:
    """Count the first ballot of a vote twice, and not the second."""

    def count(choices: Any) -> Any:
        held = list(choices)
        return real([*held[:1], *held[:1], *held[2:]])

    return count


def told_in_a_log(real: Any) -> Any:
    def cast(vote: Any, command: Any) -> Any:
        loaded("kernel.observability").log.info("cast", number=command.serial)
        return real(vote, command)

    return cast


def leaves_one_out(real: Any) -> Any:
    def number_of(series: Any, organ: Any, name: Any, year: Any, number: int) -> Any:
        return real(series, organ, name, year, number + (number == 3))

    return number_of


def nothing_taken(real: Any) -> Any:
    return lambda hire, machine, _taken, now: real(hire, machine, (), now)


def always_open(_: Any) -> Any:
    return lambda *_, **__: None


def never(_: Any) -> Any:
    return lambda *_, **__: False


def defence_is_over(real: Any) -> Any:
    """Let the time to answer a notice be none."""
    return lambda name, start, now: name == "defence" or real(name, start, now)
