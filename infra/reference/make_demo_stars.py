"""The five stars of the demo village: who takes which step, and which stars are claimed."""

from __future__ import annotations

from typing import Any


def stars() -> dict[str, Any]:
    """Return the article's five stars of 庄头村, and the people of the demo who award them."""
    return {
        "village": "140426106201",
        "officer": "p-vo-01",
        "town": "p-to-01",
        "county": "p-co-01",
        "rate_within_days": 30,
        "stars": [
            "thriving_industry",
            "liveable_environment",
            "civil_ways",
            "effective_governance",
            "prosperous_life",
        ],
    }
