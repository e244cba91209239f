"""State tables with another row, put in the place of those the code decides by."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from kernel.states import StateTable


def without_row(monkeypatch: pytest.MonkeyPatch, table: StateTable, action: StrEnum) -> None:
    """Let everybody who decides by a table find no row of an action in it."""
    rows = [row for row in table.moves if row.action is not action]
    _put(monkeypatch, table, rows)


def with_nobody_in_row(monkeypatch: pytest.MonkeyPatch, table: StateTable, action: StrEnum) -> None:
    """Let everybody who decides by a table find nobody in an action's row of it."""
    rows = [replace(row, by=()) if row.action is action else row for row in table.moves]
    _put(monkeypatch, table, rows)


def _put(monkeypatch: pytest.MonkeyPatch, table: StateTable, rows: list[Any]) -> None:
    other = StateTable(
        table.thing,
        rows,
        statuses=table.statuses,
        actions=table.actions,
        holders=table.holders,
        words=table.words,
    )
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if value is table:
                monkeypatch.setattr(module, name, other)
