# A household's good deed becomes points, and points become goods. About two minutes: the village's clock looks once a minute.
#   sh docs/walks/points.sh
. docs/walks/common.sh
VILLAGE=140426106201
HOUSEHOLD=h-002

step "1 农户申报一件好事 · The household claims a good deed"
# A deed of one kind counts once a day: whoever walks again the same day claims another kind.
for ITEM in waste_sorting half_day_work training tree_planting help_neighbour; do
    CLAIM=$(as household points/claims -d '{"household": "'$HOUSEHOLD'", "item": "'$ITEM'",
        "happened_on": "'"$(day)"'", "description": "当天完成，有邻居在场"}')
    if CLAIM_ID=$(echo "$CLAIM" | pick id 2> /dev/null); then break; fi
done
echo "$CLAIM" | show household_name item_name status_name next_step

step "2 近亲属须回避 · Near relatives stand aside"
as related_points_verifier "points/claims/$CLAIM_ID/transitions" -d '{"action": "verify", "quantity": 1}' | show status title detail

step "3 两名核验员核验，一户邻里认可 · Two verifiers check it, a neighbour recognises it"
as points_verifier "points/claims/$CLAIM_ID/transitions" -d '{"action": "verify", "quantity": 1}' | show status_name next_step
as second_points_verifier "points/claims/$CLAIM_ID/transitions" -d '{"action": "verify", "quantity": 1}' | show status_name next_step
as neighbour "points/claims/$CLAIM_ID/transitions" -d '{"action": "recognise", "in_favour": true}' | show status_name points

step "4 公示，名字打码 · The village publishes it, names masked"
as village_officer "points/villages/$VILLAGE/publications" -X POST | show lines.0.household lines.0.item_name lines.0.points

step "5 公示期满无异议，自动入账 · The time to object passes, and the points post by themselves"
wait_for 200 '"posted"' as household "points/claims/$CLAIM_ID"
as household "points/claims/$CLAIM_ID" | show status_name
as household "points/households/$HOUSEHOLD" | show spendable entries.0.kind_name entries.0.points

step "6 邻居看不到别家的账 · A neighbour does not see another household's account"
as neighbour "points/households/$HOUSEHOLD" | show status

step "7 兑换，凭一次性码核销 · The household redeems, and the shop keeper hands over against the one-time code"
REDEMPTION=$(as household points/redemptions -d '{"household": "'$HOUSEHOLD'", "goods": "soap"}')
REDEMPTION_ID=$(echo "$REDEMPTION" | pick id)
QR=$(echo "$REDEMPTION" | pick qr)
echo "$REDEMPTION" | show goods_name points status_name
as shop_keeper "points/redemptions/$REDEMPTION_ID/transitions" -d '{"action": "hand_over", "code": "'"$QR"'"}' | show status_name
as shop_keeper "points/redemptions/$REDEMPTION_ID/transitions" -d '{"action": "hand_over", "code": "'"$QR"'"}' | show status title

step "8 监委会核账 · The supervision committee checks the ledger"
as village_supervisor "points/villages/$VILLAGE/ledger/verify" | show sound sum faults
