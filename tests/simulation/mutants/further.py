"""Faults that were added by somebody who did not write the simulation: slips as they are made in each context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.simulation.mutants.changes import instead, loaded, together
from tests.simulation.mutants.mutant import Mutant


class _Without:
    """A module that does everything but one thing."""

    def __init__(self, module: Any, **instead_of: Any) -> None:
        self.__dict__.update(vars(module))
        self.__dict__.update(instead_of)


def _uncapped(_: Any) -> Any:
    return lambda *_: None


def _of_any_village(_: Any) -> Any:
    """Ask whether somebody has the post, and not where."""

    def standing(_voucher: Any, caller: Any) -> Any:
        roles = {post.role for post in caller.posts}
        held = loaded("economy.rules.vouchers").VOUCHER_ROLES
        return frozenset(holder for holder, wanted in held.items() if roles & wanted)

    return standing


def _anywhere(real: Any) -> Any:
    def within(request: Any, unit: str, roles: Any) -> Any:
        held = [post.unit for post in request.person.posts if post.role in roles]
        return real(request, unit if unit in held or not held else held[0], roles)

    return within


def _half(_: Any) -> Any:
    return lambda one, base: -(-base * one.numerator // one.denominator)


def _tells_who_reported(real: Any) -> Any:
    return lambda seen, *said: real(seen, *said) | {"reporter": seen.incident.reporter}


def _rechecks_unowed(real: Any) -> Any:
    def owe(work: Any, owed: Any, actor: Any, kind: str) -> None:
        if kind != "hazard_recheck":
            real.owe(work, owed, actor, kind=kind)

    return _Without(real, owe=owe)


def _nothing(_: Any) -> Any:
    return lambda *_, **__: None


def _without_end(_: Any) -> Any:
    def lapses(_errand: Any) -> datetime | None:
        return None

    return lapses


def _spent_again(_: Any) -> Any:
    def paid_by(voucher: Any, part: Any, *_: Any) -> Any:
        return replace(voucher, brings=(*voucher.brings, part), version=voucher.version + 1)

    return paid_by


def _told_to_nobody(real: Any) -> Any:
    def climb(*said: Any, **more: Any) -> Any:
        after, entries = real(*said, **more)
        return after, tuple(replace(one, addressees=()) for one in entries)

    return climb


def _kept_in_memory(real: Any) -> Any:
    """Count on from the number that this process gave last, whatever became of what it was for."""
    given: Counter[tuple[str, str, int]] = Counter()

    def number_of(series: Any, organ: Any, name: Any, year: Any, number: int) -> Any:
        place = series.code, organ, year
        given[place] = max(given[place] + 1, number)
        return real(series, organ, name, year, given[place])

    return number_of


FURTHER: Mapping[str, Mutant] = {
    "over-the-cap": Mutant(
        "The cap of an item holds nobody back",
        instead("points.store.claims", "cap_left", _uncapped),
        days=35,
    ),
    "cashier-of-any-village": Mutant(
        "Whoever keeps the books of one village may move the vouchers of another",
        together(
            instead("economy.rules.vouchers", "standing_of", _of_any_village),
            instead("kernel.http.request", "Request.within", _anywhere),
        ),
        contexts=("economy",),
        reports=0.05,
    ),
    "half-is-a-majority": Mutant(
        "Half of the votes carry what more than half should",
        instead("assembly.rules.quorum", "Threshold.needed", _half),
        contexts=("assembly",),
        reports=0.05,
    ),
    "tells-who-reported": Mutant(
        "Whoever joined an incident is told who reported it",
        instead("incidents.api.lists", "incident_view", _tells_who_reported),
    ),
    "recheck-nobody-owes": Mutant(
        "A hazard that is said to be gone is owed by nobody any more",
        instead("services.hazards.service.keep_finding", "escalation", _rechecks_unowed),
        contexts=("services",),
        reports=0.05,
    ),
    "heavier-than-announced": Mutant(
        "A fine may be higher than the party was told",
        instead("enforcement.rules.decision", "refuse_heavier", _nothing),
        contexts=("enforcement",),
        reports=0.05,
        days=35,
    ),
    "authority-without-end": Mutant(
        "An agent goes on after the last day of the authority",
        instead("services.errands.rules.authority", "lapses_at", _without_end),
        contexts=("services",),
        reports=0.05,
    ),
    "voucher-spent-again": Mutant(
        "A voucher pays more than it brings",
        instead("economy.rules.payments", "paid_by", _spent_again),
        contexts=("economy",),
        reports=0.05,
        days=28,
    ),
    "climb-untold": Mutant(
        "What climbs by its limit is told to nobody",
        instead("incidents.rules.waking", "climb", _told_to_nobody),
    ),
    "number-kept-in-memory": Mutant(
        "A process counts numbers on in memory, also when nothing came of one",
        instead("kernel.numbering.taking", "number_of", _kept_in_memory),
        contexts=("economy", "enforcement", "services"),
        reports=0.05,
    ),
}
"""Each fault by its name."""
