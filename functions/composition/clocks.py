"""The clocks of the contexts that share one function: what takes effect by itself in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from economy.service import wind_clock as economy
from enforcement.service import wind_clock as enforcement
from services.service import wind_clock as services

CLOCKS: Mapping[str, Callable[[], int]] = {
    "enforcement": enforcement.run,
    "services": services.run,
    "economy": economy.run,
}
"""By context, what winds its clock and returns how much was seen to."""
