"""What the grid workers of 庄头村 hold of three of its households: two forms, visits, one correction, one event. Everybody in it is invented.

How many grids and people the village has is the registry's, not told here: 15 and 577 come from `residents.csv` and `units.csv`.
"""

from __future__ import annotations

from typing import Any

_ADMIN, _WORKER = "p-ca-01", "p-gw-01"
_DUTY = {"law": "social-assistance-law-2026", "articles": ["39"]}


def information() -> dict[str, Any]:
    """Return what `infra/local/demo_information.py` does in 庄头村; `days_ago` is counted from the day it is loaded on."""
    return {
        "administrator": _ADMIN,
        "worker": _WORKER,
        "forms": [_basics(), _flood()],
        "visits": [
            _visit("h-001", 40, _entry("household_basics", "water_supply", "水井")),
            _visit(
                "h-001",
                20,
                _entry("household_basics", "water_supply", "自来水") | {"why": "已接通自来水"},
                _entry("household_basics", "contact_phone", "000-0000101", "r-0001"),
                consents=[
                    {"resident": "r-0001", "form": "household_basics", "field": "contact_phone"}
                ],
            ),
            _visit("h-002", 39, _entry("household_basics", "water_supply", "自来水")),
            _visit("h-015", 38, _entry("household_basics", "water_supply", "水井")),
        ],
        "events": [{"household": "h-015", "kind": "birth", "days_ago": 3}],
    }


def _basics() -> dict[str, Any]:
    water = _field("water_supply", "饮水来源", "排查饮水安全", keep_months=24)
    water |= {"kind": "choice", "choices": ["水井", "自来水"], "ground": "duty", "basis": _DUTY}
    phone = _field("contact_phone", "联系电话", "急难时联系", keep_months=12, about="person")
    phone |= {
        "sensitivity": "sensitive",
        "necessity": "急难时须能联系本人；仅网格员和村、乡镇干部可见",
    }
    need = _field("assistance_need", "救助需求", "主动发现困难家庭", keep_months=24, about="person")
    need |= {"ground": "duty", "basis": _DUTY}
    need |= {"necessity": "须知道需要哪种救助才能上门办理；仅网格员和村、乡镇干部可见"}
    head = _field("head_name", "户主", "核对住户", keep_months=12) | {"origin": "registry"}
    return {
        "code": "household_basics",
        "title": "住户基本情况",
        "fields": [head | {"ground": "duty", "basis": _DUTY}, water, phone, need],
    }


def _flood() -> dict[str, Any]:
    water = _field("water_supply", "饮水来源", "汛期安排送水", keep_months=12)
    roof = _field("roof_kind", "房屋结构", "汛期转移排查", keep_months=24)
    return {
        "code": "flood_season",
        "title": "汛期排查",
        "fields": [
            water | {"kind": "choice", "choices": ["水井", "自来水"], "origin": "form"},
            roof | {"kind": "choice", "choices": ["砖混", "土木"]},
        ],
    }


def _field(
    name: str, title: str, purpose: str, *, keep_months: int, about: str = "household"
) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "about": about,
        "kind": "text",
        "purpose": purpose,
        "ground": "consent",
        "keep_months": keep_months,
        "sensitivity": "ordinary",
    }


def _entry(form: str, field: str, value: str, resident: str | None = None) -> dict[str, Any]:
    of = {"resident": resident} if resident else {}
    return {"form": form, "field": field, "value": value} | of


def _visit(household: str, days_ago: int, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"household": household, "told": ["household_basics"], "entries": list(entries)}
    return {"days_ago": days_ago, "said": said | more}
