import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from openpyxl import Workbook

from composition.handler import work_imports
from infra.reference import make_demo
from kernel.access import Role
from kernel.directory import find_units
from kernel.observability import log
from kernel.storage import dynamo
from kernel.storage.rates import Bound, bounds
from kernel.storage.rows import Write
from kernel.storage.unit_of_work import TooMuchAtOnce
from kernel.worker import TRIES
from registry import find_grid
from registry.imports.rules.states import STOPPED_AFTER
from registry.imports.service import apply_file, check_file, kinds
from registry.imports.store import files
from registry.model.requests import MOST_UPLOAD_BYTES
from tests.integration.registry_world import (
    BUCKET,
    GRID,
    ID_NUMBER,
    NEXT_GRID,
    SQUARE,
    TOWN,
    VILLAGE,
    World,
    table,
)
from tests.support.county import lambda_context
from tests.support.queue import saying

REFERENCE = Path(make_demo.__file__).parent
FILES = {
    "units": REFERENCE / "licheng" / "units.csv",
    **{
        kind: REFERENCE / "demo" / f"{kind}.csv"
        for kind in ("persons", "posts", "households", "residents")
    },
}
PERSONS = ["person_id", "name", "phone"]
POSTS = ["person_id", "role", "unit", "valid_from", "valid_to"]
RESIDENTS = ["resident_id", "household_id", "name", "resident_id_number"]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged in the meantime: the logger holds on to the output it began with."""
    handler: Any = log.registered_handler
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def people(number: int, first: int = 0) -> bytes:
    return table(
        PERSONS,
        *([f"q-{n:05d}", f"演示{n:05d}", "000-0000003"] for n in range(first, first + number)),
    )


def errors(told: dict) -> list[tuple[int, str]]:
    return [(error["row"], error["column"]) for error in told["errors"]["items"]]


def some_of(kind: str) -> bytes:
    """The reference data with its first households only: in process every write copies the table."""
    with FILES[kind].open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if "household_id" in header:
        at = header.index("household_id")
        rows = [row for row in rows if row[at] <= "h-012"]
    return table(header, *rows)


def test_the_reference_data_goes_in_as_it_is_and_a_second_time_changes_nothing(
    registry: World,
) -> None:
    for kind in FILES:
        told = registry.run(kind, some_of(kind))
        assert (told["status"], told["error_count"]) == ("applied", 0), told
    once = registry.facts()

    for kind in FILES:
        told = registry.run(kind, some_of(kind))
        assert (told["created"], told["changed"], told["unchanged"]) == (
            0,
            0,
            told["rows_total"],
        ), kind

    assert registry.facts() == once
    assert find_grid(36.502, 113.387) == VILLAGE + "008"
    village = find_units([VILLAGE])[VILLAGE]
    assert "p-vo-01" in village.holders(Role.VILLAGE_OFFICER, date(2026, 11, 23))


def test_the_upload_is_signed_for_its_exact_length(registry: World) -> None:
    body = {"kind": "units", "format": "csv", "file_name": "单位.csv", "size": 1234}

    upload = registry.call("admin", "POST", "/v1/registry/imports", body).body["upload"]

    assert (upload["method"], upload["headers"]) == ("PUT", {"Content-Length": "1234"})
    assert "content-length" in upload["url"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", MOST_UPLOAD_BYTES + 1),
        ("size", 0),
        ("kind", "cars"),
        ("format", "pdf"),
        ("file_name", ""),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_its_upload(
    registry: World, field: str, value: object
) -> None:
    body = {"kind": "units", "format": "csv", "file_name": "a.csv", "size": 10, field: value}

    told = registry.call("admin", "POST", "/v1/registry/imports", body)

    assert (told.status, told.body["errors"][0]["field"]) == (422, field)


def test_a_dry_run_writes_nothing(registry: World) -> None:
    before = registry.facts()
    import_id = registry.announce("persons", people(3))

    registry.move(import_id, "check")
    registry.work()

    told = registry.show(import_id)
    assert (told["status"], told["rows_total"], told["rows_done"], told["created"]) == (
        "checked",
        3,
        3,
        3,
    )
    assert registry.facts() == before


def test_nothing_is_applied_without_a_dry_run(registry: World) -> None:
    import_id = registry.announce("persons", people(1))

    told = registry.move(import_id, "apply")

    assert (told.status, told.body["legal_actions"]) == (409, ["check", "cancel"])


def test_a_file_with_an_error_is_refused_as_a_whole(registry: World) -> None:
    before = registry.facts()
    content = table(PERSONS, ["q-1", "演示一", ""], ["q 2", "演示二", "phone"], ["q-3", "", ""])

    told = registry.run("persons", content)

    assert (told["status"], told["error_count"]) == ("refused", 3)
    assert sorted(errors(told)) == [(3, "person_id"), (3, "phone"), (4, "name")]
    assert all(error["message"] and error["message_en"] for error in told["errors"]["items"])
    assert registry.facts() == before


@pytest.mark.parametrize(
    ("kind", "header", "row", "column"),
    [
        ("units", ["code", "name"], ["140426999001", "x"], "code"),
        ("units", ["code", "name"], ["140427", "x"], "code"),
        ("units", ["code", "name"], ["140426106000", "x"], "code"),
        ("units", ["code", "name"], ["14042", "x"], "code"),
        ("units", ["code", "name", "level"], [VILLAGE, "x", "town"], "level"),
        ("units", ["code", "name", "parent"], [VILLAGE, "x", "140426105"], "parent"),
        ("units", ["code", "name", "boundary"], [GRID, "x", "{}"], "boundary"),
        ("units", ["code", "name", "boundary"], [VILLAGE, "x", json.dumps(SQUARE)], "boundary"),
        ("posts", POSTS, ["nobody", "grid_worker", GRID, "2026-01-01", ""], "person_id"),
        ("posts", POSTS, ["town", "grid_worker", VILLAGE + "9", "2026-01-01", ""], "unit"),
        ("posts", POSTS, ["town", "grid_worker", GRID[:-1] + "9", "2026-01-01", ""], "unit"),
        ("posts", POSTS, ["town", "grid_worker", TOWN, "2026-01-01", ""], "unit"),
        ("posts", POSTS, ["town", "皇帝", GRID, "2026-01-01", ""], "role"),
        ("posts", POSTS, ["town", "grid_worker", GRID, "2026-02-30", ""], "valid_from"),
        ("posts", POSTS, ["town", "grid_worker", GRID, "2026-02-02", "2026-02-01"], "valid_to"),
        ("posts", POSTS, ["worker", "grid_worker", GRID, "2026-02-02", ""], "valid_from"),
        ("households", ["household_id", "unit"], ["h-1", TOWN], "unit"),
        ("residents", RESIDENTS, ["r-1", "h-404", "演示", ""], "household_id"),
    ],
)
def test_an_error_names_its_row_and_column(
    registry: World, kind: str, header: list, row: list, column: str
) -> None:
    told = registry.run(kind, table(header, row))

    assert told["status"] == "refused"
    assert errors(told) == [(2, column)]


def test_the_same_thing_twice_in_a_file_is_an_error(registry: World) -> None:
    told = registry.run(
        "persons", table(PERSONS, ["q-1", "演示", ""], ["q-2", "演示", ""], ["q-1", "演示", ""])
    )

    assert errors(told) == [(4, "person_id")]
    assert "2" in told["errors"]["items"][0]["message"]


def test_clashing_posts_in_one_file_are_found_in_the_dry_run(registry: World) -> None:
    rows = (["town", "grid_worker", GRID, day, ""] for day in ("2026-01-01", "2026-02-01"))

    assert errors(registry.run("posts", table(POSTS, *rows))) == [(3, "valid_from")]


def test_one_identity_number_twice_in_a_file_is_an_error_that_does_not_repeat_it(
    registry: World,
) -> None:
    registry.run("households", table(["household_id", "unit"], ["h-1", GRID]))
    content = table(
        RESIDENTS, ["r-1", "h-1", "演示甲", ID_NUMBER], ["r-2", "h-1", "演示乙", ID_NUMBER]
    )

    told = registry.run("residents", content)

    assert errors(told) == [(3, "resident_id_number")]
    assert ID_NUMBER not in json.dumps(list(registry.items().values()))


def test_identity_numbers_of_a_file_leave_hash_and_tail(
    registry: World, capsys: pytest.CaptureFixture, logged: io.StringIO
) -> None:
    registry.run("households", table(["household_id", "unit"], ["h-1", GRID]))

    told = registry.run("residents", table(RESIDENTS, ["r-1", "h-1", "演示甲", ID_NUMBER]))

    assert told["status"] == "applied"
    (resident,) = registry.call("village", "GET", "/v1/registry/households/h-1").body["residents"]
    assert resident["id_tail"] == "**************0001"
    captured = capsys.readouterr()
    assert "import ended" in logged.getvalue()
    assert ID_NUMBER not in captured.out + captured.err + logged.getvalue()
    assert ID_NUMBER not in json.dumps(list(registry.items().values()))


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"", 1),
        (b"\xff\xfe\x00", 1),
        (b"person_id\nq-1\n", 1),
        (b"person_id,name,shoe\nq-1,a,b\n", 1),
        (b'person_id,name\n"q-1,a\n', 2),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(
    registry: World, content: bytes, row: int
) -> None:
    body = {"kind": "persons", "format": "csv", "file_name": "a.csv", "size": max(1, len(content))}
    import_id = registry.call("admin", "POST", "/v1/registry/imports", body).body["id"]
    registry.upload(import_id, content)

    registry.move(import_id, "check")
    registry.work()

    told = registry.show(import_id)
    assert (told["status"], errors(told)) == ("refused", [(row, "")])


def test_a_check_before_the_upload_says_so(registry: World) -> None:
    body = {"kind": "persons", "format": "csv", "file_name": "a.csv", "size": 9}
    import_id = registry.call("admin", "POST", "/v1/registry/imports", body).body["id"]

    registry.move(import_id, "check")
    registry.work()

    assert "尚未上传" in registry.show(import_id)["errors"]["items"][0]["message"]


def test_a_file_of_another_size_than_announced_is_refused(registry: World) -> None:
    import_id = registry.announce("persons", people(1))
    registry.upload(import_id, people(2))

    registry.move(import_id, "check")
    registry.work()

    assert registry.show(import_id)["status"] == "refused"


def test_a_file_swapped_after_its_dry_run_is_not_applied(registry: World) -> None:
    import_id = registry.announce("persons", people(1))
    registry.move(import_id, "check")
    registry.work()
    registry.upload(import_id, people(1, first=7))

    told = registry.move(import_id, "apply")

    assert (told.status, told.body["type"]) == (409, "urn:sizhi:problem:file-changed")


def test_a_file_swapped_while_it_waits_is_not_applied(registry: World) -> None:
    before = registry.facts()
    import_id = registry.announce("persons", people(1))
    registry.move(import_id, "check")
    registry.work()
    registry.move(import_id, "apply")
    registry.upload(import_id, people(1, first=7))

    registry.work()

    assert registry.show(import_id)["status"] == "failed"
    assert registry.facts() == before


def test_a_sheet_goes_in_like_a_table(registry: World) -> None:
    book = Workbook()
    for row in (
        ["人员标识", "岗位", "单位代码", "任职日期"],
        ["resident", "网格员", int(NEXT_GRID), date(2026, 11, 1)],
    ):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)

    told = registry.run("posts", out.getvalue(), "xlsx")

    assert (told["status"], told["created"]) == ("applied", 1)
    assert find_units([NEXT_GRID])[NEXT_GRID].holders(Role.GRID_WORKER, date(2026, 11, 1)) == [
        "resident"
    ]


def test_a_column_that_is_left_out_is_left_alone_and_an_empty_cell_empties(registry: World) -> None:
    registry.run("units", table(["code", "name", "boundary"], [GRID, "一", json.dumps(SQUARE)]))

    registry.run("units", table(["code", "name"], [GRID, "二"]))
    assert find_grid(36.505, 113.385) == GRID

    registry.run("units", table(["code", "name", "boundary"], [GRID, "三", ""]))
    assert registry.call("admin", "GET", f"/v1/registry/units/{GRID}").body["boundary"] is None


def test_errors_are_listed_page_by_page_in_the_order_of_the_file(registry: World) -> None:
    import_id = registry.announce(
        "persons", table(PERSONS, *(["!", "演示", ""] for _ in range(30)))
    )
    registry.move(import_id, "check")
    registry.work()

    rows, cursor = [], None
    while True:
        page = registry.call(
            "admin",
            "GET",
            f"/v1/registry/imports/{import_id}/errors",
            limit=7,
            **({"cursor": cursor} if cursor else {}),
        ).body
        rows += [error["row"] for error in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert rows == list(range(2, 32))


def test_a_refused_file_passes_once_what_it_leans_on_is_there(registry: World) -> None:
    import_id = registry.announce(
        "posts", table(POSTS, ["q-1", "grid_worker", GRID, "2026-01-01", ""])
    )
    registry.move(import_id, "check")
    registry.work()
    assert registry.show(import_id)["status"] == "refused"

    registry.call("admin", "PUT", "/v1/registry/persons/q-1", {"name": "演示"})
    registry.move(import_id, "check")
    registry.work()

    told = registry.show(import_id)
    assert (told["status"], told["error_count"], told["errors"]["items"]) == ("checked", 0, [])


def test_what_changed_since_the_dry_run_fails_the_import_and_says_where(registry: World) -> None:
    import_id = registry.announce(
        "posts", table(POSTS, ["resident", "grid_worker", GRID, "2026-01-01", ""])
    )
    registry.move(import_id, "check")
    registry.work()
    body = {
        "person_id": "resident",
        "role": "grid_worker",
        "unit": GRID,
        "valid_from": "2026-11-24",
    }
    registry.call("admin", "POST", "/v1/registry/posts", body)

    registry.move(import_id, "apply")
    registry.work()

    told = registry.show(import_id)
    assert (told["status"], errors(told)) == ("failed", [(2, "valid_from")])


def test_a_cancelled_import_does_nothing_more(registry: World) -> None:
    import_id = registry.announce("persons", people(1))
    registry.move(import_id, "check")
    registry.move(import_id, "cancel")

    registry.work()

    told = registry.show(import_id)
    assert (told["status"], told["actions"]) == ("cancelled", [])


def test_a_message_too_many_changes_nothing(registry: World) -> None:
    told = registry.run("persons", people(3))
    before = registry.items()
    message = saying({"import_id": told["id"]})

    assert work_imports(message, lambda_context()) == {"batchItemFailures": []}

    assert registry.items() == before


def test_a_message_of_an_unknown_import_is_dropped(registry: World) -> None:
    message = saying({"import_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"})

    assert work_imports(message, lambda_context()) == {"batchItemFailures": []}


def test_a_long_file_is_carried_on_message_by_message(
    registry: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply_file, "LINES_PER_MESSAGE", 150)
    import_id = registry.announce("persons", people(400))
    registry.move(import_id, "check")
    registry.work()
    registry.move(import_id, "apply")

    done = []
    while (event := registry.messages())["Records"]:
        work_imports(event, lambda_context())
        done.append(registry.show(import_id)["rows_done"])

    assert done == [150, 300, 400]
    told = registry.show(import_id)
    assert (told["status"], told["created"]) == ("applied", 400)


@contextmanager
def whenever_written(then: Callable[[], None]) -> Iterator[None]:
    """Do something each time the worker has written the import's row."""
    written = dynamo.write

    def write(writes: Sequence[Write]) -> None:
        written(writes)
        then()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_file, "_CHECKED_AT_ONCE", 100)
        patch.setattr(dynamo, "write", write)
        yield


