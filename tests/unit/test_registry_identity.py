from datetime import date

import pytest

from kernel.problems import InvalidFields
from registry.rules.identity import checked_id_number, hash_of, masked_id_number, masked_phone

TODAY = date(2026, 11, 23)
# Order code 000 is never given out: these are numbers of nobody.
NUMBER = "140426200001010001"


def with_check_character(body: str) -> str:
    from stdnum.cn.ric import calc_check_digit

    return body + calc_check_digit(body + "0")


def test_a_well_formed_number_of_a_real_birth_date_is_taken() -> None:
    assert checked_id_number(NUMBER, TODAY) == NUMBER


def test_blanks_and_a_small_x_are_forgiven() -> None:
    number = next(
        candidate
        for day in range(1, 29)
        if (candidate := with_check_character(f"140426200001{day:02d}000")).endswith("X")
    )

    assert checked_id_number(f" {number[:6]} {number[6:].lower()}", TODAY) == number


@pytest.mark.parametrize(
    "wrong",
    [
        NUMBER[:-1] + "2",
        NUMBER[:-1],
        NUMBER + "1",
        "",
        "一四〇四二六二〇〇〇〇一〇一〇〇〇一",
        with_check_character("14042620000230000"),
        with_check_character("14042620010229000"),
        with_check_character("14042620001301000"),
        with_check_character("99999920000101000"),
        with_check_character("14042618991231000"),
    ],
)
def test_what_is_no_number_of_a_person_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        checked_id_number(wrong, TODAY)

    told = str(refusal.value.document("zh")) + str(refusal.value.document("en"))
    assert not wrong or wrong not in told


def test_nobody_is_born_tomorrow() -> None:
    born_tomorrow = with_check_character("14042620261124000")

    with pytest.raises(InvalidFields):
        checked_id_number(born_tomorrow, TODAY)
    assert checked_id_number(born_tomorrow, date(2026, 11, 24)) == born_tomorrow


def test_a_hash_is_recognised_with_its_key_only() -> None:
    assert hash_of(NUMBER, b"key") == hash_of(NUMBER, b"key")
    assert hash_of(NUMBER, b"key") != hash_of(NUMBER, b"other key")
    assert NUMBER not in hash_of(NUMBER, b"key")


def test_four_characters_of_a_number_are_shown() -> None:
    assert masked_id_number(NUMBER) == "**************0001"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("000-0000001", "000****0001"),
        ("00000000000", "000****0000"),
        ("12345", "***45"),
        (None, None),
    ],
)
def test_the_middle_of_a_phone_is_hidden(phone: str | None, shown: str | None) -> None:
    assert masked_phone(phone) == shown
