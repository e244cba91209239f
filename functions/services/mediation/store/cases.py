"""Cases, who has a part in them, risks the town was told of, and committees."""

from __future__ import annotations

from typing import Final

from kernel.record import record
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.mediation.rules.case import Case
from services.mediation.rules.committees import Committee
from services.store.table import StepRow, ThingRow


@record
class Part:
    """That a person is a party to a case, or registered it: `{case}.{person}`; for the list of one's own."""

    id: str
    case: str
    person: str
    version: int = 1


@record
class OwnNumber:
    """The case a person registered by a number of the own: `{person}#{number}`."""

    id: str
    case: str
    version: int = 1


@record
class Told:
    """That a risk was reported to the town: the id is the case's. No person is in it."""

    id: str
    unit: str
    at: str
    is_open: bool
    version: int = 1


CASES: Final[Repository[Case]] = Repository(
    ThingRow,
    StepRow,
    "MEDIATION",
    Case,
    Text("该纠纷", "such dispute"),
    lambda case: Placed(list=list_of(case.unit, str(case.status)), place=case.id),
)
PARTS: Final[Repository[Part]] = Repository(
    ThingRow,
    StepRow,
    "MEDIATIONPART",
    Part,
    Text("该纠纷", "such dispute"),
    lambda part: Placed(subject=f"MEDIATIONS#{part.person}", place=part.case),
)
OWN_NUMBERS: Final[Repository[OwnNumber]] = Repository(
    ThingRow,
    StepRow,
    "MEDIATIONREF",
    OwnNumber,
    Text("该纠纷", "such dispute"),
    lambda _: Placed(),
)
TOLD: Final[Repository[Told]] = Repository(
    ThingRow,
    StepRow,
    "MEDIATIONRISK",
    Told,
    Text("该风险报告", "such report of a risk"),
    lambda told: Placed(list=risks_of(told.unit) if told.is_open else None, place=told.at),
)
COMMITTEES: Final[Repository[Committee]] = Repository(
    ThingRow,
    StepRow,
    "MEDIATORS",
    Committee,
    Text("该调解委员会", "such committee"),
    lambda committee: Placed(
        list=f"MEDIATORS#{ancestor(committee.id, Level.TOWN)}", place=committee.id
    ),
)


def list_of(unit: str, status: str) -> str:
    """Return the list of a committee's cases of a status."""
    return f"MEDIATIONS#{unit}#{status}"


def risks_of(unit: str) -> str:
    """Return the list of a town's open risks."""
    return f"MEDIATIONRISKS#{ancestor(unit, Level.TOWN)}"
