"""From the bytes of a workbook (XLSX, ECMA-376 part 1) to its one sheet: what the archive holds, and how it is read.

Read as a stream and bounded in all it unpacks, so that no file costs more than it may.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from xml.parsers import expat

from registry.imports.rules.faults import FileFault, too_much, unreadable
from registry.imports.rules.sheet import Formats, Rows, Sheet, Texts

_MOST_MEMBERS = 500
_MOST_UNPACKED_BYTES = 100 * 1024 * 1024
_MOST_ELEMENTS = 2_500_000
"""A full file of eight columns has a fifth of it."""
_A_READ = 64 * 1024
_PACKED_BY = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Others cannot be unpacked piece by piece, and no spreadsheet uses them."""


class _Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    is_hidden: bool


def read_sheet(content: bytes) -> Sheet:
    """Return the sheet of a workbook.

    Raises
    ------
    FileFault
        It is no workbook, unpacks to too much, or not exactly one sheet, which is shown, holds something.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise too_much()
            if any(member.compress_type not in _PACKED_BY for member in members):
                raise unreadable()
            return _Workbook(archive).only_sheet()
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError),
        *(expat.ExpatError, ValueError, KeyError, IndexError, OverflowError, UnicodeError),
        zlib.error,
    ) as fault:
        raise unreadable() from fault


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._unpacked = self._elements = 0
        self._main = "xl/workbook.xml"
        for kind, target in self._relations("_rels/.rels", "").values():
            if kind == "officeDocument":
                self._main = target
        self._listed: list[_Listed] = []
        self._from_1904 = False
        self._parse(self._main, self._take_of_workbook)
        home = PurePosixPath(self._main)
        self._parts = self._relations(f"{home.parent}/_rels/{home.name}.rels", f"{home.parent}/")
        self._formats = Formats()
        self._shared = Texts("si")
        for kind, target in self._parts.values():
            if kind == "styles":
                self._parse(target, self._formats.take)
            elif kind == "sharedStrings":
                self._parse(target, self._shared.take, self._shared.close, self._shared.say)

    def only_sheet(self) -> Sheet:
        """Return the one sheet that holds something, if it is shown."""
        found: list[tuple[_Listed, Sheet]] = []
        for listed in self._listed:
            kind, target = self._parts[listed.relation]
            if kind != "worksheet":
                continue
            reader = Rows(self._formats, self._shared.texts, from_1904=self._from_1904)
            self._parse(target, reader.take, reader.close, reader.say)
            sheet = reader.sheet()
            if sheet.rows:
                found.append((listed, sheet))
        if not found:
            raise FileFault("文件没有数据行。", "The file has no lines.")
        names = "、".join(f"“{listed.name[:40]}”" for listed, _ in found)
        if len(found) > 1:
            raise FileFault(
                f"有多个工作表含有内容：{names}（隐藏的也算）。每个文件只能有一个，请删除其余。",
                f"Several sheets hold something, hidden ones too: {names}. Leave one and delete the others.",
            )
        if found[0][0].is_hidden:
            raise FileFault(
                f"有内容的工作表{names}是隐藏的，请显示后重新上传。",
                f"The sheet that holds something, {names}, is hidden: show it and send the file again.",
            )
        return found[0][1]

    def _take_of_workbook(self, name: str, said: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = said.get("state", "visible") != "visible"
            self._listed.append(_Listed(said["name"], said["id"], hidden))
        elif name == "workbookPr":
            self._from_1904 = said.get("date1904", "0") in ("1", "true")

    def _relations(self, member: str, home: str) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}

        def take(name: str, said: Mapping[str, str]) -> None:
            if name == "Relationship" and said.get("TargetMode") != "External":
                target = said["Target"]
                path = target[1:] if target.startswith("/") else home + target
                found[said["Id"]] = (said["Type"].rpartition("/")[2], path)

        if member in self._archive.namelist():
            self._parse(member, take)
        return found

    def _parse(
        self,
        member: str,
        take: Callable[[str, Mapping[str, str]], None],
        close: Callable[[str], None] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Read a member of the archive element by element.

        Names lose their prefix. A document type, by which texts could be made to grow, is refused in whatever encoding it comes.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def begin(name: str, said: Mapping[str, str]) -> None:
            self._elements += 1
            if self._elements > _MOST_ELEMENTS:
                raise too_much()
            plain = {key.rpartition(":")[2]: value for key, value in said.items()} if said else {}
            take(name.rpartition(":")[2], plain)

        def refuse(*_: Any) -> None:
            raise unreadable()

        parser.StartElementHandler = begin
        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        if close:
            parser.EndElementHandler = lambda name: close(name.rpartition(":")[2])
        if say:
            parser.CharacterDataHandler = say
        with self._archive.open(member) as packed:
            while piece := packed.read(_A_READ):
                self._unpacked += len(piece)
                if self._unpacked > _MOST_UNPACKED_BYTES:
                    raise too_much()
                parser.Parse(piece, False)
        parser.Parse(b"", True)
