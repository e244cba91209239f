"""Publications: up for their term, down before only for a legal cause, replaced."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from assembly.rules.publications.kinds import (
    MustStayUp,
    NotReplaceable,
    PersonalDataInText,
    Publication,
    PublicationKind,
    RemovalCause,
)
from assembly.rules.publications.table import days_after, table
from assembly.rules.standing import GUIDES, Reader
from assembly.rules.states.publications import PUBLICATIONS, PublicationAction, PublicationStatus
from kernel import clock
from kernel.characters import tidy
from kernel.law import reference
from kernel.personal_numbers import holds_personal_number
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


def refuse_personal_data(**texts: str) -> None:
    """Let a text be published that carries nobody's numbers: boards that showed them drew prosecutors' orders (DOMAIN 3.2).

    Raises
    ------
    PersonalDataInText
        A field does.
    """
    for field, text in texts.items():
        if holds_personal_number(text):
            raise PersonalDataInText.one(
                field,
                Text(
                    "公开内容不得含身份证号、手机号或银行卡号，请去标识化。",
                    "What is published may hold no identity, phone or bank card number.",
                ),
            )


class PoorFamilyPosted(InvalidFields):
    """Who applied for aid is not posted: only the decision to grant it is published (社会救助法 Art. 45)."""

    slug = "poor-family-posted"


def refuse_poor_families(day: date, **texts: str) -> None:
    """Let a text be published that does not post who applied for aid; what a matter's route asks for is published with its matter.

    Raises
    ------
    PoorFamilyPosted
        It does.
    """
    said = table()["poor_families"]
    if day.isoformat() < said["valid_from"]:
        return
    law = reference(said["cites"])
    for field, text in texts.items():
        found = re.search(said["pattern"], text)
        if found:
            told = Text(
                f"不得公示救助申请人（{found[0]}）；只公布给予救助的决定（{law.named.zh}）。",
                f"Applicants for aid are not posted ({found[0]}); only a grant is published ({law.named.en}).",
            )
            raise PoorFamilyPosted(told, errors=[FieldError(field, told)], citation=law)


def refuse_named_family(day: date, people: Collection[str], **texts: str) -> None:
    """Let a text be published on a matter of aid that names nobody of the household it is for, as long as nothing was granted to it.

    What the village proposes or the meeting says of it is published by the matter, not by the family (社会救助法 Art. 45; no law has the
    family named at 危房改造 or special assistance either, the Act's sentence is applied to them by analogy).

    Parameters
    ----------
    people
        Whoever lives in the household.

    Raises
    ------
    PoorFamilyPosted
        It names one of them.
    """
    said = table()["poor_families"]
    if day.isoformat() < said["valid_from"]:
        return
    law = reference(said["cites"])
    for field, text in texts.items():
        if any(len(name) > 1 and name in tidy(text) for name in map(tidy, people)):
            told = Text(
                f"给予救助前不得写明申请户成员姓名，请写事项编号；只公布给予救助的决定（{law.named.zh}）。",
                f"Nobody of the family is named before anything is granted: name the matter ({law.named.en}).",
            )
            raise PoorFamilyPosted(told, errors=[FieldError(field, told)], citation=law)


def publish(
    kind: PublicationKind,
    *,
    publication_id: str,
    village: str,
    title: str,
    content: str,
    attachments: Sequence[str],
    by: str,
    now: datetime,
    days: int | None = None,
    matter: str | None = None,
    village_rules: str | None = None,
    period: str | None = None,
    replaces: str | None = None,
) -> Publication:
    """Return a new publication that is up from now.

    Parameters
    ----------
    days
        How long it is to stay; never below the statutory minimum.

    Raises
    ------
    PersonalDataInText
        It holds somebody's numbers.
    """
    refuse_personal_data(title=title, content=content)
    term = max(days or 0, table()["minimum"]["days"])
    return Publication(
        id=publication_id,
        village=village,
        kind=kind,
        title=title,
        content=content,
        attachments=tuple(attachments),
        matter=matter,
        village_rules=village_rules,
        period=period,
        published_by=by,
        published_at=clock.iso(now),
        stays_until=clock.iso(days_after(now, term)),
        status=PublicationStatus.UP,
        replaces=replaces,
        objections=0,
        answered=0,
    )


def must_stay(publication: Publication, now: datetime) -> bool:
    """Tell whether nothing but a legal cause takes a publication down yet."""
    waiting = publication.answered < publication.objections
    return clock.iso(now) < publication.stays_until or waiting


def shut(publication: Publication, reader: Reader, now: datetime) -> frozenset[PublicationAction]:
    """Return what somebody cannot do though the status would let it: before its term a village takes nothing down."""
    by_town = reader.holds(publication.village, GUIDES)
    if must_stay(publication, now) and not by_town:
        return frozenset({PublicationAction.TAKE_DOWN})
    return frozenset()


def take_down(
    publication: Publication,
    *,
    by: str,
    now: datetime,
    cause: RemovalCause | None,
    legal_basis: str | None,
) -> Publication:
    """Take a publication down: after its term, or before it for a legal cause that is named.

    Raises
    ------
    IllegalMove
        It is down.
    MustStayUp
        The term has not run, or an objection waits for its answer, and there is no legal cause.
    """
    move = PUBLICATIONS.move(publication.status, PublicationAction.TAKE_DOWN)
    early = must_stay(publication, now)
    if early and not (cause and legal_basis):
        until = clock.from_iso(publication.stays_until)
        law = reference(table()["minimum"]["cites"])
        raise MustStayUp(
            Text(
                f"公示须保留至 {clock.for_people(until)} 且异议已答复；提前撤下须有法定事由（{law.named.zh}）。",
                f"It stays up until {clock.for_people(until)} and until objections are answered; before that only a legal cause takes it down.",
            ),
            stays_until=clock.local_iso(until),
            causes=[str(each) for each in RemovalCause],
            citation=law,
        )
    return replace(
        publication,
        status=move.target,
        taken_down_at=clock.iso(now),
        taken_down_by=by,
        cause=cause if early else None,
        legal_basis=legal_basis if early else None,
    )


def correct(publication: Publication, kind: PublicationKind, by: str) -> Publication:
    """Return a publication that was removed for cause, with the one that corrects it.

    Raises
    ------
    NotReplaceable
        It is of another kind, was not removed for cause, or was corrected before.
    """
    if publication.kind != kind or not publication.cause or publication.replaced_by:
        raise NotReplaceable
    return replace(publication, replaced_by=by)
