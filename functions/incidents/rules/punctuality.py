"""What a month of a unit comes to, counted up as its tenures are settled, so that figures need not read the cases again.

Times are kept to the minute, the long ones to three digits: a unit's month has a bounded number of different ones, however many cases
it had, and the median of them is at most half a percent from that of the cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from incidents.rules.incident import Ending, Incident, Tenure

COUNTS = ("cases", "solved", "late", "escalated", "reopened", "rejected")
_EXACT_MINUTES = 1000

# How a tenure ended says something of the unit only if the unit had the time: what passed over an empty post, was cancelled or merged does not.
_COUNTED = frozenset({Ending.SOLVED, Ending.LIMIT_PASSED, Ending.PASSED_ON})


def tally(incident: Incident, tenure: Tenure) -> Mapping[str, int]:
    """Return what a settled tenure adds to its unit's month: counts by name, and under `m{minutes}` the working time if it was solved."""
    if tenure.ending not in _COUNTED:
        return {}
    solved = tenure.ending is Ending.SOLVED
    added = {
        "cases": 1,
        "solved": int(solved),
        "late": int(tenure.late),
        "escalated": int(tenure.ending is Ending.LIMIT_PASSED),
        "reopened": int(incident.round > 0),
        "rejected": int(incident.rejections > 0),
    }
    if solved:
        added[f"m{_to_three_digits(round(tenure.working_seconds / 60))}"] = 1
    return {name: number for name, number in added.items() if number}


def times_of(tallied: Mapping[str, int]) -> Counter[int]:
    """Return how many solved cases took how many seconds of working time."""
    return Counter(
        {int(name[1:]) * 60: number for name, number in tallied.items() if name[1:].isdigit()}
    )


def _to_three_digits(minutes: int) -> int:
    step = 1
    while minutes >= _EXACT_MINUTES * step:
        step *= 10
    return round(minutes / step) * step
