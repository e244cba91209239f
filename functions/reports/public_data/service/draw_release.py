"""Ask for a release, and draw it town by town in the background."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import registry
from kernel import clock
from kernel.directory import Remembered, UnitRow
from kernel.observability import log, note
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from kernel.units import Level
from reports.public_data.rules import releases
from reports.public_data.rules.releases import (
    Dataset,
    DatasetStatus,
    Kind,
    Release,
    Town,
)
from reports.public_data.service.read_numbers import SOURCES
from reports.public_data.store import RELEASES

_A_RUN: Final = timedelta(seconds=30)


def ask_for_release(
    work: UnitOfWork, county: str, dataset: Dataset, quarter: str, person_id: str
) -> Release:
    """Keep that a dataset of a quarter is to be released; the worker draws it.

    Raises
    ------
    InvalidFields
        It is no quarter.
    QuarterNotOver
        The quarter is not over.
    AlreadyReleased
        It is released, or being drawn.
    """
    releases.refuse_open_quarter(quarter, clock.today())
    now = clock.now()
    source, listed = SOURCES[dataset], SOURCES[dataset].listed()
    kinds = tuple(
        Kind(code, name.zh, name.en, code in listed)
        for code, name in sorted(source.kinds().items())
    )
    towns = tuple(
        Town(row.code, row.name, row.name_en or row.name)
        for row in registry.places_in(county, Level.TOWN)
    )
    wanted = Release(
        releases.release_id(dataset, quarter),
        county,
        dataset,
        quarter,
        person_id,
        now,
        kinds,
        towns,
        wake_at=now,
    )
    asked = releases.ask(RELEASES.find(work, wanted.id), wanted)
    RELEASES.save(work, asked)
    return asked


def draw_release(release_id: str) -> None:
    """Read what is left of a release's towns, as far as a run goes, and publish it; who comes late, or twice, finds nothing to do."""
    begun = clock.now()
    release = _claim(release_id)
    while release is not None and release.status is DatasetStatus.DRAWING:
        if clock.now() - begun > _A_RUN:
            return
        is_read = release.read == len(release.towns)
        release = _publish(release) if is_read else _read_next(release)
    if release is not None:
        note("DatasetsEnded", status=str(release.status))
        log.info("dataset ended", release_id=release_id, status=str(release.status))


def _claim(release_id: str) -> Release | None:
    def decide(work: UnitOfWork) -> Release | None:
        release, now = RELEASES.require(work, release_id), clock.now()
        if release.wake_at is None or release.wake_at > now:
            return None
        claimed = releases.claim(release, now)
        RELEASES.save(work, claimed)
        return claimed

    return carry_out(decide).result


def _read_next(release: Release) -> Release | None:
    town = release.towns[release.read]
    villages = list(registry.places_in(town.code, Level.VILLAGE))
    months = releases.months_of(release.quarter)
    codes = [row.code for row in villages]
    numbers = SOURCES[release.dataset].numbers(town.code, codes, months)
    areas = [
        *(
            releases.leaf(row.code, _name(row), numbers[row.code], release.kinds)
            for row in villages
        ),
        releases.rest(town.code, numbers[town.code], release.kinds),
    ]
    return _keep(release, lambda kept: releases.with_town(kept, areas, clock.now()))


def _publish(release: Release) -> Release | None:
    county, months = release.county, releases.months_of(release.quarter)
    towns = [town.code for town in release.towns]
    numbers = SOURCES[release.dataset].numbers(county, towns, months)
    rest = releases.rest(county, numbers[county], release.kinds)
    name = _name_of(county)
    return _keep(release, lambda kept: releases.publish(kept, rest, name, clock.now()))


def _name_of(unit: str) -> Text:
    key = UnitRow.key(unit)
    row: UnitRow | None = Remembered.recall([key])[key]
    return _name(row) if row else Text(unit, unit)


def _name(row: UnitRow) -> Text:
    return Text(row.name, row.name_en or row.name)


def _keep(release: Release, step: Callable[[Release], Release]) -> Release | None:
    """Take a step with a release as it was read; None: somebody else has it in hand."""

    def decide(work: UnitOfWork) -> Release | None:
        kept = RELEASES.require(work, release.id)
        if kept.version != release.version:
            return None
        after = step(kept)
        RELEASES.save(work, after)
        return after

    return carry_out(decide).result
