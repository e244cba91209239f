"""Figures and briefings as rules: what is rounded, which period, what a sentence says, how a count goes on and when it fails."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.access import Caller, Role
from kernel.figures import Asked, Counted, more_than, yuan_of
from kernel.problems import InvalidFields, NotFound, Problem
from kernel.states import IllegalMove
from kernel.texts import Text
from kernel.units import Level
from reports.rules import counts
from reports.rules.briefings import (
    BRIEFINGS,
    Briefing,
    BriefingAction,
    BriefingCommand,
    BriefingStatus,
    actions_of,
    move,
    wanted_of,
)
from reports.rules.counts import Count, CountStatus, Value, Wanted
from reports.rules.figures import FigureUnit, require
from reports.rules.wording import Figures, PartTemplate, said, sentences, slots_of
from reports.store import events
from reports.store.briefings import NEWEST, template
from reports.store.catalogue import catalogue
from tests.support.hazards import somebody
from tests.support.offers import by_hand, disagreements
from tests.support.states import without_row

TOWN, VILLAGE, COUNTY = "140426106", "140426106201", "140426"
NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ERRANDS, VALUE = Wanted("errands_delivered", VILLAGE), Wanted("economic_value_fen", VILLAGE)


def a_count(*wanted: Wanted) -> Count:
    return Count("c", TOWN, FIRST, LAST, NOW, wanted or (ERRANDS,), "town", wake_at=NOW)


# What is rounded


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        (0, "0"),
        (9, "9"),
        (10, "10"),
        (11, "10余"),
        (12, "10余"),
        (19, "10余"),
        (20, "20"),
        (21, "20余"),
    ],
)
def test_only_more_than_the_round_number_is_said_with_it(exact: int, told: str) -> None:
    assert more_than(exact).zh == told


@pytest.mark.parametrize(
    ("fen", "step", "told"),
    [
        (1_772_000, 100, "17700余"),
        (1_770_000, 100, "17700"),
        (1_770_001, 100, "17700余"),
        (1_769_999, 100, "17600余"),
        (9_999, 100, "99.99"),
        (10_000, 100, "100"),
        (2_040_000, 0, "20400"),
        (2_040_050, 0, "20400.50"),
        (0, 0, "0"),
        (-150, 0, "-1.50"),
        (-150, 100, "-1.50"),
    ],
)
def test_money_is_said_in_yuan_exactly_or_as_more_than_so_many(
    fen: int, step: int, told: str
) -> None:
    assert yuan_of(fen, step).zh == told


def test_the_packaged_sentences_round_errands_to_ten_and_value_to_a_hundred_yuan() -> None:
    known = catalogue()

    for exact, told in ((10, "10"), (12, "10余")):
        assert f"代办服务{told}件" in _village(exact, 1_772_000)
    for fen, told in ((1_770_000, "17700"), (1_772_000, "17700余")):
        assert f"经济价值{told}元" in _village(12, fen)
    assert said(known["fines_fen"], 2_040_000).zh == "20400"


def test_whoever_reads_english_is_told_more_than_in_english() -> None:
    known = catalogue()
    rounded = (
        (said(known["errands_delivered"], exact, 10).en, told)
        for exact, told in ((9, "9"), (10, "10"), (11, "more than 10"))
    )

    assert all(found == told for found, told in rounded)
    assert said(known["economic_value_fen"], 1_770_000, 100).en == "17700"
    assert said(known["economic_value_fen"], 1_772_000, 100).en == "more than 17700"


def _village(errands: int, fen: int) -> str:
    part = next(one for one in template(NEWEST).parts if one.name == "village")
    exact = {"errands_delivered": errands, "economic_value_fen": fen}
    figures = Figures(
        {"village": Text("庄头村", "Zhuangtou")},
        lambda slot: exact.get(slot.figure, 1),
        catalogue(),
    )
    return "".join(line.zh for line in sentences(part, figures))


def test_a_unit_goes_by_its_name_in_the_language_of_who_reads_it() -> None:
    line = Text("{village.name}划分网格{village.grids}个。", "{village.name} has {village.grids}.")
    names = {"village": Text("庄头村", "Zhuangtou")}
    figures = Figures(names, lambda _: 15, catalogue())

    (told,) = sentences(PartTemplate("p", Text("", ""), (line,)), figures)

    assert told == Text("庄头村划分网格15个。", "Zhuangtou has 15.")


# What is asked


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (FIRST, FIRST, True),
        (FIRST, LAST, True),
        (date(2028, 1, 1), date(2028, 12, 31), True),
        (FIRST, date(2027, 1, 1), True),
        (FIRST, date(2027, 1, 2), False),
        (LAST, FIRST, False),
    ],
)
def test_a_period_is_a_day_to_a_leap_year_long(first: date, last: date, fits: bool) -> None:
    if fits:
        counts.refuse_period(first, last, NOW, NOW)
    else:
        with pytest.raises(InvalidFields):
            counts.refuse_period(first, last, NOW, NOW)


def test_a_cut_off_has_come() -> None:
    counts.refuse_period(FIRST, LAST, NOW, NOW)

    with pytest.raises(InvalidFields, match="cut"):
        counts.refuse_period(FIRST, LAST, NOW + timedelta(milliseconds=1), NOW)


@pytest.mark.parametrize(
    ("figure", "unit", "fits"),
    [
        ("systems_in_force", TOWN, True),
        ("systems_in_force", COUNTY, False),
        ("people_served", VILLAGE, True),
        ("people_served", TOWN, False),
        ("penalties", VILLAGE, False),
        ("no_such", TOWN, False),
    ],
)
def test_a_figure_is_counted_of_units_it_is_defined_for(figure: str, unit: str, fits: bool) -> None:
    if fits:
        assert require(catalogue(), figure, unit).name == figure
    else:
        with pytest.raises(InvalidFields):
            require(catalogue(), figure, unit)


def test_the_days_of_a_period_are_both_included() -> None:
    asked = Asked(TOWN, date(2026, 3, 1), date(2026, 3, 2), NOW)

    taken = [day for day in range(1, 5) if asked.takes(date(2026, 3, day))]

    assert taken == [1, 2]
    assert not asked.takes(date(2026, 2, 28))


# The catalogue and the layout


def test_every_sentence_names_a_figure_of_the_catalogue_in_both_languages() -> None:
    for part in template(NEWEST).parts:
        for line in part.lines:
            assert set(slots_of(line)) == set(slots_of(Text(line.en, ""))), line
    assert {slot.figure for slot in template(NEWEST).slots()} <= set(catalogue())


def test_what_a_figure_counts_is_said_in_full() -> None:
    for one in catalogue().values():
        assert one.said.zh, one
        assert one.said.en, one
        assert one.event.zh, one
        assert one.event.en, one
        assert one.levels, one
        assert one.readers, one
        assert one.version >= 1, one
        assert (one.unit is FigureUnit.FEN) == one.name.endswith("_fen"), one


def test_a_briefing_of_a_county_leaves_out_what_is_not_counted_of_it() -> None:
    county = Briefing("b", COUNTY, FIRST, LAST, NEWEST, "c", "county")
    town = replace(county, unit=TOWN, village=VILLAGE, boards=VILLAGE)

    of_county = {one.figure for one in wanted_of(county, template(NEWEST), catalogue())}
    of_town = {one.figure for one in wanted_of(town, template(NEWEST), catalogue())}

    assert "systems_in_force" not in of_county
    assert "grids" not in of_county
    assert {"systems_in_force", "grids", "red_households"} <= of_town
    assert all(Level.COUNTY in catalogue()[one].levels for one in of_county)


def test_a_sentence_of_which_a_figure_is_not_counted_here_is_left_out() -> None:
    line = Text("检查{unit.inspections}次，处罚{unit.penalties}起。", "")
    part = PartTemplate("p", Text("", ""), (line,))
    exact = {"inspections": 37}

    told = sentences(part, Figures({}, lambda slot: exact.get(slot.figure), catalogue()))

    assert told == []


# How a count goes on


def test_a_count_goes_on_figure_by_figure_until_it_is_whole_and_wakes_no_more() -> None:
    count = a_count(ERRANDS, VALUE)

    first = counts.advance(count, Value(*_of(ERRANDS), 1, 12, 12), NOW)
    whole = counts.advance(first, Value(*_of(VALUE), 1, 1_772_000, 3), NOW)

    assert (first.status, first.next_wanted) == (CountStatus.COUNTING, VALUE)
    assert (whole.status, whole.next_wanted, whole.wake_at) == (CountStatus.DONE, None, None)
    assert whole.value_of("economic_value_fen", VILLAGE) == (1, Value(*_of(VALUE), 1, 1_772_000, 3))
    with pytest.raises(NotFound):
        first.value_of("economic_value_fen", VILLAGE)


def _of(wanted: Wanted) -> tuple[str, str]:
    return wanted.figure, wanted.unit


def test_who_takes_a_count_has_it_for_five_minutes_and_the_sixth_try_in_vain_is_a_failure() -> None:
    count = a_count()

    for number in range(1, counts.TRIES + 1):
        count = counts.claim(count, NOW)
        assert (count.tries, count.wake_at) == (number, NOW + timedelta(minutes=5))
    failed = counts.claim(count, NOW)

    assert (failed.status, failed.wake_at) == (CountStatus.FAILED, None)


def test_a_figure_that_was_counted_is_no_try_in_vain() -> None:
    count = a_count(ERRANDS, VALUE)
    for _ in range(counts.TRIES):
        count = counts.claim(count, NOW)

    after = counts.advance(count, Value(*_of(ERRANDS), 1, 12, 12), NOW)

    assert counts.claim(after, NOW).status is CountStatus.COUNTING


def test_sixty_thousand_events_are_kept_and_summed_in_the_memory_of_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = 60_000
    found = (Counted(f"incident:{one}", COUNTY, FIRST) for one in range(number))
    pages: list[int] = []

    def write(count: str, figure: int, page: int, kept: list[Counted]) -> None:
        assert (count, figure, page) == ("c", 0, len(pages))
        pages.append(len(kept))

    monkeypatch.setattr(events, "_write", write)

    tracemalloc.start()
    value = counts.summed(ERRANDS, 1, events.keep("c", 0, found))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (value.exact, value.events) == (number, number)
    assert pages == [events.A_PAGE] * (number // events.A_PAGE)
    assert most < 200_000


# What is offered


OFFICE = somebody("office", Role.TOWN_OFFICER, TOWN)
STRANGERS = (
    somebody("county", Role.COUNTY_OFFICER, COUNTY),
    somebody("village", Role.VILLAGE_OFFICER, VILLAGE),
    somebody("worker", Role.GRID_WORKER, f"{VILLAGE}001"),
)


def briefing_step(one: Briefing, count: Count, action: BriefingAction, caller: Caller) -> object:
    laid_out = template(one.template)
    written = {laid_out.parts[0].name: "全年平稳"} if action is BriefingAction.WRITE else None
    command = BriefingCommand(action, written, "数字有误")
    return move(one, count, laid_out, command, caller)


@pytest.mark.parametrize("status", BriefingStatus)
@pytest.mark.parametrize("counted", CountStatus)
@pytest.mark.parametrize("caller", [OFFICE, *STRANGERS], ids=lambda one: one.person_id)
def test_a_step_with_a_briefing_is_offered_exactly_when_it_would_be_taken(
    caller: Caller, counted: CountStatus, status: BriefingStatus
) -> None:
    one: Briefing = replace(Briefing("b", TOWN, FIRST, LAST, NEWEST, "c", "office"), status=status)
    count: Count = replace(a_count(), status=counted)

    def step(action: BriefingAction) -> object:
        return briefing_step(one, count, action, caller)

    assert disagreements(actions_of(one, count, caller), BRIEFINGS, step, (Problem,)) == []


@pytest.mark.parametrize("action", sorted(by_hand(BRIEFINGS)))
def test_a_row_of_a_briefing_that_goes_takes_its_offer_and_its_step_along(
    monkeypatch: pytest.MonkeyPatch, action: BriefingAction
) -> None:
    one = Briefing("b", TOWN, FIRST, LAST, NEWEST, "c", "office")
    count: Count = replace(a_count(), status=CountStatus.DONE)
    assert action in actions_of(one, count, OFFICE)

    without_row(monkeypatch, BRIEFINGS, action)

    assert action not in actions_of(one, count, OFFICE)
    with pytest.raises(IllegalMove):
        briefing_step(one, count, action, OFFICE)
