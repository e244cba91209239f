"""Publication of village affairs (村务公开): up for its term, down before only for a legal cause, questioned and answered.

Numbers are in `data/publications.json` (村委会法 Art. 35: at least 15 days; ordinary items every quarter, finance every month where there is
much of it).
"""

from assembly.rules.publications.boards import PoorFamilyPosted as PoorFamilyPosted
from assembly.rules.publications.boards import correct as correct
from assembly.rules.publications.boards import publish as publish
from assembly.rules.publications.boards import refuse_named_family as refuse_named_family
from assembly.rules.publications.boards import refuse_personal_data as refuse_personal_data
from assembly.rules.publications.boards import refuse_poor_families as refuse_poor_families
from assembly.rules.publications.boards import shut as shut
from assembly.rules.publications.boards import take_down as take_down
from assembly.rules.publications.duties import Duty as Duty
from assembly.rules.publications.duties import DutyRecord as DutyRecord
from assembly.rules.publications.duties import DutyStatus as DutyStatus
from assembly.rules.publications.duties import PeriodNeeded as PeriodNeeded
from assembly.rules.publications.duties import due_again as due_again
from assembly.rules.publications.duties import duties as duties
from assembly.rules.publications.duties import duty_for as duty_for
from assembly.rules.publications.duties import duty_id as duty_id
from assembly.rules.publications.duties import duty_status as duty_status
from assembly.rules.publications.duties import fulfilled as fulfilled
from assembly.rules.publications.duties import is_to_be_owed as is_to_be_owed
from assembly.rules.publications.duties import monthly as monthly
from assembly.rules.publications.duties import owed as owed
from assembly.rules.publications.duties import require_period as require_period
from assembly.rules.publications.duties import unknown as unknown
from assembly.rules.publications.kinds import DecidingMeetingStillOpen as DecidingMeetingStillOpen
from assembly.rules.publications.kinds import MustStayUp as MustStayUp
from assembly.rules.publications.kinds import NotReplaceable as NotReplaceable
from assembly.rules.publications.kinds import PersonalDataInText as PersonalDataInText
from assembly.rules.publications.kinds import Publication as Publication
from assembly.rules.publications.kinds import PublicationKind as PublicationKind
from assembly.rules.publications.kinds import PublicationObjection as PublicationObjection
from assembly.rules.publications.kinds import RemovalCause as RemovalCause
from assembly.rules.publications.objections import answer_objection as answer_objection
from assembly.rules.publications.objections import mark_overdue as mark_overdue
from assembly.rules.publications.objections import object_to as object_to
from assembly.rules.publications.table import first_day as first_day
from assembly.rules.publications.table import last_day as last_day
from assembly.rules.publications.table import table as table
