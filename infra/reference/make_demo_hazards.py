"""A few places on the hazard rounds of 庄头村, and what was found there; everybody in it is invented."""

from __future__ import annotations

from typing import Any

VILLAGE = "140426106201"
WORKER, CHIEF, OFFICER, TOWN_OFFICER, OWNER = "p-gw-01", "p-gc-01", "p-vo-01", "p-to-01", "p-re-28"
_GRIDS = tuple(f"{VILLAGE}{number:03d}" for number in (1, 2))


def hazards() -> dict[str, Any]:
    """Return what `infra/local/demo_hazards.py` does in 庄头村."""
    owner = {"kind": "person", "id": OWNER}
    village = {"kind": "unit", "id": VILLAGE}
    return {
        "village": VILLAGE,
        "worker": WORKER,
        "places": [
            _place("shop", 1, "演示小卖部01", "村委会东侧", ["small_venue", "power"], owner),
            _place("pond", 0, "村南水塘", "村南", ["pond"], village),
            _place("slope", 0, "后山边坡", "村后", ["slope"], village),
            _place("house", 0, "演示闲置房01", "演示路019号", ["dwelling", "fire"], None),
            _place("machine", 1, "演示拖拉机01", "演示路016号", ["farm_machine"], None),
            _place("forest_edge", 1, "东坡林缘", "村东", ["forest"], village),
        ],
        "findings": [
            {
                "place": 0,
                "said": {
                    "kind": "small_venue",
                    "item": "lights",
                    "what": "应急照明灯不亮。",
                    "owner_told": True,
                    "advice": "建议三日内更换应急照明灯。",
                },
                "steps": [],
            },
            {
                "place": 1,
                "said": {
                    "kind": "pond",
                    "item": "keeper",
                    "what": "未明确看管人。",
                    "done": "当场与村委会商定看管人并公示。",
                },
                "steps": [
                    [CHIEF, {"action": "recheck", "passed": True, "finding": "看管人已公示。"}]
                ],
            },
            {
                "place": 3,
                "said": {
                    "kind": "dwelling",
                    "item": "collapse-risk",
                    "what": "东墙外鼓，屋架断裂。",
                },
                "steps": [
                    [
                        TOWN_OFFICER,
                        {"action": "control", "control": "房内无人居住，已拉警戒线、贴封条。"},
                    ]
                ],
            },
        ],
        "checked": [2],
    }


def _place(
    kind: str, grid: int, name: str, where: str, lists: list[str], owner: dict[str, str] | None
) -> dict[str, Any]:
    said = {"grid": _GRIDS[grid], "kind": kind, "name": name, "where": where, "checklists": lists}
    return said | ({"owner": owner} if owner else {})
