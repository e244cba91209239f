"""From the bytes of a CSV file to its rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kernel.texts import Text
from registry.imports.rules.faults import FileFault

_MARK = b"\xef\xbb\xbf"
_FOREIGN = re.compile("[\u0180-\u02ff\u0370-\u1fff]")
"""Letters no file of a county holds, and which Chinese characters of GBK become when they happen to read as UTF-8."""
_EVERYDAY = (b"\xb0", b"\xd7")
_SIGNS = b"\xa9"
_SEPARATORS = {
    "\t": Text("制表符", "tabs"),
    ";": Text("分号", "semicolons"),
    "，": Text("中文逗号", "full-width commas"),
    "|": Text("竖线", "bars"),
}
_WHY = {
    "expected after": Text(
        "引号之后须为逗号；单元格内的引号须写两遍。",
        "a comma must follow a closing quotation mark; one within a cell is written twice.",
    ),
    "unexpected end": Text("引号没有闭合。", "a quotation mark is never closed."),
    "field larger": Text("单元格过长。", "a cell is too long."),
    "new-line": Text("换行符不规范。", "a line ends in an unusual way."),
}
_ODD = Text("无法解析。", "it cannot be read.")


def read_table(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a table with their number as a spreadsheet counts.

    Raises
    ------
    FileFault
        It is in no encoding of the county's or in one that cannot be told from another, cells are parted by something else than commas,
        or it is not well-formed.
    """
    text = _decoded(content)
    _refuse_other_separators(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 1
    while True:
        begun = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as fault:
            why = next((said for sign, said in _WHY.items() if sign in str(fault)), _ODD)
            raise FileFault(
                f"第 {begun} 行 CSV 格式有误：{why.zh}", f"Line {begun}: {why.en}", row=row
            ) from fault
        if record is None:
            return
        yield row, record
        row += 1


def _decoded(content: bytes) -> str:
    if content.startswith(_MARK * 2):
        raise FileFault(
            "文件开头有两个 UTF-8 标记（BOM），请用表格软件重新另存为 CSV UTF-8。",
            "The file begins with two UTF-8 marks (BOM): save it again as CSV UTF-8.",
        )
    utf_8, gb = _read_as("utf-8-sig", content), _read_as("gb18030", content)
    if utf_8 is None and gb is None:
        raise FileFault(
            "无法识别文件编码，请另存为 UTF-8 编码的 CSV。",
            "Unknown encoding: save it as UTF-8 CSV.",
        )
    if utf_8 is None or content.startswith(_MARK) or content.isascii():
        return utf_8 or gb or ""
    if gb is not None and (_FOREIGN.search(utf_8) or _is_common(gb)):
        raise FileFault(
            "文件既可按 UTF-8 也可按 GBK 读取，文字不同；请另存为“CSV UTF-8（逗号分隔）”后重新上传。",
            "The file reads as UTF-8 and as GBK, with other characters: save it as CSV UTF-8, which begins with a mark (BOM).",
        )
    return utf_8


def _read_as(encoding: str, content: bytes) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_common(text: str) -> bool:
    """Tell whether all Chinese of a text is the everyday characters of GB 2312 (its first level, and its signs).

    UTF-8 that is read as GBK never is: its first character in a row becomes one of the rarer ones.
    """
    return all(
        character.isascii() or _EVERYDAY[0] <= code[:1] <= _EVERYDAY[1] or code[:1] <= _SIGNS
        for character in text
        for code in (character.encode("gb18030"),)
    )


def _refuse_other_separators(text: str) -> None:
    header = text.partition("\n")[0]
    for sign, named in _SEPARATORS.items():
        if sign in header and "," not in header:
            raise FileFault(
                f"单元格以{named.zh}分隔，请另存为逗号分隔的 CSV。",
                f"Cells are parted by {named.en}: save it as CSV parted by commas.",
            )
