"""The life of a review by supervisors, town and county."""

from __future__ import annotations

from enum import StrEnum

from assembly.rules.standing import HOLDER_NAMES, Holder
from kernel.states import Move, StateTable
from kernel.texts import Text


class ReviewStatus(StrEnum):
    """Where a review stands."""

    RAISED = "raised"
    BEFORE_TOWN = "before_town"
    BEFORE_COUNTY = "before_county"
    ANSWERED = "answered"


class ReviewAction(StrEnum):
    """What is done to a review; what was let lie is passed on by the clock."""

    EXAMINE = "examine"
    ANSWER = "answer"
    REFER_UP = "refer_up"


_RAISED = frozenset({ReviewStatus.RAISED})
_BEFORE_TOWN = frozenset({ReviewStatus.BEFORE_TOWN})
_TO_ANSWER = frozenset({ReviewStatus.BEFORE_TOWN, ReviewStatus.BEFORE_COUNTY})

REVIEWS: StateTable[ReviewAction, ReviewStatus, Holder] = StateTable(
    Text("监督事项", "The review"),
    [
        Move(
            ReviewAction.EXAMINE,
            _RAISED,
            ReviewStatus.BEFORE_TOWN,
            (Holder.SUPERVISOR,),
            ("upheld", "text"),
        ),
        Move(ReviewAction.ANSWER, _TO_ANSWER, ReviewStatus.ANSWERED, (Holder.GUIDE,), ("text",)),
        Move(ReviewAction.REFER_UP, _RAISED, ReviewStatus.BEFORE_TOWN),
        Move(ReviewAction.REFER_UP, _BEFORE_TOWN, ReviewStatus.BEFORE_COUNTY),
    ],
    statuses={
        ReviewStatus.RAISED: Text("监督委员会核查中", "with the supervision committee"),
        ReviewStatus.BEFORE_TOWN: Text("已报乡镇，待答复", "before the town"),
        ReviewStatus.BEFORE_COUNTY: Text(
            "乡镇逾期，已转县", "before the county, the town being late"
        ),
        ReviewStatus.ANSWERED: Text("已答复", "answered"),
    },
    actions={
        ReviewAction.EXAMINE: Text("核查", "examine"),
        ReviewAction.ANSWER: Text("答复", "answer"),
        ReviewAction.REFER_UP: Text("逾期转上级", "refer up"),
    },
    holders=HOLDER_NAMES,
    words={
        "upheld": Text("须写明是否属实。", "Say whether it is upheld."),
        "text": Text("须写明情况。", "Say what was found or done."),
    },
)
