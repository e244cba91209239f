"""Boards through the API: consent, masks, notice, approval, removal at once, and a household's standing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from assembly.rules.matters import Matter
from assembly.rules.states.matters import MatterStatus
from kernel.storage import dynamo
from kernel.storage.dynamo import client
from points.service import propose_board
from points.store import boards as store
from points.store.ledger_rows import ScoreRow
from registry.service import find_homes
from registry.store.rows import HeadRow, ResidentRow
from tests.support.assembly import Made
from tests.support.county import Answer
from tests.support.village import FIVE_DAYS, GRID, HOMES, NEXT_VILLAGE, VILLAGE, World, home_rows

BOARDS = f"villages/{VILLAGE}/boards"
RESOLUTION = "01M8323B80ZASBGN3Q5V2DNX65"
PERIOD = {"period": "2026-10"}
SCORES = dict(
    zip(
        HOMES,
        [(30, 0), (28, 0), (26, 0), (24, 0), (22, 0), (10, 0), (10, 1), (9, 2), (8, 3), (7, 4), (6, 5), (5, 6)],
        strict=True,
    )
)  # fmt: skip


@pytest.fixture
def scored(village: World) -> World:
    """The village with a month of scores behind it."""
    rows = [
        ScoreRow(f"SCORES#{VILLAGE}#2026-10", home, earned=earned, lost=lost)
        for home, (earned, lost) in SCORES.items()
    ]
    dynamo.write([dynamo.Write(row) for row in rows])
    resolve(RESOLUTION)
    return village


def resolve(
    matter: str,
    village: str = VILLAGE,
    result: str | None = "passed",
    kind: str = "other_livelihood",
) -> None:
    """Have a matter a village has voted on, as it would be kept."""
    draft = Made()
    draft.save(
        Matter(
            id=matter,
            village=village,
            type=kind,
            title="题",
            text="文",
            status=MatterStatus.DONE,
            route_from="2026-01-01",
            proposed_by="village",
            result=result,
        )
    )
    draft.commit()


def assessed(village: World, acceptable: bool = True) -> str:
    """Record an impact assessment; return its id."""
    said = {
        "purpose": "红榜表扬，经单独同意署名",
        "effects": "影响较小",
        "measures": "仅限本村查看，撤回同意即隐名",
        "acceptable": acceptable,
        "carried_out_on": "2026-11-20",
    }
    return village.did("POST", f"villages/{VILLAGE}/assessments", said)["id"]


def ids(village: World) -> dict[str, str]:
    """Return what a named board takes."""
    return {"assessment_id": assessed(village), "resolution_id": RESOLUTION}


def propose(village: World, **said) -> dict:
    return village.did("POST", BOARDS, {**PERIOD, **said}, by="v1")


def approve(village: World, board: dict, by: str = "officer") -> Answer:
    return move(village, board, action="approve", by=by)


def move(village: World, board: dict, by: str = "officer", **said) -> Answer:
    return village.go("POST", f"{BOARDS}/{board['id']}/transitions", said, by=by)


def posted(village: World, **said) -> dict:
    board = propose(village, **said)
    village.advance(**FIVE_DAYS)
    answer = approve(village, board)
    assert answer.status == 200, answer
    return answer.body


def standing(village: World, home: str, action: str, by: str, **said) -> Answer:
    return village.go("POST", f"households/{home}/standing", {"action": action, **said}, by=by)


def names(lines: list[dict]) -> list[str]:
    return [line["household"] for line in lines]


def test_five_best_and_five_worst_from_the_snapshot(scored: World) -> None:
    board = propose(scored)

    assert names(board["red"]) == HOMES[:5]
    assert names(board["improvement"]) == [HOMES[n] for n in (11, 10, 9, 8, 7)]
    assert (board["households"], board["status"]) == (12, "proposed")


def test_a_board_names_nobody_on_a_resolution_the_village_did_not_pass(scored: World) -> None:
    failed, open_still, elsewhere, other = (f"01M8323B80ZASBGN3Q5V2DNX{n}" for n in range(70, 74))
    resolve(failed, result="not_passed")
    resolve(open_still, result=None)
    resolve(elsewhere, village=NEXT_VILLAGE)
    resolve(other, kind="project")

    answers = [
        scored.go("POST", BOARDS, PERIOD | ids(scored) | {"resolution_id": cited}, by="v1")
        for cited in (failed, open_still, elsewhere, other, "JY-1")
    ]

    assert {answer.problem for answer in answers} == {"no-such-resolution"}
    assert {tuple(answer.wrong_fields) for answer in answers} == {("resolution_id",)}


def test_a_board_names_nobody_on_an_assessment_that_was_not_made(scored: World) -> None:
    found_wanting = assessed(scored, acceptable=False)

    answers = [
        scored.go("POST", BOARDS, PERIOD | ids(scored) | {"assessment_id": cited}, by="v1")
        for cited in ("PIA-1", found_wanting)
    ]

    assert {answer.problem for answer in answers} == {"no-such-assessment"}
    path = f"villages/{VILLAGE}/assessments"
    listed = scored.did("GET", path, by="supervisor")["items"]
    assert (len(listed), listed[-1]["id"]) == (3, found_wanting)
    assert scored.go("POST", path, {}, by="v1").status == 403
    assert scored.go("GET", path, by="p-h-01").status == 403


def test_a_withdrawn_consent_reaches_every_live_board_however_old(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01")
    said = ids(scored)
    first = posted(scored, **said)
    for _ in range(20):
        propose(scored, **said)

    standing(scored, "h-01", "withdraw_consent", "p-h-01")

    boards = scored.did("GET", BOARDS, limit=50)["items"]
    assert scored.did("GET", f"{BOARDS}/{first['id']}", by="p-h-02")["red"][0]["name"] == "张*户"
    assert len(boards) == 21
    assert not any(line["named"] for board in boards for line in board["red"])


def test_no_more_boards_are_live_than_a_household_can_leave_at_once(
    scored: World, monkeypatch
) -> None:
    monkeypatch.setattr(store, "MOST_LIVE", 2)
    first = propose(scored)
    propose(scored)

    refused = scored.go("POST", BOARDS, PERIOD, by="v1")
    move(scored, first, action="drop")

    assert (refused.status, refused.problem) == (409, "too-many-boards")
    assert scored.go("POST", BOARDS, PERIOD, by="v1").status == 201


def test_a_board_composed_while_a_household_left_the_others_is_composed_anew(
    scored: World, monkeypatch
) -> None:
    standing(scored, "h-01", "consent", "p-h-01")
    said, taken = ids(scored), []
    real = propose_board.take_snapshot

    def overtaken(*args):
        board = real(*args)
        taken.append(board.red[0]["name"])
        if len(taken) == 1:
            standing(scored, "h-01", "withdraw_consent", "p-h-01")
        return board

    monkeypatch.setattr(propose_board, "take_snapshot", overtaken)

    board = propose(scored, **said)

    assert taken == ["张h-01户", "张*户"]
    assert board["red"][0]["name"] == "张*户"


def test_a_household_nobody_lives_in_any_more_is_neither_ranked_nor_listed(scored: World) -> None:
    for number in range(3):
        for home, other in (("h-12", "h-02"), ("h-01", "h-03")):
            resident = f"r-{home}-{number}"
            client().update_item(
                TableName="registry",
                Key={"pk": {"S": f"RESIDENT#{resident}"}, "sk": {"S": "RESIDENT"}},
                UpdateExpression="SET parent = :p",
                ExpressionAttributeValues={":p": {"S": ResidentRow.listing(other)}},
            )
    # One was counted from its first day on, the other was not: who lives there is asked.
    uncounted = HeadRow("HOUSEHOLD#h-01", "HEAD", resident="r-h-01-0")
    emptied = HeadRow("HOUSEHOLD#h-12", "HEAD", residents=0)
    dynamo.write([dynamo.Write(uncounted), dynamo.Write(emptied)])

    board = propose(scored)

    ranks = scored.did("GET", f"{BOARDS}/{board['id']}/ranks")["items"]
    assert board["households"] == 10
    assert names(board["red"]) == HOMES[1:6]
    assert not {"h-01", "h-12"} & {line["household"] for line in (*ranks, *board["improvement"])}


def test_proposing_a_board_asks_nobody_who_lives_in_a_household_no_line_depends_on(
    scored: World, monkeypatch
) -> None:
    asked: list[str] = []
    real = find_homes.residents_of
    monkeypatch.setattr(find_homes, "residents_of", lambda home: asked.append(home) or real(home))

    board = propose(scored)

    candidates = [home for home, (_, lost) in SCORES.items() if lost]
    assert board["households"] == len(HOMES)
    assert set(asked) <= set(candidates)


def test_a_household_without_a_head_the_registry_knows_is_never_named(scored: World) -> None:
    rows = home_rows("h-01", GRID)
    rows[2].relation = "lodger"
    dynamo.write([dynamo.Write(row) for row in rows])
    standing(scored, "h-01", "consent", "p-h-01")

    assert propose(scored, **ids(scored))["red"][0]["name"] == "张*户"


def test_later_points_do_not_change_a_snapshot(scored: World) -> None:
    board = propose(scored)
    key = ScoreRow.key(VILLAGE, "2026-10", "h-12")
    dynamo.write([dynamo.Alter(key, {"earned": 500})])

    again = scored.did("GET", f"{BOARDS}/{board['id']}")

    assert again["improvement"] == board["improvement"]


def test_names_take_consent_and_both_ids(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01")

    without = propose(scored)
    only_one = propose(scored, assessment_id=assessed(scored))
    with_ids = propose(scored, **ids(scored))

    assert {line["name"] for board in (without, only_one) for line in board["red"]} == {"张*户"}
    assert [line["name"] for line in with_ids["red"]] == ["张h-01户", *["张*户"] * 4]
    assert {line["name"] for line in with_ids["improvement"]} == {"张*户"}


def test_a_minor_is_not_named_whoever_consents(scored: World) -> None:
    dynamo.write([dynamo.Write(row) for row in home_rows("h-01", GRID, (2010,))])
    standing(scored, "h-01", "consent", "p-h-01")

    assert propose(scored, **ids(scored))["red"][0]["name"] == "张*户"


def test_consent_is_the_households_own_to_give(scored: World) -> None:
    assert standing(scored, "h-01", "consent", "officer").status == 403
    assert standing(scored, "h-01", "consent", "p-h-02").status == 404
    assert standing(scored, "h-01", "consent", "p-h-01").body["consent"]["by"] == "p-h-01"


def test_a_withdrawn_consent_masks_the_name_at_once_and_is_logged(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01")
    board = posted(scored, **ids(scored))

    standing(scored, "h-01", "withdraw_consent", "p-h-01")

    told = scored.did("GET", f"{BOARDS}/{board['id']}")
    assert (told["red"][0]["name"], told["red"][0]["named"]) == ("张*户", False)
    assert [(one["household"], one["reason"]) for one in told["removed"]] == [
        ("h-01", "consent_withdrawn")
    ]


def test_a_consent_withdrawn_before_posting_counts(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01")
    board = propose(scored, **ids(scored))
    standing(scored, "h-01", "withdraw_consent", "p-h-01")
    scored.advance(**FIVE_DAYS)

    assert approve(scored, board).body["red"][0]["name"] == "张*户"


def test_an_improvement_list_waits_for_its_notice_and_another_person(scored: World) -> None:
    board = scored.did("POST", BOARDS, PERIOD, by="officer")
    note = scored.did("GET", "households/h-12", by="p-h-12")["notes"][0]["text"]

    early = approve(scored, board, by="officer2")
    scored.advance(**FIVE_DAYS)
    same = approve(scored, board, by="officer")
    done = approve(scored, board, by="officer2")

    assert "拟列入待改进名单" in note
    assert (early.problem, same.problem) == ("too-early-to-post", "same-person")
    assert (done.status, done.body["status"]) == (200, "posted")


def test_a_board_is_for_the_village_alone_and_shows_no_household(scored: World) -> None:
    board = propose(scored)
    before = scored.go("GET", f"{BOARDS}/{board['id']}", by="p-h-02")
    scored.advance(**FIVE_DAYS)
    approve(scored, board)

    seen = scored.did("GET", f"{BOARDS}/{board['id']}", by="p-h-02")

    assert before.status == 404
    assert "h-0" not in json.dumps([seen["red"], seen["improvement"]])
    assert seen["improvement"][0] == {
        "household": None,
        "rank": 12,
        "net": -1,
        "name": "张*户",
        "named": False,
    }
    assert (seen["excluded"], seen["removed"]) == (None, None)
    assert scored.go("GET", f"{BOARDS}/{board['id']}", by="p-h-90").status == 404


def test_who_is_away_young_old_or_due_care_does_not_stand_on_the_list(scored: World) -> None:
    standing(scored, "h-12", "note_away", "officer", since="2026-09-01")
    standing(scored, "h-11", "note_care", "officer")
    young, old = home_rows("h-10", GRID, (2010,)), home_rows("h-09", GRID, (1950, 1950, 1950))
    dynamo.write([dynamo.Write(row) for row in (*young, *old)])

    board = propose(scored)

    assert names(board["improvement"]) == ["h-08", "h-07"]
    assert board["excluded"] == {
        "h-12": "absent",
        "h-11": "care",
        "h-10": "minor",
        "h-09": "sole_elderly",
    }


def test_who_has_an_open_objection_does_not_stand_on_the_list(scored: World) -> None:
    claim = scored.claimed("h-12", "waste_sorting")
    scored.confirm(claim, visit=None)
    scored.publish()
    scored.move(claim, "object", "p-h-02", reason="不实")

    assert propose(scored)["excluded"] == {"h-12": "pending_objection"}


def test_who_objects_during_the_notice_leaves_before_posting(scored: World) -> None:
    board = propose(scored)
    claim = scored.claimed("h-12", "waste_sorting")
    scored.confirm(claim, visit=None)
    scored.publish()
    scored.move(claim, "object", "p-h-12", reason="不实")
    scored.advance(**FIVE_DAYS)

    done = approve(scored, board).body

    assert "h-12" not in names(done["improvement"])
    assert done["removed"][0]["reason"] == "pending_objection"


def test_who_corrected_leaves_at_once_and_it_is_logged(scored: World) -> None:
    board = posted(scored)
    said = {"action": "remove", "household": "h-12", "removal": "corrected"}

    without = move(scored, board, **said)
    done = move(scored, board, reason="已整改", **said)

    assert (without.status, done.status) == (422, 200)
    assert names(done.body["improvement"]) == [HOMES[n] for n in (10, 9, 8, 7)]
    assert done.body["removed"][0] | {"at": ""} == {
        "household": "h-12",
        "reason": "corrected",
        "note": "已整改",
        "by": "officer",
        "at": "",
    }


def test_a_reversed_deduction_takes_the_household_off_the_list_at_once(scored: World) -> None:
    claim = scored.claimed("h-12", "dumping", by="v1", evidence=["照片"], description="倒垃圾")
    for who in ("v2", "v3"):
        scored.move(claim, "verify", who, quantity=1)
    for home in ("h-05", "h-06"):
        scored.move(claim, "recognise", f"p-{home}", in_favour=True)
    scored.publish()
    scored.advance(**FIVE_DAYS)
    scored.tick()
    board = posted(scored)
    (entry,) = scored.entries("h-12")

    path = f"villages/{VILLAGE}/ledger/entries/{entry['id']}/reversals"
    scored.did("POST", path, {"reason": "查无此事"}, by="officer2")

    told = scored.did("GET", f"{BOARDS}/{board['id']}")
    assert "h-12" not in names(told["improvement"])
    assert told["removed"][0]["reason"] == "corrected"


def test_a_board_is_taken_down_after_a_period_by_itself(scored: World) -> None:
    board = posted(scored)
    scored.now = datetime.fromisoformat(board["ends_at"]) - timedelta(milliseconds=1)
    early = scored.tick()
    scored.advance(milliseconds=1)

    scored.tick()

    assert early == 0
    assert board["ends_at"].startswith("2026-12-29T00:00")
    assert scored.did("GET", f"{BOARDS}/{board['id']}")["status"] == "ended"
    assert scored.did("GET", BOARDS, by="p-h-02")["items"] == []


def test_a_period_that_has_not_begun_has_no_board(scored: World) -> None:
    ahead = scored.go("POST", BOARDS, {"period": "2026-12"}, by="v1")
    running = scored.go("POST", BOARDS, {"period": "2026-11"}, by="v1")

    assert (ahead.status, ahead.problem, running.status) == (409, "period-not-begun", 201)


def test_few_households_make_no_improvement_list(village: World) -> None:
    village.adopt("2026-11-02", board_least=13)

    board = propose(village)

    assert (board["improvement"], board["none_because"]) == ([], "few_households")


def test_reading_a_board_or_ranks_takes_as_many_rows_as_asked_for(scored: World) -> None:
    board = propose(scored)
    scored.calls.clear()

    scored.did("GET", f"{BOARDS}/{board['id']}/ranks", limit=5)
    ranks = list(scored.calls)
    scored.calls.clear()
    scored.did("GET", BOARDS, limit=1)

    assert ranks.count("Query") == 1
    assert scored.calls.count("Query") == 1


def test_a_dropped_board_is_not_posted(scored: World) -> None:
    board = propose(scored)

    dropped = move(scored, board, action="drop")
    scored.advance(**FIVE_DAYS)

    assert dropped.body["status"] == "dropped"
    assert approve(scored, board).problem == "illegal-move"


PUBLIC = f"public/villages/{VILLAGE}/boards"


def read_by_all(village: World) -> list[dict]:
    answer = village.go("GET", PUBLIC, by=None)
    assert answer.status == 200, answer
    return answer.body["items"]


def test_everybody_reads_the_names_of_those_who_want_it_and_of_nobody_else(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01", in_public=True)
    standing(scored, "h-02", "consent", "p-h-02")

    board = posted(scored, **ids(scored))

    [told] = read_by_all(scored)
    named = next(line["name"] for line in board["red"] if line["household"] == "h-01")
    assert [(line["rank"], line["name"]) for line in told["lines"]] == [(1, named)]
    assert told["others"] == len(board["red"]) - 1
    assert told.keys() == {"id", "village", "period", "households", "ends_at", "lines", "others"}


def test_who_takes_the_consent_back_is_read_by_nobody_any_more(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01", in_public=True)
    posted(scored, **ids(scored))

    standing(scored, "h-01", "withdraw_consent", "p-h-01")

    [told] = read_by_all(scored)
    assert told["lines"] == []


def test_a_consent_for_the_village_alone_takes_back_the_wider_one(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01", in_public=True)
    posted(scored, **ids(scored))

    noted = standing(scored, "h-01", "consent", "p-h-01").body

    assert not noted["in_public"]
    [told] = read_by_all(scored)
    assert told["lines"] == []


def test_a_board_that_is_not_posted_or_names_nobody_is_not_for_everybody(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01", in_public=True)
    propose(scored, **ids(scored))
    nameless = posted(scored)

    assert nameless["status"] == "posted"
    assert read_by_all(scored) == []


def test_a_board_is_public_no_longer_than_its_period(scored: World) -> None:
    standing(scored, "h-01", "consent", "p-h-01", in_public=True)
    board = posted(scored, **ids(scored))
    left = datetime.fromisoformat(board["ends_at"]) - scored.now

    scored.advance(seconds=left.total_seconds() + 1)

    assert read_by_all(scored) == []
