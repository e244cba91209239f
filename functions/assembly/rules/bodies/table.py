"""What the law asks of each body, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from assembly.rules import quorum
from assembly.rules.bodies.kinds import BodyKind, Mode, ModeNotOffered, NoRuleInForce
from assembly.rules.quorum import Majority
from kernel.law import Reference, reference
from kernel.problems import FieldError
from kernel.texts import Text


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """How many days before a meeting it must be announced.

    Attributes
    ----------
    ad_hoc
        Whether a special case may be called without the period, the reason on record.
    """

    days: int
    ad_hoc: bool
    law: Reference


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What the law asks of one kind of body, from a day to a day."""

    kind: BodyKind
    name: Text
    valid_from: date
    valid_to: date | None
    law: Reference
    majorities: Mapping[Mode, Majority]
    notice: NoticePeriod | None
    online: str
    proxy_in_household: bool
    composition: Mapping[str, Any]
    composed_by: Reference

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def parse(document: Mapping[str, Any]) -> tuple[BodyRule, ...]:
    """Return the rules of a table's document."""
    return tuple(_rule(entry) for entry in document["bodies"])


def _rule(entry: Mapping[str, Any]) -> BodyRule:
    notice: Mapping[str, Any] | None = entry["notice_days"]
    modes: Mapping[str, Any] = entry["modes"]
    return BodyRule(
        BodyKind(entry["kind"]),
        Text(entry["name"]["zh"], entry["name"]["en"]),
        date.fromisoformat(entry["valid_from"]),
        date.fromisoformat(entry["valid_to"]) if entry["valid_to"] else None,
        reference(entry["cites"]),
        {
            Mode(mode): Majority(
                quorum.parse(said["attendance"]) if said["attendance"] else None,
                quorum.parse(said["decision"]),
                quorum.parse(said["turnout"]) if said.get("turnout") else None,
            )
            for mode, said in modes.items()
        },
        NoticePeriod(notice["days"], notice["ad_hoc"], reference(notice["cites"]))
        if notice
        else None,
        entry["online"]["allowed"],
        bool(entry.get("proxy", {}).get("same_household")),
        entry["composition"],
        reference(entry["composition"]["cites"]),
    )


@lru_cache(maxsize=1)
def _table() -> tuple[BodyRule, ...]:
    path = Path(__file__).parents[2] / "data" / "bodies.json"
    return parse(json.loads(path.read_text(encoding="utf-8")))


def rule_of(kind: BodyKind, day: date) -> BodyRule:
    """Return the rule of a kind of body in force on `day`.

    Raises
    ------
    NoRuleInForce
        The table has none for that day.
    """
    for rule in _table():
        if rule.kind is kind and rule.holds_on(day):
            return rule
    raise NoRuleInForce


def all_rules(day: date) -> list[BodyRule]:
    """Return the rules in force on `day`."""
    return [rule for rule in _table() if rule.holds_on(day)]


def majority_of(rule: BodyRule, mode: Mode) -> Majority:
    """Return how a body decides in a mode.

    Raises
    ------
    ModeNotOffered
        It has no such mode.
    """
    found = rule.majorities.get(mode)
    if found is None:
        zh = "、".join(one.said.zh for one in rule.majorities)
        en = ", ".join(one.said.en for one in rule.majorities)
        raise ModeNotOffered(
            Text(
                f"{rule.name.zh}的议事方式只能是：{zh}（{rule.law.named.zh}）。",
                f"The {rule.name.en} decides in one of these modes: {en} ({rule.law.named.en}).",
            ),
            errors=[FieldError("mode", Text(f"只能是：{zh}。", f"One of: {en}."))],
        )
    return found
