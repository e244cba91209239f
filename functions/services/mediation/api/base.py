"""What the routes of mediation share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kernel.access import ALL_ROLES, OFFICERS, Access, Role
from kernel.http import refusals
from kernel.ids import ID_PATTERN
from services.mediation.rules import refusals as own

BASE = "/v1/services/mediation"
SIGNED_IN = Access(ALL_ROLES)
MEDIATORS = frozenset({Role.MEDIATOR})
KEEPERS = frozenset({Role.VILLAGE_OFFICER, Role.TOWN_OFFICER})
"""Who enters committees: the village its own, the town its own and its villages'."""
COUNTERS = OFFICERS | MEDIATORS
"""Who reads numbers."""
TOLD_OF_RISKS = OFFICERS - {Role.VILLAGE_OFFICER}
"""Who reads which risks were reported to the town, without names."""
MOVES = (
    own.HeldElsewhere,
    own.MediatorRecused,
    own.CommitteeNotInOffice,
    own.NoConsent,
    own.InvitedWithoutConsent,
    own.DoorsClosed,
    own.MustBeWritten,
    own.ConfirmationLate,
    own.NotConfirmable,
    own.NotJointly,
    own.PoliceDecided,
    own.VisitsMissing,
    own.FileFull,
    *refusals.MOVES,
)
"""What a step of a case may be refused for."""

CaseId = Annotated[str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX69"])]
CommitteeUnit = Annotated[
    str,
    Path(
        pattern=r"^([1-9]\d{8}|[1-9]\d{11})$",
        description="Town or village / 乡镇或村代码",
        examples=["140426106201"],
    ),
]
OfCommittee = Annotated[
    str,
    Query(
        pattern=r"^([1-9]\d{8}|[1-9]\d{11})$",
        description="Town or village / 乡镇或村代码",
        examples=["140426106201"],
    ),
]
Month = Annotated[
    str,
    Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="Month / 月份", examples=["2026-01"]),
]
