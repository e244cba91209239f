"""Bodies of a village: which there are, what composition each must have, and the roll a meeting is counted on.

The table is `data/bodies.json`: per body the articles, their confidence and the days they hold; this module reads it and checks against
it (DOMAIN 4.1, 4.2).
"""

from __future__ import annotations

from assembly.rules.bodies.compositions import (
    ADULT_AGE,
    check_composition,
)
from assembly.rules.bodies.kinds import (
    BodyKind,
    BodyMember,
    Capacity,
    CompositionInvalid,
    Mode,
    ModeNotOffered,
    NoCompositionInForce,
    NoRuleInForce,
    Office,
)
from assembly.rules.bodies.rolls import (
    Roll,
    roll_of,
    voter_of,
)
from assembly.rules.bodies.table import (
    BodyRule,
    NoticePeriod,
    all_rules,
    majority_of,
    parse,
    rule_of,
)
from assembly.rules.bodies.terms import (
    end_of_term,
    in_force,
    kept_apart,
    needs_kinship,
    sitting_between,
    with_kin,
)

__all__ = [
    "ADULT_AGE",
    "BodyKind",
    "BodyMember",
    "BodyRule",
    "Capacity",
    "CompositionInvalid",
    "Mode",
    "ModeNotOffered",
    "NoCompositionInForce",
    "NoRuleInForce",
    "NoticePeriod",
    "Office",
    "Roll",
    "all_rules",
    "check_composition",
    "end_of_term",
    "in_force",
    "kept_apart",
    "majority_of",
    "needs_kinship",
    "parse",
    "roll_of",
    "rule_of",
    "sitting_between",
    "voter_of",
    "with_kin",
]