def test_a_dry_run_shows_how_far_it_is(registry: World) -> None:
    import_id = registry.announce("persons", people(300))
    registry.move(import_id, "check")
    shown: list[tuple[str, int, int]] = []

    def look() -> None:
        told = registry.show(import_id)
        shown.append((told["status"], told["rows_total"], told["rows_done"]))

    with whenever_written(look):
        registry.work()

    assert shown == [
        ("checking", 300, 0),
        ("checking", 300, 100),
        ("checking", 300, 200),
        ("checked", 300, 300),
    ]
    assert registry.show(import_id)["created"] == 300


def test_a_dry_run_stops_when_it_is_cancelled(registry: World) -> None:
    import_id = registry.announce("persons", people(400))
    registry.move(import_id, "check")

    def cancel_early() -> None:
        if registry.show(import_id)["rows_done"] == 100:
            registry.move(import_id, "cancel")

    with whenever_written(cancel_early):
        registry.work()

    told = registry.show(import_id)
    assert (told["status"], told["rows_done"]) == ("cancelled", 100)


def test_of_two_dry_runs_at_once_the_later_one_counts(registry: World, logged: io.StringIO) -> None:
    import_id = registry.announce("persons", people(300))
    registry.move(import_id, "check")
    message, again = registry.messages(), [registry.show(import_id)]

    def bring_it_again() -> None:
        if again and registry.show(import_id)["rows_done"] == 100:
            again.clear()
            assert work_imports(message, lambda_context()) == {"batchItemFailures": []}

    with whenever_written(bring_it_again):
        assert work_imports(message, lambda_context()) == {"batchItemFailures": []}

    assert logged.getvalue().count("import ended") == 1
    told = registry.show(import_id)
    assert (told["status"], told["rows_done"], told["created"]) == ("checked", 300, 300)


