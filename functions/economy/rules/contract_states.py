"""The life of a contract of a collective: drafted, posted to members, approved by the town, signed, kept, ended."""

from __future__ import annotations

from economy.rules.asset_states import BOOKS, KEEPERS
from kernel.access import Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names


class ContractStatus(Named):
    """Where a contract stands."""

    DRAFT = "draft", "草拟", "drafted"
    POSTED = "posted", "公示优先权", "posted to members"
    CLEARED = "cleared", "公示期满", "posted long enough"
    WITH_TOWN = "with_town", "乡镇审核中", "before the town"
    WITH_COUNTY = "with_county", "县级审核中", "before the county"
    APPROVED = "approved", "已审核同意", "approved"
    IN_FORCE = "in_force", "履行中", "in force"
    ENDED = "ended", "已到期", "ended"
    HELD_OVER = "held_over", "不定期租赁", "held over"
    TERMINATED = "terminated", "已提前终止", "ended early"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class ContractAction(Named):
    """What is done with a contract."""

    POST = "post", "公示", "post it to members"
    CLAIM = "claim", "主张优先权", "claim priority"
    CLOSE_POSTING = "close_posting", "公示期满", "end the posting"
    GIVE = "give", "确定优先权人", "give it to a member who claimed"
    SUBMIT = "submit", "报乡镇审核", "submit it to the town"
    APPROVE = "approve", "同意", "approve it"
    PASS_ON = "pass_on", "报县审核", "pass it on to the county"
    SEND_BACK = "send_back", "退回", "send it back"
    SIGN = "sign", "签订", "sign it"
    FILE = "file", "备案", "file it"
    PAY = "pay", "登记收款", "enter a payment"
    CALL = "call", "催收", "call in what is late"
    SUBLET = "sublet", "同意转租或再流转", "agree to its being let on"
    MORTGAGE = "mortgage", "登记抵押备案", "file that it is mortgaged"
    HOLD_OVER = "hold_over", "到期续用", "let it be held over"
    CHARGE = "charge", "增列租金", "charge rent for it"
    GIVE_NOTICE = "give_notice", "通知解除", "give notice"
    TERMINATE = "terminate", "提前终止", "end it early"
    EXPIRE = "expire", "到期", "let it end"
    WITHDRAW = "withdraw", "撤回", "withdraw it"
    TELL_NEAR = "tell_near", "申报亲属或利害关系", "tell who is near to the other party"


class ContractEvent(Named):
    """What the history of a contract tells."""

    DRAFTED = "drafted", "草拟", "drafted"
    POSTED = "posted", "公示", "posted"
    CLAIMED = "claimed", "主张优先权", "priority claimed"
    CLEARED = "cleared", "公示期满", "posted long enough"
    GIVEN = "given", "确定优先权人", "given to a member"
    SUBMITTED = "submitted", "报送审核", "submitted"
    APPROVED = "approved", "同意", "approved"
    PASSED_ON = "passed_on", "报县审核", "passed on to the county"
    SENT_BACK = "sent_back", "退回", "sent back"
    SIGNED = "signed", "签订", "signed"
    FILED = "filed", "备案", "filed"
    PAID = "paid", "收款", "paid"
    UNPAID = "unpaid", "收款凭证已冲销", "its voucher taken back"
    RENT_LATE = "rent_late", "租金逾期", "rent late"
    CALLED = "called", "催收", "called in"
    EXPIRING = "expiring", "即将到期", "about to end"
    BARRED_SOON = "barred_soon", "诉讼时效将满", "about to be barred"
    SUBLET = "sublet", "同意转租或再流转", "letting on agreed to"
    MORTGAGED = "mortgaged", "抵押备案", "mortgaged"
    HELD_OVER = "held_over", "到期续用", "held over"
    CHARGED = "charged", "增列租金", "rent charged"
    NOTICE_GIVEN = "notice_given", "通知解除", "notice given"
    TERMINATED = "terminated", "提前终止", "ended early"
    ENDED = "ended", "到期", "ended"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    NEAR_TOLD = "near_told", "申报亲属或利害关系", "told who is near to the other party"


