"""Whoever tries every history that fits what is told, month by month, learns no small number: apart from solving, by nothing but counting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.public_data.rules.suppression import LEAST, TOTAL, Breakdown, Cell, shown

COUNTY = "140426"
Month = tuple[int, ...]
"""A village's numbers of a month, by kind."""
History = Mapping[str, Sequence[Month]]


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, frozenset[str]]:
    """Two or three villages, two or three kinds, two months of a quarter; and which kinds are listed one by one."""
    kinds, villages = draw(st.sampled_from([(2, 2), (2, 3), (3, 2)]))
    month = st.tuples(*[st.sampled_from([0, 0, 1, 2, 3])] * kinds)
    found = {f"{COUNTY}10020{one}": draw(st.tuples(month, month)) for one in range(villages)}
    return found, frozenset(draw(st.sets(st.sampled_from(names(kinds)), max_size=1)))


def names(kinds: int) -> list[str]:
    return [f"kind-{one}" for one in range(kinds)]


def of_quarter(history: History) -> dict[str, dict[str, int]]:
    """Add the months up."""
    return {
        village: {
            kind: sum(month[at] for month in months)
            for at, kind in enumerate(names(len(months[0])))
        }
        for village, months in history.items()
    }


def fitting_months(month: Month, known: Sequence[int]) -> Iterator[Month]:
    """Give every month of as many in all, and of as many of each kind that is known."""
    for numbers in product(range(sum(month) + 1), repeat=len(month)):
        if sum(numbers) == sum(month) and all(numbers[at] == month[at] for at in known):
            yield numbers


def fitting(
    history: History, told: Mapping[Cell, int | None], listed: frozenset[str]
) -> Iterator[dict[Cell, int]]:
    """Give every quarter that a reader has to think possible.

    The reader knows the release, each village's total of each month from briefings, and each listed kind of each month from the public list.
    """
    kinds = names(len(next(iter(history.values()))[0]))
    known = [at for at, kind in enumerate(kinds) if kind in listed]

    def rows(village: str) -> set[Month]:
        each = (fitting_months(month, known) for month in history[village])
        sums = {tuple(map(sum, zip(*months, strict=True))) for months in product(*each)}
        return {row for row in sums if fits(village, row)}

    def fits(unit: str, row: Sequence[int]) -> bool:
        cells = {Cell(unit, kind): number for kind, number in zip(kinds, row, strict=True)}
        return all(told[cell] in (None, number) for cell, number in cells.items())

    for table in product(*(rows(village) for village in history)):
        if fits(COUNTY, tuple(map(sum, zip(*table, strict=True)))):
            yield {
                Cell(village, kind): number
                for village, row in zip(history, table, strict=True)
                for kind, number in zip(kinds, row, strict=True)
            }


@given(histories())
@settings(max_examples=120)
def test_no_history_but_one_fits_never_of_a_small_number(
    drawn: tuple[History, frozenset[str]],
) -> None:
    history, listed = drawn
    quarter = of_quarter(history)
    told = shown(Breakdown({COUNTY: None, **dict.fromkeys(history, COUNTY)}, quarter, listed))
    if told is None:
        return

    possible = list(fitting(history, told, listed))

    for village, row in quarter.items():
        for kind, number in row.items():
            if 0 < number < LEAST and kind not in listed:
                assert len({one[Cell(village, kind)] for one in possible}) > 1, (village, kind)
    assert told[Cell(COUNTY, TOTAL)] == sum(sum(row.values()) for row in quarter.values())


def test_a_reader_who_counts_finds_what_is_not_hidden_well() -> None:
    """Of one village with small numbers the other's are what is left of the sum."""
    history: History = {f"{COUNTY}100200": [(2, 7)], f"{COUNTY}100201": [(8, 9)]}
    quarter = of_quarter(history)
    cells = Breakdown({COUNTY: None, **dict.fromkeys(history, COUNTY)}, quarter).cells()
    told = {cell: None if number < LEAST else number for cell, number in cells.items()}

    possible = list(fitting(history, told, frozenset()))

    assert {one[Cell(f"{COUNTY}100200", "kind-0")] for one in possible} == {2}
