"""What is wrong with a field is told in both languages, never in the library's own words."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, get_args

import pytest
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from kernel.field_errors import FIELD_TEXTS, field_error
from kernel.fields import AnyInstant, Instant, OneLine
from kernel.working_time import too_long

OF_THE_PROGRAM = {
    *("arguments_type", "callable_type", "default_factory_not_called", "dataclass_exact_type"),
    *("ellipsis_error", "frozen_field", "frozen_instance", "get_attribute_error", "invalid_key"),
    *("is_instance_of", "is_subclass_of", "iteration_error", "missing_argument"),
    *(
        "missing_keyword_only_argument",
        "missing_positional_only_argument",
        "missing_sentinel_error",
    ),
    *("multiple_argument_values", "needs_python_object", "no_such_attribute"),
    *("recursion_depth_exceeded", "recursion_loop", "set_item_not_hashable"),
    *("unexpected_keyword_argument", "unexpected_positional_argument"),
    *("assertion_error", "value_error"),
}
"""Faults of a program, and refusals that bring words of their own."""
OF_NO_FIELD_HERE = {
    *("bytes_invalid_encoding", "bytes_too_long", "bytes_too_short", "bytes_type"),
    *("complex_str_parsing", "complex_type", "counter_type", "deque_type", "ordered_dict_type"),
    *("decimal_max_digits", "decimal_max_places", "decimal_whole_digits", "frozen_dict_type"),
    *("fraction_parsing", "fraction_type", "named_tuple_type"),
    *("time_delta_parsing", "time_delta_type"),
}
"""Types that no request has; should one come to have them, it is told that the field is not acceptable."""


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Everything(BaseModel):
    text: Annotated[str, Field(max_length=2)] = ""
    number: Annotated[int, Field(gt=1, lt=9)] = 2
    colour: Colour = Colour.RED
    choice: Literal["a", "b"] = "a"
    day: date = date(2026, 3, 1)
    at: AwareDatetime | None = None
    some: Annotated[list[int], Field(max_length=1)] = []
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    naive: datetime | None = None


WRONG = [
    {"text": 1},
    {"text": "三个字"},
    {"number": 1},
    {"number": 9},
    {"number": 2.5},
    {"number": "x"},
    {"colour": "green"},
    {"choice": "c"},
    {"day": "2026-02-30"},
    {"day": 12},
    {"at": "2026-03-01T08:00:00"},
    {"at": "yesterday"},
    {"some": "x"},
    {"some": [1, 2]},
    {"pet": {"kind": "cow"}},
    {"pet": {}},
    {"naive": []},
]


def test_every_kind_of_fault_has_words_or_can_not_come_from_a_request():
    known = set(FIELD_TEXTS) | OF_THE_PROGRAM | OF_NO_FIELD_HERE

    assert set(get_args(ErrorType)) - known == set()


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_no_word_of_the_library_is_in_an_answer(wrong):
    with pytest.raises(ValidationError) as refused:
        Everything.model_validate_json(json.dumps(wrong))

    for error in refused.value.errors():
        told = field_error(error).message
        assert error["msg"] not in (told.zh, told.en)
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(_without_values(told.zh, error))


def _without_values(text, error):
    for value in ("red", "blue", "cow", "cat", "dog", "kind", "a", "b", "T08"):
        text = text.replace(value, "")
    return text


def test_choices_are_listed_as_each_language_lists_them():
    with pytest.raises(ValidationError) as refused:
        Everything.model_validate({"colour": "green"})

    [error] = refused.value.errors()
    assert field_error(error).message == ("只能是：red、blue。", "Must be one of: red, blue.")


def test_a_fault_without_words_is_told_without_any_of_the_library():
    told = field_error({"type": "fraction_type", "loc": ("body", "x"), "msg": "Fraction"})

    assert told.message.zh == "填写不正确。"


def test_a_bound_is_told_as_people_write_it() -> None:
    class Place(BaseModel):
        lat: Annotated[float, Field(le=90)]

    with pytest.raises(ValidationError) as wrong:
        Place(lat=91)

    (told,) = map(field_error, wrong.value.errors())
    assert told.message.zh == "不得大于 90。"
    assert told.message.en == "Must be at most 90."


def test_an_amount_of_time_beyond_the_largest_is_told_in_words() -> None:
    assert too_long("working_days").zh == "最多 366 个工作日。"
    assert too_long("natural_hours").en == "At most 8784 hours, day and night."


NO_INSTANTS = [
    *("yesterday", "soon", "", "2026-11-23", "2026-11-23T09:40:00", "2026-13-45T09:40:00+08:00"),
    *("20261123", "1700000000", 1700000000, 1.5, True, None, [], {"at": 1}),
]


@pytest.mark.parametrize("kind", [AnyInstant, Instant], ids=["any", "sensible"])
@pytest.mark.parametrize("given", NO_INSTANTS, ids=str)
def test_whatever_is_no_instant_is_refused_in_the_same_words(kind: type, given: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(given)

    [told] = [field_error(dict(error)).message for error in refused.value.errors()]
    assert told.zh.endswith("带时区的时间，如 2026-03-01T08:00:00+08:00。")
    # Only where years are bounded do the words speak of bounds.
    assert ("1949" in told.zh) == (kind is Instant)
    assert "+08:00" in told.en


@pytest.mark.parametrize("year", ["1970", "9000"])
def test_an_instant_of_any_year_is_taken_where_a_clock_may_be_wrong(year: str) -> None:
    at = f"{year}-03-01T08:00:00+08:00"

    assert TypeAdapter(AnyInstant).validate_python(at).isoformat() == at


@pytest.mark.parametrize(
    ("given", "said"), [("a", "至少 2 个字符。"), ("a" * 6, "最多 5 个字符。")]
)
def test_the_length_of_a_text_is_told_in_characters_whoever_saw_it_first(
    given: str, said: str
) -> None:
    class Asked(BaseModel):
        reason: Annotated[OneLine, Field(min_length=2, max_length=5)]

    with pytest.raises(ValidationError) as wrong:
        Asked(reason=given)

    (error,) = wrong.value.errors()
    assert field_error(error).message.zh == said
