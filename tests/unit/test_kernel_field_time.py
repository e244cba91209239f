"""When something was done in the field: a phone is believed where it can be right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.field_time import PHONES_RUN_AHEAD, believed, is_believable, refuse_to_come
from kernel.problems import InvalidFields
from tests.support.in_process import MONDAY

WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


def test_what_a_phone_does_not_say_was_done_now() -> None:
    assert believed(None, MONDAY, 7) == MONDAY


@pytest.mark.parametrize("ago", [timedelta(0), SECOND, WEEK])
def test_a_phone_is_believed_for_as_long_as_it_may_have_kept_it(ago: timedelta) -> None:
    assert is_believable(MONDAY - ago, MONDAY, 7)
    assert believed(MONDAY - ago, MONDAY, 7) == MONDAY - ago


@pytest.mark.parametrize(
    "said",
    [
        *(MONDAY - WEEK - SECOND, MONDAY + PHONES_RUN_AHEAD + SECOND),
        *(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_what_cannot_be_was_done_now(said: datetime) -> None:
    assert not is_believable(said, MONDAY, 7)
    assert believed(said, MONDAY, 7) == MONDAY


def test_a_clock_that_is_a_little_fast_is_right_and_nothing_is_done_later_than_now() -> None:
    assert is_believable(MONDAY + PHONES_RUN_AHEAD, MONDAY, 7)
    assert believed(MONDAY + PHONES_RUN_AHEAD, MONDAY, 7) == MONDAY


def test_a_day_that_was_chosen_is_not_still_to_come() -> None:
    today = MONDAY.date()
    refuse_to_come(today, today, "on")

    with pytest.raises(InvalidFields):
        refuse_to_come(today + timedelta(days=1), today, "on")
