"""What is wrong with a file, as a whole or line by line."""

from __future__ import annotations

from typing import NamedTuple

from kernel.problems import Conflict
from kernel.texts import Text

MOST_LINES = 20_000
MOST_ERRORS = 1_000
"""Errors kept of one dry run; more are counted, and nobody reads them before mending these."""


INTERRUPTED = Text(
    "后台处理中断，未能完成。已导入的行保留，再导一次也不会重复；请重新检查，仍不成请把导入编号告知县技术人员。",
    "The work was interrupted and not finished. Lines that are in stay in and are not doubled; check it again, and if it "
    "stops again give the import's id to county IT.",
)


class FileChanged(Conflict):
    """The file is not the one that passed the dry run."""

    slug = "file-changed"
    said = Text(
        "文件在检查之后已被替换，请重新检查。",
        "The file is not the one that was checked; check it again.",
    )


class FileFault(Exception):
    """The file as a whole cannot be read.

    Parameters
    ----------
    zh, en
        Why, for the person who made the file.
    row
        The line where it shows; the first when it is the file's form.
    """

    def __init__(self, zh: str, en: str, row: int = 1) -> None:
        self.text = Text(zh, en)
        self.row = row
        super().__init__(en)


class LineFault(NamedTuple):
    """What is wrong in a line: row as a spreadsheet counts (header 1), column name, words."""

    row: int
    column: str
    text: Text


def unreadable() -> FileFault:
    """Return the fault of a file that is no workbook."""
    return FileFault("不是可读取的 XLSX 文件。", "Not a readable XLSX file.")


def too_much() -> FileFault:
    """Return the fault of a workbook that unpacks to more than it may."""
    return FileFault("文件解压后过大。", "The file unpacks to too much.")
