"""Firms, sole traders and co-operatives as the rules on inspections know them: by their unified credit code (GB 32100-2015)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from enforcement.rules.refusals import GateShut
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.wording import folded

MOST_FIRMS = 1_000
"""On the list of a town; a town has some hundred, and a draw puts the whole list on record."""

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRM_ENDINGS = (
    *("公司", "合作社", "联合社", "企业", "合伙", "个体工商户", "家庭农场", "养殖场", "加工坊"),
    *(
        "厂",
        "店",
        "经营部",
        "门市部",
        "商行",
        "超市",
        "饭馆",
        "酒楼",
        "作坊",
        "工作室",
        "服务站",
        "修理铺",
    ),
)
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
"""What stands in brackets is no ending: 某某厂（普通合伙）."""
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@record
class Firm:
    """A firm on the list from which a town's inspections are drawn.

    Attributes
    ----------
    formerly
        The codes it had before, or has besides: one firm has one cap, and one lot in a draw.
    """

    town: str
    code: str
    name: str
    listed: bool = True
    formerly: tuple[str, ...] = ()
    version: int = 1


class SameFirm(GateShut):
    """A firm under two codes is one firm: the code before is named with the new one."""

    slug = "same-firm"
    title = Text("同一企业", "The same firm")
    said = Text(
        "本县已有同名企业，代码不同：系同一企业的，请注明原代码。",
        "The county knows a firm of that name under another code: if it is the same, name that code in `formerly`.",
    )
    rests_on = "firm_inspection"


class OtherName(GateShut):
    """A firm on the list is inspected under the name it is listed by."""

    slug = "firm-of-another-name"
    title = Text("名称与名录不符", "Not the firm's name")
    rests_on = "firm_inspection"


class TooManyFirms(GateShut):
    """The list of a town is full."""

    slug = "too-many-firms"
    title = Text("名录已满", "Too many firms")
    said = Text(f"每个乡镇名录最多 {MOST_FIRMS} 家。", f"A town lists {MOST_FIRMS} firms at most.")
    rests_on = "firm_inspection"


def key_of_name(name: str) -> str:
    """Return by what a firm's name is the same name: registered names are told apart within a county (企业名称登记管理规定 Art. 17)."""
    return "NAME:" + "".join(filter(str.isalnum, folded(name)))


def keys_of(code: str, name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return by what a firm is counted: its code, its name, and the other codes known of either.

    An inspection counts for each of them, and the most that any has is what was done: neither another code nor another name begins anew.
    """
    return tuple(dict.fromkeys((code, key_of_name(name), *others)))


def refuse_same_firm(firm: Firm, of_the_name: Iterable[str]) -> None:
    """Let a firm be listed under a name that no other code has in the county, or whose code it says it had.

    Parameters
    ----------
    of_the_name
        The codes known under its name.

    Raises
    ------
    SameFirm
        Another has it; `codes` says which.
    """
    others = sorted({*of_the_name} - {firm.code, *firm.formerly})
    if others:
        raise SameFirm(codes=others)


def refuse_other_name(party: str, listed: Firm | None) -> None:
    """Let a firm be inspected under the name the town's list has of its code.

    Raises
    ------
    OtherName
        It is listed by another.
    """
    if listed and key_of_name(party) != key_of_name(listed.name):
        told = Text(
            f"该代码在名录中为“{listed.name}”。", f"This code is listed as “{listed.name}”."
        )
        raise OtherName(told)


def refuse_full(before: Firm | None, known: int) -> None:
    """Let a firm be kept that is known, or one more where the list has room.

    Raises
    ------
    TooManyFirms
        The town knows as many as it may.
    """
    if before is None and known >= MOST_FIRMS:
        raise TooManyFirms


def refuse_without_code(party: str, firm: str | None, codes: Iterable[str] = ()) -> None:
    """Let a party be inspected without a credit code whose name is not that of a firm, sole trader or co-operative.

    Parameters
    ----------
    codes
        Those the county's lists have under its name.

    Raises
    ------
    InvalidFields
        Its name ends as theirs do, or is listed: without its code the rules on firms would not hold.
    """
    name = "".join(filter(str.isalnum, _BRACKETS.sub("", folded(party))))
    if firm is None and (name.endswith(_FIRM_ENDINGS) or any(True for _ in codes)):
        text = Text(
            "被检查人为企业、个体工商户或合作社的，须填统一社会信用代码。",
            "Give the credit code of a firm, sole trader or co-operative.",
        )
        raise InvalidFields.one("firm", text)


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified credit code: 18 characters, the last of which checks the others modulo 31."""
    if len(text) != 18 or any(one not in _CHARACTERS for one in text):
        return False
    total = sum(
        _CHARACTERS.index(one) * weight for one, weight in zip(text[:17], _WEIGHTS, strict=True)
    )
    return _CHARACTERS[-total % 31] == text[17]
