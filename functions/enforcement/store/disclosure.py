"""What is disclosed: the list of public decisions, the figures of the towns' years, and what of these was published."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.rules.case import Case
from enforcement.rules.figures import Figure, Figures, YearPublished
from enforcement.store.cases import case_key
from enforcement.store.table import BY_LIST, EnforcementMeta
from kernel import clock
from kernel.storage.codec import Codec
from kernel.storage.dynamo import Range, read
from kernel.storage.lists import Listed, list_page
from kernel.storage.rows import Alter, Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class PublicRow(Row):
    """That a decision is, or was, public: `CASE#{id}` / `PUBLIC`; in the list of its town while it is."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    version = NumberAttribute()
    change_id = UnicodeAttribute()
    list = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, case: str) -> Key:
        """Return where it is whether the decision of a case is public."""
        return Key(cls, case, "PUBLIC")


class YearRow(Row):
    """The figures of a town's year: `FIGURES#{town}` / `{year}`; only ever added to."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    filed = NumberAttribute(default=0)
    penalties = NumberAttribute(default=0)
    on_the_spot = NumberAttribute(default=0)
    fines_fen = NumberAttribute(default=0)
    spared = NumberAttribute(default=0)
    unproven = NumberAttribute(default=0)
    transferred = NumberAttribute(default=0)
    changed = NumberAttribute(default=0)
    revoked = NumberAttribute(default=0)

    @classmethod
    def key(cls, town: str, year: int) -> Key:
        """Return where the figures of a town's year are."""
        return Key(cls, f"FIGURES#{town}", f"{year}")


class PublishedRow(Row):
    """The figures of a year as published: `PUBLISHED#{town}` / `{year}#{edition}`; written once."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    town = UnicodeAttribute()
    year = NumberAttribute()
    edition = NumberAttribute()
    published_by = UnicodeAttribute()
    published_at = UnicodeAttribute()
    inspections = NumberAttribute()
    problems = NumberAttribute()
    filed = NumberAttribute()
    penalties = NumberAttribute()
    on_the_spot = NumberAttribute()
    fines_fen = NumberAttribute()
    spared = NumberAttribute()
    unproven = NumberAttribute()
    transferred = NumberAttribute()
    changed = NumberAttribute()
    revoked = NumberAttribute()
    note = UnicodeAttribute(null=True)
    change_id = UnicodeAttribute()


_PUBLISHED = Codec(YearPublished)


def list_decision(work: UnitOfWork, before: Case | None, after: Case) -> None:
    """Put a decision into the public list of its town, or take it out, where a step changed that."""
    listed = _is_listed(after)
    if (before is not None and _is_listed(before)) == listed:
        return
    key = PublicRow.key(case_key(after.id))
    work.find(key)
    row = PublicRow(key.pk, key.sk, version=work.version(key) + 1, change_id=work.change_id)
    if listed and after.decision:
        row.list = f"PUBLIC#{after.town}"
        row.place = f"{clock.iso(after.decision.at)}#{after.id}"
    work.save(row)


def _is_listed(case: Case) -> bool:
    return case.publication is not None and case.publication.is_listed


def public_of(town: str, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
    """Return one page of the ids of the cases in a town's public list, newest first, and the cursor of the next."""
    page = list_page(
        PublicRow,
        ("list", f"PUBLIC#{town}"),
        index=BY_LIST,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    return [row.pk.removeprefix("CASE#") for row in page.rows], page.next_cursor


def count(work: UnitOfWork, town: str, year: int, more: Figures) -> None:
    """Add to the figures of a town's year; many do so at once and nobody waits."""
    added = {str(figure): number for figure, number in more.items() if number}
    if added:
        work.write(Alter(YearRow.key(town, year), added))


def figures_of(town: str, year: int) -> dict[Figure, int]:
    """Return the figures of a town's year so far."""
    row = read([YearRow.key(town, year)], consistent=True)[0]
    return {figure: int(getattr(row, figure)) if row else 0 for figure in Figure}


def editions_of(town: str, year: int) -> list[YearPublished]:
    """Return how the figures of a year were published, newest first; the newest are looked at."""
    page = list_page(
        PublishedRow,
        ("pk", f"PUBLISHED#{town}"),
        within=Range("sk", "begins_with", (f"{year}#",)),
        limit=_MOST_EDITIONS,
        newest_first=True,
    )
    return [_PUBLISHED.take(row) for row in page.rows]


_MOST_EDITIONS = 20


def published_of(town: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of what a town published of its years, newest first."""
    page = list_page(
        PublishedRow, ("pk", f"PUBLISHED#{town}"), limit=limit, cursor=cursor, newest_first=True
    )
    return page._replace(rows=[_PUBLISHED.take(row) for row in page.rows])


def publish(work: UnitOfWork, one: YearPublished) -> None:
    """Keep an edition of the figures of a year."""
    row = PublishedRow(
        f"PUBLISHED#{one.town}", f"{one.year}#{one.edition:03d}", change_id=work.change_id
    )
    _PUBLISHED.put(row, one)
    work.add(row)
