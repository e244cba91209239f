# A grid worker's day: visits, hazards, disputes, errands; what is found offline comes in once, and one matter has one clock. About 20 seconds.
#   sh docs/walks/services.sh
. docs/walks/common.sh
GRID=140426106201001
AT=$(later 0)
TAG=$(date +%s)-$$

step "1 今天先看哪几户：一次请求 · Which households come first today: one request"
as grid_worker "services/information/rechecks?unit=$GRID" | show items.0.household items.0.due_for_name

step "2 无网时走访一户，回网后同步；重发不会记两次 · A visit made offline is synced, and sent again it is not recorded twice"
VISIT='{"operations": [{"op_no": 1, "op_id": "walk-'$TAG'-1", "kind": "visit",
    "body": {"household": "h-002", "at": "'$AT'"}}]}'
as grid_worker sync -d "$VISIT" | show results.0.outcome results.0.answer.household
as grid_worker sync -d "$VISIT" | show results.0.outcome

step "3 手机时钟错了也不丢：按收到时计 · A phone with a wrong clock loses nothing: it is taken as now"
as grid_worker sync -d '{"operations": [{"op_no": 1, "op_id": "walk-'$TAG'-2", "kind": "visit",
    "body": {"household": "h-002", "at": "1970-01-01T08:00:00+08:00"}}]}' | show results.0.outcome

step "4 上报的事件现场核实是隐患：转办，只有一个时限在走 · A report turns out to be a hazard: converted, and one clock runs"
INCIDENT=$(as grid_worker incidents -d '{"category": "public_facilities", "severity": "general", "description": "小卖部应急照明不亮",
    "unit": "'$GRID'", "source": "patrol"}' | pick id)
CONVERSION=$(as grid_worker workspace/conversions -d '{"source": {"kind": "incident", "id": "'"$INCIDENT"'"}, "reason": "现场核实为消防隐患。",
    "into": {"kind": "hazard", "said": {"grid": "'$GRID'", "where": "村口小卖部", "kind": "small_venue", "item": "lights",
    "what": "应急照明不亮", "advice": "建议更换"}}}')
HAZARD=$(echo "$CONVERSION" | pick target.id)
echo "$CONVERSION" | show source.kind_name target.kind_name
as grid_worker "incidents/$INCIDENT" | show status_name due_at
as grid_worker "services/hazards/findings/$HAZARD" | show status_name owed.kind

step "5 网格员只能建议，不能命令 · A grid worker advises, and does not order"
as grid_worker services/hazards/findings -d '{"grid": "'$GRID'", "where": "村口", "kind": "road", "item": "manhole", "what": "井盖松动",
    "advice": "责令三日内整改"}' | show status type

step "6 谁整改谁不能复查；由他人复查销号 · Whoever rectified it does not check it; somebody else does"
as grid_worker "services/hazards/findings/$HAZARD/transitions" -d '{"action": "fix", "done": "已更换灯具"}' | show status_name
as grid_worker "services/hazards/findings/$HAZARD/transitions" -d '{"action": "recheck", "passed": true, "finding": "正常"}' | show status type
as village_officer "services/hazards/findings/$HAZARD/transitions" -d '{"action": "recheck", "passed": true, "finding": "照明正常"}' | show status_name

step "7 收回原事件，待核查确认 · The incident is taken back, and waits to be confirmed"
as village_officer "workspace/conversions/$(echo "$CONVERSION" | pick id)/take-back" -d '{}' | show solved
as grid_worker "incidents/$INCIDENT" | show status_name

step "8 有人受伤不是纠纷：应立即报告 · Violence is no dispute: it is reported at once"
as grid_worker services/mediation/cases -d '{"place": "'$GRID'", "kind": "neighbours", "source": "found", "summary": "两户争执时动手",
    "parties": [{"name": "甲"}, {"name": "乙"}], "dangers": ["violence"]}' | show status type report_to

step "9 代办：原件在外，不能归档 · An errand: it is not filed while an original is out"
ERRAND=$(as errand_agent services/errands -d '{"matter": "pension_certification", "principal": {"household": "h-001", "name": "演示居民0002"},
    "signature": "paper", "signed_on": "'"$(day)"'", "last_day": "'"$(day -30)"'"}' | pick id)
E=services/errands/$ERRAND/transitions
as errand_agent "$E" -d '{"action": "take_original", "paper": "household_register", "mark": "'"${TAG#"${TAG%??????}"}"'", "signature": "paper"}' | show originals.0.is_out
for STEP in '{"action": "accept"}' '{"action": "submit"}' '{"action": "record_result", "outcome": "granted"}' '{"action": "deliver", "signature": "paper"}'; do
    as errand_agent "$E" -d "$STEP" | show status_name
done
as errand_agent "$E" -d '{"action": "archive"}' | show status type originals
as errand_agent "$E" -d '{"action": "hand_over", "original": 1, "signature": "paper", "to": {"place": "principal"}}' | show originals.0.is_out
as errand_agent "$E" -d '{"action": "archive"}' | show status_name
