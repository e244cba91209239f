"""The year of enforcement and law outreach of 洪井镇 as the article has it: 37 inspections, 6 problems, 4 penalties, 20,400 yuan, 6 trainings, 26 villages.

Everybody in it is invented. What is said of a day is said as days before the one it is loaded on (`$days_ago:3`), so that it is in force whenever that is.
"""

from __future__ import annotations

from typing import Any

TOWN = "140426106"
VILLAGES = tuple(f"{TOWN}{number}" for number in range(201, 227))
OFFICERS = ("p-eo-01", "p-eo-02")
FIRM = {"code": "91140426MA0000001B", "name": "演示农业合作社01"}
INSPECTIONS = 37

_STRAW, _WASTE, _FIRE = "burning-straw", "dumping-household-waste", "wild-fire"
_NAMES = {
    _STRAW: ("露天焚烧秸秆、落叶", "burning straw or leaves in the open"),
    _WASTE: ("个人倾倒、焚烧生活垃圾", "dumping or burning household waste"),
    _FIRE: ("防火期内未经批准野外用火", "fire in the open in the fire season"),
}
_LAW_OF = {
    _STRAW: {"law": "ecological-code-2026", "articles": ["1131"]},
    _WASTE: {"law": "ecological-code-2026", "articles": ["1169(3)"]},
    _FIRE: {"law": "forest-fire-regulation-2026", "articles": ["54"]},
}
_SYSTEMS = {
    "responsibility": "行政执法责任制度",
    "disclosure": "行政执法公示制度",
    "full_record": "行政执法全过程记录制度",
    "file_review": "行政执法案卷评查制度",
    "wrong_cases": "错案纠正和执法过错责任追究制度",
    "due_diligence": "尽职免责和容错纠错制度",
    "legal_review": "重大执法决定法制审核制度",
    "certificates": "行政执法人员持证上岗和资格管理制度",
    "discretion": "行政处罚裁量基准制度",
    "training": "行政执法人员培训考核制度",
}
_SUPERVISOR, _HEAD, _REVIEWER = "p-js-01", "p-eh-01", "p-lr-01"


def enforcement() -> dict[str, Any]:
    """Return what `infra/local/demo_enforcement.py` does in 洪井镇."""
    return {
        "town": TOWN,
        "supervisor": _SUPERVISOR,
        "head": _HEAD,
        "officers": list(OFFICERS),
        "items": [_item(code, kind) for kind in ("penalty", "inspection") for code in _NAMES],
        "benchmarks": [_benchmark()],
        "exams": [*_exams(), _qualification()],
        "certificates": [_certificate(number) for number in (1, 2)],
        "plan": {"cap": 2, "focus": ["秸秆禁烧", "生活垃圾", "野外用火"]},
        "firms": [FIRM],
        "trainings": [
            _training("lecture", "行政执法大讲堂：行政处罚法", 12),
            _training("lecture", "行政执法大讲堂：执法程序与文书", 10),
            _training("lecture", "行政执法大讲堂：证据的收集与审查", 8),
            _training("online", "线上培训：生态环境法典", 6),
            _training("online", "线上培训：行政执法监督条例", 4),
            _training("course", "集中培训：案卷制作与评查", 2),
        ],
        "systems": dict(map(_system, enumerate(_SYSTEMS, 1))),
        "inspections": [_inspection(number) for number in range(INSPECTIONS)],
        "outreach": _outreach(),
    }


def _system(numbered: tuple[int, str]) -> tuple[str, dict[str, Any]]:
    number, code = numbered
    document = f"洪政发〔2026〕{number}号（演示）"
    return code, {"name": _SYSTEMS[code], "document": document, "valid_from": "$days_ago:30"}


def _item(code: str, kind: str) -> dict[str, Any]:
    zh, en = _NAMES[code]
    return {
        "code": code,
        "kind": kind,
        "name": zh,
        "name_en": en,
        "cites": {"law": "shanxi-powers-2022"},
        "document": "晋政发〔2022〕演示号",
        "valid_from": "2022-10-01",
    }


def _benchmark() -> dict[str, Any]:
    grades = (("light", "较轻", 10_000, 30_000), ("usual", "一般", 30_100, 100_000))
    return {
        "item": _WASTE,
        "act": _WASTE,
        "cites": _LAW_OF[_WASTE],
        "valid_from": "2026-08-15",
        "grades": [
            {
                "code": code,
                "name": name,
                "least": least,
                "most": most,
                "factors": ["数量不足一立方米" if code == "light" else "数量一立方米以上"],
            }
            for code, name, least, most in grades
        ],
    }


def _exams() -> list[dict[str, Any]]:
    return [
        {
            "person": person,
            "subject": subject,
            "held_on": "$days_ago:60",
            "score": 88,
            "passed": True,
        }
        for person in OFFICERS
        for subject in ("public_law", "professional_law")
    ]


