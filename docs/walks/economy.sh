# A collective lets a machine, calls its rent in, books what is paid by four hands; the wrong body and the wrong hand are refused. About 20 seconds.
#   sh docs/walks/economy.sh
. docs/walks/common.sh
VILLAGE=140426106201
TODAY=$(day)

# post WHO ROUTE BODY: as somebody of the collective, or over it.
post() { as "$1" "economy/$2" -d "$3"; }

# move WHO THING ACTION [FIELDS]: a step of a thing.
move() { post "$1" "$2/transitions" '{"action": "'"$3"'"'"${4:+, $4}"'}'; }

step "1 年检过期的农机不出租 · A machine whose inspection has lapsed is not let"
MACHINE=$(as collective_director "economy/assets?village=$VILLAGE&status=idle" | python3 -c 'import json, sys
print(next(one["id"] for one in json.load(sys.stdin)["items"] if one["name"] == "旋耕机"))')
HALL=$(post collective_director assets '{"village": "'$VILLAGE'", "kind": "building", "name": "旧仓库", "place": "村西",
    "acquired_on": "2020-01-01", "how": "集体所有"}' | pick id)
DECISION=$(as collective_director "economy/contracts?unit=$VILLAGE&status=in_force" | pick items.0.decision)
lease() { post collective_director contracts '{"village": "'$VILLAGE'", "kind": "lease", "title": "旋耕机租赁", "asset": "'"$1"'",
    "party": {"kind": "company", "name": "演示农业合作社01", "code": "91140426MA0000001B"}, "begins_on": "'"$(day 40)"'", "ends_on": "'"$(day -324)"'",
    "clauses": {"use": "耕作", "rights": "按约使用", "payment": "一次付清", "breach": "赔偿损失", "safety": "乙方负责作业安全"},
    "rent": [{"due_on": "'"$(day 31)"'", "fen": '"${3:-90000}"'}]'"${2:+, \"decision\": \"$2\"}"'}' | pick id; }
move collective_director "contracts/$(lease "$MACHINE" "$DECISION")" sign '"on": "'"$TODAY"'"' | show status type
move collective_director "assets/$MACHINE" inspect '"on": "'"$(day 10)"'"' | show name machine.papers_lapsed

step "2 决议列明租什么、给谁、多少钱、到何时，照此执行一次 · A decision says what is let, to whom, for how much and how long; it is carried out so, once"
move collective_director "contracts/$(lease "$MACHINE")" sign '"on": "'"$TODAY"'"' | show status type citation.article
move collective_director "contracts/$(lease "$HALL" "$DECISION")" sign '"on": "'"$TODAY"'"' | show status type
move collective_director "contracts/$(lease "$MACHINE" "$DECISION" 100)" sign '"on": "'"$TODAY"'"' | show status type wanted.0.amount
CONTRACT=contracts/$(lease "$MACHINE" "$DECISION")
move collective_director "$CONTRACT" sign '"on": "'"$TODAY"'"' | show status_name party.name
as collective_supervisor "economy/assets/$MACHINE" | show status_name

step "3 租金逾期：催收函留存，期限未满不得解除 · Rent is late: the letter is kept, and nothing is rescinded before its time is over"
as collective_director "economy/$CONTRACT" | show open_fen warnings.0.code
CALLED=$(move bookkeeper "$CONTRACT" call)
echo "$CALLED" | show calls.0.fen calls.0.in_time
move collective_director "$CONTRACT" terminate '"ground": "rent_unpaid", "reason": "未付租"' | show status type citation.article
wait_for 60 '"done"' as bookkeeper "economy/$CONTRACT/documents/$(echo "$CALLED" | pick calls.0.document)"
as bookkeeper "economy/$CONTRACT/documents/$(echo "$CALLED" | pick calls.0.document)" | show title status

step "4 一张凭证四个人：经办、制单、审批、出纳 · A voucher has four people: who handled, recorded, approved and keeps"
voucher() { post bookkeeper vouchers '{"village": "'$VILLAGE'", "on": "'"$TODAY"'", "said": "收旋耕机租金", "paper": "银行回单'"$(date +%s%N)"'", "handler": "'"$1"'",
    "lines": [{"account": "102", "side": "debit", "fen": 90000}, {"account": "501", "side": "credit", "fen": 90000}]}'; }
voucher p-bk-01 | show status type citation.article
VOUCHER=vouchers/$(voucher p-vo-01 | pick id)
move bookkeeper "$VOUCHER" approve | show status type
move collective_director "$VOUCHER" approve | show status_name
move cashier "$VOUCHER" settle | show status_name

step "5 凭证记账后才能登记收款，一张凭证只收一次；出纳不登债权账 · Rent is paid by a voucher in the books, and by each once; the cashier keeps no book of what is owed"
PAID='"instalment": 1, "fen": 90000, "on": "'"$TODAY"'", "how": "bank", "voucher": "'"${VOUCHER#vouchers/}"'"'
move cashier "$CONTRACT" pay "$PAID" | show status type
move bookkeeper "$CONTRACT" pay "$PAID" | show open_fen
as collective_supervisor "economy/$VOUCHER" | show brings.0.fen

step "6 成员户查账；外村的看不到 · A member's household reads the sheets; the village next door does not"
as household "economy/statements?village=$VILLAGE&month=$(day | cut -c1-7)" | show village
as household "economy/open-books/$VILLAGE/vouchers?limit=1" | show items.0.said items.0.lines.0.fen
as household "economy/open-books/140426106202/vouchers" | show status type
as household "economy/statements?village=140426106202&month=$(day | cut -c1-7)" | show status type

step "7 理事会无权决定收益分配 · The council may not decide on the distribution of income"
post bookkeeper distributions '{"village": "'$VILLAGE'", "year": '$(($(day | cut -c1-4) - 1))', "decision": "'"$DECISION"'", "plan": "'"$DECISION"'",
    "handler": "p-vo-01"}' | show status type citation.source citation.article

