"""What a message tells; each has its text, which is the county's data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Told(StrEnum):
    """What a message tells a reporter; each has its text."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ESCALATED = "escalated"
    PASSED_ON = "passed_on"
    JOINT = "joint"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    DUE_MOVED = "due_moved"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    MERGED = "merged"
    SEPARATED = "separated"
    JOINED = "joined"
    REOPENED = "reopened"

    CLAIM_TO_CHECK = "claim_to_check"
    CLAIM_CHECK_LATE = "claim_check_late"
    CLAIM_CONFIRMED = "claim_confirmed"
    CLAIM_REFUSED = "claim_refused"
    CLAIM_PUBLISHED = "claim_published"
    CLAIM_OBJECTED = "claim_objected"
    CLAIM_OBJECTION_TO_ANSWER = "claim_objection_to_answer"
    CLAIM_OBJECTION_ANSWERED = "claim_objection_answered"
    CLAIM_POSTED = "claim_posted"
    CLAIM_REVERSED = "claim_reversed"
    BOARD_WARNED = "board_warned"
    POINTS_EXPIRING = "points_expiring"
    REDEMPTION_READY = "redemption_ready"
    REDEMPTION_TO_HAND_OVER = "redemption_to_hand_over"
    REDEMPTION_HANDED_OVER = "redemption_handed_over"
    REDEMPTION_VOIDED = "redemption_voided"
    REDEMPTION_LAPSED = "redemption_lapsed"
    REDEMPTION_REVERSED = "redemption_reversed"

    MEETING_CALLED = "meeting_called"
    MEETING_CANCELLED = "meeting_cancelled"
    VOTE_OPENED = "vote_opened"
    CASTING_BEGUN = "casting_begun"
    IDEA_TO_ANSWER = "idea_to_answer"
    IDEA_ADOPTED = "idea_adopted"
    IDEA_DECLINED = "idea_declined"
    PUBLISHED = "published"
    PUBLICATION_DUE = "publication_due"
    OBJECTION_TO_ANSWER = "objection_to_answer"
    OBJECTION_ANSWERED = "objection_answered"
    REVIEW_TO_EXAMINE = "review_to_examine"
    REVIEW_TO_ANSWER = "review_to_answer"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_EXAMINED = "review_examined"
    REVIEW_ANSWERED = "review_answered"
    RULES_TO_REVIEW = "rules_to_review"
    RULES_CLEARED = "rules_cleared"
    RULES_SENT_BACK = "rules_sent_back"
    RULES_TO_CORRECT = "rules_to_correct"

    CASE_ANNOUNCED = "case_announced"
    CASE_HEARING_CALLED = "case_hearing_called"
    CASE_DECIDED = "case_decided"
    CASE_NO_PENALTY = "case_no_penalty"
    CASE_SERVED = "case_served"
    CASE_PENALISED = "case_penalised"
    CASE_TIME_GRANTED = "case_time_granted"
    CASE_CALLED_IN = "case_called_in"
    CASE_RECUSAL_DECIDED = "case_recusal_decided"
    CASE_GOODS_SEIZED = "case_goods_seized"
    CASE_GOODS_BACK = "case_goods_back"
    CASE_REVOKED = "case_revoked"
    CASE_CORRECTED = "case_corrected"
    CASE_CLOSED = "case_closed"
    CASE_WITHDRAWN = "case_withdrawn"
    LIABILITY_OPENED = "liability_opened"
    LIABILITY_DECIDED = "liability_decided"
    CLUE_NOT_FILED = "clue_not_filed"
    CLUE_HANDED_OVER = "clue_handed_over"
    CLUE_FILED = "clue_filed"
    CLUE_TO_LOOK_AT = "clue_to_look_at"
    FILING_TO_APPROVE = "filing_to_approve"
    CASE_TO_INVESTIGATE = "case_to_investigate"
    COERCION_TO_APPROVE = "coercion_to_approve"
    GOODS_TO_GIVE_BACK = "goods_to_give_back"
    RECUSAL_TO_DECIDE = "recusal_to_decide"
    CRIME_TO_DECIDE = "crime_to_decide"
    CASE_INVESTIGATED = "case_investigated"
    CASE_REVIEWED = "case_reviewed"
    CASE_SENT_BACK = "case_sent_back"
    DEFENCE_MADE = "defence_made"
    HEARING_TO_CALL = "hearing_to_call"
    HEARING_TO_CHAIR = "hearing_to_chair"
    HEARING_CLOSED = "hearing_closed"
    CASE_TO_DECIDE = "case_to_decide"
    DECISION_TO_SERVE = "decision_to_serve"
    TIME_TO_GRANT = "time_to_grant"
    FINE_CALLED_IN = "fine_called_in"
    DECISION_REVOKED = "decision_revoked"
    SUPERVISION_TO_ANSWER = "supervision_to_answer"
    SUPERVISION_SENT_BACK = "supervision_sent_back"
    SUPERVISION_ACCEPTED = "supervision_accepted"
    SUPERVISION_WITHDRAWN = "supervision_withdrawn"
    SUPERVISION_ANSWERED = "supervision_answered"
    CERTIFICATE_LAPSING = "certificate_lapsing"
    CERTIFICATE_LAPSED = "certificate_lapsed"
    CERTIFICATE_TAKEN = "certificate_taken"
    CERTIFICATE_RESTORED = "certificate_restored"
    OFFICERS_CERTIFICATE = "officers_certificate"
    INSPECTION_TO_APPROVE = "inspection_to_approve"
    INSPECTION_APPROVED = "inspection_approved"
    INSPECTION_REFUSED = "inspection_refused"
    ORDER_TO_RECHECK = "order_to_recheck"
    PLAN_FILED = "plan_filed"
    POWER_CHANGED = "power_changed"
    PANEL_TO_RENEW = "panel_to_renew"
    PROMPT_TO_ANSWER = "prompt_to_answer"
    PROMPT_ANSWERED = "prompt_answered"
    PROMPT_ASSESSED = "prompt_assessed"
    LAW_DAY_NEAR = "law_day_near"

    OBLIGATION_REMINDED = "obligation_reminded"
    OBLIGATION_ESCALATED = "obligation_escalated"
    OBLIGATION_SUPERVISED = "obligation_supervised"
    OBLIGATION_URGED = "obligation_urged"


