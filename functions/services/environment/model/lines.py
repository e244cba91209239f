"""Lines as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.seen import Seen
from kernel.texts import Language
from services.environment.rules.lines import LINES, CleaningDuty, Line, LineKind
from services.environment.rules.terms import law_of


class LineView(TypedDict):
    """A line."""

    id: str
    village: str
    kind: LineKind
    kind_name: str
    name: str
    length_m: int
    duty: CleaningDuty
    duty_name: str
    duty_citation: CitationView
    keeper: Annotated[str | None, Field(description="Person who looks after it / 管护人")]
    interval_days: int
    last_done_on: str | None
    due_on: str
    overdue: bool
    owed: Annotated[str | None, Field(description="The obligation / 待办任务编号")]
    status: str
    status_name: str
    actions: list[str]
    version: int


class LineList(TypedDict):
    """One page of lines, what is due first on top."""

    items: list[LineView]
    next_cursor: str | None


def line_view(seen: Seen[Line], language: Language) -> LineView:
    """Return a line as it is answered."""
    line = seen.thing
    return {
        "id": line.id,
        "village": line.village,
        "kind": line.kind,
        "kind_name": line.kind.said.say(language),
        "name": line.name,
        "length_m": line.length_m,
        "duty": line.duty,
        "duty_name": line.duty.said.say(language),
        "duty_citation": law_of("duty_areas").tell(language),
        "keeper": line.keeper,
        "interval_days": line.interval_days,
        "last_done_on": line.last_done_on.isoformat() if line.last_done_on else None,
        "due_on": line.due_on.isoformat(),
        "overdue": line.is_overdue(clock.today()),
        "owed": line.owed,
        "status": str(line.status),
        "status_name": LINES.statuses[line.status].say(language),
        "actions": list(seen.actions),
        "version": line.version,
    }
