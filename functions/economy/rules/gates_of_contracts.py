"""What stands in the way of a contract: terms over the law's, no mandate, items left out, no decision, members passed over, no approval."""

from __future__ import annotations

from datetime import timedelta

from economy.rules.assets import Asset, AssetKind, LandClass
from economy.rules.carried import Act, require_let
from economy.rules.contract_terms import refuse_long
from economy.rules.contracts import Contract, ContractKind, ContractPartyKind
from economy.rules.deciding import Carried, Decided, require_decision
from economy.rules.gates import EconomyGateShut
from economy.rules.low_rent import refuse_low_to_own
from economy.rules.terms import amount, law_of
from kernel.problems import FieldError, InvalidFields
from kernel.texts import Text


class NoMandate(EconomyGateShut):
    """A farmer's land is transferred because the farmer wants it: without a written mandate the collective arranges nothing."""

    slug = "no-mandate"
    title = Text("缺少农户书面委托", "No mandate")
    said = Text(
        "土地经营权流转须由承包农户自主决定；集体组织流转须有农户书面委托。",
        "The farmer decides on a transfer; the collective arranges one on a written mandate alone.",
    )
    rests_on = "mandate"


class MembersFirst(EconomyGateShut):
    """Members go first on equal terms: it is posted to them, and given to one of those who claim it."""

    slug = "members-first"
    title = Text("本集体成员优先", "Members first")
    rests_on = "members_first"


class TownApprovalMissing(EconomyGateShut):
    """Land goes to outsiders or companies after the town's review and consent alone."""

    slug = "town-approval-missing"
    title = Text("未经乡镇审核同意", "No town approval")
    rests_on = "outsiders"


class CountyReviewMissing(EconomyGateShut):
    """So much land goes to a company after the county's review alone."""

    slug = "county-review-missing"
    title = Text("未经县级审核", "No review by the county")
    said = Text(
        "流转面积达到县级审核标准的，乡镇审核后须报县级审核同意。",
        "A transfer of so much land is reviewed by the county after the town.",
    )
    rests_on = "county_review"


class RenewsTooEarly(EconomyGateShut):
    """A contract that carries another on begins when that one has ended; `earliest` says from when on."""

    slug = "renews-too-early"
    title = Text("续签起始日过早", "Renews too early")
    rests_on = "exclusive"


class ItemsMissing(InvalidFields):
    """A contract is written, with all its items (承包法 Art. 40); each that is missing has its line."""

    slug = "items-missing"
    title = Text("合同条款不全", "Items missing")


_ITEMS = {
    "use": Text("土地或资产的用途", "what it is used for"),
    "rights": Text("双方权利义务", "rights and duties"),
    "payment": Text("价款及支付方式", "price and payment"),
    "compensation": Text("被征收、地上附着物的补偿归属", "compensation"),
    "breach": Text("违约责任", "breach"),
}
_LEASE_ITEMS = {"use", "rights", "payment", "breach", "safety"}
_SAFETY = Text("安全责任", "duties of safety")
_LICENCE = Text("操作人员证件", "the operator's licence")


def needs_posting(contract: Contract) -> bool:
    """Tell whether members have to be asked first: where a plot's use goes to somebody from outside."""
    return (
        contract.kind is ContractKind.LAND_TRANSFER
        and contract.party.kind is not ContractPartyKind.MEMBER
    )


def needs_approval(contract: Contract) -> bool:
    """Tell whether the town has to agree: land let to outsiders (承包法 Art. 52), a transfer to a company (Art. 45)."""
    if contract.kind is ContractKind.LAND_CONTRACT:
        return contract.party.kind is not ContractPartyKind.MEMBER
    return (
        contract.kind is ContractKind.LAND_TRANSFER
        and contract.party.kind is ContractPartyKind.COMPANY
    )


def needs_county(contract: Contract) -> bool:
    """Tell whether the county reviews it after the town: a company's transfer of so much land (流转办法 Art. 29; the size is data)."""
    return (
        contract.kind is ContractKind.LAND_TRANSFER
        and needs_approval(contract)
        and (contract.area or 0) >= 100 * amount("county_review_mu")
    )


def waits_for_members(contract: Contract) -> bool:
    """Tell whether members were not asked yet, or one of them goes first."""
    return needs_posting(contract) and (contract.posting is None or contract.has_claims)


def waits_for_approval(contract: Contract) -> bool:
    """Tell whether the town, or the county after it, has still to agree."""
    town = needs_approval(contract) and contract.approval is None
    return town or (needs_county(contract) and contract.by_county is None)


def decided_as(contract: Contract) -> str | None:
    """Return by which row of `data/deciders.json` somebody decides on it; None: nobody but who signs, or the farmer."""
    match contract.kind:
        case ContractKind.LAND_CONTRACT:
            member = contract.party.kind is ContractPartyKind.MEMBER
            return "land_contract" if member else "land_to_outsiders"
        case ContractKind.LEASE:
            return "lease"
        case _:
            return None


def carries_of(contract: Contract) -> Carried | None:
    """Return what a decision has to carry that a contract is signed by; None where nobody decides on it."""
    if decided_as(contract) is None or contract.asset is None:
        return None
    lease = contract.kind is ContractKind.LEASE
    party = contract.party
    return Carried(
        str(Act.LEASE if lease else Act.LAND_CONTRACT),
        contract.asset,
        contract.rent_fen,
        party.household or party.code or party.name,
        contract.ends_on.isoformat(),
    )


