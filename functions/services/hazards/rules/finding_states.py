"""The life of a finding: general ones are rectified and checked by others, major ones released by the county, duties reported at once."""

from __future__ import annotations

from kernel.access import PLACE_STAFF, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class FindingStatus(Named):
    """Where a finding stands."""

    RECTIFYING = "rectifying", "整改中", "to be rectified"
    TO_RECHECK = "to_recheck", "待复查", "rectified, to be checked"
    CLOSED = "closed", "已销号", "closed"
    WITHDRAWN = "withdrawn", "已撤销", "withdrawn"
    TO_CONTROL = "to_control", "重大隐患，待管控", "major, to be brought under control"
    TO_PLAN = "to_plan", "重大隐患，待制定方案", "major, to be planned"
    MAJOR_RECTIFYING = "major_rectifying", "重大隐患，整改中", "major, to be rectified"
    AWAITING_RELEASE = "awaiting_release", "重大隐患，待审查", "major, to be examined"
    RELEASED = "released", "审查同意，已解除", "examined, agreed and released"
    TO_REPORT = "to_report", "须立即报告", "to be reported at once"
    REPORTED = "reported", "已依法报告", "reported as the law asks"
    HANDED_OVER = "handed_over", "已转办", "handed over"


class FindingAction(Named):
    """What is done with a finding."""

    FIX = "fix", "报告整改完成", "say that it is rectified"
    RECHECK = "recheck", "复查", "check it again"
    CONTROL = "control", "管控（撤人、停用）", "bring it under control: people out, use stopped"
    PLAN = "plan", "制定方案", "plan how it is removed"
    EXAMINE = "examine", "审查", "examine it"
    REPORT = "report", "依法报告", "report it as the law asks"
    REGRADE = "regrade", "提级为重大隐患", "grade it as major"
    WITHDRAW = "withdraw", "撤销", "withdraw it"
    HAND_OVER = "hand_over", "转办", "hand it over"
    TAKE_BACK = "take_back", "收回", "take it back"


class FindingEvent(Named):
    """What the history of a finding tells."""

    FOUND = "found", "发现隐患", "found"
    SETTLED = "settled", "发现并当场处置", "found and settled on the spot"
    MAJOR_FOUND = "major_found", "发现重大隐患", "a major hazard was found"
    DUTY_FOUND = "duty_found", "发现须立即报告的情况", "found what is reported at once"
    DUTY_REPORTED = "duty_reported", "已依法报告", "reported as the law asks"
    FIXED = "fixed", "报告整改完成", "said to be rectified"
    CLOSED = "closed", "复查合格，销号", "checked and closed"
    SENT_BACK = "sent_back", "复查不合格，继续整改", "not rectified, goes on"
    CONTROLLED = "controlled", "已管控", "under control"
    PLANNED = "planned", "已制定方案", "planned"
    RELEASED = "released", "审查同意，解除", "examined, agreed and released"
    NOT_RELEASED = "not_released", "审查不同意，继续整改", "not agreed, goes on"
    REGRADED = "regraded", "提级为重大隐患", "graded as major"
    WITHDRAWN = "withdrawn", "撤销", "withdrawn"
    HANDED_OVER = "handed_over", "已转办", "handed over"
    TAKEN_BACK = "taken_back", "已收回", "taken back"


class FindingHolder(Named):
    """How somebody stands to a finding."""

    OWNER = "owner", "产权人或管理人", "whoever owns the place"
    STAFF = "staff", "网格员、网格长或上级干部", "who works for the place"
    CHECKER = (
        "checker",
        "整改人以外的承办层级工作人员",
        "who works for whoever answers and did not fix it",
    )
    ORGAN = "organ", "乡镇或县干部", "an officer of town or county"
    ABOVE = (
        "above",
        "承办层级以上、与该隐患无关的乡镇或县干部",
        "an officer above whoever owes it, who has no stake in it",
    )
    EXAMINER = "examiner", "整改人以外的县干部", "an officer of the county who did not fix it"


class Standing(Named):
    """Which findings of a unit are listed."""

    OPEN = "open", "未办结", "open, but for major ones"
    MAJOR = "major", "重大隐患挂牌", "major, under the county's supervision"
    ENDED = "ended", "已办结", "over"