def _qualification() -> dict[str, Any]:
    return {
        "person": _REVIEWER,
        "subject": "legal_qualification",
        "held_on": "$days_ago:900",
        "passed": True,
        "number": "演示A01",
    }


def _certificate(number: int) -> dict[str, Any]:
    return {
        "number": f"14042600{number:04d}",
        "holder": OFFICERS[number - 1],
        "organ": TOWN,
        "fields": [],
        "valid_from": "$days_ago:30",
        "valid_to": "$days_ago:-1700",
        "on_establishment": True,
    }


def _training(kind: str, theme: str, days_ago: int) -> dict[str, Any]:
    return {
        "organ": TOWN,
        "kind": kind,
        "theme": theme,
        "held_on": f"$days_ago:{days_ago}",
        "hours": 10,
    }


def _inspection(number: int) -> dict[str, Any]:
    """Return one of the year's inspections: four lead to a case, one to an order, one to a correction on the spot, all others to nothing."""
    code = (_STRAW, _WASTE, _FIRE)[number % 3]
    village = VILLAGES[number % len(VILLAGES)]
    visit: dict[str, Any] = {
        "village": village,
        "item": code,
        "party": f"演示农户{number + 1:02d}",
        "place": f"演示地块{number + 1:02d}",
        "law": _LAW_OF[code],
        "record": {"result": "no_problem", "record": "现场未发现问题。"},
    }
    special = {
        4: {"result": "corrected", "record": "地头堆放垃圾，当场清理。"},
        8: {
            "result": "ordered",
            "record": "田埂堆放秸秆，有焚烧隐患。",
            "order": "十日内清运田埂秸秆。",
            "limit": "$days_ahead:10",
        },
    }
    if number in special:
        visit["record"] = special[number]
    cases = {11: _fire, 13: _waste, 16: _on_the_spot, 19: _on_the_spot}
    if number in cases:
        visit |= {"record": {"result": "case_opened"}, "case": cases[number](number)}
    if number == 11:
        visit["firm"] = FIRM["code"]
        visit["party"] = FIRM["name"]
    return visit


def _fire(_: int) -> dict[str, Any]:
    """A co-operative that burned off a slope: 20,000 yuan, reviewed, discussed, announced, defended, decided, served and paid."""
    penalty = {"fine": 2_000_000}
    basis = [_LAW_OF[_FIRE]]
    filing = {
        "item": _FIRE,
        "facts": "防火期内未经批准烧荒。",
        "party": {"kind": "organisation", "name": FIRM["name"], "credit_code": FIRM["code"]},
        "act": {"codes": [_FIRE], "done_on": "$days_ago:2"},
    }
    weighed = {
        "fault": "明知防火期禁令",
        "circumstances": "烧荒约两亩，及时扑灭",
        "harm": "未造成森林火灾",
        "off_benchmark": "该事项尚无裁量基准，按法定最低幅度处罚",
    }
    steps: list[tuple[str, dict[str, Any]]] = [
        *_investigated(filing, {"major": True, "public_interest": True}),
        (
            _REVIEWER,
            _step("review", passed=True, opinion="同意", penalty=penalty),
        ),
        (_HEAD, _step("discuss", minutes="集体讨论，一致同意。")),
        *_announced(penalty, basis, "防火期内未经批准野外用火"),
        (_HEAD, _step("decide", penalty=penalty, basis=basis, reasoning=weighed)),
        *_served(),
        (OFFICERS[0], _step("file_decision", paper="演示报备〔1〕号")),
        *_paid(2_000_000),
    ]
    return {"clue": "防火期内有人烧荒。", "steps": [[by, said] for by, said in steps]}


def _waste(_: int) -> dict[str, Any]:
    """A villager with an account who dumped waste: 200 yuan by the ordinary procedure."""
    penalty, basis = {"fine": 20_000}, [_LAW_OF[_WASTE]]
    filing = {
        "item": _WASTE,
        "facts": "在河滩倾倒生活垃圾。",
        # Born as the registry has it.
        "party": _person("演示居民0038", 1977, 3, 11) | {"person": "p-re-27"},
        "act": {"codes": [_WASTE], "done_on": "$days_ago:1"},
    }
    steps = [
        *_investigated(filing, {}),
        *_announced(penalty, basis, "倾倒生活垃圾"),
        (_HEAD, _step("decide", penalty=penalty, basis=basis, reasoning=_weighed())),
        *_served(),
        *_paid(20_000),
    ]
    return {"clue": "河滩有新倾倒的垃圾。", "steps": [[by, said] for by, said in steps]}