def refuse_unfit(contract: Contract, asset: Asset | None) -> None:
    """Let a contract be drafted whose kind fits what it is of, and whose term is one.

    Raises
    ------
    InvalidFields
        It ends before it begins, or is of an asset of another kind, or of none.
    NoMandate
        A transfer names no mandate.
    """
    if contract.ends_on < contract.begins_on:
        raise InvalidFields.one("ends_on", Text("不得早于开始日期。", "Not before it begins."))
    if contract.kind is ContractKind.SALE:
        fits = asset is None
    elif contract.kind.is_of_land:
        fits = asset is not None and asset.kind is AssetKind.LAND
    else:
        fits = asset is not None
    if contract.kind is ContractKind.LAND_CONTRACT and contract.land_class is LandClass.BUILT:
        fits = False
    if not fits:
        raise InvalidFields.one(
            "asset", Text("标的与合同类别不符。", "What it is of does not fit its kind.")
        )
    if (contract.party.kind is ContractPartyKind.MEMBER) is not bool(contract.party.household):
        raise InvalidFields.one(
            "party.household",
            Text(
                "本集体农户须选择户，其他主体不填。",
                "A household of the collective is named, and no other's.",
            ),
        )
    if contract.kind is ContractKind.LAND_TRANSFER:
        if contract.mandate is None:
            raise NoMandate
        if contract.base is None:
            raise InvalidFields.one(
                "base",
                Text(
                    "请填写承包合同或权证及其届满日。",
                    "Say what the farmer holds it by, and until when.",
                ),
            )
    refuse_long(contract)


def refuse_incomplete(contract: Contract) -> None:
    """Let a contract be signed with all its items.

    Raises
    ------
    ItemsMissing
        Some are missing; names each.
    """
    clauses, wanted = contract.clauses, set(_ITEMS) if contract.kind.is_of_land else set[str]()
    if contract.kind is ContractKind.LEASE:
        wanted = _LEASE_ITEMS
        if contract.needs_licence:
            wanted = wanted | {"licence"}
    if contract.kind is ContractKind.SALE:
        wanted = {"payment", "breach"}
    said = _ITEMS | {"safety": _SAFETY, "licence": _LICENCE}
    missing = [name for name in said if name in wanted and not getattr(clauses, name)]
    errors = [
        FieldError(
            f"clauses.{name}", Text(f"缺少{said[name].zh}。", f"It does not say: {said[name].en}.")
        )
        for name in missing
    ]
    if not contract.rent and contract.kind is not ContractKind.LAND_CONTRACT:
        errors.append(FieldError("rent", Text("缺少价款。", "It does not say the price.")))
    if errors:
        raise ItemsMissing(errors[0].message, errors=errors)


def refuse_unready(
    contract: Contract, decided: Decided | None, *, near: bool = False, own_valued: bool = False
) -> None:
    """Let a contract be signed that has passed all its gates.

    Parameters
    ----------
    near, own_valued
        Whether the other party is a director's household, or near to one, and whether somebody near to it entered the reference.

    Raises
    ------
    LowRentToOwn
        It is, and the rent is far below the reference, or nobody else has said what that is.
    ItemsMissing, TermTooLong
        It is not complete, or too long.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        Who decides on it has not, or not so.
    MembersFirst
        Members were not asked, or one of them claimed it and it is to go to somebody else.
    TownApprovalMissing, CountyReviewMissing
        The town has not agreed, or the county where it has to.
    """
    refuse_incomplete(contract)
    refuse_long(contract)
    what, carries = decided_as(contract), carries_of(contract)
    if what is not None and carries is not None:
        by = require_decision(what, decided, contract.village)
        require_let(what, by, carries, contract.ends_on, is_tendered=contract.tender is not None)
    refuse_passing_over(contract)
    if near:
        refuse_low_to_own(contract, own_valued=own_valued)
    if needs_approval(contract) and contract.approval is None:
        company = contract.kind is ContractKind.LAND_TRANSFER
        raise TownApprovalMissing(
            _REVIEW if company else _CONSENT,
            citation=law_of("companies" if company else "outsiders"),
        )
    if needs_county(contract) and contract.by_county is None:
        raise CountyReviewMissing


def refuse_passing_over(contract: Contract) -> None:
    """Let a contract with somebody from outside go on only after members had their time, and none of them wanted it.

    Raises
    ------
    MembersFirst
        They had not, or one did.
    """
    if waits_for_members(contract):
        raise MembersFirst(_UNPOSTED if contract.posting is None else _CLAIMED)


def refuse_overlap(contract: Contract, renewed: Contract) -> None:
    """Let a contract carry on one that is in force from the day after its last.

    Raises
    ------
    RenewsTooEarly
        It would begin before.
    """
    earliest = renewed.ends_on + timedelta(days=1)
    if contract.begins_on < earliest:
        raise RenewsTooEarly(
            Text(
                f"原合同至 {renewed.ends_on} 届满，续签最早自 {earliest} 起。",
                f"The contract it renews lasts until {renewed.ends_on}: it begins on {earliest} at the earliest.",
            ),
            earliest=earliest.isoformat(),
        )


_UNPOSTED = Text(
    "须先公示，期满无本集体成员主张优先权方可与其他主体签订。",
    "Post it first: it goes to somebody from outside when no member claims it in time.",
)
_CLAIMED = Text(
    "已有本集体成员在公示期内主张优先权，同等条件下须由其优先。",
    "A member claimed it in time and goes first on equal terms.",
)
_REVIEW = Text(
    "工商企业等流转土地须经乡镇资格审查和项目审核。",
    "The town reviews a company's means and project first.",
)
_CONSENT = Text(
    "发包给本集体以外的，须报乡镇人民政府批准并审查资信。",
    "Land let to outsiders needs the town's approval and a check of means.",
)