step "8 三资预警的规则：每个数字及其依据 · The rules of alerts: every number, and how sure it is"
as town_officer economy/alert-rules | show items.0.code_name items.0.value items.0.rests_on.confidence follow_up.source follow_up.confidence
as town_officer "economy/alerts?unit=140426106" | show next_cursor

step "9 产生的经济价值单列，不计入收入 · Value that projects produced stands by itself and is no income"
as collective_supervisor "economy/projects?village=$VILLAGE" | python3 -c 'import json, sys
for one in json.load(sys.stdin)["items"]:
    if one["produced_fen"]:
        print(one["name"], one["produced_fen"], one["income_fen"])'

step "10 与对方有亲属或利害关系的负责人不签字；监事可补报 · Whoever is near to the other party does not sign; the supervisor tells of another"
NEAR=contracts/$(post collective_director contracts '{"village": "'$VILLAGE'", "kind": "lease", "title": "旧仓库租赁", "asset": "'"$HALL"'",
    "party": {"kind": "outsider", "name": "演示承租人02", "near_to": ["p-cd-01"]}, "begins_on": "'"$TODAY"'", "ends_on": "'"$(day -364)"'",
    "clauses": {"use": "仓储"}, "rent": [{"due_on": "'"$TODAY"'", "fen": 90000}]}' | pick id)
move collective_director "$NEAR" sign '"on": "'"$TODAY"'"' | show status type
move collective_supervisor "$NEAR" tell_near '"person": "p-vo-01", "reason": "系承租人近亲属"' | show near.0.person near.1.person

step "11 未经分配不得发放；每份凭记账凭证发放一次 · Nothing is paid out of what was not distributed; each share is paid once, by a voucher in the books"
post bookkeeper "distributions/$VILLAGE/$(($(day | cut -c1-4) - 1))/payouts" '{"members": ["'"${VOUCHER#vouchers/}"'"],
    "voucher": "'"${VOUCHER#vouchers/}"'"}' | show status type
