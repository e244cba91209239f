"""Alerts, the rules they are raised by, and what they are about, as they are answered and asked for."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from economy.rules.alert_states import AlertAction
from economy.rules.alert_terms import ALERT_TERMS, AlertCode, AlertRule, AlertSubject, rule_of
from economy.rules.alerts import Alert, Evidence, is_open
from economy.service.seeing import Seen
from kernel.fields import Model, Words
from kernel.law import CitationView
from kernel.texts import Language
from kernel.units import Tier

_PATHS = {
    AlertSubject.CONTRACT: "contracts/{}",
    AlertSubject.ASSET: "assets/{}",
    AlertSubject.VOUCHER: "vouchers/{}",
    AlertSubject.PERIOD: "book-periods?village={}",
    AlertSubject.CASH: "cash-boxes/{}",
}


class EconomyAlertFigure(TypedDict):
    """What an alert was found by: an amount in fen, days, a count, or a day."""

    name: str
    value: Annotated[str, Field(description="A whole number or a day / 整数或日期")]


class EconomyAlertEvidence(TypedDict):
    """A thing that an alert rests on, and where it is read."""

    kind: AlertSubject
    kind_name: str
    id: str
    path: str


class EconomyAlertView(TypedDict):
    """An alert."""

    id: str
    village: str
    code: AlertCode
    code_name: str
    said: str
    grade: Annotated[int, Field(description="More is worse: a further mark was reached / 级别")]
    about: AlertSubject
    about_name: str
    subject: str
    figures: list[EconomyAlertFigure]
    evidence: list[EconomyAlertEvidence]
    owner: Annotated[str, Field(description="The unit that checks it / 核查单位")]
    found_on: str
    status: str
    status_name: str
    is_open: bool
    found: Annotated[
        str | None, Field(description="What was found, talked about, or why it is wrong / 处理情况")
    ]
    talk_due: bool
    obligation: Annotated[str | None, Field(description="What is owed for it now / 关联待办")]
    actions: list[str]
    version: int


class EconomyAlertList(TypedDict):
    """One page of alerts, by village and kind."""

    items: list[EconomyAlertView]
    next_cursor: str | None


class EconomyAlertRuleView(TypedDict):
    """A rule by which alerts are raised, with its number and how sure that is."""

    code: AlertCode
    code_name: str
    said: str
    about: Annotated[list[AlertSubject], Field(description="What it looks at / 检查对象")]
    number: Annotated[str | None, Field(description="Its name / 参数名")]
    value: Annotated[str | None, Field(description="As it is kept / 参数值")]
    rests_on: CitationView | None
    owner: Tier
    owner_name: str
    is_followed_up: Annotated[
        bool,
        Field(
            description="Whether a check is owed; where not, what it is about is owed by itself / 是否须核查"
        ),
    ]


class EconomyAlertRules(TypedDict):
    """All rules of alerts, and what the way they are followed up rests on."""

    items: list[EconomyAlertRuleView]
    follow_up: CitationView


class MoveEconomyAlert(Model):
    """A step with an alert."""

    action: Annotated[
        Literal[AlertAction.CHECK, AlertAction.TALK, AlertAction.DISMISS],
        Field(description="check 核查, talk 约谈, dismiss 撤销误报（仅乡镇）"),
    ]
    reason: Annotated[
        Words | None,
        Field(
            max_length=1000, description="What was found or talked about, or why it is wrong / 说明"
        ),
    ] = None


def alert_view(seen: Seen[Alert], language: Language) -> EconomyAlertView:
    """Return an alert."""
    one = seen.thing
    return {
        "id": one.id,
        "village": one.village,
        "code": one.code,
        "code_name": one.code.said.say(language),
        "said": rule_of(one.code).said.say(language),
        "grade": one.grade,
        "about": one.about,
        "about_name": one.about.said.say(language),
        "subject": one.subject,
        "figures": [{"name": name, "value": value} for name, value in one.figures.items()],
        "evidence": [_evidence(each, language) for each in one.evidence],
        "owner": one.owner,
        "found_on": one.found_on.isoformat(),
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "is_open": is_open(one),
        "found": one.found,
        "talk_due": one.talk_owed,
        "obligation": one.owed,
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }


def rules_view(rules: list[AlertRule], language: Language) -> EconomyAlertRules:
    """Return the rules of alerts."""
    return {
        "items": [_rule(one, language) for one in rules],
        "follow_up": ALERT_TERMS.law_of("follow_up").tell(language),
    }


def _evidence(one: Evidence, language: Language) -> EconomyAlertEvidence:
    named = one.id.partition("~")[0] if one.kind is AlertSubject.PERIOD else one.id
    return {
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "id": one.id,
        "path": f"/v1/economy/{_PATHS[one.kind].format(named)}",
    }


def _rule(one: AlertRule, language: Language) -> EconomyAlertRuleView:
    number = one.number
    return {
        "code": one.code,
        "code_name": one.code.said.say(language),
        "said": one.said.say(language),
        "about": list(one.looks_at),
        "number": number.name if number else None,
        "value": number.value if number else None,
        "rests_on": number.law.tell(language) if number else None,
        "owner": one.owner,
        "owner_name": one.owner.said.say(language),
        "is_followed_up": one.follow,
    }
