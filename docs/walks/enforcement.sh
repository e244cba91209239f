# An inspection finds straw burning; the case goes by the law's own gates to a fine that is paid, and every shortcut is refused. About 20 seconds.
#   sh docs/walks/enforcement.sh
. docs/walks/common.sh
TODAY=$(day)
LAW='{"law": "ecological-code-2026", "articles": ["1131"]}'
FINE='"penalty": {"fine": 50000}'
# Which of the person's acts of the day this is, so that the walk can be walked again.
NTH=$(as party_of_case 'enforcement/own-cases?standing=party' | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["items"]))')

# move WHO ACTION [FIELDS]: a step of the case, as one of its people.
move() { as "$1" "enforcement/cases/$CASE/moves" -d '{"action": "'"$2"'"'"${3:+, $3}"'}'; }

step "1 检查：一名执法人员不行，两名持证人员可以 · An inspection: one officer is refused, two with certificates may"
VISIT=$(as enforcement_officer enforcement/inspections -d '{"town": "140426106", "kind": "daily", "items": ["burning-straw"],
    "party": "演示居民0038", "place": "庄头村东地头", "reason": "核查秸秆焚烧", "planned_on": "'"$TODAY"'",
    "officers": ["p-eo-01", "p-eo-02"]}' | pick id)
begin() { as enforcement_officer "enforcement/inspections/$VISIT/transitions" -d '{"action": "begin", "shown": true, "officers": ['"$1"']}'; }
begin '"p-eo-01"' | show status type citation.article
begin '"p-eo-01", "p-eo-02"' | show status_name certificates.1

step "2 发现焚烧秸秆：讲解法律，登记线索，立案须负责人批准 · Straw burns: the law is explained, a case is opened, the head approves its filing"
CASE=$(as enforcement_officer enforcement/cases -d '{"unit": "140426106201002", "clue": "地头正在焚烧玉米秸秆。", "source": "inspection",
    "inspection": "'"$VISIT"'"}' | pick id)
as enforcement_officer "enforcement/inspections/$VISIT/transitions" -d '{"action": "record", "result": "case_opened", "case": "'"$CASE"'",
    "record": "地头正在焚烧玉米秸秆。", "checklist": [{"item": "露天焚烧", "found": "有"}], "signed": true, "law": '"$LAW"',
    "explained": "讲解禁烧规定。"}' | show result_name law.article
move enforcement_officer propose_filing '"item": "burning-straw", "facts": "露天焚烧玉米秸秆。", "party": {"kind": "person", "name": "演示居民0038",
    "person": "p-re-27", "birth_year": 1977, "birth_month": 3, "birth_day": 11}, "act": {"codes": ["burning-straw"],
    "done_on": "'"$TODAY"'", "nth": '"$NTH"'}' > /dev/null
move enforcement_officer approve_filing '"officers": ["p-eo-01", "p-eo-02"]' | show status detail
move enforcement_head approve_filing '"officers": ["p-eo-01", "p-eo-02"]' | show status_name

step "3 没有告知，不能决定 · Nothing is decided before it was announced"
move enforcement_head decide "$FINE"', "basis": ['"$LAW"']' | show status type

step "4 取证、查证、调查终结、告知；申辩期未满不能结束 · Evidence, proposal, notice; the time for defence is not cut short"
EVIDENCE=$(move enforcement_officer add_evidence '"kind": "on_site", "source": "现场检查笔录", "proves": "焚烧现场"' | pick evidence.0.id)
move second_enforcement_officer verify_evidence '"evidence": "'"$EVIDENCE"'"' | show evidence.0.counts
move enforcement_officer end_investigation '"outcome": "penalty", "report": "事实清楚。", "shown": true, "public_interest": true' > /dev/null
move enforcement_officer notify '"penalty": {"fine": 60000}, "facts": "露天焚烧玉米秸秆。", "reason": "违反禁烧规定。", "basis": ['"$LAW"']' \
    | show status_name notice.penalty
move enforcement_officer end_defence '"checked": "无"' | show status type citation.source

step "5 当事人看到自己的案件，陈述申辩；别人看不到 · The party sees the own case and speaks; nobody else sees it"
move party_of_case defend '"defence": "初次违法，请从轻；不再补充，放弃剩余期限。", "waived": true' | show status_name
as resident "enforcement/cases/$CASE" | show status
move enforcement_officer end_defence '"checked": "采纳从轻意见。"' | show status_name

step "6 未经法制审核不能决定；不得因申辩加重 · No decision without its legal review, none heavier for defending"
WEIGHED='"basis": ['"$LAW"'], "reasoning": {"fault": "明知禁烧规定", "circumstances": "面积约一亩，及时扑灭", "harm": "未成灾",
    "off_benchmark": "该事项尚无裁量基准"}'
move enforcement_head decide "$FINE, $WEIGHED" | show status type
move legal_reviewer review '"passed": true, "opinion": "同意", '"$FINE" > /dev/null
move enforcement_head decide '"penalty": {"fine": 60001}, '"$WEIGHED" | show status type
move enforcement_head decide "$FINE, $WEIGHED" | show status_name decision.fine decision.norm.article

step "7 送达、到银行缴款、结案 · Served, paid at a bank, closed"
move enforcement_officer serve '"way": "in_person", "receipt": "送达回证", "received_at": "'"$(later 0)"'"' | show status_name account.rest
move enforcement_head choose_publication '"public": false, "reason": "无一定社会影响"' > /dev/null
move enforcement_officer record_payment '"paid": 50000, "paid_at": "'"$TODAY"'", "voucher": "银行回单'"$NTH"'"' | show account.rest
move enforcement_head close '"report": "罚款已缴，结案。"' | show status_name
as party_of_case "enforcement/cases/$CASE/timeline?limit=100" | show items.0.event_name

step "8 案例去标识化后公布，不登录可看 · Its lesson, without whoever it was, is read without login"
lesson() { as enforcement_officer enforcement/outreach/lessons -d '{"case": "'"$CASE"'", "title": "露天焚烧秸秆被罚款", "text": "'"$1"'", "cites": ['"$LAW"']}'; }
lesson "演示居民0038焚烧秸秆，被罚款。" | show status type
LESSON=$(lesson "某村民在禁烧区焚烧秸秆，被依法罚款。" | pick id)
as enforcement_head "enforcement/outreach/lessons/$LESSON/transitions" -d '{"action": "publish"}' | show status_name
anybody enforcement/public/outreach/lessons | show items.0.title
