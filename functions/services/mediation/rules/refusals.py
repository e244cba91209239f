"""What mediation refuses, each by the promise it would break."""

from __future__ import annotations

from kernel.law.refusals import CitedRefusal
from kernel.problems import Conflict, InvalidFields, NotAllowed
from kernel.texts import Text
from services.mediation.rules.terms import law_of


class MediationRefused(CitedRefusal):
    """What refusals of mediation that rest on a rule have in common."""

    law_of = staticmethod(law_of)


class NeverADispute(MediationRefused, Conflict):
    """Violence, or a child in danger, is no dispute: it is reported at once (反家庭暴力法 Art. 14; 未成年人保护法 Art. 11)."""

    slug = "never-a-dispute"
    title = Text("不得作为纠纷调解", "Never a dispute")
    said = Text(
        "涉及暴力或未成年人安全的，不得作为纠纷调解，请立即报告；紧急情况请拨打110。",
        "Violence, or a child in danger, is never mediated: report it at once, and call 110 in an emergency.",
    )


class CommitteeUnfit(MediationRefused, InvalidFields):
    """A committee has three to nine members, a woman among them (人民调解法 Art. 8)."""

    slug = "committee-unfit"
    title = Text("调解委员会组成不合规定", "Committee unfit")
    rests_on = "committee"


class CommitteeNotInOffice(MediationRefused, Conflict):
    """Only a committee whose term runs takes up disputes (人民调解法 Art. 9)."""

    slug = "committee-not-in-office"
    title = Text("调解委员会不在任期", "Committee not in office")
    said = Text(
        "该调解委员会尚未登记或任期已满，不能受理。",
        "This committee is not entered, or its term is over: it takes up nothing.",
    )
    rests_on = "committee"


class MediatorRecused(MediationRefused, NotAllowed):
    """Who is a party, or near to one, has no hand in the case."""

    slug = "mediator-recused"
    title = Text("应当回避", "Recused")
    said = Text(
        "本人或近亲属是当事人的调解员应当回避。",
        "A mediator who is a party, or near to one, is recused.",
    )
    rests_on = "recusal"


class NoConsent(MediationRefused, Conflict):
    """Mediation is voluntary: every party says so, after its nature, effect and rights were told (人民调解法 Arts. 3, 17, 23)."""

    slug = "no-consent"
    title = Text("当事人未全部同意", "No consent")
    said = Text(
        "须全部当事人自愿同意；有当事人明确拒绝的，不得调解。",
        "Every party must want it; who refuses is not mediated with.",
    )
    rests_on = "voluntary"


class InvitedWithoutConsent(MediationRefused, Conflict):
    """Relatives and neighbours come only if the parties agree (人民调解法 Art. 20)."""

    slug = "invited-without-consent"
    title = Text("邀请他人须经当事人同意", "Invited without consent")
    said = Text(
        "邀请亲属、邻里等参与调解，须经全部当事人同意。",
        "Others take part only when every party agrees.",
    )
    rests_on = "invited"


class DoorsClosed(MediationRefused, Conflict):
    """Open or closed is the parties' choice (人民调解法 Art. 23)."""

    slug = "doors-closed"
    title = Text("当事人选择不公开", "Doors closed")
    said = Text(
        "有当事人要求不公开，或未经全部当事人同意公开的，应当不公开调解。",
        "A session is open only when every party wants it so.",
    )
    rests_on = "voluntary"


class MustBeWritten(MediationRefused, Conflict):
    """What is agreed on a land contract is put in writing (农村土地承包经营纠纷调解仲裁法 Art. 10)."""

    slug = "must-be-written"
    title = Text("须以书面达成协议", "Must be in writing")
    said = Text(
        "涉及农村土地承包经营的，须制作书面调解协议。",
        "An agreement on a land contract must be in writing.",
    )
    rests_on = "land"


class ConfirmationLate(MediationRefused, Conflict):
    """A court is asked within thirty days of the agreement's effect (人民调解法 Art. 33)."""

    slug = "confirmation-late"
    title = Text("已超过申请司法确认的期限", "Too late for confirmation")
    said = Text(
        "须在调解协议生效之日起三十日内共同申请司法确认。",
        "Confirmation is asked for within thirty days of the agreement's effect.",
    )
    rests_on = "confirmation"


class NotConfirmable(MediationRefused, Conflict):
    """What touches identity, adoption or marriage is confirmed by no court (法释〔2011〕5号 Art. 4)."""

    slug = "not-confirmable"
    title = Text("不属于司法确认范围", "Not for confirmation")
    said = Text(
        "确认身份关系、收养关系、婚姻关系的协议，不能申请司法确认。",
        "An agreement on identity, adoption or marriage is not for a court to confirm.",
    )
    rests_on = "confirmation_excluded"


class NotJointly(MediationRefused, Conflict):
    """The parties ask together (人民调解法 Art. 33)."""

    slug = "not-jointly"
    title = Text("须双方共同申请", "Not jointly")
    said = Text("司法确认须全部当事人共同申请。", "Every party asks for confirmation, together.")
    rests_on = "confirmation"


class PoliceDecided(MediationRefused, Conflict):
    """The police may leave a penalty only before they decided (治安管理处罚法 Art. 9(4))."""

    slug = "police-decided"
    title = Text("公安机关已作出处理决定", "The police have decided")
    said = Text(
        "须在公安机关作出处理决定之前申请并获认可。",
        "It is asked for, and accepted, before the police decide.",
    )
    rests_on = "waiver"


class VisitsMissing(Conflict):
    """A case is closed when it was performed, visited as often as due, and its file is whole (人民调解法 Arts. 27, 31)."""

    slug = "not-ready-to-close"
    title = Text("尚不能结案", "Not ready to close")
    said = Text("回访或卷宗材料尚不齐全。", "Visits, or parts of the file, are missing.")


class HeldElsewhere(Conflict):
    """One thing has the clock: while another has it, nothing moves here."""

    slug = "held-elsewhere"
    title = Text("由其他事项办理中", "Held elsewhere")
    said = Text(
        "本纠纷正由其他事项办理，办结退回后再继续。",
        "Another matter has this dispute in hand; it goes on when it is given back.",
    )


class TriedAgain(Conflict):
    """The town tries once, after the village failed."""

    slug = "no-second-try"
    title = Text("不能再次调解", "No second try")
    said = Text(
        "仅村级调解不成的纠纷可以由乡镇再调解一次。",
        "Only what failed at the village is tried again by the town, once.",
    )


class PartNotThere(Conflict):
    """A part of the file is written once there is something to write."""

    slug = "part-not-there"
    title = Text("尚无该项材料", "Nothing there yet")
    said = Text("该项材料尚未形成。", "There is nothing yet for this part of the file.")


class FileFull(Conflict):
    """What one case holds is bounded."""

    slug = "mediation-file-full"
    title = Text("登记已达上限", "File full")
    said = Text("本案登记的条目已达上限。", "This case holds as many entries as it may.")