def test_every_line_of_the_workers_log_names_its_import(
    registry: World, logged: io.StringIO
) -> None:
    first, second = (registry.announce("persons", people(1, first=n)) for n in (0, 1))
    for import_id in (first, second):
        registry.move(import_id, "check")
    both = registry.messages()
    logged.truncate(0)

    work_imports(both, lambda_context())

    lines = [json.loads(line) for line in logged.getvalue().strip("\0").splitlines()]
    assert {(line["correlation_id"], line["message"]) for line in lines} == {
        (import_id, message)
        for import_id in (first, second)
        for message in ("import ended", "ImportsEnded")
    }


def unreachable(_: object) -> None:
    raise ClientError({}, "HeadObject")


def test_a_store_that_fails_leaves_the_message_for_later(
    registry: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = registry.announce("persons", people(1))
    registry.move(import_id, "check")

    with monkeypatch.context() as patch:
        patch.setattr(files, "staged", unreachable)
        event = registry.messages()
        failed = work_imports(event, lambda_context())
    assert failed == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}

    work_imports(event, lambda_context())
    assert registry.show(import_id)["status"] == "checked"


def test_asking_again_queues_the_work_again(registry: World) -> None:
    import_id = registry.announce("persons", people(1))
    registry.move(import_id, "check")
    registry.messages()

    assert registry.move(import_id, "check").status == 200

    registry.work()
    assert registry.show(import_id)["status"] == "checked"


