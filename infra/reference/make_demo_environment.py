"""The environment of 庄头村 as the article has it, in small: courtyards, lines with their keepers, loads and work days. Everybody in it is invented."""

from __future__ import annotations

from typing import Any

VILLAGE = "140426106201"
_GOOD = {"layout": 9, "clean": 18, "tidy": 19, "green": 18, "front": 9}
_FAIR = {"layout": 8, "clean": 17, "tidy": 16, "green": 16, "front": 8}
_LINES = (
    ("road", "村中主街", 1200, 7, "p-gw-01"),
    ("lane", "村东一巷", 300, 7, "p-gw-01"),
    ("door_front", "主街门前", 900, 3, "p-gw-01"),
    ("ditch", "村北排水沟", 650, 30, "p-gw-01"),
    ("field_edge", "南坡地头", 480, 30, None),
)
_WORK = (
    ("清理残垣断壁", 60, 46, 4, 12_000, 0),
    ("清淤排水沟", 25, 31, 3, 5_400, 0),
    ("义务植树", 380, 58, 3, 300, 200),
)


def environment() -> dict[str, Any]:
    """Return what `infra/local/demo_environment.py` does in 庄头村."""
    return {
        "village": VILLAGE,
        "officer": "p-vo-01",
        "worker": "p-gw-01",
        "town": "p-to-01",
        "county": "p-co-01",
        "courtyards": [
            {"household": "h-001", "scores": _GOOD, "up_to": "county"},
            {"household": "h-003", "scores": _FAIR, "up_to": "town"},
            {"household": "h-004", "scores": _FAIR, "up_to": "village"},
        ],
        "lines": [_line(*one) for one in _LINES],
        "loads": [
            {"sort": "kitchen", "kg": 420, "hours_ago": 6},
            {"sort": "other", "kg": 1300, "hours_ago": 5},
        ],
        "work_days": [_work_day(*one) for one in _WORK],
    }


def _line(kind: str, name: str, metres: int, days: int, keeper: str | None) -> dict[str, Any]:
    said = {"kind": kind, "name": name, "length_m": metres, "interval_days": days}
    return said | ({"keeper": keeper} if keeper else {})


def _work_day(
    theme: str, days_ago: int, heads: int, hours: int, kg: int, trees: int
) -> dict[str, Any]:
    return {
        "theme": theme,
        "days_ago": days_ago,
        "heads": heads,
        "hours": hours,
        "rubbish_kg": kg,
        "trees": trees,
    }
