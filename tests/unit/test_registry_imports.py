import csv
import io
import itertools
import zipfile
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from kernel.states import IllegalMove
from registry.imports.rules.cells import Column, Holds
from registry.imports.rules.faults import MOST_LINES, FileFault
from registry.imports.rules.parse import Line, parse
from registry.imports.rules.states import STATES, Action, Status, move
from registry.model.requests import ImportFormat

COLUMNS = (Column("code", "代码", required=True), Column("name", "名称"))
CSV, XLSX = ImportFormat.CSV, ImportFormat.XLSX


def sheet(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: list[str], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


MOVES = {
    (Status.AWAITING_UPLOAD, Action.CHECK): Status.CHECKING,
    (Status.AWAITING_UPLOAD, Action.CANCEL): Status.CANCELLED,
    (Status.CHECKING, Action.CHECK): Status.CHECKING,
    (Status.CHECKING, Action.PASS): Status.CHECKED,
    (Status.CHECKING, Action.REFUSE): Status.REFUSED,
    (Status.CHECKING, Action.FAIL): Status.FAILED,
    (Status.CHECKING, Action.CANCEL): Status.CANCELLED,
    (Status.CHECKED, Action.CHECK): Status.CHECKING,
    (Status.CHECKED, Action.APPLY): Status.APPLYING,
    (Status.CHECKED, Action.CANCEL): Status.CANCELLED,
    (Status.REFUSED, Action.CHECK): Status.CHECKING,
    (Status.REFUSED, Action.CANCEL): Status.CANCELLED,
    (Status.APPLYING, Action.APPLY): Status.APPLYING,
    (Status.APPLYING, Action.FINISH): Status.APPLIED,
    (Status.APPLYING, Action.FAIL): Status.FAILED,
    (Status.FAILED, Action.CHECK): Status.CHECKING,
    (Status.FAILED, Action.CANCEL): Status.CANCELLED,
}
BY_PEOPLE = {Action.CHECK, Action.APPLY, Action.CANCEL}


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_an_import_moves_as_its_table_says_and_in_no_other_way(
    status: Status, action: Action
) -> None:
    if (status, action) in MOVES:
        assert move(status, action) is MOVES[status, action]
        return

    with pytest.raises(IllegalMove) as refusal:
        move(status, action)

    assert refusal.value.more == {
        "present_status": status,
        "legal_actions": list(STATES.legal(status)),
    }


@pytest.mark.parametrize("status", Status)
def test_people_are_told_their_own_moves_and_all_of_them(status: Status) -> None:
    theirs = {action for action in BY_PEOPLE if (status, action) in MOVES}

    assert set(STATES.legal(status)) == theirs


@pytest.mark.parametrize("status", [Status.APPLIED, Status.CANCELLED])
def test_an_ended_import_stays_ended(status: Status) -> None:
    assert STATES.legal(status) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_of_the_county(encoding: str) -> None:
    content = text(["代码", "name"], ["1", "𠮷㐂村"], encoding=encoding)

    assert parse(content, CSV, COLUMNS) == [Line(2, {"code": "1", "name": "𠮷㐂村"})]


def test_a_sheet_reads_like_the_table_it_was_made_of() -> None:
    rows = [["code", "名称"], ["1", "一村"], ["", ""], ["2", ""]]

    assert parse(sheet(*rows), XLSX, COLUMNS) == parse(text(*rows), CSV, COLUMNS)


def test_lines_are_counted_as_a_spreadsheet_counts_blank_ones_included() -> None:
    content = text(["code"], ["1"], [], ["", ""], ["2"])

    assert [line.row for line in parse(content, CSV, COLUMNS)] == [2, 5]


def test_a_line_break_in_a_cell_is_no_new_line() -> None:
    content = b'code,name\n1,"a\nb"\n2,c\n'

    assert [(line.row, line.cells["code"]) for line in parse(content, CSV, COLUMNS)] == [
        (2, "1"),
        (3, "2"),
    ]


@pytest.mark.parametrize(
    ("holds", "cell", "read"),
    [
        (Holds.NUMBER, 140426106201001, "140426106201001"),
        (Holds.WORDS, 1.0, "1"),
        (Holds.WORDS, True, "true"),
        (Holds.DAY, date(2026, 1, 2), "2026-01-02"),
        (Holds.DAY, datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None), "2026-01-02"),
        (Holds.CODE, "  a ", "a"),
        (Holds.CODE, "0017", "0017"),
        (Holds.CODE, None, ""),
    ],
)
def test_cells_of_a_sheet_are_read_as_people_see_them(
    holds: Holds, cell: object, read: str
) -> None:
    columns = (Column("code", "代码"), Column("name", "名称", holds=holds))
    (line,) = parse(sheet(["code", "name"], ["x", cell]), XLSX, columns)

    assert line.cells["name"] == read
    assert line.faults == ()


def test_a_number_that_lost_digits_is_told() -> None:
    (line,) = parse(sheet(["code"], [140426200001010001]), XLSX, COLUMNS)

    assert [(fault.row, fault.column) for fault in line.faults] == [(2, "code")]


def test_a_formula_is_text_like_any_other() -> None:
    (line,) = parse(text(["code"], ["=1+1"]), CSV, COLUMNS)

    assert line.cells["code"] == "=1+1"


def test_more_cells_than_the_header_are_told() -> None:
    (line,) = parse(text(["code", "name"], ["1", "a", "b"]), CSV, COLUMNS)

    assert [fault.row for fault in line.faults] == [2]


@pytest.mark.parametrize(
    ("written", "content"),
    [
        (CSV, b""),
        (CSV, text(["code", "name"])),
        (CSV, text(["name"], ["a"])),
        (CSV, text(["code", "strange"], ["1", "a"])),
        (CSV, text(["code", "代码"], ["1", "2"])),
        (CSV, text(["code", "", "name"], ["1", "", "a"])),
        (CSV, b'code,name\n"1,a\n'),
        (CSV, "code\n一".encode("utf-16")),
        (CSV, b"code\n\xff\xff\xff"),
        (XLSX, b"no zip"),
        (XLSX, text(["code"], ["1"])),
        (XLSX, b""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    written: ImportFormat, content: bytes
) -> None:
    with pytest.raises(FileFault):
        parse(content, written, COLUMNS)


def test_a_file_has_at_most_so_many_lines() -> None:
    most = [["code"], *([str(number)] for number in range(MOST_LINES))]

    assert len(parse(text(*most), CSV, COLUMNS)) == MOST_LINES
    with pytest.raises(FileFault):
        parse(text(*most, ["one more"]), CSV, COLUMNS)


def test_a_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024

    with pytest.raises(FileFault):
        parse(out.getvalue(), XLSX, COLUMNS)


def test_a_workbook_with_entities_is_refused() -> None:
    genuine = zipfile.ZipFile(io.BytesIO(sheet(["code"], ["1"])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in genuine.namelist():
            content = genuine.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content
            archive.writestr(name, content)

    with pytest.raises(FileFault):
        parse(out.getvalue(), XLSX, COLUMNS)