def test_the_same_key_moves_an_import_once(registry: World) -> None:
    import_id = registry.announce("persons", people(1))
    path, key = f"/v1/registry/imports/{import_id}/transitions", {"idempotency-key": "k"}

    first = registry.call("admin", "POST", path, {"action": "check"}, key)
    second = registry.call("admin", "POST", path, {"action": "check"}, key)

    assert first.body == second.body
    assert second.headers["Idempotent-Replayed"] == "true"


def test_each_chunk_says_what_it_changed_and_for_whom(registry: World) -> None:
    told = registry.run("persons", people(100))

    chunks = [
        item
        for (pk, sk), item in registry.items().items()
        if pk == f"IMPORT#{told['id']}" and "CHUNK" in sk
    ]

    assert len(chunks) == 2
    assert {chunk["actor"]["S"] for chunk in chunks} == {"admin"}
    assert sum(len(json.loads(chunk["changed"]["S"])) for chunk in chunks) == 100


@pytest.mark.parametrize("who", ["county", "town", "village", "worker", "resident"])
def test_only_the_county_administrator_imports(registry: World, who: str) -> None:
    body = {"kind": "units", "format": "csv", "file_name": "a.csv", "size": 10}
    import_id = registry.call("admin", "POST", "/v1/registry/imports", body).body["id"]

    assert registry.call(who, "POST", "/v1/registry/imports", body).status == 403
    assert registry.call(who, "GET", f"/v1/registry/imports/{import_id}").status == 403


