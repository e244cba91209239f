"""The catalogue of matters: what may be entrusted, at which office, with which papers, within which limits, at which fee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.law import Reference, reference
from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.units import Level, ancestor
from services.errands.rules.refusals import NoSuchMatter

ID_CARD = "id_card"
"""The paper that is shown and never taken (居民身份证法 Art. 15)."""


class PromiseBeyondStatute(InvalidFields):
    """A county promises no more time than the statute gives."""

    slug = "promise-beyond-statute"
    title = Text("承诺时限超过法定时限", "Promise beyond the statute")


class NotTheirsToDecide(InvalidFields):
    """What the county decides by law, a town decides only where the province lets it (社会救助法 Art. 44)."""

    slug = "not-theirs-to-decide"
    title = Text("决定权限缺少依据", "No right to decide")


@record
class Paper:
    """A paper of a matter.

    Attributes
    ----------
    minor
        Whether the matter may be accepted without it, on a written promise (容缺受理).
    household
        Whether one serves the whole household, such as its register.
    """

    code: str
    name: Text
    original: bool
    minor: bool
    household: bool


@record
class Matter:
    """A matter of the catalogue.

    Attributes
    ----------
    office
        The department that decides; "town", "county": the principal's.
    statutory_days, promised_days
        Working days.
    office_fee
        What the office itself takes, in fen, by `fee_basis`; the errand is free.
    urgent
        Whether help comes first and papers later (临时救助).
    """

    code: str
    name: Text
    office: str
    counter: Text
    papers: tuple[Paper, ...]
    statutory_days: int
    promised_days: int
    in_person: bool
    needs_id_number: bool
    urgent: bool
    office_fee: int
    fee_basis: str | None
    decided_by: str
    delegation: str | None
    cites: Reference
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether it may be entrusted on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def office_for(self, village: str) -> str:
        """Return the unit that decides it for somebody of a village."""
        levels = {"town": Level.TOWN, "county": Level.COUNTY}
        if self.office not in levels:
            return self.office
        return ancestor(village, levels[self.office]) or self.office

    def paper(self, code: str) -> Paper | None:
        """Return a paper of it."""
        return next((one for one in self.papers if one.code == code), None)


@record
class Catalogue:
    """The matters of one version."""

    version: int
    matters: tuple[Matter, ...]

    def on(self, day: date) -> list[Matter]:
        """Return the matters that may be entrusted on a day."""
        return [one for one in self.matters if one.holds_on(day)]

    def require(self, code: str, day: date) -> Matter:
        """Return a matter.

        Raises
        ------
        NoSuchMatter
            There is none on that day.
        """
        found = next((one for one in self.on(day) if one.code == code), None)
        if found is None:
            raise NoSuchMatter
        return found


def parse(document: Mapping[str, Any], version: int) -> Catalogue:
    """Read a complete document; see `check` for what must hold of it."""
    return Catalogue(version, tuple(map(_matter, document["matters"])))


def check(catalogue: Catalogue) -> None:
    """Let a catalogue pass in which every promise can be kept.

    Raises
    ------
    PromiseBeyondStatute
        A matter promises more time than its statute gives.
    NotTheirsToDecide
        A town decides what is the county's, and no rule of the province is named.
    InvalidFields
        Two matters of one code hold on one day, a paper stands twice, or a fee has no basis.
    """
    for number, one in enumerate(catalogue.matters):
        at = f"matters[{number}]"
        if one.promised_days > one.statutory_days:
            raise PromiseBeyondStatute.one(
                f"{at}.promised_days",
                Text("承诺时限不得超过法定时限。", "A promise is not longer than the statute."),
            )
        if one.decided_by == "town" and not one.delegation:
            raise NotTheirsToDecide.one(
                f"{at}.delegation",
                Text(
                    "由乡镇决定的，须写明省级规定。",
                    "Where a town decides, name the province's rule that lets it.",
                ),
            )
        if one.office_fee and not one.fee_basis:
            raise InvalidFields.one(
                f"{at}.fee_basis",
                Text("收费须写明依据。", "A fee names what it rests on."),
            )
        papers = [paper.code for paper in one.papers]
        if len(set(papers)) < len(papers):
            raise InvalidFields.one(
                f"{at}.papers", Text("材料重复。", "A paper stands there twice.")
            )
        if any(_overlap(one, other) for other in catalogue.matters[:number]):
            raise InvalidFields.one(
                f"{at}.code",
                Text("同一事项的适用日期重叠。", "A matter of this code holds on these days."),
            )


def _overlap(one: Matter, other: Matter) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return one.code == other.code and first <= last


def _matter(said: Mapping[str, Any]) -> Matter:
    return Matter(
        code=said["code"],
        name=Text(**said["name"]),
        office=said["office"],
        counter=Text(**said["counter"]),
        papers=tuple(map(_paper, said["papers"])),
        statutory_days=said["statutory_days"],
        promised_days=said["promised_days"],
        in_person=bool(said.get("in_person")),
        needs_id_number=bool(said.get("needs_id_number")),
        urgent=bool(said.get("urgent")),
        office_fee=said.get("office_fee") or 0,
        fee_basis=said.get("fee_basis"),
        decided_by=said.get("decided_by") or "department",
        delegation=said.get("delegation"),
        cites=reference(said["cites"]),
        valid_from=_day(said.get("valid_from")),
        valid_to=_day(said.get("valid_to")),
    )


def _paper(said: Mapping[str, Any]) -> Paper:
    return Paper(
        said["code"],
        Text(**said["name"]),
        bool(said.get("original")),
        bool(said.get("minor")),
        bool(said.get("household")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
