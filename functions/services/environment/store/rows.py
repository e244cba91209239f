"""What leads to a courtyard: the household that has it, and the plate at its gate; and the versions of the criteria."""

from __future__ import annotations

from typing import ClassVar

from kernel.record import record
from kernel.storage.settings import Settings, VersionRow
from services.environment.rules import criteria
from services.environment.rules.criteria import Criteria
from services.environment.rules.terms import DATA
from services.store.table import ServicesMeta


@record
class Home:
    """Which courtyard a household has, by the household's id; a household has one."""

    id: str
    courtyard: str
    version: int = 1


@record
class Plate:
    """Which courtyard a plate is of, by the token on it."""

    id: str
    courtyard: str
    version: int = 1


class CriteriaRow(VersionRow):
    """A version of the criteria: `YARDCRITERIA` / `V#…`, the newest also `CURRENT`."""

    subject: ClassVar[str] = "YARDCRITERIA"

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


CRITERIA: Settings[Criteria] = Settings(CriteriaRow, DATA / "criteria.json", criteria.parse)
