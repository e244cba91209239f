"""Publication of village affairs (村务公开): up for its term, down before only for a legal cause, questioned and answered.

Numbers are in `data/publications.json` (村委会法 Art. 35: at least 15 days; ordinary items every quarter, finance every month where there is
much of it).
"""

from __future__ import annotations

from assembly.rules.publications.boards import (
    PoorFamilyPosted,
    publish,
    refuse_named_family,
    refuse_personal_data,
    refuse_poor_families,
    replace,
    shut,
    standing,
    take_down,
)
from assembly.rules.publications.duties import (
    Duty,
    DutyRecord,
    PeriodNeeded,
    due_again,
    duties,
    duty_for,
    duty_id,
    fulfilled,
    is_to_be_owed,
    monthly,
    owed,
    require_period,
    unknown,
)
from assembly.rules.publications.kinds import (
    DecidingMeetingStillOpen,
    MustStayUp,
    NotReplaceable,
    PersonalDataInText,
    Publication,
    PublicationKind,
    PublicationObjection,
    RemovalCause,
)
from assembly.rules.publications.objections import (
    answer_objection,
    mark_overdue,
    object_to,
)
from assembly.rules.publications.table import (
    end_of,
    first_day,
    last_day,
    table,
)

__all__ = [
    "DecidingMeetingStillOpen",
    "Duty",
    "DutyRecord",
    "MustStayUp",
    "NotReplaceable",
    "PeriodNeeded",
    "PersonalDataInText",
    "PoorFamilyPosted",
    "Publication",
    "PublicationKind",
    "PublicationObjection",
    "RemovalCause",
    "answer_objection",
    "due_again",
    "duties",
    "duty_for",
    "duty_id",
    "end_of",
    "first_day",
    "fulfilled",
    "is_to_be_owed",
    "last_day",
    "mark_overdue",
    "monthly",
    "object_to",
    "owed",
    "publish",
    "refuse_named_family",
    "refuse_personal_data",
    "refuse_poor_families",
    "replace",
    "require_period",
    "shut",
    "standing",
    "table",
    "take_down",
    "unknown",
]
