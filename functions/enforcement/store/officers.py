"""Enforcement certificates, and who holds which: read by key, so that whoever counts officers counts them as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules.certificates import KeptCertificate
from enforcement.rules.officers import Certificate, CertificateState, Present, held_with_post
from enforcement.store.table import BY_LIST, EnforcementMeta
from kernel import clock
from kernel.access import Post
from kernel.directory import PersonRow
from kernel.storage.codec import Codec
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, indexed_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.waking import WAITING


class CertificateRow(Row):
    """A certificate: `CERT#{number}` / `CERT`; listed by its organ, woken on the days on which something is to be seen to."""

    class Meta(EnforcementMeta):
        """Enforcement's table."""

    number = UnicodeAttribute()
    holder = UnicodeAttribute()
    organ = UnicodeAttribute()
    fields = JSONAttribute()
    valid_from = UnicodeAttribute()
    valid_to = UnicodeAttribute()
    checked = JSONAttribute()
    withdrawn = UnicodeAttribute(null=True)
    withdrawn_on = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    reminded = UnicodeAttribute(null=True)
    steps = NumberAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute()
    place = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, number: str) -> Key:
        """Return where the certificate of this number is."""
        return Key(cls, f"CERT#{number}", "CERT")


class OfficerRow(Row):
    """Which certificates a person was given: `OFFICER#{person}` / `CERTS`; the numbers, newest last."""

    class Meta(EnforcementMeta):
        """Enforcement's table."""

    numbers = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, person: str) -> Key:
        """Return where a person's certificates are named."""
        return Key(cls, f"OFFICER#{person}", "CERTS")


_CODEC = Codec(Certificate, but=("checked",))


def certificates_of(
    persons: Iterable[str], day: date, work: UnitOfWork | None = None
) -> dict[str, Certificate]:
    """Return the certificate of each of these persons that has one, as it stands on a day with the holder's post.

    Whoever has lost the post by then has a certificate that is handed in, whether the clock has recorded it yet or not. Of several
    the one that holds is taken.

    Parameters
    ----------
    work
        The unit of work that decides on it; None where nothing is decided.
    """
    work, asked = work or UnitOfWork(), list(dict.fromkeys(persons))
    work.load([*map(OfficerRow.key, asked), *map(PersonRow.key, asked)])
    numbers = {one: numbers_of(work, one) for one in asked}
    work.load(CertificateRow.key(number) for held in numbers.values() for number in held)
    found: dict[str, Certificate] = {}
    for person in asked:
        kept = [find(work, number) for number in numbers[person]]
        posts = posts_of(work, person)
        mine = [held_with_post(one.certificate, posts, day) for one in kept if one is not None]
        if mine:
            found[person] = max(mine, key=lambda one: one.state_on(day) is CertificateState.VALID)
    return found


def present(
    work: UnitOfWork, town: str, persons: Iterable[str], day: date, *, shown: bool = True
) -> list[Present]:
    """Return persons as who takes part in an inspection of a town on a day: another town's officers have no power here."""
    named = list(persons)
    held = certificates_of(named, day, work)
    return [
        Present(one, mine, on_establishment=mine is not None and mine.organ == town, shown=shown)
        for one, mine in ((one, held.get(one)) for one in named)
    ]


def posts_of(work: UnitOfWork, person: str) -> tuple[Post, ...]:
    """Return every post of a person, past and to come, as it is now."""
    row: PersonRow | None = work.find(PersonRow.key(person))
    return row.every_post() if row else ()


def names_of(work: UnitOfWork, persons: Iterable[str]) -> dict[str, str]:
    """Return the name of each of these persons; the id of one whom the registry does not know."""
    asked = list(persons)
    rows = work.find_all([PersonRow.key(one) for one in asked])
    return {one: row.name if row else one for one, row in zip(asked, rows, strict=True)}


def numbers_of(work: UnitOfWork, person: str) -> list[str]:
    """Return the numbers of the certificates a person was given, newest last."""
    row: OfficerRow | None = work.find(OfficerRow.key(person))
    return list(row.numbers) if row else []


def find(work: UnitOfWork, number: str) -> KeptCertificate | None:
    """Return a certificate as it is now."""
    row: CertificateRow | None = work.find(CertificateRow.key(number))
    return from_row(row) if row else None


def load(number: str) -> KeptCertificate | None:
    """Return a certificate as it is now, where nothing is decided."""
    return find(UnitOfWork(), number)


def add(work: UnitOfWork, kept: KeptCertificate) -> None:
    """Keep a new certificate, and name it at its holder."""
    holder = OfficerRow.key(kept.certificate.holder)
    numbers = [*numbers_of(work, kept.certificate.holder), kept.certificate.number]
    work.save(OfficerRow(holder.pk, holder.sk, numbers=numbers, version=work.version(holder) + 1))
    save(work, kept)


def save(work: UnitOfWork, kept: KeptCertificate) -> None:
    """Keep a certificate."""
    one = kept.certificate
    key = CertificateRow.key(one.number)
    row = CertificateRow(
        key.pk,
        key.sk,
        checked=sorted(one.checked),
        reason=kept.reason,
        reminded=kept.reminded.isoformat() if kept.reminded else None,
        steps=kept.steps,
        version=kept.version,
        list=f"CERTS#{one.organ}",
        place=one.number,
    )
    _CODEC.put(row, one)
    if kept.wakes_on:
        row.clock, row.wake_at = WAITING, clock.iso(_begins(kept.wakes_on))
    work.save(row)


def from_row(row: CertificateRow) -> KeptCertificate:
    """Return the certificate a row keeps."""
    return KeptCertificate(
        certificate=_CODEC.take(row, checked=frozenset(row.checked)),
        reason=row.reason,
        reminded=date.fromisoformat(row.reminded) if row.reminded else None,
        wakes_on=_day_of(row.wake_at) if row.wake_at else None,
        steps=int(row.steps),
        version=int(row.version),
    )


def page_of(organ: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of an organ's certificates, by number: one Query, and one read of the page's rows."""
    partition = ("list", f"CERTS#{organ}")
    return indexed_page(
        CertificateRow, partition, from_row, index=BY_LIST, limit=limit, cursor=cursor
    )


def load_all(numbers: Sequence[str]) -> list[KeptCertificate]:
    """Return certificates as they are now, in one read."""
    rows = read([CertificateRow.key(one) for one in numbers])
    return [from_row(row) for row in rows if row is not None]


def posts_of_all(persons: Sequence[str]) -> Mapping[str, tuple[Post, ...]]:
    """Return every post of each of these persons, in one read."""
    rows = read([PersonRow.key(one) for one in persons])
    return {row.person_id: row.every_post() for row in rows if row is not None}


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)


def _day_of(wake_at: str) -> date:
    return clock.from_iso(wake_at).astimezone(clock.SHANGHAI).date()
