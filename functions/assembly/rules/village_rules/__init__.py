"""Village rules (村规民约): drafted, opened to views, reviewed by the town, voted on by the villagers' meeting, filed, published.

Only the villagers' meeting makes or changes them, the town has them on file, and they may not go against law (村委会法 Art. 31; the order
of steps: DOMAIN 4.2). What seems to go against it is flagged, by words (`kernel.wording`) or by a person, and stands in the way
until the town has cleared it.
"""

from __future__ import annotations

from assembly.rules.village_rules.clearing import (
    ConflictWithLaw,
    FlaggedEnough,
    clear_flag,
    raise_flag,
)
from assembly.rules.village_rules.drafts import (
    CorrectionOrder,
    VillagersView,
    VillageRules,
    add_view,
    draft,
    redraft,
)
from assembly.rules.village_rules.flags import (
    ConflictFlag,
    FlagCleared,
    FlagKind,
    OutOfForce,
    RulesClause,
    flags_of,
    new_flag,
)
from assembly.rules.village_rules.steps import (
    CorrectedEnough,
    TooFewWomen,
    ViewsStillOpen,
    after_vote,
    before_vote,
    collect,
    move,
    order_correction,
    require_women,
    shut,
    standing,
    submit,
    withdrawn,
)
from assembly.rules.village_rules.versions import (
    BeforeTheVersionBefore,
    LaterDecisionStands,
    give_way,
    in_force_on,
    published,
    refuse_older,
    supersede,
)

__all__ = [
    "BeforeTheVersionBefore",
    "ConflictFlag",
    "ConflictWithLaw",
    "CorrectedEnough",
    "CorrectionOrder",
    "FlagCleared",
    "FlagKind",
    "FlaggedEnough",
    "LaterDecisionStands",
    "OutOfForce",
    "RulesClause",
    "TooFewWomen",
    "ViewsStillOpen",
    "VillageRules",
    "VillagersView",
    "add_view",
    "after_vote",
    "before_vote",
    "clear_flag",
    "collect",
    "draft",
    "flags_of",
    "give_way",
    "in_force_on",
    "move",
    "new_flag",
    "order_correction",
    "published",
    "raise_flag",
    "redraft",
    "refuse_older",
    "require_women",
    "shut",
    "standing",
    "submit",
    "supersede",
    "withdrawn",
]
