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

TESTS = Path(__file__).parents[1]
ASSEMBLY = "integration/assembly/test_assembly_states.py"
ECONOMY = "integration/test_economy_offers_at_the_door.py"
ENFORCEMENT = "integration/test_enforcement_offers.py"
OTHERS = "integration/test_other_offers_at_the_door.py"
POINTS = "unit/test_points_states.py"
SERVICES = "integration/test_services_offers_at_the_door.py"
OFFERED_IN = {
    "assembly-ceremony": ASSEMBLY,
    "assembly-composition": ASSEMBLY,
    "assembly-idea": ASSEMBLY,
    "assembly-matter": ASSEMBLY,
    "assembly-meeting": ASSEMBLY,
    "assembly-objection": ASSEMBLY,
    "assembly-publication": ASSEMBLY,
    "assembly-review": ASSEMBLY,
    "assembly-village-rules": ASSEMBLY,
    "assembly-vote": ASSEMBLY,
    "economy-alert": ECONOMY,
    "economy-asset": ECONOMY,
    "economy-contract": ECONOMY,
    "economy-hire": ECONOMY,
    "economy-suit-demand": "integration/test_economy_suits.py",
    "economy-voucher": ECONOMY,
    "enforcement-activity": ENFORCEMENT,
    "enforcement-case": "integration/test_enforcement_case_actions.py",
    "enforcement-certificate": ENFORCEMENT,
    "enforcement-inspection": ENFORCEMENT,
    "enforcement-lesson": ENFORCEMENT,
    "enforcement-liability": "unit/test_enforcement_file_review.py",
    "enforcement-prompt": ENFORCEMENT,
    "enforcement-site": ENFORCEMENT,
    "enforcement-supervision": "integration/test_enforcement_supervision.py",
    "escalation-obligation": OTHERS,
    "incidents-incident": "unit/test_incident_states.py",
    "incidents-round": OTHERS,
    "incidents-upload": OTHERS,
    "points-board": POINTS,
    "points-claim": POINTS,
    "points-redemption": POINTS,
    "points-rule-book": POINTS,
    "points-settlement": POINTS,
    "registry-import": OTHERS,
    "reports-briefing": OTHERS,
    "reports-star-rating": OTHERS,
    "services-courtyard": SERVICES,
    "services-errand": SERVICES,
    "services-feedback": SERVICES,
    "services-form": SERVICES,
    "services-hazard": SERVICES,
    "services-hazard-place": SERVICES,
    "services-line": SERVICES,
    "services-load": SERVICES,
    "services-mediation": SERVICES,
    "services-work-day": SERVICES,
    "workspace-data-request": OTHERS,
}
"""By the name of a table: which test holds that an action is offered exactly to whom it is open."""


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


def test_a_test_holds_of_every_table_that_somebody_moves_by_that_its_offers_are_true() -> None:
    tables = {name: table_at(place) for name, place in TABLES.items()}
    by_hand = {name for name, table in tables.items() if any(move.by for move in table.moves)}

    assert set(OFFERED_IN) == by_hand
    for name, held in OFFERED_IN.items():
        source = (TESTS / held).read_text(encoding="utf-8")
        actions = type(tables[name].moves[0].action).__module__
        known = {actions, TABLES[name].partition(":")[0]}
        assert any(_imports(source, module) for module in known), name


def _imports(source: str, module: str) -> bool:
    package, _, last = module.rpartition(".")
    several = re.search(
        rf"^from {re.escape(package)} import [^)]*?\b{last}\b", source, re.MULTILINE
    )
    return several is not None or f"from {module} import" in source
