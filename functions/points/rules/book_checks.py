"""What no village rule and no deduction may be about, with the law it follows from (`refusals.json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kernel.law import Reference, reference
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text

_HERE = Path(__file__).parent.parent


class ForbiddenRule(InvalidFields):
    """The text would do what no village rule may do; `errors` names each place and the law."""

    slug = "forbidden-rule"
    title = Text("规则内容不合法", "Forbidden rule")


class _Refusal(NamedTuple):
    pattern: re.Pattern[str]
    why: Text
    law: Reference


@cache
def _refusals() -> tuple[_Refusal, ...]:
    loaded = json.loads((_HERE / "refusals.json").read_text(encoding="utf-8"))
    return tuple(
        _Refusal(
            re.compile(entry["pattern"], re.IGNORECASE),
            Text(entry["why"]["zh"], entry["why"]["en"]),
            reference(entry["cites"]),
        )
        for entry in loaded["refusals"]
    )


def forbidden(field: str, text: str) -> list[FieldError]:
    """Return why a text may not stand in a rule or a deduction, with the word that gave it away; empty when it may.

    Fines are for laws and regulations (处罚法 Arts. 4, 16), statutory rights are out of a village's reach (村委会法 Art. 31), police
    records are sealed (治安管理处罚法 Art. 136), and grid workers' activity is not scored (国办函〔2026〕12号, ban 二).
    """
    found = ((refusal, refusal.pattern.search(text)) for refusal in _refusals())
    return [
        FieldError(
            field,
            Text(
                f"“{match[0]}”：{refusal.why.zh}（{refusal.law.named.zh}）",
                f"“{match[0]}”: {refusal.why.en} ({refusal.law.named.en})",
            ),
        )
        for refusal, match in found
        if match
    ]


def refuse_forbidden(texts: Iterable[tuple[str, str]]) -> None:
    """Let texts pass that a village may make rules of.

    Raises
    ------
    ForbiddenRule
        One of them may not stand there.
    """
    errors = [error for field, text in texts for error in forbidden(field, text)]
    if errors:
        raise ForbiddenRule(
            Text(
                "有内容不得写入村规积分，请按 errors 修改。",
                "Some of it may not stand in village rules; see errors.",
            ),
            errors=errors,
        )


def check(document: Mapping[str, Any]) -> None:
    """Let a draft pass that a village may pass.

    Raises
    ------
    ForbiddenRule
        A text would fine, touch statutory rights, use sealed records, or score grid workers.
    InvalidFields
        An item stands in no category of the book, or codes come twice.
    """
    refuse_forbidden(_texts(document))
    errors: list[FieldError] = []
    categories = [entry["code"] for entry in document["categories"]]
    items = [entry["code"] for entry in document["items"]]
    for field, codes in (("categories", categories), ("items", items)):
        if len(set(codes)) != len(codes):
            errors.append(FieldError(field, Text("代码重复。", "Codes come twice.")))
    for position, entry in enumerate(document["items"]):
        if entry["category"] not in categories:
            errors.append(
                FieldError(
                    f"items.{position}.category", Text("没有此类别。", "There is no such category.")
                )
            )
    if errors:
        raise InvalidFields(errors=errors)


def _texts(document: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for group in ("categories", "items"):
        for position, entry in enumerate(document[group]):
            for language in ("zh", "en"):
                yield f"{group}.{position}.name.{language}", entry["name"][language]
            for number, ground in enumerate(entry.get("exclusions") or ()):
                # An exclusion may name what it keeps out (“因病因残除外”), but not a right it takes away.
                yield f"{group}.{position}.exclusions.{number}", ground["zh"]
    yield "note", document.get("note") or ""
