from datetime import date

import pytest

from kernel.ages import ADULT, Born, has_reached


@pytest.mark.parametrize(
    ("born", "on", "is_adult"),
    [
        (Born(2008, 11, 23), date(2026, 11, 22), False),
        (Born(2008, 11, 23), date(2026, 11, 23), True),
        (Born(2008, 11), date(2026, 11, 29), False),
        (Born(2008, 11), date(2026, 11, 30), True),
        (Born(2008), date(2026, 12, 30), False),
        (Born(2008), date(2026, 12, 31), True),
        (Born(2008, 2, 29), date(2026, 2, 28), False),
        (Born(2008, 2, 29), date(2026, 3, 1), True),
        (Born(None), date(2026, 12, 31), False),
    ],
)
def test_somebody_is_of_age_from_the_birthday_on_and_an_unknown_day_counts_as_the_last(
    born: Born, on: date, is_adult: bool
) -> None:
    assert has_reached(ADULT, born, on) is is_adult
