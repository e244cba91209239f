"""Every state table there is: what is legal is what can be done, and each has its page."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from infra.state_tables import TABLES
from kernel.states import IllegalMove

FUNCTIONS = Path(__file__).parents[2] / "functions"


def table_at(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def test_every_state_table_of_the_code_has_its_page() -> None:
    declared = {
        f"{'.'.join(source.relative_to(FUNCTIONS).with_suffix('').parts)}:{name}"
        for source in FUNCTIONS.rglob("*.py")
        for name in re.findall(
            r"^(\w+)\b[^=\n]*= StateTable\b", source.read_text(encoding="utf-8"), re.MULTILINE
        )
    }

    assert declared == set(TABLES.values())


@pytest.mark.parametrize("place", sorted(TABLES.values()))
def test_a_move_is_made_exactly_where_the_table_calls_it_legal_or_the_clock_takes_it(
    place: str,
) -> None:
    table = table_at(place)
    by_itself = {
        (status, move.action) for move in table.moves if not move.by for status in move.origin
    }

    for status in table.statuses:
        legal = table.legal(status)
        for action in {move.action for move in table.moves}:
            if action in legal or (status, action) in by_itself:
                assert table.move(status, action).action == action
            else:
                with pytest.raises(IllegalMove) as refused:
                    table.move(status, action)
                assert refused.value.more["legal_actions"] == [str(one) for one in legal]
