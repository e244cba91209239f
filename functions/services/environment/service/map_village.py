"""The map of a village: lines, work days and courtyards for staff; for everybody no home's place, and only under an approval number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kernel import clock
from kernel.access import Role
from kernel.actors import Actor
from kernel.problems import Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from services.environment.rules.courtyard_states import LIVE
from services.environment.rules.courtyards import may_read
from services.environment.rules.lines import LineStatus
from services.environment.rules.maps import (
    AT_HOMES,
    PUBLIC_LAYERS,
    Layer,
    MapApproval,
    MapNotApproved,
    require_approval,
)
from services.environment.service.keep_lines import prove_service
from services.environment.service.seeing import who_asks
from services.environment.store.things import (
    APPROVALS,
    LINES,
    WORK_DAYS,
    YARDS,
    lines_of,
    work_days_of,
)

if TYPE_CHECKING:
    from services.environment.model.maps import PutMapApproval


class Mapped(NamedTuple):
    """One page of a layer, and the approval number it is shown under."""

    page: Listed
    layer: Layer
    number: str | None


def map_for_staff(
    asking: Scope, village: str, layer: Layer, limit: int, cursor: str | None
) -> Mapped:
    """Return one page of a layer of a village's map, for who serves there; of courtyards those alone that the caller reads."""
    prove_service(asking, village)
    found = _layer(village, layer, limit, cursor)
    if layer is Layer.COURTYARDS:
        who = who_asks(asking)
        found = found._replace(rows=[one for one in found.rows if may_read(one, who)])
    return Mapped(found, layer, None)


def map_for_all(village: str, layer: Layer, limit: int, cursor: str | None) -> Mapped:
    """Return one page of a layer that everybody may see, without lines that lie at a home.

    Raises
    ------
    MapNotApproved
        The county has entered no approval number that holds today, or the layer shows where households live.
    """
    approval = require_approval(APPROVALS.load(village[:6]), clock.today())
    if layer not in PUBLIC_LAYERS:
        raise MapNotApproved
    found = _layer(village, layer, limit, cursor)
    if layer is Layer.LINES:
        found = found._replace(rows=[one for one in found.rows if one.kind not in AT_HOMES])
    return Mapped(found, layer, approval.number)


def _layer(village: str, layer: Layer, limit: int, cursor: str | None) -> Listed:
    match layer:
        case Layer.LINES:
            found = LINES.in_list(lines_of(village, LineStatus.KEPT), limit, cursor)
            return found._replace(rows=[one for one in found.rows if one.path])
        case Layer.WORK_DAYS:
            found = WORK_DAYS.in_list(work_days_of(village, struck=False), limit, cursor)
            return found._replace(rows=[one for one in found.rows if one.place])
        case Layer.COURTYARDS:
            found = YARDS.about(f"YARDS_OF#{village}", limit, cursor)
            return found._replace(
                rows=[one for one in found.rows if one.lat is not None and one.status in LIVE]
            )


def put_approval(
    work: UnitOfWork, asking: Scope, county: str, said: PutMapApproval, expected: Versions
) -> MapApproval:
    """Enter the number under which the county's maps may be shown to everybody."""
    post = asking.within(county, {Role.COUNTY_ADMIN})
    kept = APPROVALS.find(work, county)
    version = kept.version if kept else 0
    refuse_stale(expected, version)
    approval = MapApproval(county, said.number, said.valid_from, said.valid_to, version + 1)
    APPROVALS.save(
        work, approval, Step("entered", Actor.of(asking.person, post), said.number, county)
    )
    return approval
