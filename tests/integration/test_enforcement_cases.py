"""Cases through their routes: from a clue to the end, the gates on the way, and who may take which step."""

from __future__ import annotations

import pytest

from enforcement.rules.case_states import Action
from tests.support.cases import Enforcement
from tests.support.county import County


@pytest.fixture
def town(county: County) -> Enforcement:
    """A town that enforces, on a working Monday at ten."""
    return Enforcement(county)


def test_straw_burning_from_the_clue_of_a_grid_worker_to_a_fine_that_is_paid(
    town: Enforcement,
) -> None:
    case = town.served()

    paid = town.did(case, Action.RECORD_PAYMENT, "eo1")
    assert paid["account"]["rest"] == 0
    closed = town.did(case, Action.CLOSE, "boss")
    assert closed["status"] == "closed"
