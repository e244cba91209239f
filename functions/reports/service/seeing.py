"""Briefings as somebody sees them: with their figures put into their sentences, how far those are counted, and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kernel import clock
from kernel.access import Caller
from kernel.directory import unit_names
from kernel.record import record
from kernel.texts import Text
from kernel.units import parent_of
from reports.rules.briefings import (
    Briefing,
    BriefingAction,
    Correction,
    actions_of,
    exact_of,
)
from reports.rules.counts import Count, CountStatus, Value
from reports.rules.figures import DRAWN, Catalogue, FigureUnit
from reports.rules.wording import BriefingTemplate, Figures, Slot, said, sentences
from reports.store.briefings import template
from reports.store.catalogue import catalogue


class SeenPart(NamedTuple):
    """A part of a briefing: its sentences with figures, and what was written besides."""

    name: str
    heading: Text
    lines: Sequence[Text]
    prose: str | None


class SeenFigure(NamedTuple):
    """A figure as it stands in a briefing."""

    figure: str
    name: Text
    unit: str
    unit_name: Text
    said: str
    exact: int
    event: Text
    version: int


class SeenCorrection(NamedTuple):
    """A correction, with what the figure is as of its count; None: still being counted."""

    correction: Correction
    name: Text
    unit_name: Text
    by_name: Text
    said_was: str
    said_now: str | None
    now: int | None
    status: CountStatus


@record
class SeenBriefing:
    """A briefing as somebody sees it."""

    thing: Briefing
    title: Text
    count: Count
    parts: tuple[SeenPart, ...]
    figures: tuple[SeenFigure, ...]
    actions: tuple[BriefingAction, ...] = ()

    @property
    def version(self) -> int:
        """The briefing's."""
        return self.thing.version

    def charts(self) -> dict[FigureUnit, Sequence[SeenFigure]]:
        """Return what is counted alike, to be drawn side by side; nothing for a unit of which there are not two figures, and no money."""
        known = catalogue()
        alike = {
            unit: [one for one in self.figures if known[one.figure].unit is unit] for unit in DRAWN
        }
        return {unit: found if len(found) > 1 else [] for unit, found in alike.items()}


def see(one: Briefing, count: Count, caller: Caller | None = None) -> SeenBriefing:
    """Return a briefing with its figures, as far as they are counted; of a signed one as they were signed."""
    laid_out, known = template(one.template), catalogue()
    values = one.values or count.values
    whole = bool(one.values) or count.status is CountStatus.DONE
    names = names_of(one)
    return SeenBriefing(
        one,
        title_of(one, laid_out, names),
        count,
        tuple(
            SeenPart(
                part.name,
                part.heading,
                sentences(part, _figures(one, values, names, known)) if whole else (),
                one.prose.get(part.name),
            )
            for part in laid_out.parts
        ),
        tuple(_figure(each, names, known) for each in values),
        tuple(actions_of(one, count, caller)) if caller else (),
    )


def see_correction(one: Correction, count: Count, names: Mapping[str, Text]) -> SeenCorrection:
    """Return a correction with what the figure has come to."""
    found = catalogue()[one.figure]
    now = count.values[0].exact if count.values else None
    return SeenCorrection(
        one,
        found.said,
        _name(names, one.unit),
        _name(names, one.by_unit or ""),
        said(found, one.was).zh,
        None if now is None else said(found, now).zh,
        now,
        count.status,
    )


def names_of(one: Briefing) -> Mapping[str, Text]:
    """Return what the units of a briefing, and the one above, are called, by code."""
    codes = [code for code in (one.unit, one.village, one.boards, parent_of(one.unit)) if code]
    return unit_names(dict.fromkeys(codes))


def title_of(one: Briefing, laid_out: BriefingTemplate, names: Mapping[str, Text]) -> Text:
    """Return what a briefing is called: its unit, and its year or its days."""
    return laid_out.title.format(unit=_name(names, one.unit), period=period_of(one))


def _name(names: Mapping[str, Text], unit: str) -> Text:
    return names.get(unit, Text(unit, unit))


def period_of(one: Briefing) -> Text:
    """Return a period as people say it: a year, or its first and last day."""
    first, last = one.first, one.last
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole_year and first.year == last.year:
        return Text(f"{first.year}年", f"{first.year}")
    return Text(
        f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日",
        f"{first} to {last}",
    )


def cut_off_of(seen: SeenBriefing) -> str:
    """Return the cut-off as people read it."""
    return clock.for_people(seen.thing.cut_off or seen.count.cut_off)


def _figures(
    one: Briefing, values: tuple[Value, ...], names: Mapping[str, Text], known: Catalogue
) -> Figures:
    called = {
        whose: _name(names, code)
        for whose in ("unit", "village", "boards")
        if (code := one.unit_of(whose))
    }

    def exact(slot: Slot) -> int | None:
        return exact_of(one, values, slot)

    return Figures(called, exact, known)


def _figure(value: Value, names: Mapping[str, Text], known: Catalogue) -> SeenFigure:
    found = known[value.figure]
    return SeenFigure(
        value.figure,
        found.said,
        value.unit,
        _name(names, value.unit),
        said(found, value.exact).zh,
        value.exact,
        found.event,
        value.version,
    )
