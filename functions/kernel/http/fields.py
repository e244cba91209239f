"""What is wrong with a field, in words people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text
from kernel.units import is_code

_FIELD_TEXTS: dict[str, Text] = {
    "missing": Text("此项必填。", "This field is required."),
    "extra_forbidden": Text("没有此字段。", "There is no such field."),
    "string_too_long": Text("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_too_short": Text("至少 {min_length} 个字符。", "At least {min_length} characters."),
    "string_type": Text("须为文本。", "Must be text."),
    "enum": Text("只能是：{expected}。", "Must be one of: {expected}."),
    "literal_error": Text("只能是：{expected}。", "Must be one of: {expected}."),
    "greater_than_equal": Text("不得小于 {ge}。", "Must be at least {ge}."),
    "less_than_equal": Text("不得大于 {le}。", "Must be at most {le}."),
    "float_type": Text("须为数字。", "Must be a number."),
    "float_parsing": Text("须为数字。", "Must be a number."),
    "finite_number": Text("须为有限数字。", "Must be a finite number."),
    "int_type": Text("须为整数。", "Must be a whole number."),
    "int_parsing": Text("须为整数。", "Must be a whole number."),
    "bool_parsing": Text("须为 true 或 false。", "Must be true or false."),
    "string_pattern_mismatch": Text("格式不符。", "Does not have the required form."),
}


def field_error(error: Mapping[str, Any]) -> FieldError:
    """Return one of pydantic's errors as the line of `errors` that people read."""
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    text = _FIELD_TEXTS.get(error["type"])
    more: Mapping[str, Any] = error.get("ctx") or {}
    context = {name: value for name, value in more.items() if name != "error"}
    if text is not None:
        try:
            return FieldError(".".join(place), text.format(**context))
        except KeyError:
            pass
    reason = more.get("error")
    if isinstance(reason, TextualValueError):
        return FieldError(".".join(place), reason.text)
    return FieldError(".".join(place), Text(f"填写不正确（{error['msg']}）。", str(error["msg"])))


def unit_queried(text: str) -> str:
    """Return a unit code from a query.

    Raises
    ------
    InvalidFields
        It has not the grammar of one.
    """
    if not is_code(text):
        raise InvalidFields.one(
            "unit",
            Text(
                "须为 6、9、12 或 15 位单位代码，或部门代码。",
                "Must be a unit code of 6, 9, 12 or 15 digits, or a department's.",
            ),
        )
    return text


class TextualValueError(ValueError):
    """A validator's refusal with words in both languages."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)