COUNTY_OFFICERS = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_ADMIN})
ORGANS = COUNTY_OFFICERS | {Role.TOWN_OFFICER}
"""Orders and controls are an organ's (安全生产法 Arts. 65, 67); villages and grid workers advise and report."""
FINDING_ROLES = {
    FindingHolder.OWNER: frozenset({Role.RESIDENT}),
    FindingHolder.STAFF: PLACE_STAFF,
    FindingHolder.CHECKER: PLACE_STAFF,
    FindingHolder.ORGAN: ORGANS,
    FindingHolder.ABOVE: ORGANS,
    FindingHolder.EXAMINER: COUNTY_OFFICERS,
}
ENDED = frozenset(
    {
        FindingStatus.CLOSED,
        FindingStatus.WITHDRAWN,
        FindingStatus.RELEASED,
        FindingStatus.REPORTED,
    }
)
MAJOR = frozenset(
    {
        FindingStatus.TO_CONTROL,
        FindingStatus.TO_PLAN,
        FindingStatus.MAJOR_RECTIFYING,
        FindingStatus.AWAITING_RELEASE,
    }
)
HELD_HERE = frozenset({FindingStatus.RECTIFYING, FindingStatus.TO_RECHECK})
"""What may be handed over: neither the county's nor what is reported at once."""

RECTIFY, RECHECK, MAJOR_STEP, DUTY = (
    "hazard_rectify",
    "hazard_recheck",
    "hazard_major",
    "hazard_duty",
)
"""The kinds of obligation."""
_S, _A, _E, _H = FindingStatus, FindingAction, FindingEvent, FindingHolder


def _from(*statuses: FindingStatus) -> frozenset[FindingStatus]:
    return frozenset(statuses)


FINDINGS: StateTable[FindingAction, FindingStatus, FindingHolder] = StateTable(
    Text("该隐患", "The finding"),
    [
        Move(
            *(_A.FIX, _from(_S.RECTIFYING), _S.TO_RECHECK, (_H.OWNER, _H.STAFF), ("done",)),
            *(_E.FIXED, (RECHECK,), (RECTIFY,)),
        ),
        Move(
            *(_A.RECHECK, _from(_S.TO_RECHECK), None, (_H.CHECKER,), ("passed", "finding")),
            *(None, (RECTIFY,), (RECHECK,)),
        ),
        Move(
            *(_A.CONTROL, _from(_S.TO_CONTROL), _S.TO_PLAN, (_H.ORGAN,), ("control",)),
            *(_E.CONTROLLED, (MAJOR_STEP,), (MAJOR_STEP,)),
        ),
        Move(
            *(_A.PLAN, _from(_S.TO_PLAN), _S.MAJOR_RECTIFYING, (_H.ORGAN,)),
            *(("plan", "rectify_on"), _E.PLANNED, (RECTIFY,), (MAJOR_STEP,)),
        ),
        Move(
            *(_A.FIX, _from(_S.MAJOR_RECTIFYING), _S.AWAITING_RELEASE),
            *((_H.OWNER, _H.STAFF), ("done",), _E.FIXED, (MAJOR_STEP,), (RECTIFY,)),
        ),
        Move(
            *(_A.EXAMINE, _from(_S.AWAITING_RELEASE), None, (_H.EXAMINER,), ("agreed", "finding")),
            *(None, (RECTIFY,), (MAJOR_STEP,)),
        ),
        Move(
            *(_A.REPORT, _from(_S.TO_REPORT), _S.REPORTED, (_H.STAFF,), ("reported_to",)),
            *(_E.DUTY_REPORTED, (), (DUTY,)),
        ),
        Move(
            *(_A.REGRADE, HELD_HERE, _S.TO_CONTROL, (_H.STAFF,), ("reason",)),
            *(_E.REGRADED, (MAJOR_STEP,), (RECTIFY, RECHECK)),
        ),
        Move(
            *(_A.WITHDRAW, _from(_S.RECTIFYING), _S.WITHDRAWN, (_H.ABOVE,), ("reason",)),
            *(_E.WITHDRAWN, (), (RECTIFY,)),
        ),
        Move(
            *(_A.HAND_OVER, HELD_HERE, _S.HANDED_OVER, (), ()),
            *(_E.HANDED_OVER, (), (RECTIFY, RECHECK)),
        ),
        Move(
            *(_A.TAKE_BACK, _from(_S.HANDED_OVER), None, (), ()),
            *(_E.TAKEN_BACK, (RECTIFY, RECHECK), ()),
        ),
    ],
    statuses=names(FindingStatus),
    actions=names(FindingAction),
    holders=names(FindingHolder),
    words={
        "done": Text("请说明整改情况。", "Say what was done."),
        "passed": Text("请说明复查是否合格。", "Say whether it is rectified."),
        "finding": Text("请填写复查或审查情况。", "Say what was seen."),
        "control": Text("请说明撤人、停用等管控情况。", "Say how people were kept out of danger."),
        "plan": Text("请填写整改方案。", "Say how it will be removed."),
        "rectify_on": Text("请填写整改期限。", "Say by which day."),
        "agreed": Text("请说明是否同意解除。", "Say whether it is agreed to."),
        "reported_to": Text("请说明已向谁报告。", "Say to whom it was reported."),
        "reason": Text("请说明理由。", "Say why."),
    },
)
