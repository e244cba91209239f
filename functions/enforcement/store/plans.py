"""Plans of inspections, the lists of firms, and the draws from them; all of a town beside each other."""

from __future__ import annotations

from datetime import date

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.firms import Firm
from enforcement.rules.inspection_plan import Draw, DrawnBefore, FiledPlan, Plan
from enforcement.store.kept import KeptRow
from enforcement.store.table import EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class PlanRow(Row):
    """The plan of a year: `TOWN#{town}` / `PLAN#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    filed_on = UnicodeAttribute()
    filed_by = UnicodeAttribute()
    cap = NumberAttribute()
    focus = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, year: int) -> Key:
        """Return where the plan of a town's year is."""
        return Key(cls, f"TOWN#{town}", f"PLAN#{year}")


class FirmRow(Row):
    """A firm on a town's list: `TOWN#{town}` / `FIRM#{code}`; one that was taken off stays, unlisted."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    town = UnicodeAttribute()
    code = UnicodeAttribute()
    name = UnicodeAttribute()
    listed = BooleanAttribute()
    formerly = JSONAttribute(null=True)
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, code: str) -> Key:
        """Return where a firm of a town is."""
        return Key(cls, f"TOWN#{town}", f"FIRM#{code}")


class FirmTallyRow(Row):
    """How many firms a town knows: `TOWN#{town}` / `FIRMS`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    known = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str) -> Key:
        """Return where the tally of a town is."""
        return Key(cls, f"TOWN#{town}", "FIRMS")


class DrawTallyRow(Row):
    """How many were drawn in a year, all its rounds together: `TOWN#{town}` / `DRAWN#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    drawn = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, year: int) -> Key:
        """Return where the tally of a town's year is."""
        return Key(cls, f"TOWN#{town}", f"DRAWN#{year}")


class DrawRow(KeptRow):
    """A draw: `TOWN#{town}` / `DRAW#{year}#{round}`; written once, never changed."""

    @classmethod
    def key(cls, town: str, year: int, name: str) -> Key:
        """Return where the draw of a round is."""
        return Key(cls, f"TOWN#{town}", f"DRAW#{year}#{name}")


_FIRMS, _DRAWS = Codec(Firm), Codec(Draw)


def find_plan(work: UnitOfWork, town: str, year: int) -> FiledPlan | None:
    """Return the plan of a town's year as it is now."""
    row: PlanRow | None = work.find(PlanRow.key(town, year))
    if row is None:
        return None
    plan = Plan(town, year, date.fromisoformat(row.filed_on), int(row.cap))
    return FiledPlan(plan, tuple(row.focus), row.filed_by, int(row.version))


def save_plan(work: UnitOfWork, filed: FiledPlan) -> None:
    """Keep a plan."""
    key = PlanRow.key(filed.plan.town, filed.plan.year)
    work.save(
        PlanRow(
            key.pk,
            key.sk,
            filed_on=filed.plan.filed_on.isoformat(),
            filed_by=filed.filed_by,
            cap=filed.plan.cap,
            focus=list(filed.focus),
            version=filed.version,
        )
    )


def find_firm(work: UnitOfWork, town: str, code: str) -> Firm | None:
    """Return a firm of a town as it is now."""
    row: FirmRow | None = work.find(FirmRow.key(town, code))
    return _FIRMS.take(row) if row else None


def known_firms(work: UnitOfWork, town: str) -> int:
    """Return how many firms a town knows, listed or not."""
    row: FirmTallyRow | None = work.find(FirmTallyRow.key(town))
    return int(row.known) if row else 0


def save_firm(work: UnitOfWork, firm: Firm) -> None:
    """Keep a firm; a new one is counted."""
    key, tally = FirmRow.key(firm.town, firm.code), FirmTallyRow.key(firm.town)
    if work.find(key) is None:
        known = known_firms(work, firm.town) + 1
        work.save(FirmTallyRow(tally.pk, tally.sk, known=known, version=work.version(tally) + 1))
    row = FirmRow(key.pk, key.sk)
    _FIRMS.put(row, firm)
    work.save(row)


def page_of_firms(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a town's firms, by code."""
    within = Range("sk", "begins_with", ("FIRM#",))
    page = list_page(FirmRow, ("pk", f"TOWN#{town}"), within=within, limit=limit, cursor=cursor)
    return page._replace(rows=[_FIRMS.take(row) for row in page.rows])


def listed_firms(town: str) -> list[str]:
    """Return the codes of the firms a town draws from; they are `MOST_FIRMS` at most."""
    within = Range("sk", "begins_with", ("FIRM#",))
    rows = every_row(FirmRow, ("pk", f"TOWN#{town}"), within=within)
    return sorted(row.code for row in rows if row.listed)


def drawn_in(work: UnitOfWork, town: str, year: int) -> int:
    """Return how many were drawn in a year so far."""
    row: DrawTallyRow | None = work.find(DrawTallyRow.key(town, year))
    return int(row.drawn) if row else 0


def add_draw(work: UnitOfWork, draw: Draw) -> None:
    """Keep a draw; its round is drawn once.

    Raises
    ------
    DrawnBefore
        It was.
    """
    key, tally = (
        DrawRow.key(draw.town, draw.year, draw.round),
        DrawTallyRow.key(draw.town, draw.year),
    )
    if work.find(key) is not None:
        raise DrawnBefore
    work.save(
        DrawRow(key.pk, key.sk, document=_DRAWS.document(draw), version=1), otherwise=DrawnBefore
    )
    drawn = drawn_in(work, draw.town, draw.year) + len(draw.drawn)
    work.save(DrawTallyRow(tally.pk, tally.sk, drawn=drawn, version=work.version(tally) + 1))


def find_draw(work: UnitOfWork, town: str, year: int, name: str) -> Draw | None:
    """Return the draw of a round."""
    row: DrawRow | None = work.find(DrawRow.key(town, year, name))
    return _DRAWS.thing(row.document) if row else None


def page_of_draws(town: str, year: int, limit: int, cursor: str | None) -> Listed:
    """Return one page of a year's draws, by their rounds."""
    within = Range("sk", "begins_with", (f"DRAW#{year}#",))
    page = list_page(DrawRow, ("pk", f"TOWN#{town}"), within=within, limit=limit, cursor=cursor)
    return page._replace(rows=[_DRAWS.thing(row.document) for row in page.rows])