def _on_the_spot(number: int) -> dict[str, Any]:
    """A villager who burned waste: 100 yuan on the spot."""
    penalised = _step(
        "penalise_on_the_spot",
        item=_WASTE,
        facts="焚烧生活垃圾。",
        party=_person(f"演示农户{number + 1:02d}"),
        act={"codes": [_WASTE], "done_on": "$days_ago:0"},
        basis=[_LAW_OF[_WASTE]],
        defence="无异议",
        penalty={"fine": 10_000},
        reasoning=_weighed(),
        officers=[OFFICERS[1]],
        shown=True,
        facts_certain=True,
        handed_over=True,
    )
    steps = [(OFFICERS[0], penalised), (_HEAD, _not_public()), *_paid(10_000, number)]
    return {"clue": "院外焚烧垃圾。", "steps": [[by, said] for by, said in steps]}


def _step(action: str, **said: Any) -> dict[str, Any]:
    return {"action": action, **said}


def _person(name: str, year: int = 1980, month: int = 6, day: int = 1) -> dict[str, Any]:
    return {
        "kind": "person",
        "name": name,
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
    }


def _weighed() -> dict[str, Any]:
    return {
        "fault": "承认知道规定",
        "circumstances": "数量不足一立方米，已清理",
        "harm": "未造成污染",
        "grade": "light",
    }


def _investigated(filing: dict[str, Any], more: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    one, other = OFFICERS
    return [
        (one, _step("propose_filing", **filing)),
        (_HEAD, _step("approve_filing", officers=list(OFFICERS))),
        (one, _step("add_evidence", kind="on_site", source="现场检查笔录", proves="现场情况")),
        # Whoever collects a piece does not find it true.
        (other, _step("verify_evidence", evidence="$evidence")),
        (
            one,
            _step("end_investigation", outcome="penalty", report="事实清楚。", shown=True, **more),
        ),
    ]


def _announced(
    penalty: dict[str, Any], basis: list[dict[str, Any]], reason: str
) -> list[tuple[str, dict[str, Any]]]:
    one, _ = OFFICERS
    told = _step("notify", penalty=penalty, facts="见案卷。", reason=reason, basis=basis)
    said = {"defence": "无异议，书面放弃陈述申辩期限。", "paper": "当事人签字的陈述申辩笔录"}
    waived = _step("defend", waived=True, **said)
    return [(one, told), (one, waived), (one, _step("end_defence", checked="当事人无异议。"))]


def _served() -> list[tuple[str, dict[str, Any]]]:
    served = _step("serve", way="in_person", receipt="演示送达回证", received_at="$now")
    return [(OFFICERS[0], served), (_HEAD, _not_public())]


def _not_public() -> dict[str, Any]:
    return _step("choose_publication", public=False, reason="无一定社会影响")


def _paid(fen: int, number: int = 0) -> list[tuple[str, dict[str, Any]]]:
    paid = _step(
        "record_payment", paid=fen, paid_at="$days_ago:0", voucher=f"演示回单{fen}-{number}"
    )
    return [(OFFICERS[0], paid), (_HEAD, _step("close", report="罚款已缴，结案。"))]


def _outreach() -> dict[str, Any]:
    """Return a site for each of the 26 villages, what was held there, and the lesson of a case."""
    kinds = ("corridor", "column", "square", "screen")
    sites = [
        {
            "village": village,
            "kind": kinds[number % len(kinds)],
            "name": f"法治{('长廊', '宣传栏', '广场', '电子屏')[number % len(kinds)]}",
            "place": "村文化广场",
            "keeper": village,
            "content": "禁止露天焚烧秸秆、落叶；防火期内不得野外用火。",
            "cites": [_LAW_OF[_STRAW], _LAW_OF[_FIRE]],
            "formats": ["large_print"],
        }
        for number, village in enumerate(VILLAGES)
    ]
    themes = (
        ("lecture", "民法典进乡村讲座", "civil-code"),
        ("performance", "法治文艺演出", "civil-code"),
        ("lecture", "森林防火普法讲座", "forest-fire-regulation-2026"),
        ("performance", "节日法治文艺演出", "village-committee-law-2025"),
    )
    activities = [
        {
            "village": VILLAGES[number],
            "kind": kind,
            "held_on": f"$days_ago:{20 * (number + 1)}",
            "theme": theme,
            "organ": TOWN,
            "heads": 60 + 10 * number,
            "cites": [{"law": law}],
        }
        for number, (kind, theme, law) in enumerate(themes)
    ]
    lesson = {
        "title": "防火期烧荒，受罚两万元",
        "text": "某合作社在防火期内未经批准烧荒，虽及时扑灭，仍被依法罚款。防火期内严禁野外用火。",
        "cites": [_LAW_OF[_FIRE]],
    }
    taught = activities[0] | {
        "kind": "case_lesson",
        "theme": "以案释法：防火期烧荒",
        "held_on": "$days_ago:0",
        "cites": [_LAW_OF[_FIRE]],
    }
    return {
        "by": "p-to-01",
        "sites": sites,
        "activities": activities,
        "lesson": {"of": 11, "author": OFFICERS[0], "publisher": _HEAD, "said": lesson},
        "taught": taught,
    }
