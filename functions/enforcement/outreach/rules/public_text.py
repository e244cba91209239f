"""What everybody reads names nobody."""

from __future__ import annotations

from collections.abc import Iterable

from kernel.personal_numbers import holds_personal_number
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text
from kernel.wording import folded

_NUMBER = Text(
    "公开内容不得含身份证号、手机号或银行卡号，请去标识化。",
    "What is published may hold no identity, phone or bank card number.",
)
_NAME = Text(
    "不得出现当事人姓名、名称或案号，请去标识化（处罚法第五十条）。",
    "No name of a party and no number of the case: take out what tells who it was (Penalty Law, art. 50).",
)
_SHORTEST_NAME = 2


class PersonalNumberInText(InvalidFields):
    """A public text carries somebody's number (DOMAIN 19, last row)."""

    slug = "personal-number-in-text"


class PartyNamed(InvalidFields):
    """A lesson from a case tells whose case it was (法治宣传教育法 Arts. 18, 19; 处罚法 Art. 50)."""

    slug = "party-named"


def refuse_numbers(**texts: str | None) -> None:
    """Let texts be read by everybody that carry nobody's numbers.

    Raises
    ------
    PersonalNumberInText
        Some do; names the fields.
    """
    found = [field for field, text in texts.items() if text and holds_personal_number(text)]
    if found:
        raise PersonalNumberInText(_NUMBER, errors=[FieldError(one, _NUMBER) for one in found])


def refuse_names(hidden: Iterable[str], **texts: str) -> None:
    """Let texts be read by everybody that hold none of `hidden`, however it is spaced or written.

    Raises
    ------
    PartyNamed
        Some do; names the fields, and does not repeat what it found.
    """
    names = {name for one in hidden if len(name := letters(one)) >= _SHORTEST_NAME}
    found = [field for field, text in texts.items() if any(one in letters(text) for one in names)]
    if found:
        raise PartyNamed(_NAME, errors=[FieldError(one, _NAME) for one in found])


def letters(text: str) -> str:
    """Return the letters and digits of a text alone: brackets and points hide no name and no number of a case."""
    return "".join(filter(str.isalnum, folded(text)))
