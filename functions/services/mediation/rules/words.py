"""What kinds of disputes, risks, agreements and the like there are, and what each is called."""

from __future__ import annotations

from kernel.texts import Named


class DisputeKind(Named):
    """What a dispute is about: the fifteen types of the yearly report, and the three since 2021 (DOMAIN 14)."""

    FAMILY = "family", "婚姻家庭", "marriage and family"
    NEIGHBOURS = "neighbours", "邻里", "neighbours"
    HOUSE_SITE = "house_site", "房屋宅基地", "houses and house sites"
    CONTRACT = "contract", "合同", "contract"
    BUSINESS = "business", "生产经营", "production and business"
    DAMAGE = "damage", "损害赔偿", "damage"
    LAND = "land", "山林土地", "land and woods"
    LAND_TAKING = "land_taking", "征地拆迁", "land taking"
    POLLUTION = "pollution", "环境污染", "pollution"
    LABOUR = "labour", "劳动争议", "labour"
    CONSUMER = "consumer", "消费", "consumers"
    MEDICAL = "medical", "医疗", "medical"
    TRAFFIC = "traffic", "道路交通", "road traffic"
    PROPERTY_SERVICE = "property_service", "物业", "property service"
    OTHER = "other", "其他", "other"
    TOURISM = "tourism", "旅游", "tourism"
    INTELLECTUAL = "intellectual", "知识产权", "intellectual property"
    INTERNET = "internet", "互联网", "internet"


class DisputeSource(Named):
    """How a dispute came to a committee."""

    FOUND = "found", "主动排查", "found on a round"
    APPLICATION = "application", "当事人申请", "asked for by a party"
    REFERRED = "referred", "移送", "handed on"


class DisputeDanger(Named):
    """What is never a dispute."""

    VIOLENCE = "violence", "暴力伤害", "violence"
    DOMESTIC_VIOLENCE = "domestic_violence", "家庭暴力", "domestic violence"
    CHILD_IN_DANGER = "child_in_danger", "未成年人受侵害或处于危险", "a child harmed or in danger"


class DisputeRiskLevel(Named):
    """How likely a dispute becomes worse, the least first; restricted, never on boards."""

    YELLOW = "yellow", "黄色", "yellow"
    ORANGE = "orange", "橙色", "orange"
    RED = "red", "红色", "red"


class DisputeRiskMark(Named):
    """What makes a dispute dangerous."""

    THREATS = "threats", "扬言报复", "threats"
    WEAPONS = "weapons", "持有凶器", "weapons"
    POLICE_CALLS = "police_calls", "多次报警", "police calls"
    REPEATED_FAILURE = "repeated_failure", "多次调解不成", "mediation failed repeatedly"


class IdentityProof(Named):
    """By what a party was known to be who it is."""

    RESIDENT_CARD = "resident_card", "居民身份证", "resident identity card"
    HOUSEHOLD_BOOK = "household_book", "户口簿", "household register"
    LICENCE = "licence", "营业执照", "business licence"
    KNOWN = "known", "调解员认识本人", "known to the mediator"


class AgreementForm(Named):
    """How an agreement is made."""

    WRITTEN = "written", "书面协议", "in writing"
    ORAL = "oral", "口头协议", "by word of mouth"


class AgreementSigningWay(Named):
    """How a party puts its hand to an agreement."""

    SIGNATURE = "signature", "签名", "signature"
    SEAL = "seal", "盖章", "seal"
    FINGERPRINT = "fingerprint", "按指印", "fingerprint"


class AgreementStatusTouched(Named):
    """What an agreement touches that no court confirms."""

    IDENTITY = "identity", "身份关系", "personal status"
    ADOPTION = "adoption", "收养关系", "adoption"
    MARRIAGE = "marriage", "婚姻关系", "marriage"


class ConfirmingCourt(Named):
    """Which court is asked to confirm."""

    OF_A_PARTY = "of_a_party", "当事人住所地法院", "of a party's home"
    OF_THE_THING = "of_the_thing", "标的物所在地法院", "where the thing is"
    OF_THE_COMMITTEE = "of_the_committee", "调解组织所在地法院", "of the committee"


class AnswerToAsking(Named):
    """What a court, or the police, says to what was asked."""

    ASKED = "asked", "已提出", "asked for"
    TAKEN_UP = "taken_up", "已受理", "taken up"
    GRANTED = "granted", "已确认", "granted"
    REFUSED = "refused", "未予支持", "refused"


class SlightOffence(Named):
    """The slight offences for which an agreement may stand in for a penalty."""

    FIGHT = "fight", "打架斗殴情节较轻", "a small fight"
    DAMAGE = "damage", "损毁他人财物情节较轻", "small damage to property"


class ReturnVisitResult(Named):
    """What a return visit found."""

    KEPT = "kept", "已履行或正在履行", "the agreement is kept"
    LATE = "late", "未按期履行，已督促", "late, and urged"
    RELAPSE = "relapse", "纠纷有反复迹象", "the quarrel may come back"


class PreventedHarm(Named):
    """What a settlement kept from happening."""

    CRIME = "crime", "民转刑", "a crime"
    PETITION = "petition", "群体性上访", "a petition"
    FIGHT = "fight", "群体性械斗", "a fight of many"


class DisputeReferral(Named):
    """Who sees to what is not for mediation."""

    POLICE = "police", "公安机关", "the police"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门", "civil affairs"
    COURT = "court", "人民法院", "the court"
    ARBITRATION = "arbitration", "仲裁机构", "arbitration"
    GOVERNMENT = "government", "政府有关部门", "an organ of government"


class MediatorRemovalGround(Named):
    """For what a mediator is removed (人民调解法 Art. 15)."""

    BIAS = "bias", "偏袒一方当事人", "bias"
    INSULT = "insult", "侮辱当事人", "insult"
    BRIBE = "bribe", "索取、收受财物或牟取利益", "bribes"
    LEAK = "leak", "泄露个人隐私、商业秘密", "leaking"


class CommitteeChosenBy(Named):
    """By whom a committee was chosen."""

    VILLAGERS_MEETING = "villagers_meeting", "村民会议", "the villagers' meeting"
    REPRESENTATIVES = "representatives", "村民代表会议", "the representatives' assembly"
    STAFF_MEETING = "staff_meeting", "职工大会或职工代表大会", "a meeting of staff"
    TOWN = "town", "乡镇设立", "set up by the town"


class MediationFilePart(Named):
    """The parts of a file: the first five every file must hold, the others as needed (DOMAIN 14)."""

    REQUEST = "request", "申请书或受理登记表", "application or intake form"
    RIGHTS = "rights", "权利义务告知书", "notice of rights"
    IDENTITY = "identity", "当事人身份核对表", "proof of identity"
    RECORD = "record", "调解记录", "record of mediation"
    AGREEMENT = "agreement", "调解协议", "agreement"
    AUTHORITY = "authority", "授权委托书", "authority"
    INQUIRY = "inquiry", "调查记录", "inquiry"
    EVIDENCE = "evidence", "证据材料", "evidence"
    PERFORMANCE = "performance", "履行证明", "proof of performance"
    RETURN_VISIT = "return_visit", "回访记录", "return visits"
    CONFIRMATION = "confirmation", "司法确认材料", "judicial confirmation"
    NOTE = "note", "卷宗情况说明", "note"


MUST_HOLD = tuple(MediationFilePart)[:5]
ADDED = (
    MediationFilePart.AUTHORITY,
    MediationFilePart.INQUIRY,
    MediationFilePart.EVIDENCE,
    MediationFilePart.NOTE,
)
"""What a mediator adds in words of the own; all other parts come of the steps of the case."""
