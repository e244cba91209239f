"""The life of an asset or resource of a collective: idle, in use, let by a contract, given up."""

from __future__ import annotations

from kernel.access import OFFICERS, Role
from kernel.states import Move, StateTable
from kernel.texts import Named, Text, names

KEEPERS = frozenset({Role.COLLECTIVE_DIRECTOR, Role.VILLAGE_OFFICER})
"""Who acts for a collective; where there is none the village committee does, by the same rules (集体法 Art. 64)."""
BOOKS = frozenset({Role.BOOKKEEPER})
"""Who keeps what is owed and paid; a cashier keeps no book of income and debt (会计法 Art. 35)."""
READERS = OFFICERS | {
    Role.COLLECTIVE_DIRECTOR,
    Role.BOOKKEEPER,
    Role.CASHIER,
    Role.COLLECTIVE_SUPERVISOR,
}
COUNTERS = KEEPERS | BOOKS | {Role.COLLECTIVE_SUPERVISOR}


class AssetStatus(Named):
    """How an asset is used."""

    IDLE = "idle", "闲置", "idle"
    IN_USE = "in_use", "自用", "in use"
    LEASED = "leased", "已出租或发包", "let"
    RETIRED = "retired", "已处置", "given up"


class AssetAction(Named):
    """What is done with an asset."""

    USE = "use", "启用", "put it to use"
    LAY_IDLE = "lay_idle", "停用", "leave it idle"
    LET = "let", "出租或发包", "let it"
    GIVE_BACK = "give_back", "收回", "take it back"
    VALUE = "value", "评估", "value it"
    INSPECT = "inspect", "登记年检", "enter its inspection"
    PRICE = "price", "公布价格", "post its prices"
    COUNT = "count", "盘点", "count it"
    RETIRE = "retire", "处置", "give it up"


class AssetEvent(Named):
    """What the history of an asset tells."""

    REGISTERED = "registered", "登记", "registered"
    USED = "used", "启用", "put to use"
    LAID_IDLE = "laid_idle", "停用", "left idle"
    LET = "let", "出租或发包", "let"
    GIVEN_BACK = "given_back", "收回", "taken back"
    VALUED = "valued", "评估", "valued"
    INSPECTED = "inspected", "年检", "inspected"
    PRICED = "priced", "公布价格", "prices posted"
    COUNTED = "counted", "盘点", "counted"
    RETIRED = "retired", "处置", "given up"


class AssetHolder(Named):
    """How somebody stands to an asset."""

    KEEPER = "keeper", "集体经济组织负责人", "who acts for the collective"
    COUNTER = "counter", "集体经济组织管理或监督人员", "who keeps or watches its property"


ASSET_ROLES = {AssetHolder.KEEPER: KEEPERS, AssetHolder.COUNTER: COUNTERS}
_IDLE, _USED = frozenset({AssetStatus.IDLE}), frozenset({AssetStatus.IN_USE})
_HELD = frozenset({AssetStatus.IDLE, AssetStatus.IN_USE, AssetStatus.LEASED})
_FREE = _IDLE | _USED
_KEEPER, _COUNTER = (AssetHolder.KEEPER,), (AssetHolder.COUNTER,)

ASSETS: StateTable[AssetAction, AssetStatus, AssetHolder] = StateTable(
    Text("该资产", "The asset"),
    [
        Move(AssetAction.USE, _IDLE, AssetStatus.IN_USE, _KEEPER, ("reason",), AssetEvent.USED),
        Move(AssetAction.LAY_IDLE, _USED, AssetStatus.IDLE, _KEEPER, (), AssetEvent.LAID_IDLE),
        Move(AssetAction.LET, _FREE, AssetStatus.LEASED, event=AssetEvent.LET),
        Move(
            AssetAction.GIVE_BACK,
            frozenset({AssetStatus.LEASED}),
            AssetStatus.IDLE,
            event=AssetEvent.GIVEN_BACK,
        ),
        Move(AssetAction.VALUE, _HELD, None, _KEEPER, ("on", "fen", "valuer"), AssetEvent.VALUED),
        Move(AssetAction.INSPECT, _HELD, None, _KEEPER, ("on",), AssetEvent.INSPECTED),
        Move(AssetAction.PRICE, _HELD, None, _KEEPER, ("prices",), AssetEvent.PRICED),
        Move(AssetAction.COUNT, _HELD, None, _COUNTER, ("on", "found"), AssetEvent.COUNTED),
        Move(
            AssetAction.RETIRE,
            _FREE,
            AssetStatus.RETIRED,
            _KEEPER,
            ("reason", "decision"),
            AssetEvent.RETIRED,
        ),
    ],
    statuses=names(AssetStatus),
    actions=names(AssetAction),
    holders=names(AssetHolder),
    words={
        "reason": Text("请说明用途或理由。", "Say what for, or why."),
        "on": Text("请填写日期。", "Say on which day."),
        "fen": Text("请填写评估价值。", "Say what it is worth."),
        "valuer": Text("请填写评估人或评估机构。", "Say who valued it."),
        "prices": Text("请填写公布的价格。", "Say what it costs."),
        "found": Text("请填写盘点结果。", "Say what was found."),
        "decision": Text("请填写决议编号。", "Name the decision."),
    },
)
