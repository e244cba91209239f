"""What a public breakdown hides cannot be had back by solving for it, whatever the numbers."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.public_data.rules.suppression import LEAST, TOTAL, Breakdown, Cell, shown
from tests.support.exact import Solver

COUNTY = "140426"
NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 1), st.integers(0, 60))


@st.composite
def breakdowns(draw: st.DrawFn) -> Breakdown:
    """A county of one to three towns of one to three villages each, by one to four kinds."""
    kinds = [f"kind-{number}" for number in range(draw(st.integers(1, 4)))]
    parents: dict[str, str | None] = {COUNTY: None}
    numbers: dict[str, dict[str, int]] = {}
    for town in range(draw(st.integers(1, 3))):
        parents[f"{COUNTY}10{town}"] = COUNTY
        for village in range(draw(st.integers(1, 3))):
            code = f"{COUNTY}10{town}20{village}"
            parents[code] = f"{COUNTY}10{town}"
            numbers[code] = {kind: draw(NUMBERS) for kind in kinds}
    return Breakdown(parents, numbers, frozenset(draw(st.sets(st.sampled_from(kinds)))))


def solver_of(breakdown: Breakdown, seen: Mapping[Cell, int | None]) -> tuple[Solver, list[Cell]]:
    """Write down every sum of a table as its reader knows it: over a unit's kinds, and over what lies under it."""
    unknown = [cell for cell, number in seen.items() if number is None]
    rows, sums = [], []

    def sums_up(cells: list[Cell], total: Cell) -> None:
        signs = {**dict.fromkeys(cells, 1), total: -1}
        if not signs.keys() & set(unknown):
            assert sum(sign * (seen[cell] or 0) for cell, sign in signs.items()) == 0
            return
        rows.append([signs.get(cell, 0) for cell in unknown])
        sums.append(-sum(sign * (seen[cell] or 0) for cell, sign in signs.items()))

    for unit in breakdown.parents:
        sums_up([Cell(unit, kind) for kind in breakdown.kinds], Cell(unit, TOTAL))
        below = [one for one, above in breakdown.parents.items() if above == unit]
        for kind in (*breakdown.kinds, TOTAL) if below else ():
            sums_up([Cell(one, kind) for one in below], Cell(unit, kind))
    return Solver(rows, sums), unknown


def given_back(breakdown: Breakdown, seen: Mapping[Cell, int | None]) -> list[Cell]:
    """Return the hidden cells that only one number fits."""
    if None not in seen.values():
        return []
    solver, unknown = solver_of(breakdown, seen)
    return [
        cell
        for place, cell in enumerate(unknown)
        if solver.greatest(place) == solver.smallest(place)
    ]


@given(breakdowns())
@settings(max_examples=150)
def test_no_sum_gives_a_hidden_cell_back(breakdown: Breakdown) -> None:
    seen = shown(breakdown)

    if seen is not None:
        assert given_back(breakdown, seen) == []


@given(breakdowns())
@settings(max_examples=60)
def test_nor_a_small_one_to_whoever_knows_every_units_total_and_what_is_listed_elsewhere(
    breakdown: Breakdown,
) -> None:
    seen, truth = shown(breakdown), breakdown.cells()

    if seen is not None:
        kinds = {TOTAL, *breakdown.elsewhere}
        known = {
            cell: truth[cell] if cell.kind in kinds else number for cell, number in seen.items()
        }
        assert [cell for cell in given_back(breakdown, known) if 0 < truth[cell] < LEAST] == []


def test_hiding_the_small_numbers_alone_would_give_them_back() -> None:
    rows = {f"{COUNTY}10020{one}": {"dispute": 3 * one, "other": 9} for one in range(1, 4)}
    breakdown = Breakdown({COUNTY: None, **dict.fromkeys(rows, COUNTY)}, rows)
    alone = {
        cell: number if number >= LEAST else None for cell, number in breakdown.cells().items()
    }

    assert given_back(breakdown, alone) == [Cell(f"{COUNTY}100201", "dispute")]


@given(breakdowns())
def test_what_is_shown_is_true_and_never_a_small_number_but_the_total_of_all(
    breakdown: Breakdown,
) -> None:
    seen, truth = shown(breakdown), breakdown.cells()

    for cell, number in (seen or {}).items():
        assert number in (None, truth[cell])
        if cell != Cell(COUNTY, TOTAL):
            assert number is None or number == 0 or number >= LEAST


@given(breakdowns())
def test_a_breakdown_without_small_numbers_is_shown_whole(breakdown: Breakdown) -> None:
    large = Breakdown(
        breakdown.parents,
        {
            unit: {kind: number * LEAST for kind, number in row.items()}
            for unit, row in breakdown.numbers.items()
        },
    )

    assert shown(large) == large.cells()
