"""The four disputes mediated in 庄头村 as the article has them (网格四项: 矛盾化解). Everybody and everything in them is invented."""

from __future__ import annotations

from typing import Any

VILLAGE = "140426106201"
OFFICER, MEDIATOR, WORKER = "p-vo-01", "p-md-01", "p-gw-01"
DISPUTES = 4


def mediation() -> dict[str, Any]:
    """Return what `infra/local/demo_mediation.py` does in 庄头村."""
    return {
        "village": VILLAGE,
        "officer": OFFICER,
        "mediator": MEDIATOR,
        "worker": WORKER,
        "committee": {
            "members": [
                {"person": MEDIATOR, "is_woman": True},
                {"person": OFFICER, "is_woman": False},
                {"person": WORKER, "is_woman": False},
            ],
            "chair": MEDIATOR,
            "chosen_by": "villagers_meeting",
            "chosen_on": "2026-01-10",
        },
        "disputes": [
            _dispute(1, "neighbours", "两户因院墙排水发生争执。", "written", 60_000),
            _dispute(2, "house_site", "两户因宅基地滴水檐发生争执。", "written", 0),
            _dispute(3, "family", "兄弟因赡养老人分担发生争执。", "oral", 0),
            _dispute(4, "land", "两户因承包地边界发生争执。", "written", 120_000),
        ],
    }


def _dispute(number: int, kind: str, summary: str, form: str, fen: int) -> dict[str, Any]:
    agreement: dict[str, Any] = {
        "form": form,
        "content": "双方互相谅解，按现场商定的办法处理。",
        "amount_fen": fen,
    }
    if form == "oral":
        agreement["record"] = "双方当场口头达成一致，调解员记录。"
    steps: list[dict[str, Any]] = [
        {
            "action": "accept",
            "rights_told": True,
            "consents": [
                {"party": 1, "identity": "resident_card"},
                {"party": 2, "identity": "known"},
            ],
        },
        {
            "action": "hold_session",
            "session": {
                "held_at": "$now",
                "place": "庄头村调解室",
                "record": "双方陈述了各自的要求，调解员讲解了有关规定。",
                "present": [1, 2],
            },
        },
        {"action": "agree", "agreement": agreement},
    ]
    if form == "written":
        hands = [{"party": 1, "way": "signature"}, {"party": 2, "way": "fingerprint"}]
        signing = {"signed": hands, "mediator": True, "sealed": True}
        steps.append({"action": "sign", "signing": signing})
    if number == 1:
        steps.append({"action": "perform", "proof": "已支付并改建了排水沟。"})
    return {
        "said": {
            "place": f"{VILLAGE}001",
            "kind": kind,
            "source": "found",
            "summary": summary,
            "parties": [
                {"name": f"演示居民{9000 + 2 * number}"},
                {"name": f"演示居民{9001 + 2 * number}"},
            ],
        },
        "steps": steps,
    }
