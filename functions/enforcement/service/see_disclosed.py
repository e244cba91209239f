"""What everybody may read of enforcement without signing in, a few times a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from enforcement.rules.authority import Item, own_powers
from enforcement.rules.benchmarks import Benchmark
from enforcement.rules.certificates import KeptCertificate
from enforcement.rules.disclosure import PublicDecision, as_public, fits, shows
from enforcement.rules.figures import Figure, YearPublished
from enforcement.rules.links import LinkLevel
from enforcement.rules.officers import CertificateState, held_with_post
from enforcement.rules.systems import System
from enforcement.store import (
    benchmarks,
    cases,
    disclosure,
    links,
    officers,
    powers,
    systems,
)
from kernel import clock
from kernel.directory import PersonRow, Remembered
from kernel.problems import NotFound
from kernel.storage.lists import Listed

_COUNTY_DIGITS = 6


class OfficerShown(NamedTuple):
    """An officer by the certificate, as it stands today."""

    kept: KeptCertificate
    name: str
    state: CertificateState


class FiguresNow(NamedTuple):
    """The figures of a year so far, and what inspections led to."""

    figures: dict[Figure, int]
    inspections: int
    problems: int


def own_items(words: str | None, town: str) -> list[Item]:
    """Return what a town may do by statute, as far as it is what somebody looks for."""
    return [one for one in own_powers(town) if _is_about(one, words)]


def items(town: str, words: str | None, limit: int, cursor: str | None) -> Listed:
    """Return one page of what was given to a town and holds today; with `words` it may hold fewer than asked for."""
    page, today = powers.page_of(town, None, limit, cursor), clock.today()
    held = [one for row in page.rows for one in powers.from_row(row) if one.holds_on(today)]
    return page._replace(rows=[one for one in held if _is_about(one, words)])


def benchmark(town: str, item: str) -> Benchmark:
    """Return the benchmark of an item that is in force today.

    Raises
    ------
    NotFound
        There is none.
    """
    found = benchmarks.benchmark_on(town[:_COUNTY_DIGITS], item, clock.today())
    if found is None:
        raise NotFound
    return found


def officers_of(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of those whose certificates hold today for a town."""
    page = officers.page_of(town, limit, cursor)
    shown = _shown(page.rows)
    return page._replace(rows=[one for one in shown if one.state is CertificateState.VALID])


def officer(number: str) -> OfficerShown:
    """Return what a certificate that was shown is worth today.

    Raises
    ------
    NotFound
        There is none of this number.
    """
    kept = officers.load(number)
    if kept is None:
        raise NotFound
    return _shown([kept])[0]


def decisions(
    town: str, words: str | None, limit: int, cursor: str | None
) -> tuple[list[PublicDecision], str | None]:
    """Return one page of a town's public decisions, newest first, and the cursor of the next; with `words` a page may be short."""
    ids, onward = disclosure.public_of(town, limit, cursor)
    today = clock.today()
    found = [as_public(one) for one in cases.load_all(ids) if shows(one, today)]
    return [one for one in found if fits(one, words)], onward


def decision(case_id: str) -> PublicDecision:
    """Return a public decision.

    Raises
    ------
    NotFound
        There is none, or none any more.
    """
    case = cases.load(case_id)
    if case is None or not shows(case, clock.today()):
        raise NotFound
    return as_public(case)


def years(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what a town published of its years, newest first."""
    return disclosure.published_of(town, limit, cursor)


def year_of(town: str, year: int) -> YearPublished:
    """Return the newest figures a town published of a year.

    Raises
    ------
    NotFound
        There are none.
    """
    found = disclosure.editions_of(town, year)
    if not found:
        raise NotFound
    return found[0]


def systems_of(town: str) -> list[System]:
    """Return the ten systems as a town has them."""
    return systems.of_town(town)


def figures_now(town: str, year: int) -> FiguresNow:
    """Return the figures of a town's year so far."""
    inspected = links.figures_of(town, year)
    return FiguresNow(
        disclosure.figures_of(town, year),
        inspected[LinkLevel.INSPECTIONS],
        inspected[LinkLevel.PROBLEMS],
    )


def _is_about(one: Item, words: str | None) -> bool:
    said = " ".join([one.code, *one.name, *one.law.named])
    return words is None or words.casefold() in said.casefold()


def _shown(kept: Sequence[KeptCertificate]) -> list[OfficerShown]:
    today = clock.today()
    keys = [PersonRow.key(one.certificate.holder) for one in kept]
    rows = Remembered.recall(keys)
    found: list[OfficerShown] = []
    for one, key in zip(kept, keys, strict=True):
        row: PersonRow | None = rows[key]
        posts = row.every_post() if row else ()
        state = held_with_post(one.certificate, posts, today).state_on(today)
        found.append(OfficerShown(one, row.name if row else "", state))
    return found