class ContractHolder(Named):
    """How somebody stands to a contract."""

    KEEPER = "keeper", "集体经济组织负责人", "who acts for the collective"
    BOOKS = "books", "集体经济组织会计", "who keeps its books"
    TOWN = "town", "所属乡镇", "the town"
    COUNTY = "county", "县级农业农村部门", "the county"
    SUPERVISOR = "supervisor", "集体经济组织监事", "who watches the collective"
    MEMBER = "member", "本村农户", "a household of the village"


class EndingGround(Named):
    """Why a contract ends early: the law's grounds, and no others (承包法 Arts. 42, 64; 民法典 Art. 722)."""

    AGREED = "agreed", "双方协商一致", "both agreed"
    RENT_UNPAID = "rent_unpaid", "催收后仍未付租", "rent unpaid after a call"
    USE_CHANGED = "use_changed", "擅自改变土地用途", "changed use"
    IDLE_TWO_YEARS = "idle_two_years", "弃耕抛荒二年以上", "idle for two years"
    SUBLET_UNAGREED = "sublet_unagreed", "未经同意转租", "sub-let without consent"
    DAMAGE = "damage", "严重损害或破坏", "grave damage"
    NOTICE = "notice", "不定期租赁通知解除", "notice of a lease of no fixed term"
    GRAVE_BREACH = "grave_breach", "其他严重违约", "another grave breach"


OF_LAND = frozenset({EndingGround.USE_CHANGED, EndingGround.IDLE_TWO_YEARS})

CONTRACT_ROLES: dict[ContractHolder, frozenset[Role]] = {
    ContractHolder.KEEPER: KEEPERS,
    ContractHolder.BOOKS: BOOKS,
    ContractHolder.TOWN: frozenset({Role.TOWN_OFFICER}),
    ContractHolder.COUNTY: frozenset({Role.COUNTY_OFFICER}),
    ContractHolder.SUPERVISOR: frozenset({Role.COLLECTIVE_SUPERVISOR}),
    ContractHolder.MEMBER: frozenset({Role.RESIDENT}),
}
_S = ContractStatus
_A, _E = ContractAction, ContractEvent
_KEEPER = (ContractHolder.KEEPER,)
_TOWN = (ContractHolder.TOWN,)
_COUNTY = (ContractHolder.COUNTY,)
_BEFORE = frozenset({_S.DRAFT, _S.POSTED, _S.CLEARED, _S.WITH_TOWN, _S.WITH_COUNTY, _S.APPROVED})
SIGNED = frozenset({_S.IN_FORCE, _S.ENDED, _S.HELD_OVER, _S.TERMINATED})
"""From when on it bears a number, and what is owed by it is owed."""


def _from(*statuses: ContractStatus) -> frozenset[ContractStatus]:
    return frozenset(statuses)