TELLS: Mapping[str, Told] = {
    "reported": Told.REPORTED,
    "accepted": Told.ACCEPTED,
    "escalated": Told.ESCALATED,
    # Which office sent it to which, and why, is between the offices.
    "returned": Told.PASSED_ON,
    "assigned": Told.PASSED_ON,
    "dispatch_lapsed": Told.PASSED_ON,
    "tier_skipped": Told.PASSED_ON,
    "whistled": Told.JOINT,
    "extended": Told.EXTENDED,
    "suspended": Told.SUSPENDED,
    "resumed": Told.RESUMED,
    "due_recounted": Told.DUE_MOVED,
    "resolved": Told.RESOLVED,
    "confirmed": Told.CONFIRMED,
    "rejected": Told.REJECTED,
    "cancelled": Told.CANCELLED,
    "merged": Told.MERGED,
    "separated": Told.SEPARATED,
    "joined": Told.JOINED,
    "reopened": Told.REOPENED,
}
"""The events of an incident's history that reporters are told of; all others are the offices' own."""


class About(StrEnum):
    """What a message is about."""

    INCIDENT = "incident"
    CLAIM = "claim"
    BOARD = "board"
    REDEMPTION = "redemption"
    HOUSEHOLD_POINTS = "household_points"
    MEETING = "meeting"
    VOTE = "vote"
    IDEA = "idea"
    PUBLICATION = "publication"
    PUBLICATION_DUTY = "publication_duty"
    REVIEW = "review"
    VILLAGE_RULES = "village_rules"
    CASE = "case"
    SUPERVISION = "supervision"
    CERTIFICATE = "certificate"
    INSPECTION = "inspection"
    INSPECTION_PLAN = "inspection_plan"
    POWER = "power"
    OUTREACH_SITE = "outreach_site"
    OUTREACH_PROMPT = "outreach_prompt"
    LAW_DAY = "law_day"
    OBLIGATION = "obligation"


class News(NamedTuple):
    """What an event of a history tells: those whose own matter it is, and those whose office it is; None: them nothing."""

    own: Told | None = None
    office: Told | None = None


