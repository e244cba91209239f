"""An authority list as a file: a line is an item of a town from a day on, and goes the way of the registry's imports."""

from __future__ import annotations

from enforcement.model.imports import ItemLine
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.power_moves import agree
from enforcement.store.powers import ItemRow, from_row, values_of
from kernel.directory import UnitRow
from kernel.problems import InvalidFields
from kernel.storage.rows import Key
from kernel.texts import Text
from kernel.units import is_within
from registry.imports.rules.cells import Column, Holds
from registry.imports.service.lines import Circumstances, Lines
from registry.store.register import Effect, Register

_ELSEWHERE = Text("不属于本县。", "Not in this county.")
_UNKNOWN = Text("该乡镇未登记。", "This town is not registered.")


def _key(read: ItemLine) -> Key:
    return ItemRow.key(read.town, read.kind, read.code)


def _reads(read: ItemLine, _: Circumstances) -> list[Key]:
    return [_key(read), UnitRow.key(read.town)]


def _apply(register: Register, read: ItemLine, circumstances: Circumstances) -> Effect:
    """Give the item as the line says, or say one of its times anew.

    Raises
    ------
    InvalidFields, ItemHeld, ItemEndsBeforeItBegins, NotInForce
        The line does not fit; its fault is told with row and column.
    """
    if not is_within(read.town, circumstances.county):
        raise InvalidFields.one("town", _ELSEWHERE)
    unit: UnitRow | None = register.find(UnitRow.key(read.town))
    if unit is None or unit.is_closed(circumstances.today):
        raise InvalidFields.one("town", _UNKNOWN)
    item, kept = read.item(), register.find(_key(read))
    refuse_out_of_force([item.law], item.valid_from)
    times = agree(from_row(kept) if kept else [], item)
    return register.alter(_key(read), values_of(times)) if times else Effect.UNCHANGED


LINES = Lines(
    ItemLine,
    (
        Column("town", "乡镇代码", required=True, holds=Holds.NUMBER),
        Column("kind", "类别", required=True),
        Column("code", "事项编码", required=True, holds=Holds.CODE),
        Column("name", "事项名称", required=True),
        Column("name_en", "英文名称"),
        Column("law", "法规编号", required=True, holds=Holds.CODE),
        Column("articles", "条款", holds=Holds.CODE),
        Column("document", "下放文件", required=True),
        Column("valid_from", "起始日期", required=True, holds=Holds.DAY),
        Column("valid_to", "截止日期", holds=Holds.DAY),
        Column("field", "执法领域"),
        Column("acts", "违法行为编码", holds=Holds.CODE),
    ),
    ("town", "kind", "code", "valid_from"),
    _reads,
    _apply,
    lambda _register, _read: 1,
)
"""The lines of an authority list."""