def test_what_was_checked_is_what_is_applied_byte_by_byte(registry: World) -> None:
    content = people(1)
    told = registry.run("persons", content)

    row = registry.items()[f"IMPORT#{told['id']}", "IMPORT"]

    assert row["sha256"]["S"] == hashlib.sha256(content).hexdigest()
    assert (
        row["etag"]["S"]
        == registry.s3.head_object(Bucket=BUCKET, Key=f"imports/{told['id']}.csv")["ETag"]
    )


def break_down(*_: object) -> None:
    raise KeyError("140499")


def worked_on(registry: World, import_id: str) -> None:
    """Let the worker have the import's message as often as the queue hands it out."""
    event = registry.messages()
    for time in range(1, TRIES + 1):
        for record in event["Records"]:
            record["attributes"]["ApproximateReceiveCount"] = str(time)
        assert work_imports(event, lambda_context())["batchItemFailures"]


def assert_told_as_failed(told: dict) -> None:
    assert (told["status"], errors(told), told["actions"]) == (
        "failed",
        [(1, "")],
        ["check", "cancel"],
    )
    assert "中断" in told["errors"]["items"][0]["message"]
    assert "interrupted" in told["errors"]["items"][0]["message_en"]


def test_a_check_that_breaks_down_each_time_is_told_as_failed_and_can_be_asked_for_again(
    registry: World,
) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "parse", break_down)
        worked_on(registry, import_id)

    assert_told_as_failed(registry.show(import_id))
    registry.move(import_id, "check")
    registry.work()
    assert (registry.show(import_id)["status"], errors(registry.show(import_id))) == ("checked", [])


