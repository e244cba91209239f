"""The collective of 庄头村 as the article has it: winter wheat, livestock worth 17,720 yuan, machines pooled and let, idle resources let.

Everybody in it is invented. What is said of a day is said as days before the one it is loaded on (`$days_ago:3`).
"""

from __future__ import annotations

from typing import Any

VILLAGE = "140426106201"
DIRECTOR, BOOKKEEPER, CASHIER, RECORDER = "p-cd-01", "p-bk-01", "p-cs-01", "p-vo-01"
COUNCIL = (DIRECTOR, "p-vr-02", "p-vr-03")
PRODUCED = (640_000, 588_000, 544_000)
"""In fen, by sale of a flock: 1,772,000 in all, the article's 17,700余 yuan of value produced."""
_CLAUSES = {
    "use": "农业生产",
    "rights": "乙方按约使用并维护，不得转租",
    "payment": "按年支付，转入集体基本账户",
    "compensation": "依法处理",
    "breach": "逾期支付的依法承担违约责任",
    "safety": "乙方负责安全生产",
}
ROTAVATORS = 6
"""What was decided on each is carried out once: as often the walk of the economy can be walked in one county."""


def economy() -> dict[str, Any]:
    """Return what `infra/local/demo_economy.py` does in 庄头村."""
    return {
        "village": VILLAGE,
        "director": DIRECTOR,
        "bookkeeper": BOOKKEEPER,
        "cashier": CASHIER,
        "recorder": RECORDER,
        "council": list(COUNCIL),
        "assets": [
            _land("east", "村东小麦地", 6_500),
            _land("river", "河边机动地", 2_000),
            _machine("harvester", "联合收割机", "晋04-D0001", [("mu", 6_000), ("hour", 20_000)]),
            _machine("tractor", "大型拖拉机", "晋04-D0002", []),
            *(
                _machine(
                    f"rotavator{number}",
                    "旋耕机",
                    f"晋04-D1{number:03}",
                    [],
                    inspected="$days_ago:400",
                )
                for number in range(1, ROTAVATORS + 1)
            ),
            _asset("hall", "building", "原供销社闲置库房", idle_from_on="$days_ago:40"),
        ],
        "projects": [
            {
                "plot": "east",
                "said": {
                    "kind": "crop",
                    "name": "冬小麦",
                    "began_on": "$days_ago:50",
                    "scale": 6_500,
                    "season": "2026-winter-wheat",
                },
                "entries": [
                    _entry("cost", 286_000, "种子、化肥", 48),
                    _entry("cost", 195_000, "机耕机播", 45),
                ],
            },
            {
                "said": {
                    "kind": "livestock",
                    "name": "肉羊养殖",
                    "began_on": "$days_ago:300",
                    "scale": 60,
                },
                "entries": [
                    _entry("produced", fen, f"第{number}批出栏", 90 - 30 * number)
                    for number, fen in enumerate(PRODUCED, start=1)
                ],
            },
        ],
        "matter": {
            "type": "collective_lease",
            "title": "农机和闲置资源出租",
            "text": "大型拖拉机、旋耕机、原供销社库房对外出租，价格不低于参考价。",
        },
        "leases": [
            _lease(
                "tractor",
                "拖拉机租赁",
                {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
                600_000,
            ),
            _lease("hall", "库房租赁", {"kind": "outsider", "name": "演示承租人01"}, 360_000),
        ],
        # Decided on with the others, and let by nobody yet.
        "to_let": [
            _lease(
                f"rotavator{number}",
                "旋耕机租赁",
                {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"},
                90_000,
            )
            for number in range(1, ROTAVATORS + 1)
        ],
        "hire": {
            "by": "p-re-01",
            "machine": "harvester",
            "said": {"unit": "mu", "for_whom": "村南六亩地"},
            "hundredths": 600,
            # What it costs comes to the bank; the owners' part of it is theirs.
            "voucher": {
                "said": "收收割机作业费",
                "paper": "收据-演示-1",
                "handler": RECORDER,
                "lines": [
                    {"account": "102", "side": "debit", "fen": 36_000},
                    {"account": "501", "side": "credit", "fen": 27_000},
                    {"account": "211", "side": "credit", "fen": 9_000},
                ],
            },
        },
    }


def _asset(key: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    said = {
        "kind": kind,
        "name": name,
        "place": "庄头村",
        "acquired_on": "2015-01-01",
        "how": "集体所有",
    }
    return {"key": key, "said": said | more}


def _land(key: str, name: str, hundredths: int) -> dict[str, Any]:
    land = {"area": hundredths, "land_class": "arable"}
    return _asset(key, "land", name, land=land, in_use=True)


def _machine(
    key: str,
    name: str,
    plate: str,
    prices: list[tuple[str, int]],
    inspected: str = "$days_ago:100",
) -> dict[str, Any]:
    machine: dict[str, Any] = {
        "plate": plate,
        "model": name,
        "inspected_on": inspected,
        "prices": [{"unit": unit, "fen": fen} for unit, fen in prices],
    }
    if prices:
        machine["shares"] = [{"owner": "collective", "parts": 3}, {"owner": "h-002", "parts": 1}]
    return _asset(key, "machine", name, machine=machine)


def _entry(kind: str, fen: int, said: str, days_ago: int) -> dict[str, Any]:
    return {"kind": kind, "fen": fen, "said": said, "on": f"$days_ago:{days_ago}"}


def _lease(asset: str, title: str, party: dict[str, str], fen: int) -> dict[str, Any]:
    return {
        "asset": asset,
        "said": {
            "kind": "lease",
            "title": title,
            "party": party,
            "begins_on": "$days_ago:0",
            "ends_on": "$days_ahead:364",
            "clauses": _CLAUSES,
            "rent": [{"due_on": "$days_ahead:30", "fen": fen}],
        },
    }
