"""Bodies of a village: which there are, what composition each must have, and the roll a meeting is counted on.

The table is `data/bodies.json`: per body the articles, their confidence and the days they hold; this module reads it and checks against
it (DOMAIN 4.1, 4.2).
"""

from assembly.rules.bodies.composed import Body as Body
from assembly.rules.bodies.composed import Composition as Composition
from assembly.rules.bodies.composed import CompositionEntry as CompositionEntry
from assembly.rules.bodies.compositions import check_composition as check_composition
from assembly.rules.bodies.compositions import of_age as of_age
from assembly.rules.bodies.kinds import BodyKind as BodyKind
from assembly.rules.bodies.kinds import BodyMember as BodyMember
from assembly.rules.bodies.kinds import Capacity as Capacity
from assembly.rules.bodies.kinds import CompositionInvalid as CompositionInvalid
from assembly.rules.bodies.kinds import Mode as Mode
from assembly.rules.bodies.kinds import ModeNotOffered as ModeNotOffered
from assembly.rules.bodies.kinds import NoCompositionInForce as NoCompositionInForce
from assembly.rules.bodies.kinds import NoRuleInForce as NoRuleInForce
from assembly.rules.bodies.kinds import Office as Office
from assembly.rules.bodies.rolls import Bases as Bases
from assembly.rules.bodies.rolls import FrozenRoll as FrozenRoll
from assembly.rules.bodies.rolls import NoBase as NoBase
from assembly.rules.bodies.rolls import Roll as Roll
from assembly.rules.bodies.rolls import roll_of as roll_of
from assembly.rules.bodies.rolls import size_of as size_of
from assembly.rules.bodies.rolls import voter_of as voter_of
from assembly.rules.bodies.table import BodyRule as BodyRule
from assembly.rules.bodies.table import all_rules as all_rules
from assembly.rules.bodies.table import majority_of as majority_of
from assembly.rules.bodies.table import rule_of as rule_of
from assembly.rules.bodies.terms import TermEnded as TermEnded
from assembly.rules.bodies.terms import end_of_term as end_of_term
from assembly.rules.bodies.terms import in_force as in_force
from assembly.rules.bodies.terms import kept_apart as kept_apart
from assembly.rules.bodies.terms import needs_kinship as needs_kinship
from assembly.rules.bodies.terms import refuse_ended_term as refuse_ended_term
from assembly.rules.bodies.terms import refuse_too_often as refuse_too_often
from assembly.rules.bodies.terms import sitting_between as sitting_between
from assembly.rules.bodies.terms import term_of as term_of
from assembly.rules.bodies.terms import term_over_on as term_over_on
from assembly.rules.bodies.terms import with_kin as with_kin
