from datetime import date

import pytest

from kernel.problems import InvalidFields
from registry.rules.identity import checked_id_number, hash_of, masked_id_number, masked_phone

TODAY = date(2026, 11, 23)
# Order code 000 is never given out: these are numbers of nobody.
NUMBER = "140426200001010001"


def with_check_character(body: str) -> str:
    """GB 11643-1999, Annex A: weights 2^(17-i) mod 11, and the character for each remainder."""
    weighted = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(body))
    return body + "10X98765432"[weighted % 11]


def test_the_example_of_the_standard_is_taken() -> None:
    assert checked_id_number("11010519491231002X", TODAY) == "11010519491231002X"


def test_a_well_formed_number_of_a_real_birth_date_is_taken() -> None:
    assert checked_id_number(NUMBER, TODAY) == NUMBER


@pytest.mark.parametrize(
    "body",
    [
        "14042619500101000",  # born before the place code began in 1985
        "14049920000101000",  # of no county now
        "00000019550203000",  # of nobody: what the demo county has
        "81000019900101000",  # residence permit, Hong Kong
        "91111019900101000",  # permanent residence card
    ],
)
def test_a_place_is_six_digits_whatever_the_list_of_places_says(body: str) -> None:
    assert checked_id_number(with_check_character(body), TODAY) == with_check_character(body)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５　１９４９１２３１００２ｘ",
    ],
)
def test_blanks_a_small_x_and_full_width_forms_are_folded(written: str) -> None:
    assert checked_id_number(written, TODAY) == "11010519491231002X"


@pytest.mark.parametrize(
    "wrong",
    [
        NUMBER[:-1] + "2",
        NUMBER[:-1],
        NUMBER + "1",
        "",
        "一四〇四二六二〇〇〇〇一〇一〇〇〇一",
        "١٤٠٤٢٦٢٠٠٠٠١٠١٠٠٠١",
        "1404262X0001010001",
        with_check_character("14042620000230000"),
        with_check_character("14042620010229000"),
        with_check_character("14042620001301000"),
        with_check_character("14042600000101000"),
        with_check_character("14042618991231000"),
    ],
)
def test_what_is_no_number_of_a_person_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        checked_id_number(wrong, TODAY)

    told = str(refusal.value.document("zh")) + str(refusal.value.document("en"))
    assert not wrong or wrong not in told


@pytest.mark.parametrize(
    "written", ["140426500101001", " 140426 500101 001", "１４０４２６５００１０１００１"]
)
def test_fifteen_digits_are_refused_with_a_word_of_their_own(written: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        checked_id_number(written, TODAY)

    assert "15位" in str(refusal.value.document("zh"))
    assert "15 digits" in str(refusal.value.document("en"))


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
