# An incident climbs until the county solves it, and is closed by whoever reported it. About 40 seconds.
#   sh docs/walks/incident.sh
. docs/walks/common.sh

step "1 网格员上报；本县 demo 类每级限时 10 秒 · The grid worker reports; category demo gives each tier ten seconds"
INCIDENT=$(as grid_worker incidents -d '{"category": "demo", "severity": "general", "description": "村口路灯不亮",
    "unit": "140426106201001", "source": "patrol"}')
ID=$(echo "$INCIDENT" | pick id)
CODE=$(echo "$INCIDENT" | pick case_code)
echo "$INCIDENT" | show status_name tier responsible_unit actions receipt.text

step "2 别村的村干部看不到 · An officer of another village does not see it"
as foreign_village_officer "incidents/$ID" | show status detail

step "3 无人办理：逐级上报至县 · Nobody answers: it climbs to the county"
wait_for 60 督办 as grid_worker "incidents/$ID/timeline"
as grid_worker "incidents/$ID/timeline" | show items.0.event_name items.0.to_tier items.1.event_name items.2.event_name items.2.to_tier \
    items.4.event_name items.4.to_tier

step "4 县级受理并处置 · The county officer accepts and solves it"
as county_officer "incidents/$ID/transitions" -d '{"action": "accept"}' | show status_name
as county_officer "incidents/$ID/transitions" -d '{"action": "resolve", "done": "灯泡已更换"}' | show status_name turn

step "5 处置人不能自己核查确认 · Whoever handled it may not confirm it"
as county_officer "incidents/$ID/transitions" -d '{"action": "confirm"}' | show status type detail

step "6 网格员核查确认，办结 · The grid worker confirms, and it is closed"
as grid_worker "incidents/$ID/transitions" -d '{"action": "confirm"}' | show status_name due_at

step "7 凭编号可查，不需登录，不见任何人 · Anybody follows it by its code, without login, and learns of no person"
anybody "track/$CODE" | show status_name tier_name

step "8 镇里在跟踪看板上看到，网格员看不到统计 · The town follows it on its board; a grid worker is told of no figures"
BOARD="reports/tracking?unit=140426106&first=$(day | cut -c1-7)"
as town_officer "$BOARD" | show unit reported.now.matters reported.now.late punctuality.least_cases
as grid_worker "$BOARD" | show status
