"""What collectives answer for in figures: by place and period, as entered before a cut-off, opened down to entries and vouchers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

import economy
from kernel.figures import Asked, Counted
from tests.support.county import COUNTY, NEXT_TOWN, NEXT_VILLAGE, TOWN, VILLAGE, County, a_county
from tests.support.economy import LIVESTOCK, did, go, settle_in
from tests.support.money import entered

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
VALUE, INCOME = "economic_value_fen", "collective_income_fen"


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        made.staff["next_bookkeeper"] = ("bookkeeper", NEXT_VILLAGE)
        settle_in(made)
        yield made


def produced(county: County, fen: int, on: str, by: str = "bookkeeper") -> None:
    village = VILLAGE if by == "bookkeeper" else NEXT_VILLAGE
    project = did(county, "projects", LIVESTOCK | {"village": village}, by=by)["id"]
    said = {"kind": "produced", "on": on, "fen": fen, "said": "出栏"}
    did(county, f"projects/{project}/entries", said, by=by)


def events(
    county: County,
    figure: str,
    unit: str = VILLAGE,
    days: tuple[date, date] = YEAR,
    cut_off: datetime | None = None,
) -> list[Counted]:
    with county.quietly():
        return list(economy.counted(figure, Asked(unit, *days, cut_off or county.now)))


def total(county: County, figure: str, *where: object, cut_off: datetime | None = None) -> int:
    return sum(one.amount for one in events(county, figure, *where, cut_off=cut_off))  # type: ignore[arg-type]


def test_value_produced_is_added_up_over_the_villages_of_a_place(county: County):
    produced(county, 1_700_000, "2026-10-01")
    produced(county, 72_000, "2026-11-01", by="next_bookkeeper")

    places = (COUNTY, TOWN, VILLAGE, NEXT_VILLAGE, NEXT_TOWN)
    by_place = {unit: total(county, VALUE, unit) for unit in places}

    assert by_place == {
        COUNTY: 1_772_000,
        TOWN: 1_772_000,
        VILLAGE: 1_700_000,
        NEXT_VILLAGE: 72_000,
        NEXT_TOWN: 0,
    }


@pytest.mark.parametrize(
    ("first", "last", "fen"),
    [
        ("2026-10-01", "2026-10-01", 100),
        ("2026-01-01", "2026-09-30", 0),
        ("2026-10-02", "2026-12-31", 0),
    ],
)
def test_both_days_of_a_period_belong_to_it_and_neither_next_to_them(
    county: County, first: str, last: str, fen: int
):
    produced(county, 100, "2026-10-01")
    days = (date.fromisoformat(first), date.fromisoformat(last))

    assert total(county, VALUE, VILLAGE, days) == fen


def test_what_is_entered_after_a_cut_off_is_in_no_figure_of_before(county: County):
    produced(county, 100, "2026-10-01")
    entered(county, ("102", "debit", 40), ("501", "credit", 40), on="2026-10-02")
    cut_off = county.now + timedelta(seconds=1)
    county.advance(minutes=1)
    produced(county, 7, "2026-10-01")
    entered(county, ("102", "debit", 2), ("501", "credit", 2), on="2026-10-02")

    assert [total(county, VALUE, cut_off=at) for at in (cut_off, None)] == [100, 107]
    assert [total(county, INCOME, cut_off=at) for at in (cut_off, None)] == [40, 42]


def test_a_figure_opens_down_to_the_entries_it_is_counted_from(county: County):
    produced(county, 1_772_000, "2026-10-01")
    voucher = entered(county, ("102", "debit", 500), ("501", "credit", 500), on="2026-11-02")

    (value,) = events(county, VALUE, TOWN)
    (income,) = events(county, INCOME, TOWN)

    assert value.subject.startswith("entry:")
    assert (value.unit, value.amount) == (VILLAGE, 1_772_000)
    assert (income.subject, income.amount) == (f"voucher:{voucher['id']}", 500)


def test_value_produced_is_in_no_income_and_income_in_no_value_produced(county: County):
    produced(county, 1_772_000, "2026-10-01")
    entered(county, ("102", "debit", 500), ("501", "credit", 500), on="2026-11-02")

    assert (total(county, VALUE), total(county, INCOME)) == (1_772_000, 500)


def test_a_voucher_taken_back_takes_its_income_back(county: County):
    paid = entered(county, ("102", "debit", 500), ("501", "credit", 500), on="2026-11-02")
    entered(county, lines=[], reverses=paid["id"], on="2026-11-03")

    assert [one.amount for one in events(county, INCOME)] == [500, -500]


def test_the_income_of_a_year_as_a_figure_is_that_of_its_sheet(county: County):
    for number, (account, on) in enumerate([("501", "2026-01-31"), ("502", "2026-11-02")], 1):
        entered(county, ("102", "debit", 100 * number), (account, "credit", 100 * number), on=on)
    entered(county, ("513", "debit", 30), ("102", "credit", 30), on="2026-11-03")
    sheet = go(county, "GET", "statements", query={"village": VILLAGE, "month": "2026-12"}).body

    assert total(county, INCOME) == sum(one["fen"] for one in sheet["income"]["income"]) == 300
    assert sheet["income"]["net_fen"] == 270