NEWS: Mapping[About, Mapping[str, News]] = {
    About.CLAIM: {
        "claimed": News(office=Told.CLAIM_TO_CHECK),
        "check_late": News(Told.CLAIM_CHECK_LATE),
        "confirmed": News(Told.CLAIM_CONFIRMED),
        "refused": News(Told.CLAIM_REFUSED),
        "published": News(Told.CLAIM_PUBLISHED),
        "objected": News(Told.CLAIM_OBJECTED, Told.CLAIM_OBJECTION_TO_ANSWER),
        "answered": News(Told.CLAIM_OBJECTION_ANSWERED),
        "posted": News(Told.CLAIM_POSTED),
        "reversed": News(Told.CLAIM_REVERSED),
    },
    About.BOARD: {"proposed": News(Told.BOARD_WARNED)},
    About.HOUSEHOLD_POINTS: {"expiry": News(Told.POINTS_EXPIRING)},
    About.REDEMPTION: {
        "held": News(Told.REDEMPTION_READY, Told.REDEMPTION_TO_HAND_OVER),
        "handed_over": News(Told.REDEMPTION_HANDED_OVER),
        "voided": News(Told.REDEMPTION_VOIDED),
        "expired": News(Told.REDEMPTION_LAPSED),
        "reversed": News(Told.REDEMPTION_REVERSED),
    },
    About.MEETING: {
        "announced": News(Told.MEETING_CALLED),
        "cancel": News(Told.MEETING_CANCELLED),
        "vote_opened": News(Told.VOTE_OPENED),
    },
    About.VOTE: {"casting": News(Told.CASTING_BEGUN)},
    About.IDEA: {
        "handed_in": News(office=Told.IDEA_TO_ANSWER),
        "adopted": News(Told.IDEA_ADOPTED),
        "declined": News(Told.IDEA_DECLINED),
    },
    About.PUBLICATION: {
        "published": News(office=Told.PUBLISHED),
        "objected": News(office=Told.OBJECTION_TO_ANSWER),
        "objection_answered": News(Told.OBJECTION_ANSWERED),
    },
    About.PUBLICATION_DUTY: {"owed": News(office=Told.PUBLICATION_DUE)},
    About.REVIEW: {
        "raised": News(office=Told.REVIEW_TO_EXAMINE),
        "examined": News(Told.REVIEW_EXAMINED, Told.REVIEW_TO_ANSWER),
        "overdue": News(office=Told.REVIEW_OVERDUE),
        "answered": News(Told.REVIEW_ANSWERED),
    },
    About.VILLAGE_RULES: {
        "submit": News(office=Told.RULES_TO_REVIEW),
        "clear": News(office=Told.RULES_CLEARED),
        "send_back": News(office=Told.RULES_SENT_BACK),
        "order_correction": News(office=Told.RULES_TO_CORRECT),
    },
    About.CASE: {
        "notify": News(Told.CASE_ANNOUNCED),
        "call_hearing": News(Told.CASE_HEARING_CALLED, Told.HEARING_TO_CHAIR),
        "decide": News(Told.CASE_DECIDED, Told.DECISION_TO_SERVE),
        "clear": News(Told.CASE_NO_PENALTY),
        "serve": News(Told.CASE_SERVED),
        "penalise_on_the_spot": News(Told.CASE_PENALISED),
        "grant_time": News(Told.CASE_TIME_GRANTED),
        "demand": News(Told.CASE_CALLED_IN, Told.FINE_CALLED_IN),
        "decide_recusal": News(Told.CASE_RECUSAL_DECIDED),
        "seize": News(Told.CASE_GOODS_SEIZED, Told.COERCION_TO_APPROVE),
        "lift": News(Told.CASE_GOODS_BACK),
        "revoke": News(Told.CASE_REVOKED, Told.DECISION_REVOKED),
        "correct": News(Told.CASE_CORRECTED),
        "close": News(Told.CASE_CLOSED),
        "withdraw": News(Told.CASE_WITHDRAWN),
        "liability_opened": News(Told.LIABILITY_OPENED),
        "liability_decided": News(Told.LIABILITY_DECIDED),
        "refuse_filing": News(Told.CLUE_NOT_FILED),
        "hand_over": News(Told.CLUE_HANDED_OVER),
        "approve_filing": News(Told.CLUE_FILED, Told.CASE_TO_INVESTIGATE),
        "opened": News(office=Told.CLUE_TO_LOOK_AT),
        "propose_filing": News(office=Told.FILING_TO_APPROVE),
        "hold_ended": News(office=Told.GOODS_TO_GIVE_BACK),
        "ask_recusal": News(office=Told.RECUSAL_TO_DECIDE),
        "report_crime": News(office=Told.CRIME_TO_DECIDE),
        "end_investigation": News(office=Told.CASE_INVESTIGATED),
        "review": News(office=Told.CASE_REVIEWED),
        "return": News(office=Told.CASE_SENT_BACK),
        "defend": News(office=Told.DEFENCE_MADE),
        "request_hearing": News(office=Told.HEARING_TO_CALL),
        "close_hearing": News(office=Told.HEARING_CLOSED),
        "end_defence": News(office=Told.CASE_TO_DECIDE),
        "ask_time": News(office=Told.TIME_TO_GRANT),
    },
    About.CERTIFICATE: {
        "lapsing": News(Told.CERTIFICATE_LAPSING, Told.OFFICERS_CERTIFICATE),
        "lapsed": News(Told.CERTIFICATE_LAPSED, Told.OFFICERS_CERTIFICATE),
        "suspended": News(Told.CERTIFICATE_TAKEN, Told.OFFICERS_CERTIFICATE),
        "revoked": News(Told.CERTIFICATE_TAKEN, Told.OFFICERS_CERTIFICATE),
        "handed_in": News(Told.CERTIFICATE_TAKEN, Told.OFFICERS_CERTIFICATE),
        "voided": News(Told.CERTIFICATE_TAKEN, Told.OFFICERS_CERTIFICATE),
        "post_left": News(Told.CERTIFICATE_TAKEN, Told.OFFICERS_CERTIFICATE),
        "restored": News(Told.CERTIFICATE_RESTORED, Told.OFFICERS_CERTIFICATE),
    },
    About.INSPECTION: {
        "proposed": News(office=Told.INSPECTION_TO_APPROVE),
        "approved": News(Told.INSPECTION_APPROVED),
        "refused": News(Told.INSPECTION_REFUSED),
        "recorded": News(Told.ORDER_TO_RECHECK),
    },
    About.INSPECTION_PLAN: {"filed": News(office=Told.PLAN_FILED)},
    About.POWER: {
        "given": News(office=Told.POWER_CHANGED),
        "taken_back": News(office=Told.POWER_CHANGED),
    },
    About.SUPERVISION: {
        "issued": News(office=Told.SUPERVISION_TO_ANSWER),
        "send_back": News(office=Told.SUPERVISION_SENT_BACK),
        "accept": News(office=Told.SUPERVISION_ACCEPTED),
        "withdraw": News(office=Told.SUPERVISION_WITHDRAWN),
        "answer": News(office=Told.SUPERVISION_ANSWERED),
    },
    About.OUTREACH_SITE: {
        "statute_ended": News(office=Told.PANEL_TO_RENEW),
        "found_wrong": News(office=Told.PANEL_TO_RENEW),
    },
    About.OUTREACH_PROMPT: {
        "issued": News(office=Told.PROMPT_TO_ANSWER),
        "answered": News(office=Told.PROMPT_ANSWERED),
        "assessed": News(office=Told.PROMPT_ASSESSED),
    },
    About.LAW_DAY: {"near": News(office=Told.LAW_DAY_NEAR)},
    # What is late is told by what is owed: it was reminded of before, and climbs.
    About.OBLIGATION: {
        "reminded": News(office=Told.OBLIGATION_REMINDED),
        "escalated": News(office=Told.OBLIGATION_ESCALATED),
        "tier_skipped": News(office=Told.OBLIGATION_ESCALATED),
        "supervised": News(office=Told.OBLIGATION_SUPERVISED),
        "urged": News(office=Told.OBLIGATION_URGED),
    },
}
"""The events of the histories of points, self-government, enforcement, law outreach and what is owed that people are told of, if the entry
names them."""
