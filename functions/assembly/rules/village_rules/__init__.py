"""Village rules (村规民约): drafted, opened to views, reviewed by the town, voted on by the villagers' meeting, filed, published.

Only the villagers' meeting makes or changes them, the town has them on file, and they may not go against law (村委会法 Art. 31; the order
of steps: DOMAIN 4.2). What seems to go against it is flagged, by words (`kernel.wording`) or by a person, and stands in the way
until the town has cleared it.
"""

from assembly.rules.in_force import in_force_on as in_force_on
from assembly.rules.village_rules.clearing import ConflictWithLaw as ConflictWithLaw
from assembly.rules.village_rules.clearing import clear_flag as clear_flag
from assembly.rules.village_rules.clearing import raise_flag as raise_flag
from assembly.rules.village_rules.drafts import VillagersView as VillagersView
from assembly.rules.village_rules.drafts import VillageRules as VillageRules
from assembly.rules.village_rules.drafts import add_view as add_view
from assembly.rules.village_rules.drafts import draft as draft
from assembly.rules.village_rules.drafts import redraft as redraft
from assembly.rules.village_rules.flags import FlagCleared as FlagCleared
from assembly.rules.village_rules.flags import FlagKind as FlagKind
from assembly.rules.village_rules.flags import ForbiddenClause as ForbiddenClause
from assembly.rules.village_rules.flags import OutOfForce as OutOfForce
from assembly.rules.village_rules.flags import RulesClause as RulesClause
from assembly.rules.village_rules.flags import flags_of as flags_of
from assembly.rules.village_rules.flags import new_flag as new_flag
from assembly.rules.village_rules.flags import refuse_forbidden as refuse_forbidden
from assembly.rules.village_rules.steps import TooFewWomen as TooFewWomen
from assembly.rules.village_rules.steps import ViewsStillOpen as ViewsStillOpen
from assembly.rules.village_rules.steps import after_vote as after_vote
from assembly.rules.village_rules.steps import before_vote as before_vote
from assembly.rules.village_rules.steps import collect as collect
from assembly.rules.village_rules.steps import move as move
from assembly.rules.village_rules.steps import order_correction as order_correction
from assembly.rules.village_rules.steps import require_women as require_women
from assembly.rules.village_rules.steps import shut as shut
from assembly.rules.village_rules.steps import submit as submit
from assembly.rules.village_rules.steps import withdrawn as withdrawn
from assembly.rules.village_rules.versions import BeforeTheVersionBefore as BeforeTheVersionBefore
from assembly.rules.village_rules.versions import LaterDecisionStands as LaterDecisionStands
from assembly.rules.village_rules.versions import give_way as give_way
from assembly.rules.village_rules.versions import published as published
from assembly.rules.village_rules.versions import refuse_older as refuse_older
from assembly.rules.village_rules.versions import supersede as supersede
