"""What a message tells, and what it is about; each has its text, which is the county's data."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.texts import Named


class Told(Named):
    """What a message tells a reporter; each has its text."""

    REPORTED = "reported", "事件已上报", "reported"
    ACCEPTED = "accepted", "事件已受理", "accepted"
    ESCALATED = "escalated", "事件已上报上级", "escalated"
    PASSED_ON = "passed_on", "事件正在转办", "passed on"
    JOINT = "joint", "部门会办", "several departments at it"
    EXTENDED = "extended", "事件延期", "extended"
    SUSPENDED = "suspended", "事件暂停办理", "suspended"
    RESUMED = "resumed", "事件恢复办理", "resumed"
    DUE_MOVED = "due_moved", "期限重新计算", "due day moved"
    RESOLVED = "resolved", "事件处置完成", "resolved"
    CONFIRMED = "confirmed", "事件已办结", "confirmed"
    REJECTED = "rejected", "核查未通过", "rejected"
    CANCELLED = "cancelled", "事件已撤销", "cancelled"
    MERGED = "merged", "事件已并案", "merged"
    SEPARATED = "separated", "事件已拆案", "separated"
    CONVERTED = "converted", "事件已转办", "converted"
    TAKEN_BACK = "taken_back", "转办已收回", "taken back"
    JOINED = "joined", "已附议", "joined"
    REOPENED = "reopened", "事件重新办理", "reopened"

    CLAIM_TO_CHECK = "claim_to_check", "积分申报待核验", "claim to check"
    CLAIM_CHECK_LATE = "claim_check_late", "积分核验逾期", "check of a claim late"
    CLAIM_CONFIRMED = "claim_confirmed", "积分申报已核验", "claim confirmed"
    CLAIM_REFUSED = "claim_refused", "积分申报未通过", "claim refused"
    CLAIM_PUBLISHED = "claim_published", "积分事项公示中", "claim published"
    CLAIM_OBJECTED = "claim_objected", "积分事项有异议", "claim objected to"
    CLAIM_OBJECTION_TO_ANSWER = (
        "claim_objection_to_answer",
        "积分异议待答复",
        "objection to a claim to answer",
    )
    CLAIM_OBJECTION_ANSWERED = (
        "claim_objection_answered",
        "积分异议已答复",
        "objection to a claim answered",
    )
    CLAIM_POSTED = "claim_posted", "积分已入账", "claim posted"
    CLAIM_REVERSED = "claim_reversed", "积分已冲正", "claim reversed"
    BOARD_WARNED = "board_warned", "拟列入待改进名单", "warned of the board"
    POINTS_EXPIRING = "points_expiring", "积分即将到期", "points expiring"
    REDEMPTION_READY = "redemption_ready", "兑换物品已预留", "redemption ready"
    REDEMPTION_TO_HAND_OVER = "redemption_to_hand_over", "兑换待核销", "redemption to hand over"
    REDEMPTION_HANDED_OVER = "redemption_handed_over", "兑换物品已领取", "redemption handed over"
    REDEMPTION_VOIDED = "redemption_voided", "兑换已撤销", "redemption voided"
    REDEMPTION_LAPSED = "redemption_lapsed", "兑换逾期未领", "redemption lapsed"
    REDEMPTION_REVERSED = "redemption_reversed", "兑换已冲正", "redemption reversed"

    MEETING_CALLED = "meeting_called", "会议通知", "meeting called"
    MEETING_CANCELLED = "meeting_cancelled", "会议取消", "meeting cancelled"
    VOTE_OPENED = "vote_opened", "表决开始", "vote opened"
    CASTING_BEGUN = "casting_begun", "无记名投票开始", "casting begun"
    IDEA_TO_ANSWER = "idea_to_answer", "村民建议待答复", "idea to answer"
    IDEA_ADOPTED = "idea_adopted", "建议已采纳", "idea adopted"
    IDEA_DECLINED = "idea_declined", "建议未采纳", "idea declined"
    PUBLISHED = "published", "有新的公开内容", "published"
    PUBLICATION_DUE = "publication_due", "待公开事项到期", "publication due"
    OBJECTION_TO_ANSWER = "objection_to_answer", "公开异议待答复", "objection to answer"
    OBJECTION_ANSWERED = "objection_answered", "公开异议已答复", "objection answered"
    REVIEW_TO_EXAMINE = "review_to_examine", "监督事项待核查", "review to examine"
    REVIEW_TO_ANSWER = "review_to_answer", "监督事项待答复", "review to answer"
    REVIEW_OVERDUE = "review_overdue", "监督事项逾期", "review overdue"
    REVIEW_EXAMINED = "review_examined", "监督事项已核查", "review examined"
    REVIEW_ANSWERED = "review_answered", "监督事项已答复", "review answered"
    RULES_TO_REVIEW = "rules_to_review", "村规民约待审核", "village rules to review"
    RULES_CLEARED = "rules_cleared", "村规民约审核通过", "village rules cleared"
    RULES_SENT_BACK = "rules_sent_back", "村规民约退回修改", "village rules sent back"
    RULES_TO_CORRECT = "rules_to_correct", "村规民约须改正", "village rules to correct"

    CASE_ANNOUNCED = "case_announced", "拟处罚告知", "penalty announced"
    CASE_HEARING_CALLED = "case_hearing_called", "听证通知", "hearing called"
    CASE_DECIDED = "case_decided", "处罚决定作出", "case decided"
    CASE_NO_PENALTY = "case_no_penalty", "不予处罚", "no penalty"
    CASE_SERVED = "case_served", "处罚决定送达", "decision served"
    CASE_PENALISED = "case_penalised", "当场处罚", "penalised on the spot"
    CASE_TIME_GRANTED = "case_time_granted", "延期分期缴款获准", "time to pay granted"
    CASE_CALLED_IN = "case_called_in", "罚款催告", "fine called in"
    CASE_RECUSAL_DECIDED = "case_recusal_decided", "回避申请已决定", "recusal decided"
    CASE_GOODS_SEIZED = "case_goods_seized", "物品被扣押", "goods seized"
    CASE_GOODS_BACK = "case_goods_back", "物品解除扣押", "goods to fetch back"
    CASE_REVOKED = "case_revoked", "案件决定被撤销", "decision in a case revoked"
    CASE_CORRECTED = "case_corrected", "案件决定被更正", "decision in a case corrected"
    CASE_CLOSED = "case_closed", "案件结案", "case closed"
    CASE_WITHDRAWN = "case_withdrawn", "案件撤销", "case withdrawn"
    LIABILITY_OPENED = "liability_opened", "执法责任认定启动", "liability opened"
    LIABILITY_DECIDED = "liability_decided", "执法责任认定结果", "liability decided"
    CLUE_NOT_FILED = "clue_not_filed", "线索不予立案", "clue not filed"
    CLUE_HANDED_OVER = "clue_handed_over", "线索已移交", "clue handed over"
    CASE_HANDED_OVER = "case_handed_over", "案件移交县级", "case handed to the county"
    CLUE_FILED = "clue_filed", "线索已立案", "clue filed"
    CLUE_TO_LOOK_AT = "clue_to_look_at", "线索待处理", "clue to look at"
    FILING_TO_APPROVE = "filing_to_approve", "立案待审批", "filing to approve"
    CASE_TO_INVESTIGATE = "case_to_investigate", "案件待调查", "case to investigate"
    COERCION_TO_APPROVE = "coercion_to_approve", "查封扣押待批准", "coercion to approve"
    GOODS_TO_GIVE_BACK = "goods_to_give_back", "查扣物品待退还", "goods to give back"
    RECUSAL_TO_DECIDE = "recusal_to_decide", "回避待决定", "recusal to decide"
    CRIME_TO_DECIDE = "crime_to_decide", "移送待决定", "transfer for a crime to decide"
    CASE_INVESTIGATED = "case_investigated", "案件调查终结", "case investigated"
    CASE_REVIEWED = "case_reviewed", "法制审核完成", "case reviewed"
    CASE_SENT_BACK = "case_sent_back", "案件退回补充调查", "case sent back"
    DEFENCE_MADE = "defence_made", "当事人陈述申辩", "defence made"
    HEARING_TO_CALL = "hearing_to_call", "听证待安排", "hearing to call"
    HEARING_TO_CHAIR = "hearing_to_chair", "听证待主持", "hearing to chair"
    HEARING_CLOSED = "hearing_closed", "听证终结", "hearing closed"
    CASE_TO_DECIDE = "case_to_decide", "案件待决定", "case to decide"
    DECISION_TO_SERVE = "decision_to_serve", "决定待送达", "decision to serve"
    TIME_TO_GRANT = "time_to_grant", "延期分期待审批", "time to pay to grant"
    FINE_CALLED_IN = "fine_called_in", "已催告罚款", "fine called in by us"
    DECISION_REVOKED = "decision_revoked", "处罚决定被撤销", "decision revoked"
    SUPERVISION_TO_ANSWER = "supervision_to_answer", "执法监督文书待答复", "supervision to answer"
    SUPERVISION_SENT_BACK = "supervision_sent_back", "执法监督答复被退回", "supervision sent back"
    SUPERVISION_ACCEPTED = "supervision_accepted", "执法监督答复被认可", "supervision accepted"
    SUPERVISION_WITHDRAWN = "supervision_withdrawn", "执法监督文书撤回", "supervision withdrawn"
    SUPERVISION_ANSWERED = "supervision_answered", "执法监督文书已答复", "supervision answered"
    CERTIFICATE_LAPSING = "certificate_lapsing", "执法证件即将到期", "certificate lapsing"
    CERTIFICATE_LAPSED = "certificate_lapsed", "执法证件到期", "certificate lapsed"
    CERTIFICATE_TAKEN = "certificate_taken", "执法证件停用", "certificate taken"
    CERTIFICATE_RESTORED = "certificate_restored", "执法证件恢复", "certificate restored"
    OFFICERS_CERTIFICATE = "officers_certificate", "本机关证件变化", "certificate of an officer"
    INSPECTION_TO_APPROVE = "inspection_to_approve", "检查待批准", "inspection to approve"
    INSPECTION_APPROVED = "inspection_approved", "检查已批准", "inspection approved"
    INSPECTION_REFUSED = "inspection_refused", "检查未批准", "inspection refused"
    ORDER_TO_RECHECK = "order_to_recheck", "检查结果待复查", "order to recheck"
    ORDER_EXTENDED = "order_extended", "整改期限延长", "order extended"
    INSPECTION_WATCHED = "inspection_watched", "不计频次的检查", "inspection watched"
    PLAN_FILED = "plan_filed", "检查计划备案", "plan filed"
    POWER_CHANGED = "power_changed", "权责清单调整", "power changed"
    PANEL_TO_RENEW = "panel_to_renew", "普法阵地待更换", "panel to renew"
    PROMPT_TO_ANSWER = "prompt_to_answer", "普法提示待答复", "prompt to answer"
    PROMPT_ANSWERED = "prompt_answered", "普法提示已答复", "prompt answered"
    PROMPT_ASSESSED = "prompt_assessed", "普法提示已评估", "prompt assessed"
    LAW_DAY_NEAR = "law_day_near", "普法节点将至", "law day near"
    HAZARD_AT_YOURS = "hazard_at_yours", "您处有安全隐患", "hazard at your place"
    HAZARD_SENT_BACK = "hazard_sent_back", "隐患复查不合格", "hazard sent back"
    HAZARD_GONE = "hazard_gone", "隐患已消除", "hazard gone"
    HAZARD_MAJOR = "hazard_major", "重大隐患", "major hazard"
    HAZARD_TO_REPORT = "hazard_to_report", "须立即报告的情况", "hazard to report at once"
    HAZARD_TO_RECHECK = "hazard_to_recheck", "隐患待复查", "hazard to recheck"
    MEDIATION_TO_TAKE_UP = "mediation_to_take_up", "纠纷待受理", "dispute to take up"
    MEDIATION_RISK = "mediation_risk", "纠纷风险", "risk in a dispute"
    MEDIATION_ACCEPTED = "mediation_accepted", "纠纷已受理", "dispute accepted"
    MEDIATION_DECLINED = "mediation_declined", "纠纷未受理", "dispute declined"
    MEDIATION_EFFECTIVE = "mediation_effective", "调解协议生效", "agreement effective"
    MEDIATION_FAILED = "mediation_failed", "调解不成", "mediation failed"
    MEDIATION_BROKEN = "mediation_broken", "调解协议未履行", "agreement broken"
    MEDIATION_COURT = "mediation_court", "司法确认答复", "answer of the court"

    ERRAND_ENTRUSTED = "errand_entrusted", "有新的代办委托", "errand entrusted"
    ERRAND_TO_CONFIRM = "errand_to_confirm", "代办委托待确认", "errand to confirm"
    ERRAND_MISSING = "errand_missing", "代办材料待补正", "papers of an errand missing"
    ERRAND_ACCEPTED = "errand_accepted", "代办已受理", "errand accepted"
    ERRAND_DECIDED = "errand_decided", "代办有结果", "errand decided"
    ERRAND_DELIVERED = "errand_delivered", "代办已送达", "errand delivered"
    ERRAND_SUBSTITUTE = "errand_substitute", "更换代办员待同意", "substitute agent"
    ERRAND_TAKEN_OVER = "errand_taken_over", "代办已接替", "errand taken over"
    ERRAND_ENDED = "errand_ended", "代办委托终止", "errand ended"
    ERRAND_TO_SIGN = "errand_to_sign", "原件待签收", "original to sign for"
    ERRAND_RATED_BAD = "errand_rated_bad", "代办被评不满意", "errand rated bad"
    ERRAND_ORIGINAL_TAKEN = "errand_original_taken", "原件已收取", "original taken"
    ERRAND_ORIGINAL_HOME = "errand_original_home", "原件已归还", "original home"
    YARD_TO_LOOK_AT = "yard_to_look_at", "庭院待办理", "courtyard to look at"
    YARD_POSTED = "yard_posted", "庭院星级公示", "courtyard posted"
    YARD_AWARDED = "yard_awarded", "庭院授星", "courtyard awarded"
    YARD_NOT_AWARDED = "yard_not_awarded", "庭院未评定", "courtyard not awarded"
    YARD_KEPT = "yard_kept", "庭院星级保持", "courtyard keeps its stars"
    YARD_TO_MEND = "yard_to_mend", "庭院待整改", "courtyard to mend"
    YARD_LOST = "yard_lost", "庭院摘牌", "courtyard lost its stars"
    LINE_OVERDUE = "line_overdue", "管护逾期", "line overdue"
    LOAD_TO_TAKE_ON = "load_to_take_on", "垃圾待转运", "load to take on"
    TREES_TO_COUNT = "trees_to_count", "树木待核查", "trees to count"
    CONTRACT_TO_REVIEW = "contract_to_review", "合同待审核", "contract to review"
    CONTRACT_REVIEWED = "contract_reviewed", "合同已审核", "contract reviewed"
    CONTRACT_POSTED_LONG_ENOUGH = (
        "contract_posted_long_enough",
        "流转公示期满",
        "posting of a contract over",
    )
    CONTRACT_RENT_LATE = "contract_rent_late", "租金逾期", "rent late"
    CONTRACT_RENT_TO_CALL = "contract_rent_to_call", "租金待催收", "rent to call"
    CONTRACT_CALLED = "contract_called", "租金催收函", "rent called"
    CONTRACT_ENDING = "contract_ending", "合同即将到期", "contract ending"
    CONTRACT_ENDED = "contract_ended", "合同到期", "contract ended"
    CONTRACT_BARRED_SOON = "contract_barred_soon", "诉讼时效将满", "debt soon time-barred"
    ECONOMY_ALERT_RAISED = "economy_alert_raised", "集体经济预警", "alert raised"
    SUIT_ASKED_FOR = "suit_asked_for", "成员请求起诉", "members ask to sue"
    SUIT_IS_THEIRS = "suit_is_theirs", "成员可自行起诉", "members may sue"
    ECONOMY_ALERT_TALK = "economy_alert_talk", "集体经济约谈", "talk over an alert"
    STARS_TO_RATE = "stars_to_rate", "五星待自评", "stars to rate"
    STARS_TO_DECIDE = "stars_to_decide", "五星待评定", "stars to decide"
    STARS_SENT_BACK = "stars_sent_back", "五星评定退回", "stars sent back"
    STARS_AWARDED = "stars_awarded", "五星已授星", "stars awarded"
    STARS_NOT_AWARDED = "stars_not_awarded", "五星未授星", "stars not awarded"
    STAR_TAKEN = "star_taken", "摘星", "star taken"
    STARS_OVER = "stars_over", "星级到期", "stars over"
    FEEDBACK_TO_ANSWER = "feedback_to_answer", "应用意见待答复", "words about the app to answer"
    FEEDBACK_ACCEPTED = "feedback_accepted", "应用意见已受理", "words about the app accepted"
    FEEDBACK_ANSWERED = "feedback_answered", "应用意见已答复", "words about the app answered"
    FIGURES_COUNTED = "figures_counted", "数字统计完成", "figures counted"
    FIGURES_NOT_COUNTED = "figures_not_counted", "数字未能统计", "figures not counted"
    BRIEFING_SIGNED = "briefing_signed", "简报已签发", "briefing signed"
    BRIEFING_CORRECTED = "briefing_corrected", "简报数字更正", "figure of a briefing corrected"

    OBLIGATION_REMINDED = "obligation_reminded", "待落实事项将到期", "obligation reminded"
    OBLIGATION_ESCALATED = "obligation_escalated", "待落实事项已上报", "obligation escalated"
    OBLIGATION_SUPERVISED = "obligation_supervised", "待落实事项督办", "obligation supervised"
    OBLIGATION_URGED = "obligation_urged", "待落实事项催办", "obligation urged"


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
    "converted": Told.CONVERTED,
    "taken_back": Told.TAKEN_BACK,
    "joined": Told.JOINED,
    "reopened": Told.REOPENED,
}
"""The events of an incident's history that reporters are told of; all others are the offices' own."""


class About(Named):
    """What a message is about."""

    INCIDENT = "incident", "事件", "incident"
    CLAIM = "claim", "积分事项", "points claim"
    BOARD = "board", "红黑榜", "board"
    REDEMPTION = "redemption", "积分兑换", "redemption"
    HOUSEHOLD_POINTS = "household_points", "户积分", "points of a household"
    MEETING = "meeting", "会议", "meeting"
    VOTE = "vote", "表决", "vote"
    IDEA = "idea", "村民建议", "idea"
    PUBLICATION = "publication", "村务公开", "publication"
    PUBLICATION_DUTY = "publication_duty", "待公开事项", "duty to publish"
    REVIEW = "review", "村务监督事项", "supervision matter"
    VILLAGE_RULES = "village_rules", "村规民约", "village rules"
    CASE = "case", "执法案件", "enforcement case"
    SUPERVISION = "supervision", "执法监督", "supervision of enforcement"
    CERTIFICATE = "certificate", "执法证件", "certificate"
    INSPECTION = "inspection", "行政检查", "inspection"
    INSPECTION_PLAN = "inspection_plan", "年度检查计划", "inspection plan"
    POWER = "power", "权责事项", "power"
    OUTREACH_SITE = "outreach_site", "普法阵地", "outreach site"
    OUTREACH_PROMPT = "outreach_prompt", "普法提示", "outreach prompt"
    LAW_DAY = "law_day", "普法节点", "law day"
    HAZARD = "hazard", "安全隐患", "hazard"
    MEDIATION = "mediation", "矛盾纠纷", "mediation"
    ERRAND = "errand", "代办事项", "errand"
    COURTYARD = "courtyard", "美丽庭院", "courtyard"
    KEPT_LINE = "kept_line", "管护路段", "line to keep"
    LOAD = "load", "垃圾转运", "load of rubbish"
    WORK_DAY = "work_day", "环境整治活动", "work day"
    ECONOMY_CONTRACT = "economy_contract", "集体合同", "contract of the collective"
    ECONOMY_SUIT = "economy_suit", "起诉请求", "demand to sue"
    ECONOMY_ALERT = "economy_alert", "集体经济预警", "alert of the collective"
    STAR_RATING = "star_rating", "五星评定", "star rating"
    FEEDBACK = "feedback", "对本应用的意见", "words about the app"
    FIGURE_COUNT = "figure_count", "数字统计", "count of figures"
    BRIEFING = "briefing", "简报", "briefing"
    OBLIGATION = "obligation", "待落实事项", "obligation"
