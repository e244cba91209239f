"""What a file may do to a cell: nothing. What cannot be trusted is refused with its row and column, never emptied or altered."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from registry.imports.rules.cells import Column, Holds
from registry.imports.rules.faults import MOST_LINES, FileFault
from registry.imports.rules.parse import Line, parse
from registry.model.requests import ImportFormat

CSV, XLSX = ImportFormat.CSV, ImportFormat.XLSX
COLUMNS = (
    Column("code", "代码", required=True, holds=Holds.CODE),
    Column("name", "名称"),
    Column("unit", "单位", holds=Holds.NUMBER),
    Column("since", "起", holds=Holds.DAY),
)
HEADER = ["code", "name", "unit", "since"]


def book(*rows: list, change: Callable[[Workbook], object] | None = None) -> bytes:
    made = Workbook()
    for row in (HEADER, *rows):
        made.worksheets[0].append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    genuine = zipfile.ZipFile(io.BytesIO(content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in genuine.namelist():
            said = genuine.read(name)
            archive.writestr(name, change(said) if name.endswith(member) else said)
    return out.getvalue()


def faults(content: bytes, written: ImportFormat = XLSX) -> list[tuple[int, str]]:
    lines = parse(content, written, COLUMNS)
    return [(fault.row, fault.column) for line in lines for fault in line.faults]


def refusal(content: bytes, written: ImportFormat = CSV) -> FileFault:
    with pytest.raises(FileFault) as told:
        parse(content, written, COLUMNS)
    assert told.value.text.zh
    assert told.value.text.en
    return told.value


def formatted(shown: str, place: str = "A2") -> Callable[[Workbook], object]:
    def change(made: Workbook) -> None:
        made.worksheets[0][place].number_format = shown

    return change


# Cells of workbooks


def test_a_formula_without_a_stored_value_is_refused_with_row_and_column() -> None:
    assert faults(book(["a", '=CONCATENATE("x","y")'])) == [(2, "name")]


def test_a_formula_with_a_stored_value_is_its_value() -> None:
    content = rewritten(
        book(["a", "x"]),
        "sheet1.xml",
        lambda said: said.replace(
            b'<c r="B2" t="inlineStr"><is><t>x</t></is></c>',
            b'<c r="B2" t="str"><f>UPPER("x")</f><v>X</v></c>',
        ),
    )

    assert parse(content, XLSX, COLUMNS)[0].cells["name"] == "X"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_an_error_cell_is_refused_and_named(error: str) -> None:
    (line,) = parse(book(["a", error]), XLSX, COLUMNS)

    assert [(fault.row, fault.column) for fault in line.faults] == [(2, "name")]
    assert error in line.faults[0].text.en


@pytest.mark.parametrize("area", ["B2:B3", "B2:C2", "A3:B4"])
def test_merged_cells_over_data_are_refused(area: str) -> None:
    content = book(
        ["a", "x"],
        ["b", None],
        ["c", "z"],
        change=lambda made: made.worksheets[0].merge_cells(area),
    )

    assert faults(content)


def test_merged_cells_beside_the_data_are_nobodys_concern() -> None:
    content = book(["a", "x"], change=lambda made: made.worksheets[0].merge_cells("A9:C12"))

    assert faults(content) == []


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (17, "0000"),
        (17, "General"),
        (13800000000, "General"),
        (1.5, "General"),
        (140426200001010001, "0"),
        (date(2026, 3, 8), "m-d"),
        (datetime(2026, 3, 8, 8, 30), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001 - a sheet knows no zones
        (46089, 'm"月"d"日"'),
        (True, "General"),
    ],
)
def test_a_number_or_a_day_where_a_code_belongs_is_refused(cell: object, shown: str) -> None:
    assert faults(book([cell, "x"], change=formatted(shown))) == [(2, "code")]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(17, "0000"), (0.5, "0%"), (date(2026, 3, 8), "m-d"), (1.5e20, "General"), (12, "#,##0")],
)
def test_a_number_that_is_shown_otherwise_than_it_is_kept_is_refused_in_words_too(
    cell: object, shown: str
) -> None:
    assert faults(book(["a", cell], change=formatted(shown, "B2"))) == [(2, "name")]


def test_a_day_with_a_time_of_day_is_refused() -> None:
    at = datetime(2026, 3, 8, 8, 30)  # noqa: DTZ001 - a sheet knows no zones

    assert faults(book(["a", "x", None, at])) == [(2, "since")]


def test_a_plain_number_is_no_day() -> None:
    assert faults(book(["a", "x", None, 46089])) == [(2, "since")]


def test_days_are_counted_as_the_workbook_counts() -> None:
    def from_1904(made: Workbook) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        made.epoch = CALENDAR_MAC_1904

    content = book(["a", "x", None, date(2026, 3, 8)], change=from_1904)

    assert parse(content, XLSX, COLUMNS)[0].cells["since"] == "2026-03-08"


def test_a_unit_code_kept_as_a_number_is_read_to_its_last_digit() -> None:
    (line,) = parse(book(["a", "x", 140426106201001]), XLSX, COLUMNS)

    assert (line.cells["unit"], line.faults) == ("140426106201001", ())


# Sheets, rows and columns of workbooks


def test_a_second_sheet_with_lines_is_told_by_name() -> None:
    def second(made: Workbook) -> None:
        made.create_sheet("二组").append(["code"])

    assert "二组" in refusal(book(["a"], change=second), XLSX).text.zh


def test_a_second_sheet_without_anything_is_nobodys_concern() -> None:
    assert faults(book(["a"], change=lambda made: made.create_sheet("空"))) == []


def test_a_hidden_sheet_with_lines_is_never_taken_for_the_one_that_is_shown() -> None:
    def hide(made: Workbook) -> None:
        made.worksheets[0].sheet_state = "hidden"
        made.create_sheet("新")

    assert "隐藏" in refusal(book(["a"], change=hide), XLSX).text.zh


def test_hidden_rows_and_columns_are_refused() -> None:
    def hide_row(made: Workbook) -> None:
        made.worksheets[0].row_dimensions[2].hidden = True

    def hide_column(made: Workbook) -> None:
        made.worksheets[0].column_dimensions["B"].hidden = True

    assert faults(book(["a", "x"], ["b", "y"], change=hide_row)) == [(2, "code"), (2, "name")]
    assert "隐藏" in refusal(book(["a", "x"], change=hide_column), XLSX).text.zh


def test_what_lies_beyond_the_columns_is_refused_with_its_place() -> None:
    def far(made: Workbook) -> None:
        made.worksheets[0]["BR2"] = "x"

    told = refusal(book(["a"], change=far), XLSX)

    assert told.row == 2
    assert "BR2" in told.text.zh


def test_what_lies_far_below_is_a_line_with_its_own_number() -> None:
    def far(made: Workbook) -> None:
        made.worksheets[0]["A1048576"] = "z"

    assert [line.row for line in parse(book(["a"], change=far), XLSX, COLUMNS)] == [2, 1048576]


def test_more_lines_than_may_be_are_refused_and_empty_ones_do_not_count() -> None:
    def styled(made: Workbook) -> None:
        for row in range(3, 60):
            made.worksheets[0].cell(row, 1).number_format = "@"

    assert faults(book(["a"], change=styled)) == []
    many = [[f"c{number}"] for number in range(MOST_LINES + 1)]
    assert str(MOST_LINES) in refusal(book(*many), XLSX).text.zh


# Workbooks that are meant to harm


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("member", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str, member: str) -> None:
    def with_type(said: bytes) -> bytes:
        body = said.decode().removeprefix("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")
        typed = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]>{body}'
        return typed.encode(encoding)

    refusal(rewritten(book(["a"]), member, with_type), XLSX)


def bounded(content: bytes) -> None:
    tracemalloc.start()
    try:
        refusal(content, XLSX)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 300 * 1024 * 1024


def test_a_sheet_that_unpacks_to_too_much_is_refused_in_bounded_memory() -> None:
    blank = b" " * (101 * 1024 * 1024)

    bounded(rewritten(book(["a"]), "sheet1.xml", lambda said: said + blank))


def test_one_shared_text_named_by_many_cells_is_bounded() -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(2, 20_000)
    )
    text = b"x" * 30_000
    content = rewritten(
        book(["a"]),
        "sheet1.xml",
        lambda said: (
            said[: said.index(b"<row r=")]
            + b'<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
            + cells
            + b"</sheetData></worksheet>"
        ),
    )
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", shared % text)
    related = b'<Relationship Type="x/sharedStrings" Target="/xl/sharedStrings.xml" Id="rId99"/></Relationships>'

    bounded(
        rewritten(
            out.getvalue(),
            "workbook.xml.rels",
            lambda said: said.replace(b"</Relationships>", related),
        )
    )


def test_a_packing_that_cannot_be_undone_piece_by_piece_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 1_000_000)

    refusal(out.getvalue(), XLSX)


@pytest.mark.parametrize("place", ["-1", "5", "x", "1e3"])
def test_a_cell_that_points_to_no_shared_text_is_refused(place: str) -> None:
    content = rewritten(
        book(["a", "x"]),
        "sheet1.xml",
        lambda said: said.replace(
            b'<c r="B2" t="inlineStr"><is><t>x</t></is></c>',
            b'<c r="B2" t="s"><v>%s</v></c>' % place.encode(),
        ),
    )

    refusal(content, XLSX)


# Tables


@pytest.mark.parametrize("name", ["一", "二组", "路"])
def test_gbk_that_reads_as_utf_8_too_is_noticed(name: str) -> None:
    content = f"code,name\r\na,{name}\r\n".encode("gbk")
    try:
        content.decode()
    except UnicodeDecodeError:
        assert parse(content, CSV, COLUMNS) == [Line(2, {"code": "a", "name": name})]
        return

    assert "GBK" in refusal(content).text.en


@pytest.mark.parametrize("name", ["演示", "一", "买买提·艾力", "𠮷㐂", "José 张", "庄头村（东）"])
def test_utf_8_is_read_as_what_it_is(name: str) -> None:
    content = f"code,name\na,{name}\n".encode()

    assert parse(content, CSV, COLUMNS) == [Line(2, {"code": "a", "name": name})]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"code\tname\na\tx\n", "tabs"),
        (b"code;name\na;x\n", "semicolons"),
        ("code，name\na，x\n".encode(), "commas"),
        (b"\xef\xbb\xbf\xef\xbb\xbfcode,name\na,x\n", "BOM"),
    ],
)
def test_a_table_in_another_form_is_refused_by_its_name(content: bytes, named: str) -> None:
    assert named in refusal(content).text.en


@pytest.mark.parametrize("wrong", ['c,"演"示', 'c,"x'])
def test_a_faulty_line_is_named(wrong: str) -> None:
    good = "".join(f"a{number},x\n" for number in range(199))
    told = refusal(f"code,name\n{good}{wrong}\nd,y\n".encode())

    assert told.row == 201
    assert "201" in told.text.zh
    assert "201" in told.text.en


@pytest.mark.parametrize(
    "cell",
    [
        *("1.40426E+17", "1.38e+10", "3月8日", "8-Mar", "2026/3/8"),
        *("3/8/2026", "2026年3月", "8-Mar-26"),
    ],
)
def test_a_code_that_a_spreadsheet_has_spoilt_before_is_refused(cell: str) -> None:
    assert faults(f"code,name\n{cell},x\n".encode(), CSV) == [(2, "code")]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#DIV/0!", "#name?", "#SPILL!", "########"])
@pytest.mark.parametrize("written", [CSV, XLSX])
def test_an_error_that_was_saved_as_text_is_refused(cell: str, written: ImportFormat) -> None:
    content = f"code,name\na,{cell}\n".encode()
    if written is XLSX:
        content = book(["a", None], change=lambda made: _as_text(made, cell))

    assert faults(content, written) == [(2, "name")]


def _as_text(made: Workbook, text: str) -> None:
    cell = made.worksheets[0]["B2"]
    cell.value = text
    cell.data_type = "s"


@pytest.mark.parametrize(
    "cell",
    ["张\ufffd", "锟斤拷", "张烫烫烫", "\ue5fa", "张三".encode().decode("latin-1")],
)
def test_what_was_garbled_before_is_refused_with_row_and_column(cell: str) -> None:
    assert faults(f"code,name\na,{cell}\n".encode("utf-8-sig"), CSV) == [(2, "name")]


@pytest.mark.parametrize("cell", ["张三", "José", "#3楼", "李#", "𬭚", "（空）", "Zoë Å"])
def test_what_can_be_read_is_kept(cell: str) -> None:
    (line,) = parse(f"code,name\na,{cell}\n".encode("utf-8-sig"), CSV, COLUMNS)

    assert (line.cells["name"], line.faults) == (cell, ())
