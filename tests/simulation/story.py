"""A broken promise as people tell it, in Chinese and English, and as a test to paste."""

from __future__ import annotations

from kernel.access import ROLE_NAMES, Role
from tests.simulation.diary import Deed, when
from tests.simulation.shrink import Story

_WORDS = {
    "accept": ("受理", "takes up"),
    "resolve": ("报处置完成", "says is solved"),
    "escalate": ("上报", "passes up"),
    "confirm": ("核查确认", "confirms"),
    "reject": ("退回重办", "rejects"),
    "cancel": ("撤销", "cancels"),
    "return": ("退回", "returns"),
    "assign": ("派遣", "assigns"),
    "ask_extension": ("申请延期", "asks for more time for"),
    "ask_suspension": ("申请中止", "asks to stop the clock of"),
    "approve": ("同意", "approves what was asked of"),
    "deny": ("不同意", "denies what was asked of"),
    "resume": ("恢复办理", "resumes"),
    "whistle": ("吹哨", "whistles for departments for"),
    "recall": ("撤哨", "recalls the departments of"),
    "merge": ("并案", "merges"),
    "separate": ("拆案", "separates"),
    "rate": ("评价", "rates"),
    "correct": ("更正", "corrects"),
    "order": ("督办", "gives an order about"),
    "answer": ("答复", "answers about"),
    "verify": ("核验", "verifies"),
    "visit": ("入户核实", "visits the household of"),
    "recognise": ("评议", "recognises"),
    "object": ("提出异议", "objects to"),
    "withdraw": ("撤回", "withdraws"),
    "hand_over": ("核销", "hands over"),
    "void": ("撤销兑换", "voids"),
}
_MADE = {
    "/v1/incidents": ("上报事件", "reports incident"),
    "/v1/points/claims": ("申报积分", "claims points as"),
    "/v1/points/redemptions": ("申请兑换", "asks for goods as"),
}


def told(story: Story | None) -> str:
    """Return the story as sentences, the Chinese ones first."""
    if story is None:
        return "去掉人的决定后未重现 · It does not come about again without the people who decide: play the seed itself."
    zh = [_sentence(story, deed, 0) for deed in story.deeds]
    en = [_sentence(story, deed, 1) for deed in story.deeds]
    for at, who, posts in story.posts:
        held = ", ".join(f"{role} {unit}" for role, unit in posts) or "-"
        zh.append(f"{when(at)} {who} 的岗位变为：{held}。")
        en.append(f"{when(at)} {who} now holds: {held}.")
    end = f"{when(story.until)}: {story.violated}"
    return "\n".join([*zh, f"结果：{end}", "", *en, f"Then: {end}"])


def _sentence(story: Story, deed: Deed, language: int) -> str:
    words = _WORDS.get(deed.action) or _MADE.get(deed.path) or (deed.action, deed.action)
    of = deed.number if deed.path in _MADE else deed.path.split("{")[-1].split("}")[0]
    what = f"#{of}" if deed.path in _MADE or "{" in deed.path else deed.path
    said = {name: value for name, value in (deed.body or {}).items() if name in _TOLD}
    more = f" {said}" if said else ""
    who = f"{_role(deed.who, language)} {deed.who}"
    del story
    return f"{when(deed.at)} {who} {words[language]} {what}{more}{'。' if language == 0 else '.'}"


_TOLD = ("severity", "category", "unit", "limit", "into", "household", "item", "quantity", "upheld")


def _role(who: str, language: int) -> str:
    name = who.lstrip("gv0123456789").rstrip("0123456789")
    role = {
        "worker": Role.GRID_WORKER,
        "chief": Role.GRID_CHIEF,
        "officer": Role.VILLAGE_OFFICER,
        "town": Role.TOWN_OFFICER,
        "county": Role.COUNTY_OFFICER,
        "admin": Role.COUNTY_ADMIN,
        "resident": Role.RESIDENT,
        "verifier": Role.POINTS_VERIFIER,
        "keeper": Role.SHOP_KEEPER,
        "supervisor": Role.VILLAGE_SUPERVISOR,
    }.get(name)
    if role is None:
        return ("部门干部", "department officer")[language]
    return (ROLE_NAMES[role].zh, ROLE_NAMES[role].en)[language]


def pasted(story: Story | None) -> str:
    """Return the story as a test to paste into `tests/simulation/test_fortnights.py`."""
    if story is None:
        return ""
    plan = story.plan
    lines = [
        f"def test_{story.violated.invariant}_holds_in_the_story_of_seed_{plan.seed}():",
        f"    plan = Plan({plan.seed}, days={plan.days}, villages={plan.villages}, residents={plan.residents},",
        f"        reports={plan.reports}, visits={plan.visits}, contexts={plan.contexts}, rates={_rates(plan)})",
        "    deeds = [",
        *(
            f"        Deed({_at(deed.at)}, {deed.who!r}, {deed.method!r}, {deed.path!r}, {deed.body!r}, {deed.key!r}, {deed.number}),"
            for deed in story.deeds
        ),
        "    ]",
        f"    posts = [{', '.join(f'({_at(at)}, {who!r}, {held!r})' for at, who, held in story.posts)}]",
        "",
        f"    assert replay(plan, deeds, posts, {_at(story.until)}) is None",
    ]
    return "\n".join(lines)


def _at(at: object) -> str:
    return f"datetime.fromisoformat({str(at)!r})"


def _rates(plan: object) -> str:
    from tests.simulation import faults

    return "faults.NONE" if getattr(plan, "rates", None) == faults.NONE else "faults.USUAL"
