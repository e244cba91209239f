"""A case as the gates of its decision see it."""

from __future__ import annotations

from enforcement.rules.case import Case
from enforcement.rules.decision import CaseFile


def as_file(case: Case, fined: frozenset[str] = frozenset()) -> CaseFile:
    """Return what a filed case has on record.

    Parameters
    ----------
    fined
        The acts that decisions in force have fined.
    """
    assert case.party
    assert case.item
    assert case.filed_at
    assert case.act
    return CaseFile(
        town=case.town,
        item=case.item,
        party=case.party.as_party,
        act=case.act,
        found_at=case.known_at,
        filed_at=case.filed_at,
        investigated_at=case.investigated_at or case.filed_at,
        investigated=case.investigated,
        evidence=case.evidence,
        notice=case.notice,
        defence=case.defence,
        took_part=case.took_part,
        hearing=case.hearing,
        was_heard=case.was_heard,
        review=case.review,
        minutes=case.minutes,
        recusals=case.recusals,
        crime=case.crime,
        fined_acts=fined,
        major=case.major,
        public_interest=case.public_interest,
        complex_case=case.complex_case,
    )