CONTRACTS: StateTable[ContractAction, ContractStatus, ContractHolder] = StateTable(
    Text("该合同", "The contract"),
    [
        Move(_A.POST, _from(_S.DRAFT), _S.POSTED, _KEEPER, (), _E.POSTED),
        Move(_A.CLAIM, _from(_S.POSTED), None, (ContractHolder.MEMBER,), (), _E.CLAIMED),
        Move(_A.CLOSE_POSTING, _from(_S.POSTED), _S.CLEARED, event=_E.CLEARED),
        Move(_A.GIVE, _from(_S.CLEARED), None, _KEEPER, ("household",), _E.GIVEN),
        Move(
            _A.SUBMIT,
            _from(_S.DRAFT, _S.CLEARED),
            _S.WITH_TOWN,
            _KEEPER,
            (),
            _E.SUBMITTED,
            begins=("land_review",),
        ),
        Move(
            _A.APPROVE,
            _from(_S.WITH_TOWN),
            _S.APPROVED,
            _TOWN,
            ("reason",),
            _E.APPROVED,
            ends=("land_review",),
        ),
        Move(
            _A.SEND_BACK,
            _from(_S.WITH_TOWN),
            _S.DRAFT,
            _TOWN,
            ("reason",),
            _E.SENT_BACK,
            ends=("land_review",),
        ),
        # Beside the town's own review; who sees to which is told by the contract's size.
        Move(
            _A.PASS_ON,
            _from(_S.WITH_TOWN),
            _S.WITH_COUNTY,
            _TOWN,
            ("reason",),
            _E.PASSED_ON,
            ends=("land_review",),
            begins=("land_review",),
        ),
        Move(
            _A.APPROVE,
            _from(_S.WITH_COUNTY),
            _S.APPROVED,
            _COUNTY,
            ("reason",),
            _E.APPROVED,
            ends=("land_review",),
        ),
        Move(
            _A.SEND_BACK,
            _from(_S.WITH_COUNTY),
            _S.DRAFT,
            _COUNTY,
            ("reason",),
            _E.SENT_BACK,
            ends=("land_review",),
        ),
        Move(
            _A.SIGN,
            _from(_S.DRAFT, _S.CLEARED, _S.APPROVED),
            _S.IN_FORCE,
            _KEEPER,
            ("on",),
            _E.SIGNED,
        ),
        Move(_A.FILE, _from(_S.IN_FORCE), None, (*_KEEPER, *_TOWN), ("on",), _E.FILED),
        Move(
            _A.PAY,
            SIGNED,
            None,
            (ContractHolder.BOOKS,),
            ("instalment", "fen", "on", "how"),
            _E.PAID,
            ends=("rent_arrears",),
        ),
        Move(
            _A.CALL,
            SIGNED,
            None,
            (ContractHolder.KEEPER, ContractHolder.BOOKS),
            (),
            _E.CALLED,
            ends=("rent_arrears",),
        ),
        Move(
            _A.SUBLET,
            _from(_S.IN_FORCE),
            None,
            _KEEPER,
            ("subtenant", "on", "ends_on", "paper"),
            _E.SUBLET,
        ),
        Move(
            _A.MORTGAGE,
            _from(_S.IN_FORCE),
            None,
            (*_KEEPER, *_TOWN),
            ("mortgagee", "on", "ends_on", "paper"),
            _E.MORTGAGED,
        ),
        Move(_A.HOLD_OVER, _from(_S.ENDED), _S.HELD_OVER, _KEEPER, ("reason",), _E.HELD_OVER),
        Move(_A.CHARGE, _from(_S.HELD_OVER), None, _KEEPER, ("due_on", "fen"), _E.CHARGED),
        Move(_A.GIVE_NOTICE, _from(_S.HELD_OVER), None, _KEEPER, ("on", "paper"), _E.NOTICE_GIVEN),
        Move(
            _A.TERMINATE,
            _from(_S.IN_FORCE, _S.HELD_OVER),
            _S.TERMINATED,
            _KEEPER,
            ("ground", "reason"),
            _E.TERMINATED,
        ),
        Move(_A.EXPIRE, _from(_S.IN_FORCE), _S.ENDED, event=_E.ENDED),
        Move(
            _A.WITHDRAW,
            _BEFORE,
            _S.WITHDRAWN,
            _KEEPER,
            ("reason",),
            _E.WITHDRAWN,
            ends=("land_review",),
        ),
        Move(
            _A.TELL_NEAR,
            _BEFORE | _from(_S.IN_FORCE, _S.HELD_OVER),
            None,
            (*_KEEPER, ContractHolder.BOOKS, ContractHolder.SUPERVISOR, *_TOWN, *_COUNTY),
            ("person", "reason"),
            _E.NEAR_TOLD,
        ),
    ],
    statuses=names(ContractStatus),
    actions=names(ContractAction),
    holders=names(ContractHolder),
    words={
        "household": Text("请选择主张优先权的农户。", "Say which household that claimed it."),
        "reason": Text("请说明情况或理由。", "Say what was found, or why."),
        "on": Text("请填写日期。", "Say on which day."),
        "instalment": Text("请选择期次。", "Say which instalment."),
        "fen": Text("请填写金额。", "Say how much."),
        "how": Text("请选择付款方式。", "Say how it was paid."),
        "person": Text("请选择相关负责人。", "Say who of those acting for the collective."),
        "subtenant": Text("请填写次承租人或再流转受让方。", "Say who it is let on to."),
        "mortgagee": Text("请填写抵押权人。", "Say to whom it is mortgaged."),
        "ends_on": Text("请填写届满日。", "Say until when."),
        "paper": Text("请填写书面同意或通知文号。", "Name the written consent, or the notice."),
        "due_on": Text("请填写付款日。", "Say by which day it is due."),
        "ground": Text("请选择法定或约定的终止事由。", "Say by which ground of the law."),
    },
)
