# A village decides on the repair of a dangerous house: an idea, four deliberations, two publications, the town's word, a milestone that is late.
# About a minute.
#   sh docs/walks/decision.sh
. docs/walks/common.sh
VILLAGE=140426106201
TODAY=$(day)

# minutes STEP: the officer puts a deliberation without a vote on record.
minutes() {
    as village_officer "assembly/matters/$MATTER/transitions" -d '{"action": "record", "step": "'"$1"'", "minutes":
        {"held_on": "'"$TODAY"'", "attended": ["p-vo-01", "p-vo-32"], "summary": "一致同意"}}' | show step_name
}

# meet BODY MEMBER ...: announce a meeting, come to it, vote, sign; p-vr-01 takes the chair and votes on the own phone, the officer enters the others.
meet() {
    body=$1
    shift
    MEETING=$(as village_officer assembly/meetings -d '{"body": "'"$VILLAGE~$body"'", "mode": "member", "title": "危房改造评议",
        "place": "村部", "begins_at": "'"$(later 2)"'", "agenda": ["'"$MATTER"'"], "chair": "p-vr-01", "ad_hoc_reason": "汛期将至"}')
    M=assembly/meetings/$(echo "$MEETING" | pick id)
    as representative "$M/attendance" -d '{"channel": "on_site", "code": "'"$(echo "$MEETING" | pick code)"'"}' > /dev/null
    for member in "$@"; do
        as village_officer "$M/attendance" -d '{"channel": "paper", "member": "'"$member"'"}' > /dev/null
    done
    sleep 3
    as village_officer "$M/transitions" -d '{"action": "open"}' | show status_name
    VOTE=assembly/votes/$(as village_officer "$M/votes" -d '{"item": 0, "manner": "open"}' | pick id)
    as representative "$VOTE/ballots" -d '{"choice": "yes"}' > /dev/null
    for member in "$@"; do
        as village_officer "$VOTE/ballots" -d '{"choice": "yes", "member": "'"$member"'"}' > /dev/null
    done
    as village_officer "$VOTE/transitions" -d '{"action": "close"}' | show tally.yes tally.no tally.passed
    as village_officer "$M/transitions" -d '{"action": "close", "minutes": "会议记录"}' | show status_name
    as representative "$M/transitions" -d '{"action": "sign"}' > /dev/null
    as village_supervisor "$M/transitions" -d '{"action": "sign"}' | show status_name
}

# publish KIND TITLE: onto the board, which anybody reads.
publish() {
    as village_officer assembly/publications -d '{"village": "'"$VILLAGE"'", "kind": "'"$1"'", "title": "'"$2"'", "content": "'"$2"'",
        "matter": "'"$MATTER"'"}' | show title status_name
}

step "1 村民出主意，村委会采纳立项 · A resident has an idea, the village takes it up"
IDEA=$(as resident assembly/ideas -d '{"village": "'"$VILLAGE"'", "title": "一户危房改造", "text": "房顶漏雨，墙体开裂。"}' | pick id)
MATTER=$(as village_officer "assembly/ideas/$IDEA/transitions" \
    -d '{"action": "adopt", "answer": "纳入危房改造", "type": "dilapidated_housing"}' | pick matter)
as resident "assembly/matters/$MATTER" | show title type step_name

step "2 不能跳步 · No step may be skipped"
as village_officer "assembly/matters/$MATTER/transitions" -d '{"action": "record", "step": "committees_consultation", "minutes":
    {"held_on": "'"$TODAY"'", "attended": ["p-vo-01", "p-vo-32"], "summary": "一致同意"}}' | show status title

step "3 支部提议，两委商议 · The party branch proposes, both committees consult"
minutes branch_proposal
minutes committees_consultation

step "4 党员大会审议 · The party members' meeting"
meet party_members_meeting p-vo-01 p-vo-31 p-vo-32

step "5 村民代表会议决议：21 人中 14 人到会 · The representatives' assembly decides, 14 of 21 present"
meet representatives_assembly $(seq -f p-vr-%02.0f 2 14)

step "6 公开决议，不登录可看 · The resolution is published, and read without login"
publish resolution 危房改造评议结果
anybody "assembly/village-board/$VILLAGE" | show items.0.title

step "7 乡镇决定 · The town decides"
as town_officer "assembly/matters/$MATTER/transitions" -d '{"action": "decide_above", "authority":
    {"approved": true, "document_number": "洪民〔2026〕1号", "decided_on": "'"$TODAY"'"}}' | show step_name

step "8 排出节点；逾期未完成，逐级上报 · A milestone is planned; it is late, and climbs"
MILESTONE=$(as village_officer "assembly/matters/$MATTER/transitions" -d '{"action": "plan", "milestones":
    [{"title": "完工", "responsible": "p-vr-02", "due_at": "'"$(later 5)"'"}]}' | pick milestones.0.id)
wait_for 90 逐级上报 as county_officer "obligations/$MILESTONE/timeline"
as county_officer "obligations/$MILESTONE" | show status_name

step "9 完工，验收，公开结果 · Done, finished, and the result is published"
as second_representative "assembly/matters/$MATTER/milestones/$MILESTONE/transitions" -d '{"action": "done", "note": "已完工验收"}' \
    | show status_name
as village_officer "assembly/matters/$MATTER/transitions" -d '{"action": "finish"}' | show step_name
publish result 危房改造完成情况
as resident "assembly/matters/$MATTER" | show status_name
