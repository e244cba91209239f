"""What several papers of a case say, in the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from enforcement.rules.case import Case
from enforcement.rules.case_parts import Held, Made
from enforcement.rules.case_steps import CaseAction
from enforcement.rules.choice_of_law import act_name
from enforcement.rules.hearing import penalty_name
from enforcement.rules.numbers import amount
from enforcement.rules.remedies import tell
from kernel import clock
from kernel.actors import Actor
from kernel.clock import day_of
from kernel.directory import PersonRow, Remembered, unit_name
from kernel.law import Reference
from kernel.texts import Text

if TYPE_CHECKING:
    from enforcement.model.case_requests import MoveCase

Values = Mapping[str, Any]
Filled = Iterable[tuple[str, Values]]
"""The papers of a step: form, and what is filled in."""
Fillers = Mapping[CaseAction, Callable[[Case, Case, "MoveCase", Actor], Filled]]
"""By step: the case before and after it, what was said, by whom."""


def party_said(case: Case) -> str:
    """Return the party by name and code."""
    assert case.party is not None
    code = f"（统一社会信用代码 {case.party.credit_code}）" if case.party.credit_code else ""
    return f"{case.party.name}{code}"


def cause_said(case: Case) -> str:
    """Return what the case is about: the acts by name, never the clue, which may tell who gave it."""
    named = "、".join(act_name(one).zh for one in case.acts)
    return f"涉嫌{named or '违法'}"


def person_names(persons: Iterable[str]) -> dict[str, str]:
    """Return the name of each of these persons; the id of one whom the registry does not know."""
    keys = {one: PersonRow.key(one) for one in persons}
    rows = Remembered.recall(keys.values())
    return {one: rows[key].name if rows[key] else one for one, key in keys.items()}


def people_said(persons: Iterable[str]) -> str:
    """Return persons by name, one after another."""
    return "、".join(person_names(persons).values())


def cited(references: Iterable[Reference]) -> str:
    """Return what is cited, one after another."""
    return "；".join(one.named.zh for one in references)


def yuan(fen: int) -> str:
    """Return a sum in fen as a paper writes it."""
    return f"{fen / 100:.2f}元"


def until_said(at: datetime) -> str:
    """Return the last day of a term that ends at an instant."""
    return day_of(at - timedelta(seconds=1)).isoformat()


def officers_said(case: Case) -> str:
    """Return the officers with their certificates."""
    held = {one.person_id: one.certificate.number for one in case.investigated if one.certificate}
    named = person_names(held)
    shown = "、".join(f"{named[one]}（执法证号 {number}）" for one, number in held.items())
    return shown or people_said(case.officers) or "（承办人）"


def place_said(case: Case) -> str:
    """Return where the act was found."""
    named = unit_name(case.unit)
    return named.zh if named else case.unit


def goods_said(held: Sequence[Held], *more: str) -> list[dict[str, str]]:
    """Return goods as a list of a paper has them."""
    wanted = ("name", "quantity", *more)
    return [
        {one: what if one == "name" else "见实物" for one in wanted}
        for each in held
        for what in each.what
    ]


def facts_said(case: Case) -> str:
    """Return the facts and the evidence that counts."""
    counted = [f"{one.kind.said.zh}：{one.source}" for one in case.evidence if one.counts]
    return f"{case.facts or ''} 证据：{'；'.join(counted) or '无'}。"


def fine_and_others(made: Made) -> str:
    """Return what a penalty consists of."""
    named = [f"罚款{yuan(made.fine)}"] if made.fine else []
    named += [penalty_name(one).zh for one in sorted(made.others)]
    return "、".join(named)


def norm_said(made: Made) -> str:
    """Return on which law and norm a penalty rests."""
    norm = f"{made.norm.named.zh}。{made.why.zh}" if made.norm and made.why else ""
    return f"依据{cited(made.cited)}。{norm}"


def performance_said(case: Case) -> str:
    """Return how a decision is to be performed."""
    if not case.fine:
        return "本决定自送达之日起生效。"
    days = amount("payment")
    rate = amount("late_fee")
    return (
        f"自收到本决定书之日起{days}日内到指定银行或者通过电子支付系统缴纳；逾期每日按罚款数额的{rate}%加处罚款，"
        "加处罚款不超过罚款数额。"
    )


def remedies_said(case: Case) -> str:
    """Return where and by when the party may turn against it."""
    code = case.town[:6]
    county = unit_name(code) or Text(code, code)
    return tell(county, day_of(clock.now()), on_the_spot=False).text.zh