def test_an_application_that_breaks_down_each_time_is_told_as_failed_and_goes_in_once(
    registry: World,
) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")
    registry.work()
    registry.move(import_id, "apply")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "parse", break_down)
        worked_on(registry, import_id)

    assert_told_as_failed(registry.show(import_id))
    for action in ("check", "apply"):
        registry.move(import_id, action)
        registry.work()
    told = registry.show(import_id)
    assert (told["status"], told["created"]) == ("applied", 3)


def test_an_import_that_is_refused_each_time_is_told_as_failed_with_the_reason(
    registry: World,
) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")

    def too_much(*_: object) -> None:
        raise TooMuchAtOnce

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "parse", too_much)
        worked_on(registry, import_id)

    told = registry.show(import_id)
    assert told["status"] == "failed"
    assert told["errors"]["items"][0]["message"] == TooMuchAtOnce.said.zh


@pytest.mark.parametrize("action", ["check", "apply"])
def test_an_import_whose_worker_never_comes_back_is_told_as_failed_and_can_be_checked_again(
    registry: World, action: str
) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")
    if action == "apply":
        registry.work()
        registry.move(import_id, "apply")
    late = registry.messages()
    working = registry.show(import_id)["status"]

    registry.now += STOPPED_AFTER
    assert registry.show(import_id)["status"] == working
    registry.now += timedelta(seconds=1)

    assert_told_as_failed(registry.show(import_id))
    before = registry.items()
    assert work_imports(late, lambda_context()) == {"batchItemFailures": []}
    assert registry.items() == before
    assert registry.move(import_id, "check").status == 200
    registry.work()
    assert registry.show(import_id)["status"] == "checked"


def test_the_message_of_a_killed_worker_ends_its_import_when_it_comes_back(registry: World) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")
    event = registry.messages()
    registry.now += STOPPED_AFTER + timedelta(seconds=1)

    assert work_imports(event, lambda_context()) == {"batchItemFailures": []}

    assert_told_as_failed(registry.show(import_id))


def test_an_import_nobody_works_on_waits_as_long_as_its_owner_likes(registry: World) -> None:
    import_id = registry.announce("persons", people(3))
    registry.move(import_id, "check")
    registry.work()

    registry.now += timedelta(days=2)

    assert registry.show(import_id)["status"] == "checked"


def test_an_identity_number_of_another_make_is_told_with_its_row_and_not_repeated(
    registry: World,
) -> None:
    registry.run("households", table(["household_id", "unit"], ["h-1", GRID]))
    old, wrong = "140426500101001", ID_NUMBER[:-1] + "2"

    told = registry.run(
        "residents",
        table(RESIDENTS, ["r-1", "h-1", "演示甲", old], ["r-2", "h-1", "演示乙", wrong]),
    )

    assert errors(told) == [(2, "resident_id_number"), (3, "resident_id_number")]
    assert "15位" in told["errors"]["items"][0]["message"]
    assert old not in json.dumps(told)
    assert wrong not in json.dumps(told)


def test_a_county_that_has_file_after_file_checked_leaves_the_worker_to_others(
    registry: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bounds(), "import_runs", Bound(2, 1))
    ids = [registry.announce("persons", people(1, first)) for first in range(3)]

    told = [registry.move(one, "check") for one in ids]

    assert [one.status for one in told] == [200, 200, 429]
    assert told[2].body["type"].endswith("too-often")
    assert registry.show(ids[2])["status"] == "awaiting_upload"
