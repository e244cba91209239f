"""A workbook of one plain sheet, read back by a library that knows the whole format."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from kernel.workbook import workbook


def sheet_of(*lines: tuple[str | int, ...]) -> Any:
    return load_workbook(io.BytesIO(workbook("2026", lines, (12, 22)))).active


def test_numbers_and_texts_are_read_as_written() -> None:
    sheet = sheet_of(("日期", "分值"), (), ("十一月", -3))

    assert sheet.title == "2026"
    assert list(sheet.values) == [("日期", "分值"), (None, None), ("十一月", -3)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "0012", "<b>&\"'", "两 行\n第二行 "])
def test_a_text_stays_the_text_it_is(text: str) -> None:
    cell = sheet_of((text,))["A1"]

    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("stray", ["\x00", "\x0b", "\x1f", "\ud83d", "\ufffe"])
def test_what_xml_has_no_place_for_is_left_out(stray: str) -> None:
    assert sheet_of((f"洗衣{stray}粉",))["A1"].value == "洗衣粉"


def test_columns_are_as_wide_as_said() -> None:
    widths = sheet_of(("一", "二")).column_dimensions

    assert [widths[name].width for name in "AB"] == [12, 22]


def test_equal_content_is_equal_bytes() -> None:
    assert workbook("2026", [("一",)], (12,)) == workbook("2026", [("一",)], (12,))
