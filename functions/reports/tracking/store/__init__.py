"""The packaged numbers by which points are found."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel.texts import Text
from reports.tracking.rules.points import Limits

_FILE = Path(__file__).parents[1] / "data" / "points.json"


class Packaged(NamedTuple):
    """The numbers with what each rule says of itself."""

    limits: Limits
    said: dict[str, Text]


@cache
def packaged() -> Packaged:
    """Return the numbers by which points are found, and the rules in words."""
    told: dict[str, Any] = json.loads(_FILE.read_bytes())
    limits = Limits(
        version=told["version"],
        least_matters=told["difficulty"]["least_matters"],
        percent_hard=told["difficulty"]["percent_hard"],
        least_voices=told["pain"]["least_voices"],
        least_rated=told["pain"]["least_rated"],
        percent_unsatisfied=told["pain"]["percent_unsatisfied"],
        least_repeats=told["repeats"]["least"],
        least_major=told["major_hazards"]["least"],
        least_disputes=told["disputes"]["least"],
        least_hot=told["hot_spots"]["least"],
        repeats_one_in=told["repeats"]["one_in"],
        disputes_one_in=told["disputes"]["one_in"],
        hot_one_in=told["hot_spots"]["one_in"],
        trend_one_in=told["trend"]["one_in"],
    )
    return Packaged(limits, {rule: Text(**words) for rule, words in told["said"].items()})
