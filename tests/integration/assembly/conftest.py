"""What the tests of village self-government share."""

from __future__ import annotations

import pytest

from tests.support.assembly import Village
from tests.support.county import County


@pytest.fixture
def village(county: County) -> Village:
    """A village that governs itself, with no bodies yet."""
    return Village(county)
