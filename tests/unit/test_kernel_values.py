"""Clock, texts, ids, cursors, idempotency keys: the small values everything leans on."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from kernel import clock, ids, paging
from kernel.field_errors import TextualValueError
from kernel.fields import visible
from kernel.problems import IdempotencyKeyReused, InvalidFields
from kernel.storage.idempotency import KEEP, Answered, IdempotencyRow, read_idempotency_key
from kernel.texts import Text, preferred

NOON = datetime(2026, 11, 23, 4, 0, 0, 123_456, tzinfo=UTC)

# The clock


def test_the_clock_counts_milliseconds_so_that_what_is_read_back_equals_what_was_written():
    with clock.told_by(lambda: NOON):
        now = clock.now()

    assert now.microsecond == 123_000
    assert clock.from_iso(clock.iso(now)) == now


def test_the_day_changes_at_midnight_in_beijing():
    before = datetime(2026, 12, 31, 15, 59, 59, 999_000, tzinfo=UTC)

    with clock.told_by(lambda: before):
        assert clock.today() == date(2026, 12, 31)
    with clock.told_by(lambda: before + timedelta(milliseconds=1)):
        assert clock.today() == date(2027, 1, 1)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_stored_instants_sort_as_time_does(one, other):
    one, other = (at.replace(microsecond=at.microsecond // 1000 * 1000) for at in (one, other))

    assert (clock.iso(one) < clock.iso(other)) == (one < other)


def test_people_read_beijing_time():
    assert clock.for_people(NOON) == "2026-11-23 12:00"
    assert clock.local_iso(NOON) == "2026-11-23T12:00:00.123+08:00"
    assert clock.iso(NOON.astimezone(timezone(timedelta(hours=8)))) == "2026-11-23T04:00:00.123Z"


def test_what_a_row_keeps_is_answered_in_county_time_however_deep_an_instant_lies() -> None:
    due = ["2026-11-23T04:00:00.123Z", "2026-11-23T04:00:00.123000+00:00"]
    kept = {"due": due, "by": "p-vo-01", "said": "2026-11-23 Z", "n": 1}

    told = clock.as_answered(kept)

    assert told == {**kept, "due": ["2026-11-23T12:00:00.123+08:00"] * 2}


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_what_a_wrong_clock_said_is_told_as_it_was_said(said: str) -> None:
    assert clock.as_answered({"done_at": said})["done_at"].startswith(said[:10])


def test_a_moved_clock_is_put_back_even_after_a_fault():
    with pytest.raises(RuntimeError), clock.told_by(lambda: NOON):
        raise RuntimeError

    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


# Texts


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("EN-us", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.8,zh-CN;q=0.9", "zh"),
        ("en;q=0.9, zh;q=0.8", "en"),
        ("fr,en;q=0.1", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("zh;q=0, en;q=0.1", "en"),
        ("en;q=nonsense", "zh"),
        (";;;,,q=", "zh"),
    ],
)
def test_the_language_is_chinese_unless_english_is_asked_for_more(header, language):
    assert preferred(header) == language


def test_a_text_is_filled_in_both_languages():
    text = Text("最多 {n} 个", "at most {n}").format(n=3)

    assert (text.say("zh"), text.say("en")) == ("最多 3 个", "at most 3")


def test_a_text_that_fills_another_is_said_in_the_language_of_the_whole():
    text = Text("缺{part}。", "Lacks {part}.").format(part=Text("事实", "facts"))

    assert text == Text("缺事实。", "Lacks facts.")


# Ids and case codes


def test_ids_made_later_sort_later():
    made = [ids.new_id(NOON + timedelta(milliseconds=n)) for n in range(50)]

    assert made == sorted(made)


def test_ids_made_in_one_millisecond_sort_in_the_order_they_were_made():
    made = [ids.new_id(NOON + timedelta(days=1)) for _ in range(50)]

    assert made == sorted(set(made))


def test_an_id_drawn_for_something_else_changes_no_order_within_a_millisecond() -> None:
    made = []
    for _ in range(20):
        made.append(ids.new_id(NOON))
        ULID()

    assert made == sorted(made)


CODES = [ids.new_case_code("140426", NOON) for _ in range(50)]


def test_a_case_code_names_the_county_and_the_year():
    for code in CODES:
        county, year, one, other = code.split("-")

        assert (county, year, len(one), len(other)) == ("140426", "26", 5, 5)
        assert not set(one + other) & set("ILOU")
        assert ids.tidy_case_code(code) == code


def test_the_year_of_a_case_code_is_the_year_in_beijing():
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    assert ids.new_case_code("140426", new_year).split("-")[1] == "27"


@pytest.mark.parametrize(
    "sloppy",
    [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c}\n", lambda c: c.replace("-", " ")],
    ids=["lower case", "no hyphens", "blanks around", "blanks for hyphens"],
)
def test_a_sloppily_written_case_code_is_understood(sloppy):
    assert [ids.tidy_case_code(sloppy(code)) for code in CODES] == CODES


def test_letters_people_confuse_with_digits_are_forgiven():
    for code in CODES:
        assert ids.tidy_case_code(code.replace("0", "O").replace("1", "l")) == code


def test_one_wrong_character_finds_nothing():
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for code in CODES[:5]:
        for place in range(10, len(code)):
            if code[place] == "-":
                continue
            for other in set(alphabet) - {code[place]}:
                assert ids.tidy_case_code(code[:place] + other + code[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "140426", "x" * 500, "一四零四二六", "140426-26-00000-00000-00000", "\x00"]
)
def test_what_cannot_be_a_case_code_is_none(text):
    assert ids.tidy_case_code(text) is None


@given(st.text())
def test_any_text_may_be_looked_up_as_a_case_code(text):
    assert ids.tidy_case_code(text) is None or len(text) >= 18


# Cursors

KEY = {"pk": {"S": "INC#1"}, "sk": {"S": "INCIDENT"}, "village": {"S": "140426106221"}}


def test_a_cursor_leads_on_in_the_list_it_was_made_for():
    cursor = paging.encode("by_village", KEY)

    assert paging.decode("by_village", cursor) == KEY


def test_after_the_last_page_there_is_no_cursor():
    assert paging.encode("by_village", None) is None
    assert paging.decode("by_village", None) is None


def coded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        paging.encode("by_town", KEY),
        "nonsense!",
        "汉字",
        "AAAA",
        coded({"a": 1, "b": 2}),
        coded(["by_village", {}]),
        coded(["by_village", {"pk": 1}]),
        coded(["by_village", {"pk": ""}]),
        coded(["by_village", "INC#1"]),
        coded(["by_village"]),
        coded(None),
        base64.urlsafe_b64encode(b"[" * 1400).decode(),
    ],
)
def test_a_cursor_of_another_list_or_of_nobody_is_refused(cursor):
    with pytest.raises(InvalidFields) as refused:
        paging.decode("by_village", cursor)

    assert refused.value.more["errors"][0].field == "cursor"


# Idempotency keys


def asked(
    key: str | None, body: str = "{}", person: str = "worker", route: str = "POST /v1/incidents"
):
    return read_idempotency_key(IdempotencyRow, person, route, key, body)


def kept(key: str, body: str) -> Any:
    return asked(key, body).record(Answered(201, '{"id":1}'), NOON).row


def test_without_a_key_nothing_is_remembered():
    assert asked(None) is None


@pytest.mark.parametrize("key", ["k", "a" * 200, "!~#/", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"])
def test_a_key_is_up_to_two_hundred_visible_characters(key):
    assert asked(key) is not None


@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 201, "键", "a\n", "\x7f", "é"])
def test_any_other_key_is_refused(key):
    with pytest.raises(InvalidFields) as refused:
        asked(key)

    assert refused.value.more["errors"][0].field == "Idempotency-Key"


def test_the_same_key_of_two_persons_or_two_routes_are_two_keys():
    places = {
        asked("k").pk,
        asked("k", person="chief").pk,
        asked("k", route="POST /v1/registry/posts").pk,
    }

    assert len(places) == 3


def test_a_key_with_another_body_is_refused():
    row = kept("k", "{}")

    assert asked("k").replay(row).body == '{"id":1}'
    with pytest.raises(IdempotencyKeyReused):
        asked("k", '{"other":1}').replay(row)


def test_how_a_body_is_written_does_not_make_it_another():
    row = kept("k", '{"unit":"1","text":"井盖"}')

    assert asked("k", '{ "text": "\\u4e95盖",\n "unit": "1" }').replay(row) is not None
    with pytest.raises(IdempotencyKeyReused):
        asked("k", '{"unit":1,"text":"井盖"}').replay(row)


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "\ud800"])
def test_what_is_no_json_is_compared_as_it_is(body):
    row = kept("k", body)

    assert asked("k", body).replay(row) is not None
    with pytest.raises(IdempotencyKeyReused):
        asked("k", body + " ").replay(row)


def test_an_answer_is_kept_for_a_week():
    assert kept("k", "{}").expires_at == int((NOON + KEEP).timestamp())
    assert timedelta(days=7) == KEEP


# What may be typed


@pytest.mark.parametrize("text", ["𠮷", "㐂", "😀", "👨‍👩‍👧", "行一\n\t行二", "«ñ»"])
def test_what_people_type_iskept(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    "mark",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u200e", "\u202e", "\u2066", "\uffff"],
)
def test_what_nobody_sees_is_refused(mark):
    with pytest.raises(TextualValueError):
        visible(f"井盖{mark}破损")


def test_an_id_that_follows_from_another_is_always_the_same_and_of_the_same_moment() -> None:
    one = ids.new_id(datetime(2026, 11, 23, tzinfo=UTC))

    back = ids.id_from(one, "taking_back")

    assert back == ids.id_from(one, "taking_back") != ids.id_from(one, "other")
    assert re.fullmatch(ids.ID_PATTERN, back)
    assert (back[:10], back[10:] == one[10:]) == (one[:10], False)
