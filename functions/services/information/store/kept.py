"""Where forms, records, visits, readings and disposals are kept, and in which lists they are found."""

from __future__ import annotations

from typing import Any

from kernel import clock
from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.information.rules.ending import wakes_at
from services.information.rules.forms import Catalogue, Form
from services.information.rules.records import InformationAbout, Record
from services.information.rules.terms import amount
from services.information.rules.visits import Disposal, Reading, Visit
from services.store.table import StepRow, ThingRow

RECORD_KIND = "INFORECORD"


def _form(form: Form) -> Placed:
    return Placed(list=f"INFOFORMS#{form.status}", place=form.id)


def _record(one: Record) -> Placed:
    village, wake = ancestor(one.unit, Level.VILLAGE), wakes_at(one, clock.now())
    if one.about is InformationAbout.PERSON:
        people = f"INFOPEOPLE#{village}"
        return Placed(people, None, f"{one.unit}#{one.id}", wake_at=wake)
    due = one.due_on.isoformat() if one.due_on else "9999-12-31"
    place = f"{due}#{one.id}"
    return Placed(f"INFODUE#{one.unit}", f"INFOHOMES#{village}", place, wake_at=wake)


def _visit(visit: Visit) -> Placed:
    return Placed(
        subject=f"INFOVISITS#{visit.household}",
        place=visit.id,
        expires_at=_later(visit.received_at, "visits_kept_months"),
    )


def _reading(reading: Reading) -> Placed:
    return Placed(
        subject=f"INFOREADS#{reading.household}",
        place=reading.id,
        expires_at=_later(reading.at, "reads_kept_months"),
    )


def _disposal(disposal: Disposal) -> Placed:
    return Placed(list="INFODISPOSALS", place=disposal.id)


def _later(at: Any, term: str) -> Any:
    local = at.astimezone(clock.SHANGHAI)
    return local.replace(
        **dict(
            zip(
                ("year", "month", "day"),
                clock.months_after(local.date(), amount(term)).timetuple()[:3],
                strict=True,
            )
        )
    )


FORMS = Repository(ThingRow, StepRow, "INFOFORM", Form, Text("该采集表", "such form"), _form)
CATALOGUE = Repository(
    ThingRow,
    StepRow,
    "INFOCATALOGUE",
    Catalogue,
    Text("采集目录", "catalogue"),
    lambda _: Placed(),
)
RECORDS = Repository(
    ThingRow, StepRow, RECORD_KIND, Record, Text("该信息记录", "such record"), _record
)
VISITS = Repository(ThingRow, StepRow, "INFOVISIT", Visit, Text("该走访记录", "such visit"), _visit)
READINGS = Repository(
    ThingRow, StepRow, "INFOREAD", Reading, Text("该查看记录", "such reading"), _reading
)
DISPOSALS = Repository(
    ThingRow, StepRow, "INFODISPOSAL", Disposal, Text("该删除记录", "such disposal"), _disposal
)
