"""Write a page of `docs/states/` for every state table, or check that they tell the truth.

Usage: `python -m infra.state_tables [--check]`
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from typing import Any

from infra.generated import ROOT, write_or_check

TABLES = {
    "assembly-ceremony": "assembly.rules.states.ceremonies:CEREMONIES",
    "assembly-composition": "assembly.rules.states.compositions:COMPOSITIONS",
    "assembly-idea": "assembly.rules.states.ideas:IDEAS",
    "assembly-matter": "assembly.rules.states.matters:MATTERS",
    "assembly-meeting": "assembly.rules.states.meetings:MEETINGS",
    "assembly-objection": "assembly.rules.states.publications:OBJECTIONS",
    "assembly-publication": "assembly.rules.states.publications:PUBLICATIONS",
    "assembly-review": "assembly.rules.states.reviews:REVIEWS",
    "assembly-village-rules": "assembly.rules.states.village_rules:VILLAGE_RULES",
    "assembly-vote": "assembly.rules.states.votes:VOTES",
    "economy-alert": "economy.rules.alert_states:ALERTS",
    "economy-asset": "economy.rules.asset_states:ASSETS",
    "economy-contract": "economy.rules.contract_states:CONTRACTS",
    "economy-hire": "economy.rules.hires:HIRES",
    "economy-suit-demand": "economy.rules.suits:SUITS",
    "economy-voucher": "economy.rules.voucher_states:VOUCHERS",
    "reports-briefing": "reports.rules.briefings:BRIEFINGS",
    "enforcement-case": "enforcement.rules.case_states:CASES",
    "enforcement-certificate": "enforcement.rules.certificates:CERTIFICATES",
    "enforcement-inspection": "enforcement.rules.visit_states:VISITS",
    "enforcement-activity": "enforcement.outreach.rules.activities:ACTIVITIES",
    "enforcement-lesson": "enforcement.outreach.rules.lessons:LESSONS",
    "enforcement-prompt": "enforcement.outreach.rules.prompts:PROMPTS",
    "enforcement-site": "enforcement.outreach.rules.site_states:SITES",
    "enforcement-supervision": "enforcement.rules.supervision:SUPERVISION",
    "enforcement-liability": "enforcement.rules.liability_states:LIABILITIES",
    "escalation-obligation": "escalation.rules.obligation_states:OBLIGATIONS",
    "incidents-export": "incidents.exports.rules.export_states:EXPORTS",
    "incidents-incident": "incidents.rules.incident_states:INCIDENTS",
    "incidents-round": "incidents.patrols.rules.round_states:ROUNDS",
    "incidents-upload": "incidents.media.rules.upload_states:UPLOADS",
    "points-board": "points.rules.board_states:TABLE",
    "points-claim": "points.rules.claim_states:TABLE",
    "points-redemption": "points.rules.redemption_states:TABLE",
    "points-rule-book": "points.rules.book_states:TABLE",
    "points-settlement": "points.rules.settlement_states:TABLE",
    "registry-import": "registry.imports.rules.states:STATES",
    "services-hazard": "services.hazards.rules.finding_states:FINDINGS",
    "services-hazard-place": "services.hazards.rules.place_states:PLACES",
    "services-form": "services.information.rules.form_states:FORMS",
    "services-mediation": "services.mediation.rules.case_states:CASES",
    "services-errand": "services.errands.rules.errand_states:ERRANDS",
    "services-courtyard": "services.environment.rules.courtyard_states:YARDS",
    "services-line": "services.environment.rules.lines:LINES",
    "services-load": "services.environment.rules.loads:LOADS",
    "services-work-day": "services.environment.rules.work_days:WORK_DAYS",
    "reports-star-rating": "reports.stars.rules.rating_states:RATINGS",
    "services-feedback": "services.feedback.rules.feedback:FEEDBACK",
    "workspace-data-request": "workspace.data_requests.rules.request_states:DATA_REQUESTS",
}
"""By the name of its page, where a table is."""


def draw(place: str) -> str:
    """Return the page of a table: its diagram, its moves, and what is legal from where."""
    sys.path.insert(0, str(ROOT / "functions"))
    module, _, name = place.partition(":")
    table: Any = getattr(import_module(module), name)
    source = f"functions/{module.replace('.', '/')}.py"
    from kernel.charts import state_diagram

    diagram = state_diagram(table, status=lambda one: f"{table.statuses[one].zh} {one}", action=str)
    return "\n".join(
        [
            f"# {table.thing.zh} · {table.thing.en.removeprefix('The ')}\n",
            f"Drawn from `{source}` by `python -m infra.state_tables`; the same table decides in the code. 由状态表生成，勿手工修改。\n",
            "```mermaid",
            *diagram,
            "```\n\n| Action | From | To | Who may | Must say |\n|---|---|---|---|---|",
            *(_row(table, move) for move in table.moves),
            "\n| Status | Legal actions |\n|---|---|",
            *(_legal(table, status) for status in table.statuses),
            "",
        ]
    )


def _row(table: Any, move: Any) -> str:
    origin = ", ".join(f"`{status}`" for status in table.statuses if status in move.origin)
    to = f"`{move.to}`" if move.to else "stays, or by what it comes to"
    who = "; ".join(f"{table.holders[one].en} {table.holders[one].zh}" for one in move.by)
    needs = ", ".join(f"`{need}`" for need in move.needs) or "nothing"
    name = table.actions[move.action].zh
    by_itself = "nobody by hand 随其他事项或时钟"
    return f"| `{move.action}` {name} | {origin} | {to} | {who or by_itself} | {needs} |"


def _legal(table: Any, status: Any) -> str:
    legal = ", ".join(f"`{action}`" for action in table.legal(status)) or "none 无"
    return f"| `{status}` {table.statuses[status].zh} | {legal} |"


def main() -> int:
    """Write or check every page."""
    target = ROOT / "docs" / "states"
    target.mkdir(exist_ok=True)
    return max(
        write_or_check(target / f"{name}.md", partial(draw, place))
        for name, place in TABLES.items()
    )


if __name__ == "__main__":
    raise SystemExit(main())
