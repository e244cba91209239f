"""The errands of 庄头村 in the year of the article: more than ten, which is twelve here."""

from __future__ import annotations

from typing import Any

AGENT = "p-ea-01"
VILLAGE_OFFICER = "p-vo-01"
REGISTER = "household_register"
_MATTERS = (
    ("pension_certification", REGISTER),
    ("elderly_card", None),
    ("disability_subsidy", "disability_card"),
    ("elder_allowance", REGISTER),
    ("house_copy", "land_certificate"),
    ("minimum_living", None),
)


def errands() -> dict[str, Any]:
    """Return who did what for whom: each of twelve households once, every other one to the return visit."""
    return {
        "agent": AGENT,
        "village_officer": VILLAGE_OFFICER,
        "errands": [
            {
                "matter": matter,
                "household": f"h-{number + 1:03d}",
                "original": original,
                "visited": number % 2 == 0,
            }
            for number in range(12)
            for matter, original in [_MATTERS[number % len(_MATTERS)]]
        ],
    }
