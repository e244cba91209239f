# The year of 庄头村 as a briefing: every figure is counted, nobody types one, it is signed and stays. About a minute.
#   sh docs/walks/briefing.sh
. docs/walks/common.sh
VILLAGE=140426106201
BASE=reports/briefings

step "1 起草简报：数字由系统在后台统计 · A briefing is drawn: its figures are counted in the background"
BRIEFING=$(as village_officer $BASE -d '{"unit": "'$VILLAGE'", "village": "'$VILLAGE'", "first": "'"$(day 365)"'", "last": "'"$(day)"'"}' | pick id)
as village_officer "$BASE/$BRIEFING" | show status_name total

# move ACTION [FIELDS]: a step of the briefing.
move() { as village_officer "$BASE/$BRIEFING/transitions" -d '{"action": "'"$1"'"'"${2:+, $2}"'}'; }

step "2 一分钟内统计完成；只有超过整数才写“余” · Counted within a minute; 余 only where it is more than the round number"
counted() { as village_officer "$BASE/$BRIEFING" | pick count_status; }
wait_for 180 done counted
as village_officer "$BASE/$BRIEFING" | show parts.5.lines.0 parts.5.lines.1 parts.5.lines.2

step "3 数字不能填报，只能撰写文字 · No figure is typed, people write prose alone"
move write '"prose": {"lead": "好"}, "figures": {"people_served": 600}' | show status errors.0.field
move write '"prose": {"lead": "联系电话13812345678"}' | show status errors.0.field
move write '"prose": {"next_steps": "明年继续推进四治融合。"}' | show parts.8.prose

step "4 数字打开到明细：哪几起纠纷，不说是谁 · A figure opens to its list: which disputes, never who"
COUNT=$(as village_officer "$BASE/$BRIEFING" | pick count)
as village_officer "reports/counts/$COUNT/events?figure=disputes_mediated&unit=$VILLAGE" | show items.0.subject items.3.amount items.4

step "5 签发后编号成文，不再改动 · Signed it has its number and stays as it is"
move sign | show status_name number
move write '"prose": {"lead": "改"}' | show status type

step "6 之后有变化的，重新统计并说明，另立更正 · What changes later is counted anew, with a note, as an entry beside"
as village_officer "$BASE/$BRIEFING/corrections" -d '{"figure": "disputes_mediated", "note": "复核"}' | show said_was note
corrected() { as village_officer "$BASE/$BRIEFING/corrections" | pick items.0.count_status; }
wait_for 180 done corrected
as village_officer "$BASE/$BRIEFING/corrections" | show items.0.was items.0.now
