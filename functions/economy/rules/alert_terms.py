"""The rules by which alerts are raised (`data/alerts.json`): what each looks at, by which number, whose it is, and what it says."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from economy.rules.money_terms import MONEY
from economy.rules.terms import DATA, TERMS
from kernel.law import Reference, reference
from kernel.terms import Terms
from kernel.texts import Named, Text
from kernel.units import Tier

ALERT_TERMS: Final = Terms(DATA / "alerts.json")


class AlertCode(Named):
    """What is found."""

    RENT_LOW = "rent_low", "租金偏低", "rent low"
    TERM_TOO_LONG = "term_too_long", "期限超限", "term too long"
    NO_DECISION = "no_decision", "缺少决议", "no decision"
    NO_TENDER = "no_tender", "未公开交易", "no open bidding"
    TENANT_NEAR_DIRECTOR = (
        "tenant_near_director",
        "承租方与负责人有亲属关系",
        "tenant near a director",
    )
    EXPIRING = "expiring", "合同即将到期", "about to end"
    RENT_LATE = "rent_late", "租金逾期", "rent late"
    BARRED_SOON = "barred_soon", "诉讼时效将满", "about to be barred"
    IDLE_LONG = "idle_long", "资产长期闲置", "idle too long"
    CASH_OVER_LIMIT = "cash_over_limit", "库存现金超限", "cash over its limit"
    NOT_BANKED = "not_banked", "收款未及时存行", "not banked in time"
    APPROVAL_MISSING = "approval_missing", "缺少审批", "approval missing"
    UNPUBLISHED = "unpublished", "财务未公开", "not published"
    DEALING_NEAR = "dealing_near", "与负责人及其近亲属的往来", "dealing with its own"
    PAPER_TWICE = "paper_twice", "原始凭证重复使用", "one proof, two vouchers"
    PAPERS_LAPSED = "papers_lapsed", "农机证件过期", "papers lapsed"


class AlertSubject(Named):
    """What an alert is about."""

    CONTRACT = "contract", "合同", "a contract"
    ASSET = "asset", "资产", "an asset"
    VOUCHER = "voucher", "凭证", "a voucher"
    PERIOD = "period", "公开期间", "a period"
    CASH = "cash", "库存现金", "cash in hand"


class Number(NamedTuple):
    """The number a rule goes by, as a reader is told it (`70`, `180, 90, 30`, `7 working_days`), and what it rests on."""

    name: str
    value: str
    law: Reference


class AlertRule(NamedTuple):
    """A rule by which an alert is raised.

    Attributes
    ----------
    owner
        Who answers for the check: the village, or the town where the village would look at itself.
    follow
        Whether a check is owed (warning → check → talk); where it is not, what it is about has an obligation or a reminder of its own.
    """

    code: AlertCode
    looks_at: tuple[AlertSubject, ...]
    number: Number | None
    owner: Tier
    follow: bool
    said: Text


def alert_rules() -> list[AlertRule]:
    """Return all rules, in their order."""
    return [*_rules().values()]


def rule_of(code: AlertCode) -> AlertRule:
    """Return the rule of an alert."""
    return _rules()[code]


@cache
def _rules() -> dict[AlertCode, AlertRule]:
    found: dict[AlertCode, AlertRule] = {}
    for one in ALERT_TERMS.document["alerts"]:
        code = AlertCode(one["code"])
        found[code] = AlertRule(
            code,
            tuple(AlertSubject(each) for each in one["looks_at"]),
            _number(one["number"]) if one["number"] else None,
            Tier(one["owner"]),
            one["follow"],
            Text(one["said"]["zh"], one["said"]["en"]),
        )
    return found


def _number(name: str) -> Number:
    for terms in (ALERT_TERMS, TERMS, MONEY):
        if name in terms.document:
            sources = terms.document["sources"]
            source = next(one for one in sources if one["for"] == name)
            return Number(name, _told(terms.document[name]), reference(source))
    raise LookupError(name)


def _told(value: Any) -> str:
    match value:
        case {"amount": amount, "unit": unit}:
            return f"{amount} {unit}"
        case [*marks]:
            return ", ".join(map(str, marks))
        case _:
            return f"{value}"
