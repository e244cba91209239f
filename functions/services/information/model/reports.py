"""Reports and disposals as they are answered: numbers, and of whom."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import date

from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language
from services.information.model.records import MASKED
from services.information.rules.consenting import is_guarded
from services.information.rules.forms import FieldKind, InformationAbout
from services.information.rules.reports import Line
from services.information.rules.terms import law_of
from services.information.rules.visits import Disposal
from services.information.service.dispose import DryRun
from services.information.service.report import PeopleCounted, Reported


class InformationReportLine(TypedDict):
    """Of whom a value was held on the day; nobody is named."""

    household: str
    resident: str | None
    unit: str
    value: str
    seen_at: str


class InformationReport(TypedDict):
    """One page of a dated query; who wants the whole adds the counts of its pages."""

    form: str
    field: str
    title: str
    unit: str
    on: str
    counts: dict[str, int]
    looked_at: int
    items: list[InformationReportLine]
    next_cursor: str | None


class PeopleReport(TypedDict):
    """How many grids, households and people a village has, as the registry has it now."""

    unit: str
    on: str
    grids: int
    households: int
    people: int


class DisposalView(TypedDict):
    """How many values of a village went on a day, by `form.field`."""

    on: str
    village: str
    counts: dict[str, int]


class DisposalList(TypedDict):
    """One page of what went, newest first."""

    items: list[DisposalView]
    next_cursor: str | None


class DisposalDryRun(TypedDict):
    """How many values would go by a day, by `form.field`; one page of what is looked at by then."""

    by: str
    counts: dict[str, int]
    records: int
    rests_on: CitationView
    next_cursor: str | None


def report_view(found: Reported, unit: str, on: date) -> InformationReport:
    """Return a page of a report as it is answered; what is sensitive, or a child's, is counted, not listed, and counted by value only where values are few."""
    sensitive = found.field.is_sensitive
    by_value = not sensitive or found.field.kind in (FieldKind.CHOICE, FieldKind.YES_NO)
    alone = {MASKED: len(found.lines)} if found.lines else {}
    return {
        "form": found.form.id,
        "field": found.field.name,
        "title": found.field.title,
        "unit": unit,
        "on": on.isoformat(),
        "counts": dict(found.counts) if by_value else alone,
        "looked_at": found.looked_at,
        "items": [_line(one) for one in found.lines if not _guarded(one, found)],
        "next_cursor": found.next_cursor,
    }


def _guarded(line: Line, found: Reported) -> bool:
    return is_guarded(line.record, line.value.form, found.field, found.field.name)


def _line(line: Line) -> InformationReportLine:
    record = line.record
    return {
        "household": record.household,
        "resident": record.subject if record.about is InformationAbout.PERSON else None,
        "unit": record.unit,
        "value": line.value.value,
        "seen_at": clock.local_iso(line.value.seen_at),
    }


def people_view(counted: PeopleCounted, unit: str) -> PeopleReport:
    """Return a village's people as they are answered."""
    return {
        "unit": unit,
        "on": clock.today().isoformat(),
        "grids": counted.grids,
        "households": counted.households,
        "people": counted.people,
    }


def disposal_view(disposal: Disposal) -> DisposalView:
    """Return what went as it is answered."""
    return {
        "on": disposal.day.isoformat(),
        "village": disposal.village,
        "counts": dict(disposal.counts),
    }


def dry_run_view(run: DryRun, by: date, language: Language) -> DisposalDryRun:
    """Return what would go as it is answered."""
    return {
        "by": by.isoformat(),
        "counts": run.counts,
        "records": run.records,
        "rests_on": law_of("retention").tell(language),
        "next_cursor": run.next_cursor,
    }
