"""The file of a case: five parts every file holds and seven as needed (人民调解法 Art. 27; DOMAIN 14), and which of them are there."""

from __future__ import annotations

from services.mediation.rules.case import Case
from services.mediation.rules.words import ADDED, MUST_HOLD, MediationFilePart


def is_there(case: Case, part: MediationFilePart) -> bool:
    """Tell whether there is something to write in a part."""
    if part in ADDED:
        return any(one.part is part for one in case.materials)
    match part:
        case MediationFilePart.REQUEST:
            return True
        case MediationFilePart.RIGHTS:
            return case.accepted_at is not None
        case MediationFilePart.IDENTITY:
            return all(one.identity for one in case.parties)
        case MediationFilePart.RECORD:
            return bool(case.sessions)
        case MediationFilePart.AGREEMENT:
            return case.agreement is not None
        case MediationFilePart.PERFORMANCE:
            return case.proof is not None
        case MediationFilePart.RETURN_VISIT:
            return bool(case.visits)
        case _:
            return case.confirmation is not None


def missing(case: Case) -> list[MediationFilePart]:
    """Return which of the parts every file holds are not there."""
    return [part for part in MUST_HOLD if not is_there(case, part)]
