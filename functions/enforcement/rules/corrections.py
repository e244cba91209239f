"""What a correction of a paper by hand may mend: what was written wrongly, never what was decided."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kernel.documents.templates import Values
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text
from kernel.wording import folded

_SETTLED = frozenset(
    {
        "approval",
        "basis",
        "chair",
        "decision_number",
        "demand",
        "goods",
        "handling",
        "held_at",
        "instalments",
        "kept_until",
        "notice_number",
        "officers",
        "opinion",
        "penalty",
        "penalty_and_basis",
        "perform_by",
        "performance",
        "person",
        "remedies",
        "request_by",
        "result",
        "reviewer",
        "rights",
        "subject",
        "sum",
        "term",
    }
)
"""Fields that papers of a step take from the case and the law: they change with the case, by a step."""
_SUM = re.compile(
    r"(?:\d[\d.]*|[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+)[万千百]*[余多]?[元圆块]"
)
_PENALTIES = (
    "罚款",
    "警告",
    "通报批评",
    "没收",
    "暂扣",
    "吊销",
    "降低资质",
    "停产",
    "停业",
    "关闭",
    "限制从业",
    "拘留",
)


class NotClerical(InvalidFields):
    """A correction by hand mends clerical things; sums, kinds, terms and the party are the case's, and change by a step of it."""

    slug = "not-clerical"
    title = Text("超出更正范围", "Not clerical")


def corrected(before: Values, said: Values) -> Mapping[str, Any]:
    """Return the values of a paper that takes the place of another: what is not said stays as it was.

    Raises
    ------
    NotClerical
        It says another penalty, sum, term or party than the paper it corrects.
    """
    wrong = [
        FieldError(name, told)
        for name, value in said.items()
        if (told := _refusal(name, before, value))
    ]
    if wrong:
        raise NotClerical(wrong[0].message, errors=wrong)
    return {**before, **said}


def _refusal(name: str, before: Values, value: Any) -> Text | None:
    was = before.get(name)
    if name in _SETTLED and value != was:
        return _TAKEN_FROM_THE_CASE
    if name == "party" and not _nearly(str(was), str(value)):
        return _ANOTHER_PARTY
    known, told = _texts(dict(before)).replace(",", ""), _texts(value).replace(",", "")
    if set(_SUM.findall(told)) - set(_SUM.findall(known)):
        return _ANOTHER_SUM
    if any(one in told and one not in known for one in _PENALTIES):
        return _ANOTHER_PENALTY
    return None


def _texts(value: Any) -> str:
    """Return every text of a value, one after the other."""
    return folded(json.dumps(value, ensure_ascii=False))


def _nearly(was: str, value: str) -> bool:
    """Tell whether two names differ in one character at most: a slip of the pen, not somebody else."""
    if len(was) == len(value):
        return sum(one != other for one, other in zip(was, value, strict=True)) <= 1
    short, long = sorted((was, value), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


_TAKEN_FROM_THE_CASE = Text(
    "此栏随案件和法律规定生成，更正文书不得改动；须经变更或者撤销步骤。",
    "This comes of the case and the law: a step corrects or revokes it, not the paper.",
)
_ANOTHER_PARTY = Text(
    "当事人只能更正一字之误。", "Of a party's name one wrong character is mended, no more."
)
_ANOTHER_SUM = Text(
    "更正文书不得出现原文书没有的金额。", "A correction names no sum that was not there."
)
_ANOTHER_PENALTY = Text(
    "更正文书不得出现原文书没有的处罚种类。", "A correction names no penalty that was not there."
)
