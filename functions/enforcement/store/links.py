"""Problem ⊂ inspection, case ⊂ problem, penalty ⊂ case: each a line of its town's year, so that the figures of a year are counted links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.links import Link, LinkLevel
from enforcement.store.table import EnforcementMeta
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, every_row, list_page
from kernel.storage.rows import Alter, Key, Row, Write
from kernel.storage.unit_of_work import UnitOfWork


class LinkRow(Row):
    """That an inspection led so far: `LINKS#{town}#{year}#{level}` / `{inspection}`; it stays, and says if its penalty was revoked.

    A case without an inspection stands in none.
    """

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    inspection = UnicodeAttribute()
    case = UnicodeAttribute(null=True)
    revoked = BooleanAttribute(default=False)


class FiguresRow(Row):
    """How many inspections of a town's year led how far: `TOWN#{town}` / `FIGURES#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    inspections = NumberAttribute(default=0)
    problems = NumberAttribute(default=0)
    cases = NumberAttribute(default=0)
    penalties = NumberAttribute(default=0)

    @classmethod
    def key(cls, town: str, year: int) -> Key:
        """Return where the figures of a town's year are."""
        return Key(cls, f"TOWN#{town}", f"FIGURES#{year}")


def link(work: UnitOfWork, link: Link, *levels: LinkLevel) -> None:
    """Note that an inspection led to these levels now; each of them once, or the transaction does not come about."""
    for level in levels:
        work.add(
            LinkRow(
                f"LINKS#{link.town}#{link.year}#{level}",
                link.inspection,
                inspection=link.inspection,
                case=link.case,
            )
        )
    if levels:
        more = dict.fromkeys(map(str, levels), 1)
        work.write(Alter(FiguresRow.key(link.town, link.year), more))


def figures_of(town: str, year: int) -> Mapping[LinkLevel, int]:
    """Return how many inspections of a town's year led how far."""
    row = read([FiguresRow.key(town, year)], consistent=True)[0]
    return {level: int(getattr(row, level)) if row else 0 for level in LinkLevel}


def page_of(town: str, year: int, level: LinkLevel, limit: int, cursor: str | None) -> Listed:
    """Return one page of the inspections of a town's year that led so far, in the order of their ids."""
    partition = ("pk", f"LINKS#{town}#{year}#{level}")
    page = list_page(LinkRow, partition, limit=limit, cursor=cursor)
    # What was revoked is counted no more, so a page may hold fewer.
    stands = [row for row in page.rows if not row.revoked]
    return page._replace(rows=[Link(town, year, row.inspection, row.case) for row in stands])


def every_of(town: str, year: int, level: LinkLevel) -> Iterator[str]:
    """Give the ids of all inspections of a town's year that led so far, revoked penalties too."""
    for row in every_row(LinkRow, ("pk", f"LINKS#{town}#{year}#{level}")):
        yield row.inspection


def is_linked(work: UnitOfWork, link: Link, level: LinkLevel) -> bool:
    """Tell whether an inspection led to a level before."""
    return work.find(_key(link, level)) is not None


def revoke(work: UnitOfWork, link: Link) -> None:
    """Note that the penalty an inspection led to was revoked; nothing where none is counted."""
    row: LinkRow | None = work.find(_key(link, LinkLevel.PENALTIES))
    if row is None or row.revoked or row.case != link.case:
        return
    gone = LinkRow(row.pk, row.sk, inspection=row.inspection, case=row.case, revoked=True)
    work.write(Write(gone, LinkRow.revoked == False))  # noqa: E712 - a condition, not a comparison
    work.write(Alter(FiguresRow.key(link.town, link.year), {str(LinkLevel.PENALTIES): -1}))


def _key(link: Link, level: LinkLevel) -> Key:
    return Key(LinkRow, f"LINKS#{link.town}#{link.year}#{level}", link.inspection)
