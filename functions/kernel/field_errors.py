"""What is wrong with a field, in words people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kernel.ids import ID_PATTERN
from kernel.problems import FieldError
from kernel.texts import Text

_DAY = Text("须为有效日期，如 2026-03-01。", "Must be a day such as 2026-03-01.")
ANY_INSTANT = Text(
    "须为带时区的时间，如 2026-03-01T08:00:00+08:00。",
    "Must be an instant with its zone, such as 2026-03-01T08:00:00+08:00.",
)
_NUMBER = Text("须为数字。", "Must be a number.")
_WHOLE = Text("须为整数。", "Must be a whole number.")
_YES_OR_NO = Text("须为 true 或 false。", "Must be true or false.")
_TEXT = Text("须为文本。", "Must be text.")
_OBJECT = Text("须为 JSON 对象。", "Must be a JSON object.")
_LIST = Text("须为列表。", "Must be a list.")
_CHOICE = Text("只能是：{expected}。", "Must be one of: {expected}.")
HIDDEN = Text(
    "含有不可见的控制字符或方向控制字符。", "Contains invisible control or direction characters."
)
_ID = Text("须为系统给出的编号。", "Must be an id as the API gave it.")
_FORM = Text("格式不符。", "Does not have the required form.")

FIELD_TEXTS: dict[str, Text] = {
    "missing": Text("此项必填。", "This field is required."),
    "extra_forbidden": Text("没有此字段。", "There is no such field."),
    "string_too_long": Text("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_too_short": Text("至少 {min_length} 个字符。", "At least {min_length} characters."),
    "string_type": _TEXT,
    "string_sub_type": _TEXT,
    "string_unicode": Text("不是有效的 UTF-8 文本。", "Is not valid UTF-8 text."),
    "string_not_ascii": Text("只能用 ASCII 字符。", "Only ASCII characters."),
    "string_pattern_mismatch": _FORM,
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "none_required": Text("此项须为空。", "Must be left empty."),
    "greater_than": Text("须大于 {gt}。", "Must be more than {gt}."),
    "greater_than_equal": Text("不得小于 {ge}。", "Must be at least {ge}."),
    "less_than": Text("须小于 {lt}。", "Must be less than {lt}."),
    "less_than_equal": Text("不得大于 {le}。", "Must be at most {le}."),
    "multiple_of": Text("须为 {multiple_of} 的倍数。", "Must be a multiple of {multiple_of}."),
    "too_long": Text("最多 {max_length} 项。", "At most {max_length} entries."),
    "too_short": Text("至少 {min_length} 项。", "At least {min_length} entries."),
    **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing"), _NUMBER),
    "finite_number": Text("须为有限数字。", "Must be a finite number."),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _WHOLE),
    "int_parsing_size": Text("数字过大。", "The number is too large."),
    **dict.fromkeys(("bool_type", "bool_parsing"), _YES_OR_NO),
    **dict.fromkeys(
        (
            *("date_type", "date_parsing", "date_from_datetime_parsing"),
            "date_from_datetime_inexact",
        ),
        _DAY,
    ),
    "date_past": Text("须为过去的日期。", "Must be a day in the past."),
    "date_future": Text("须为将来的日期。", "Must be a day to come."),
    **dict.fromkeys(
        (
            *("datetime_type", "datetime_parsing", "datetime_object_invalid"),
            *("datetime_from_date_parsing", "timezone_naive", "timezone_aware"),
            "timezone_offset",
        ),
        ANY_INSTANT,
    ),
    "datetime_past": Text("须为过去的时间。", "Must be an instant in the past."),
    "datetime_future": Text("须为将来的时间。", "Must be an instant to come."),
    **dict.fromkeys(
        ("time_type", "time_parsing"),
        Text("须为时刻，如 08:00。", "Must be a time of day such as 08:00."),
    ),
    **dict.fromkeys(
        (
            *("model_type", "model_attributes_type", "dict_type", "mapping_type"),
            *("dataclass_type", "dict_attributes_type"),
        ),
        _OBJECT,
    ),
    **dict.fromkeys(
        ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"), _LIST
    ),
    "union_tag_invalid": Text(
        "“{tag}”不在可选范围内，只能是：{expected_tags}。",
        "“{tag}” is none of: {expected_tags}.",
    ),
    "union_tag_not_found": Text("缺少 {discriminator}。", "{discriminator} is missing."),
    **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation", "url_scheme"), _FORM),
    "url_too_long": Text("网址过长。", "The address is too long."),
    **dict.fromkeys(("uuid_type", "uuid_parsing", "uuid_version"), _FORM),
    **dict.fromkeys(("json_type", "json_invalid"), Text("须为 JSON。", "Must be JSON.")),
}
"""What people read, by pydantic's name of the fault; a test walks all names there are."""

_WHERE = ("body", "query", "path", "header")
_ANYTHING_ELSE = Text("填写不正确。", "Is not acceptable.")
_QUOTED = re.compile(r"'([^']*)'")


def field_error(error: Mapping[str, Any]) -> FieldError:
    """Return one of pydantic's errors as the line of `errors` that people read; never in the library's own words."""
    # Where it came in is no part of the name; a field may be called `body` itself.
    loc = error["loc"]
    place = ".".join(map(str, loc[1:] if loc and loc[0] in _WHERE else loc))
    more: Mapping[str, Any] = error.get("ctx") or {}
    reason = more.get("error")
    if isinstance(reason, TextualValueError):
        return FieldError(place, reason.text)
    if more.get("pattern") == f"^{ID_PATTERN}$":
        return FieldError(place, _ID)
    kind = error["type"]
    if kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        # So the library calls the length of a text that one of our validators saw first.
        kind = f"string_{kind}"
    text = FIELD_TEXTS.get(kind)
    if text is None:
        return FieldError(place, _ANYTHING_ELSE)
    try:
        return FieldError(place, _filled(text, more))
    except KeyError:
        return FieldError(place, _ANYTHING_ELSE)


def _filled(text: Text, more: Mapping[str, Any]) -> Text:
    """Return the text with its numbers and choices; the library joins choices with an English word."""
    said = {name: _plain(value) for name, value in more.items() if name != "error"}
    zh, en = dict(said), dict(said)
    for name in ("expected", "expected_tags"):
        if name in said:
            choices = _QUOTED.findall(str(said[name])) or [str(said[name])]
            zh[name], en[name] = "、".join(choices), ", ".join(choices)
    return Text(text.zh.format(**zh), text.en.format(**en))


def _plain(value: Any) -> Any:
    """Return a bound as people write it: 90, not 90.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class TextualValueError(ValueError):
    """A validator's refusal with words in both languages."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)
