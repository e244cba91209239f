"""What nobody can see is nothing, hidden marks are refused wherever text is, and numbers of persons are found however they are written."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from infra.openapi import CONTEXTS
from kernel.characters import folded, tidy
from kernel.field_errors import HIDDEN, field_error
from kernel.fields import Day, DayText, Instant, LongText, Model, ShortText
from kernel.personal_numbers import holds_personal_number, masked

UNSEEN = [
    *("\u200b", "\u3164", "\u2800", "\u00ad", "\u2060", "\ufeff", "\u115f\u1160", "\uffa0"),
    *("\u200d", "\u200c\u200c", "\ufe0f", "\U000e0041", "\u3000\u2003 \t", "\u034f", "\u180e"),
]
MARKS = ["\x00", "\x07", "\x85", "\u202e", "\u2066", "\u200f", "\u061c"]


class Box(Model):
    """Some text inside something."""

    name: ShortText
    tags: tuple[str, ...] = ()


class Room(Model):
    """Something with a box."""

    box: Box


def refusals(model: Any, given: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(model).validate_python(given)
    return [field_error(error).field for error in refusal.value.errors()]


@pytest.mark.parametrize("text", UNSEEN)
@pytest.mark.parametrize("kind", [ShortText, LongText])
def test_text_that_nobody_can_see_is_empty(kind: Any, text: str) -> None:
    assert refusals(kind, text)
    assert tidy(text) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("演示\u200b甲", "演示甲"),
        ("\u3000演示 甲\u3164", "演示 甲"),
        ("张\u200d三", "张三"),
        ("a\u0301", "á"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_what_nobody_can_see_within_a_text_is_dropped_and_what_shapes_it_is_kept(
    given: str, kept: str
) -> None:
    assert TypeAdapter(ShortText).validate_python(given) == kept


@pytest.mark.parametrize("mark", MARKS)
def test_a_hidden_mark_is_refused_in_whatever_text_a_request_has_with_its_place(mark: str) -> None:
    assert refusals(Room, {"box": {"name": f"演{mark}示"}}) == ["box.name"]
    assert refusals(Room, {"box": {"name": "演示", "tags": ["a", mark]}}) == ["box.tags.1"]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\t", "\u2028", "\u2029"])
def test_a_short_text_holds_no_line_break_and_a_long_one_may(mark: str) -> None:
    assert refusals(ShortText, f"庄头{mark}村")
    assert TypeAdapter(LongText).validate_python(f"庄头{mark}村") == f"庄头{mark}村"


@pytest.mark.parametrize("given", [20000, 1.5, "20260101", "9999-12-31", "0001-01-01", True, "1"])
@pytest.mark.parametrize("kind", [Day, DayText])
def test_a_day_is_written_as_one_and_lies_within_sensible_years(kind: Any, given: Any) -> None:
    assert refusals(kind, given)
    TypeAdapter(kind).validate_python("2026-02-28")


@pytest.mark.parametrize(
    "given",
    [
        *(5, 1.5, "5", "1764547200", "2026-01-01", "2026-01-01T08:00:00", "0001-01-01T00:00:00Z"),
        *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_an_instant_is_written_with_its_zone_and_lies_within_sensible_years(given: Any) -> None:
    assert refusals(Instant, given)
    assert TypeAdapter(Instant).validate_python("1970-01-01T00:00:00Z").year == 1970


def test_texts_are_compared_without_regard_to_width_case_blanks_and_what_is_unseen() -> None:
    assert folded("断\u200b水 断　电ＡＢＣ") == folded("断水断电abc")


@pytest.mark.parametrize(
    "written",
    [
        *("138　1234　5678", "138.1234.5678", "138—1234—5678", "138‑1234‑5678", "138 0000 0000"),
        *("+8613800000000", "0086 138 0000 0000", "１３８００００００００", "138\u200b00000000"),
        *("(0355) 6561234", "0355-6561234", "140426200001010001", "140426 20000101 000x"),
        *("140426000101001", "6222 0212 3456 7890", "6222021234567890123"),
        *(
            "一三八零零零零零零零零",
            "幺三八 〇〇〇〇 〇〇〇〇",
            "138零零零零0000",
            "壹叁捌零零零零零零零零",
        ),
        *("张三13800138000", "三13800000000", "王五 140426200001010001"),
        *("138~0000~0000", "138＊0000＊0000", "138|0000|0000", "138#0000#0000", "138+0000+0000"),
    ],
)
def test_a_number_of_a_person_is_found_and_masked_however_it_is_written(written: str) -> None:
    said = f"联系{written}，谢谢"

    assert holds_personal_number(said)
    assert "****" in masked(said)
    assert not holds_personal_number(masked(said))


@pytest.mark.parametrize(
    "said", ["2026-03-01 08:00", "140426106201001", "共 3000 元", "第12组3号门前5盏灯", "12345"]
)
def test_days_codes_and_sums_are_no_numbers_of_persons(said: str) -> None:
    assert not holds_personal_number(said)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "2026-03-01 08:00 断电",
            "2026.3.1 起",
            "2026/11/23-2026/11/25 停水",
            "二〇二六—二〇二七年",
        ),
        *("一心一意一五一十", "第一二三四五六七八组"),
    ],
)
def test_days_and_words_stay_where_numbers_are_masked(said: str) -> None:
    assert masked(said) == said


def _bodies() -> dict[str, type[BaseModel]]:
    """The model of every request body there is, by its route."""
    bodies: dict[str, type[BaseModel]] = {}
    for context in CONTEXTS:
        api = importlib.import_module(f"{context}.api").API
        assert api.declared  # every part of it is loaded
        resolver: Any = api.resolver
        for registered in (*resolver._static_routes, *resolver._dynamic_routes):
            if registered.body_field is not None:
                bodies[f"{registered.method} {registered.func.__name__}"] = (
                    registered.body_field.type_
                )
    return bodies


def _within(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from _within(field.annotation)
    for part in get_args(kind):
        yield from _within(part)


@pytest.mark.parametrize("body", sorted(_bodies()))
def test_every_body_of_every_context_refuses_hidden_marks_at_every_depth(body: str) -> None:
    models = list(_within(_bodies()[body]))
    assert models

    for model in models:
        with pytest.raises(ValidationError) as refusal:
            model.model_validate({"anything": "a\u202eb"})
        assert [field_error(error) for error in refusal.value.errors()] == [("anything", HIDDEN)], (
            model
        )
