"""Bodies of a village: which there are, what composition each must have, and the roll a meeting is counted on.

The table is `data/bodies.json`: per body the articles, their confidence and the days they hold; this module reads it and checks against
it (DOMAIN 4.1, 4.2).
"""

from __future__ import annotations

from assembly.rules.bodies.compositions import check_composition, of_age
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
from assembly.rules.bodies.rolls import Bases, NoBase, Roll, roll_of, size_of, voter_of
from assembly.rules.bodies.table import (
    BodyRule,
    all_rules,
    majority_of,
    rule_of,
)
from assembly.rules.bodies.terms import (
    ComposedEnough,
    TermEnded,
    end_of_term,
    in_force,
    kept_apart,
    needs_kinship,
    refuse_ended_term,
    refuse_too_often,
    sitting_between,
    term_of,
    term_over_on,
    with_kin,
)

__all__ = [
    "Bases",
    "BodyKind",
    "BodyMember",
    "BodyRule",
    "Capacity",
    "ComposedEnough",
    "CompositionInvalid",
    "Mode",
    "ModeNotOffered",
    "NoBase",
    "NoCompositionInForce",
    "NoRuleInForce",
    "Office",
    "Roll",
    "TermEnded",
    "all_rules",
    "check_composition",
    "end_of_term",
    "in_force",
    "kept_apart",
    "majority_of",
    "needs_kinship",
    "of_age",
    "refuse_ended_term",
    "refuse_too_often",
    "roll_of",
    "rule_of",
    "sitting_between",
    "size_of",
    "term_of",
    "term_over_on",
    "voter_of",
    "with_kin",
]
