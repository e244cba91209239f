"""What the template promises, whatever is added to it later.

Least privilege, nothing lost, nothing silent, both partitions.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from incidents.exports.rules import exports
from incidents.media.rules.checking import MOST_TRIES
from incidents.media.work import TRIES as MEDIA_TRIES
from kernel.files import KEPT
from kernel.worker import COMES_AGAIN_AFTER, TRIES
from notices.inbox.rules.entries import ABOUT
from registry.imports.rules import states as imports
from tests.support.template import ROOT, expanded, made, nested, resolved

TEMPLATE = expanded("template.yaml")
DATA = expanded("infra/data.yaml")
IDENTITY = expanded("infra/identity.yaml")
ASL: dict[str, Any] = json.loads((ROOT / "infra" / "escalation.asl.json").read_text())
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"] | DATA["Resources"]
STACKS = {"template.yaml": TEMPLATE, "infra/data.yaml": DATA}
PUBLIC_ROUTE = "GET /v1/track/{case_code}"
PUBLIC_ROUTES = {
    "GET /open311/v2/{proxy+}": "places to a kilometre, no person",
    "POST /open311/v2/requests.json": "a registered client's key in the form is checked by the function",
    "POST /open311/v2/requests.xml": "a registered client's key in the form is checked by the function",
    PUBLIC_ROUTE: "the code is the key, and no person is told",
    "GET /v1/assembly/village-board/{village}": "what is published is for everybody",
    "GET /v1/assembly/village-board/{village}/{publication}": "what is published is for everybody",
    "POST /v1/assembly/secret-ballots/{vote}": "a secret ballot must not say who sends it",
    "GET /v1/assembly/secret-ballots/{vote}/{receipt}": "the receipt is the key, and says nothing but counted",
    "GET /v1/enforcement/public/{proxy+}": "what the law has a town disclose",
    "GET /v1/services/public/{proxy+}": "notices, catalogues and plates, which name nobody",
    "GET /v1/registry/public/{proxy+}": "names and codes of places, telephones of offices",
    "GET /v1/points/public/{proxy+}": "red boards, of those who consent to be read by everybody",
    "GET /v1/economy/public/{proxy+}": "posted prices and published accounts of the collectives",
    "GET /v1/reports/public/{proxy+}": "figures from which nobody and no unit can be told",
    "GET /": "the files of the web client, which hold nothing of anybody",
    "GET /{proxy+}": "the files of the web client, which hold nothing of anybody",
}

# Statements that may name no resource of ours, each with the reason why nothing narrower exists.
UNNARROWABLE = {
    "Trace": "X-Ray has no resource to name",
    "DeliverLogs": "log delivery is set up per account, not per log group",
    "ManageSubscriptions": "SNS knows no subscription resource",
    "AccountAdministersKey": "in a key's policy * is the key itself",
    "AlarmsPublishEncrypted": "in a key's policy * is the key itself",
}
# Statements that may name actions with *, likewise.
ALL_ACTIONS = {
    "AccountAdministersKey": "the account keeps control of its own key",
    "OnlyEncryptedTransport": "a denial is safest when it is widest",
}
# Where * may end a resource, because the rest of its name is made while the system runs.
OPEN_ENDED = {
    "index/*": "the indexes of one table",
    "stream/*": "a table's stream is named by its date",
    "${Escalation.Name}:*": "the executions of one state machine",
    "/imports/*": "uploads of one prefix",
    "/files/*": "finished exports",
    "/files/documents/*": "documents of one prefix",
    "/work/*": "exports being put together",
    ":*": "the streams of one log group",
    "ImportsBucket.Arn}/*": "a denial over the whole bucket",
    "/incoming/*": "uploads of one prefix",
    "/clean/*": "checked files of one prefix",
    "MediaBucket.Arn}/*": "a denial over the whole bucket",
    "ExportsBucket.Arn}/*": "a denial over the whole bucket",
}
PUBLISHERS = ("NoticeStreamRole", "NoticeReleaserRole", "RobotSenderRole")
UNTAGGABLE = {
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::CloudWatch::Dashboard",
    "AWS::IAM::Policy",
    "AWS::KMS::Alias",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == kind}


def texts(node: Any) -> Iterator[str]:
    return (str(each) for each in nested(node) if isinstance(each, str))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements() -> list[tuple[str, dict[str, Any]]]:
    return [
        (holder, node)
        for name, resource in RESOURCES.items()
        for holder in holders(name)
        for node in nested(resource)
        if isinstance(node, dict) and "Effect" in node and "Action" in node and "Resource" in node
    ]


def holders(name: str) -> list[str]:
    """The roles that a policy is of; anything else by its own name."""
    if RESOURCES[name]["Type"] != "AWS::IAM::Policy":
        return [name]
    return [role["Ref"] for role in RESOURCES[name]["Properties"]["Roles"]]


def granted() -> set[tuple[str, str]]:
    return {(name, str(action)) for name, each in statements() for action in listed(each["Action"])}


def top_level_names(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def tags_of(resource: dict[str, Any]) -> Any:
    tags = resource["Properties"].get("Tags")
    if tags is None and resource["Type"] == "AWS::Serverless::Function":
        tags = TEMPLATE["Globals"]["Function"]["Tags"]
    return {tag["Key"]: tag["Value"] for tag in tags} if isinstance(tags, list) else tags


def queue_arn(name: str) -> dict[str, str]:
    place = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}"
    return {"Fn::Sub": f"{place}:${{{name}}}"}


def actions_of(role: str, table: str) -> set[str]:
    held: set[str] = set()
    for name, statement in statements():
        if name == role and any(table in text for text in texts(statement["Resource"])):
            held |= {str(action).split(":")[1] for action in listed(statement["Action"])}
    return held


FUNCTIONS = of_type("AWS::Serverless::Function")
TABLES = of_type("AWS::DynamoDB::Table")
ALARMS = of_type("AWS::CloudWatch::Alarm")
QUEUES = of_type("AWS::SQS::Queue")
ROUTES = of_type("AWS::ApiGatewayV2::Route")
TASKS = {name: state for name, state in ASL["States"].items() if state["Type"] == "Task"}


@pytest.mark.parametrize(
    ("owner", "statement"), statements(), ids=lambda x: x if isinstance(x, str) else x["Sid"]
)
def test_no_statement_is_wider_than_it_must_be(owner: str, statement: dict[str, Any]) -> None:
    sid = statement["Sid"]

    for action in listed(statement["Action"]):
        assert "*" not in action or sid in ALL_ACTIONS, f"{owner} {sid}: {action}"
    for text in texts(statement["Resource"]):
        if text == "*":
            assert sid in UNNARROWABLE, f"{owner} {sid} names no resource"
        elif "*" in text:
            assert any(text.endswith(end) for end in OPEN_ENDED), f"{owner} {sid}: {text}"


def test_every_listed_exception_is_still_needed() -> None:
    sids = {statement["Sid"] for _, statement in statements()}

    assert set(UNNARROWABLE) | set(ALL_ACTIONS) <= sids


def test_functions_hold_no_managed_policy_and_share_no_role() -> None:
    roles = [function["Role"]["Fn::GetAtt"][0] for function in FUNCTIONS.values()]

    assert len(set(roles)) == len(FUNCTIONS)
    for role in of_type("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role
    for function in FUNCTIONS.values():
        assert "Policies" not in function


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if "Events" in FUNCTIONS[name]])
def test_nothing_is_called_before_it_may_do_what_it_is_called_for(name: str) -> None:
    granting = [
        policy for policy in of_type("AWS::IAM::Policy") if f"{name}Role" in holders(policy)
    ]

    assert sorted(listed(RESOURCES[name]["DependsOn"])) == sorted(granting)


def test_nobody_may_delete_a_row_or_read_a_whole_table() -> None:
    actions = {action for _, action in granted()}

    assert "dynamodb:PutItem" in actions
    assert not actions & {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:Scan"}


@pytest.mark.parametrize(
    ("table", "writers"),
    [
        # The clock of points notes whose move to another village it has followed (MOVE#).
        ("RegistryTable", {"RegistryApiRole", "ImportWorkerRole", "PointsClockRole"}),
        (
            "IncidentsTable",
            {
                "IncidentsApiRole",
                "DeskApiRole",
                "Open311ApiRole",
                "ExportWorkerRole",
                "EscalationTimerRole",
                "ReconcilerRole",
                "FieldApiRole",
                "WorkspaceApiRole",
                "SyncApiRole",
                "MediaWorkerRole",
                "FieldSweepRole",
            },
        ),
        (
            "ObligationsTable",
            {
                "DeskApiRole",
                "EscalationTimerRole",
                "ReconcilerRole",
                # Only to make something owed (`escalation.owe`), see the next test.
                "IncidentsApiRole",
                "AssemblyApiRole",
                "AssemblyClockRole",
                "WorkspaceApiRole",
                "SyncApiRole",
                "PointsApiRole",
                "EnforcementApiRole",
                "ServicesApiRole",
                "EconomyApiRole",
                "ClockRole",
                "ReportsApiRole",
                "ReportWorkerRole",
            },
        ),
        (
            "NoticesTable",
            {"NoticesApiRole", "NoticeStreamRole", "NoticeReleaserRole", "RobotSenderRole"},
        ),
        ("PointsTable", {"PointsApiRole", "PointsStreamRole", "PointsClockRole"}),
        # The worker writes of the assemblies only their documents, see below.
        ("AssemblyTable", {"AssemblyApiRole", "AssemblyClockRole", "ExportWorkerRole"}),
        ("WorkspaceTable", {"WorkspaceApiRole"}),
        # The worker of imports writes authority lists (TOWN#), see below.
        (
            "EnforcementTable",
            {
                *("EnforcementApiRole", "ClockRole", "ExportWorkerRole", "ImportWorkerRole"),
                # Clues are converted into other things, and back.
                "WorkspaceApiRole",
            },
        ),
        # The workspace does what was granted of a request about own data, and what was done offline.
        (
            "ServicesTable",
            {"ServicesApiRole", "ClockRole", "ExportWorkerRole", "WorkspaceApiRole", "SyncApiRole"},
        ),
        ("EconomyTable", {"EconomyApiRole", "ClockRole", "ExportWorkerRole"}),
        ("ReportsTable", {"ReportsApiRole", "ReportWorkerRole", "ExportWorkerRole"}),
        ("BallotsTable", {"AssemblyApiRole"}),
    ],
)
def test_a_table_is_written_by_its_own_context_alone(table: str, writers: set[str]) -> None:
    writing = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}

    assert {
        role for role in of_type("AWS::IAM::Role") if actions_of(role, table) & writing
    } == writers


@pytest.mark.parametrize(
    ("role", "table", "rows"),
    [
        ("ExportWorkerRole", "AssemblyTable", "DOCUMENT#*"),
        ("ExportWorkerRole", "EnforcementTable", "DOCUMENT#*"),
        ("ExportWorkerRole", "ServicesTable", "DOCUMENT#*"),
        ("ExportWorkerRole", "EconomyTable", "DOCUMENT#*"),
        ("ExportWorkerRole", "ReportsTable", "DOCUMENT#*"),
        ("ImportWorkerRole", "EnforcementTable", "TOWN#*"),
    ],
)
def test_a_worker_reads_and_writes_of_another_contexts_table_its_own_rows_alone(
    role: str, table: str, rows: str
) -> None:
    held = [
        statement
        for name, statement in statements()
        if name == role and any(table in text for text in texts(statement["Resource"]))
    ]

    assert [statement["Condition"] for statement in held] == [
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [rows]}}
    ]


@pytest.mark.parametrize(
    ("role", "table"),
    [("FieldApiRole", "EnforcementTable"), ("EnforcementApiRole", "IncidentsTable")],
)
def test_for_photos_of_inspections_and_cases_each_side_looks_at_those_alone(
    role: str, table: str
) -> None:
    [held] = [
        statement
        for name, statement in statements()
        if name == role and any(table in text for text in texts(statement["Resource"]))
    ]

    assert held["Action"] == ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"]
    assert held["Resource"] == {"Ref": table}
    assert held["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["INSPECTION#*", "CASE#*"]}
    }


def test_for_photos_of_hazards_and_courtyards_each_side_looks_at_those_alone() -> None:
    held = {
        role: [
            (statement["Action"], statement["Resource"], statement["Condition"])
            for name, statement in statements()
            if name == role and any(table in text for text in texts(statement["Resource"]))
        ]
        for role, table in (
            ("FieldApiRole", "ServicesTable"),
            ("ServicesApiRole", "IncidentsTable"),
        )
    }

    of_hazards = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["HAZARD#*"]}}
    of_both = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["HAZARD#*", "YARD#*"]}}
    look, query = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"], "dynamodb:Query"
    assert held == {
        "FieldApiRole": [(look, {"Ref": "ServicesTable"}, of_both)],
        "ServicesApiRole": [(query, {"Ref": "IncidentsTable"}, of_hazards)],
    }


@pytest.mark.parametrize(
    "role",
    [
        "AssemblyApiRole",
        "AssemblyClockRole",
        "PointsApiRole",
        "EnforcementApiRole",
        "ServicesApiRole",
        "EconomyApiRole",
        "ClockRole",
        "ReportsApiRole",
        "ReportWorkerRole",
    ],
)
def test_who_owes_writes_obligations_and_reads_their_terms_alone(role: str) -> None:
    granting = [one for one in of_obligations(role) if "/index/" not in json.dumps(one)]

    assert [one["Condition"] for one in granting] == [
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["OBLIGATION#*", "SETTINGS"]}}
    ]


def test_the_board_alone_counts_whose_turn_it_is_by_units_of_the_county() -> None:
    owing = ("EnforcementApiRole", "EconomyApiRole", "ReportsApiRole", "ReportWorkerRole")
    found = [
        (role, one)
        for role in owing
        for one in of_obligations(role)
        if "/index/" in json.dumps(one)
    ]

    [(role, counting)] = found
    assert role == "ReportsApiRole"
    assert counting["Action"] == "dynamodb:Query"
    assert counting["Resource"] == {"Fn::Sub": "${ObligationsTable}/index/by_turn"}
    (leading,) = counting["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert leading == {"Fn::Sub": "${CountyCode}*"}


def of_obligations(role: str) -> list[Any]:
    """Return what a role is granted of what is owed."""
    return [
        statement
        for owner, statement in statements()
        if owner == role and "ObligationsTable" in json.dumps(statement["Resource"])
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_logs_into_a_group_of_its_own(name: str) -> None:
    assert FUNCTIONS[name]["LoggingConfig"]["LogGroup"] == {"Fn::Sub": f"${{Logs}}/{name}"}
    assert f"{name}Log" in of_type("AWS::Logs::LogGroup")


def test_the_app_finds_the_log_groups_where_the_data_stack_makes_them() -> None:
    begin, given = DATA["Outputs"]["Logs"]["Value"]["Fn::Sub"]

    for name, group in of_type("AWS::Logs::LogGroup").items():
        writer = name.removesuffix("Log")
        assert group["LogGroupName"]["Fn::Sub"] == [f"{begin}/{writer}", given]


@pytest.mark.parametrize("name", of_type("AWS::Logs::LogGroup"))
def test_logs_are_kept_for_400_days_even_when_the_stack_goes(name: str) -> None:
    assert RESOURCES[name]["Properties"]["RetentionInDays"] == 400
    assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_the_handler_it_names(name: str) -> None:
    module, _, function = str(FUNCTIONS[name]["Handler"]).rpartition(".")

    code = FUNCTIONS[name].get("CodeUri", "functions/")
    source = ROOT / code / Path(*module.split(".")).with_suffix(".py")

    assert function in top_level_names(source)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_encrypted_restorable_and_protected(name: str) -> None:
    table = TABLES[name]

    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


def test_the_table_of_incidents_is_warmed_where_a_county_says_so_and_pays_for_it() -> None:
    data = expanded("infra/data.yaml")

    assert data["Parameters"]["WarmWriteUnits"]["Default"] == 0
    assert data["Conditions"]["IsWarmed"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "WarmWriteUnits"}, 0]}]
    }
    assert TABLES["IncidentsTable"]["WarmThroughput"] == {
        "Fn::If": [
            "IsWarmed",
            {"WriteUnitsPerSecond": {"Ref": "WarmWriteUnits"}},
            {"Ref": "AWS::NoValue"},
        ]
    }


@pytest.mark.parametrize("name", TABLES)
def test_indexes_project_no_more_attributes_than_dynamodb_allows(name: str) -> None:
    indexes = TABLES[name].get("GlobalSecondaryIndexes", [])

    projected = [index["Projection"].get("NonKeyAttributes", []) for index in indexes]

    assert sum(map(len, projected)) <= 100
    assert all(len(attributes) == len(set(attributes)) for attributes in projected)


@pytest.mark.parametrize(
    "kind", ["AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::S3::Bucket"]
)
def test_what_cannot_be_made_again_outlives_the_stack(kind: str) -> None:
    for name in of_type(kind):
        assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("name", DATA["Resources"])
def test_data_outlives_every_stack(name: str) -> None:
    holds_nothing = {"AWS::KMS::Alias", "AWS::SNS::Subscription"}
    kind = str(RESOURCES[name]["Type"])

    if kind not in holds_nothing and not kind.endswith("Policy"):
        assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


def test_nothing_the_app_makes_is_kept_when_it_goes() -> None:
    assert not [name for name, made in TEMPLATE["Resources"].items() if "DeletionPolicy" in made]


def test_the_app_is_given_everything_the_data_stack_tells() -> None:
    asked = {name for name, said in TEMPLATE["Parameters"].items() if said == {"Type": "String"}}

    assert asked == set(DATA["Outputs"])


def test_no_stack_holds_another_one_fast() -> None:
    for stack in STACKS.values():
        assert not [node for node in nested(stack) if node == "Fn::ImportValue"]
        assert not [output for output in stack["Outputs"].values() if "Export" in output]


def test_queues_and_topics_are_encrypted() -> None:
    topics = of_type("AWS::SNS::Topic")

    assert all(queue["SqsManagedSseEnabled"] is True for queue in QUEUES.values())
    assert all(topic["KmsMasterKeyId"] == {"Ref": "TopicKey"} for topic in topics.values())


def test_only_the_functions_of_the_notices_publish_to_a_tier() -> None:
    policies = of_type("AWS::SNS::TopicPolicy")
    roles = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${App}"
    publishers = [{"Fn::Sub": f"{roles}-{role}-*"} for role in PUBLISHERS]

    for tier in ("VillageTopic", "TownTopic", "CountyTopic"):
        [statement] = [
            each
            for each in policies[f"{tier}Policy"]["PolicyDocument"]["Statement"]
            if each["Effect"] == "Allow"
        ]
        assert statement["Condition"] == {"ArnLike": {"aws:PrincipalArn": publishers}}


def protected(kind: str, thing: str) -> set[str]:
    denials = [
        (policy[kind], statement)
        for policy in of_type(f"AWS::{thing}Policy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Sid"] == "OnlyEncryptedTransport"
    ]
    for _, statement in denials:
        assert statement["Effect"] == "Deny"
        assert statement["Principal"] == "*"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    return {each["Ref"] for things, _ in denials for each in listed(things)}


@pytest.mark.parametrize(
    ("kind", "thing"),
    [("Topics", "SNS::Topic"), ("Queues", "SQS::Queue"), ("Bucket", "S3::Bucket")],
)
def test_topics_queues_and_buckets_take_nothing_that_was_not_sent_over_tls(
    kind: str, thing: str
) -> None:
    assert protected(kind, thing) == set(of_type(f"AWS::{thing}"))


@pytest.mark.parametrize("name", ["ImportsBucket", "ExportsBucket"])
def test_a_bucket_is_closed_and_empties_itself(name: str) -> None:
    bucket = RESOURCES[name]["Properties"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert all(0 < rule["ExpirationInDays"] <= 15 for rule in rules_of(name))
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules_of(name))


def test_a_file_is_kept_as_long_as_its_export_says() -> None:
    assert {rule["ExpirationInDays"] for rule in rules_of("ImportsBucket")} == {7}
    [files] = [rule for rule in rules_of("ExportsBucket") if rule["Prefix"] == "files/"]
    assert files["ExpirationInDays"] == KEPT.days


def rules_of(bucket: str) -> list[dict[str, Any]]:
    return RESOURCES[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]


@pytest.mark.parametrize("name", ["IncidentStream", "NoticeStream", "PointsStream"])
def test_a_stream_record_that_keeps_failing_ends_in_a_dead_letter_queue(name: str) -> None:
    followed = [event["Properties"] for event in FUNCTIONS[name]["Events"].values()]

    assert followed
    for follow in followed:
        assert follow["BisectBatchOnFunctionError"] is True
        assert follow["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert 0 < follow["MaximumRetryAttempts"] <= 10000
        assert follow["DestinationConfig"]["OnFailure"]["Destination"] == queue_arn(
            f"{name}DeadLetters"
        )


@pytest.mark.parametrize("table", ["IncidentsTable", "ObligationsTable"])
def test_what_climbs_is_followed_by_the_timer_starter_and_the_reader_of_notices(table: str) -> None:
    followers = {
        name
        for name, function in FUNCTIONS.items()
        for event in function.get("Events", {}).values()
        if event["Properties"].get("Stream") == {"Ref": f"{table}Stream"}
    }

    assert followers == {"IncidentStream", "NoticeStream"}


@pytest.mark.parametrize("kind", ["Import", "Export", "Media"])
def test_a_queue_waits_for_its_worker_before_it_delivers_again(kind: str) -> None:
    queue = QUEUES[f"{kind}Queue"]

    assert queue["VisibilityTimeout"] >= 6 * FUNCTIONS[f"{kind}Worker"]["Timeout"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {
        "Fn::GetAtt": [f"{kind}DeadLetters", "Arn"]
    }


@pytest.mark.parametrize(
    ("kind", "tries"), [("Import", TRIES), ("Export", TRIES), ("Media", MEDIA_TRIES)]
)
def test_a_worker_knows_its_last_try(kind: str, tries: int) -> None:
    assert QUEUES[f"{kind}Queue"]["RedrivePolicy"]["maxReceiveCount"] == tries
    assert QUEUES[f"{kind}Queue"]["VisibilityTimeout"] > COMES_AGAIN_AFTER


@pytest.mark.parametrize(
    ("kind", "stopped_after"),
    [("Import", imports.STOPPED_AFTER), ("Export", exports.STOPPED_AFTER)],
)
def test_nothing_is_held_to_have_stopped_while_its_worker_can_still_run(
    kind: str, stopped_after: timedelta
) -> None:
    waits_once_and_runs = 2 * FUNCTIONS[f"{kind}Worker"]["Timeout"]

    assert waits_once_and_runs < stopped_after.total_seconds()
    # The message of a killed worker finds what it was about ended, and is not deadly again.
    assert stopped_after.total_seconds() < QUEUES[f"{kind}Queue"]["VisibilityTimeout"]


def test_the_checker_may_try_often_enough_to_give_a_deadly_file_up() -> None:
    assert QUEUES["MediaQueue"]["RedrivePolicy"]["maxReceiveCount"] > MOST_TRIES


def test_nobody_but_the_checker_reads_what_was_uploaded() -> None:
    statements_of_bucket = RESOURCES["MediaBucketPolicy"]["Properties"]["PolicyDocument"][
        "Statement"
    ]
    [denial] = [each for each in statements_of_bucket if "incoming" in str(each["Resource"])]
    readers = {
        name
        for name, each in statements()
        if each["Effect"] == "Allow"
        and "s3:GetObject" in listed(each["Action"])
        and any("incoming/" in text for text in texts(each["Resource"]))
    }

    assert readers == {"MediaWorkerRole"}
    assert (denial["Effect"], denial["Principal"], denial["Action"]) == (
        "Deny",
        "*",
        "s3:GetObject",
    )
    assert denial["Condition"] == {
        "ArnNotLike": {
            "aws:PrincipalArn": {
                "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${App}-MediaWorkerRole-*"
            }
        }
    }


def test_what_was_never_checked_does_not_stay_in_the_media_bucket() -> None:
    bucket = RESOURCES["MediaBucket"]["Properties"]
    [rule] = bucket["LifecycleConfiguration"]["Rules"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert (rule["Prefix"], rule["ExpirationInDays"]) == ("incoming/", 3)


def test_the_queue_of_hints_waits_for_the_sender_before_it_hints_again() -> None:
    assert QUEUES["RobotQueue"]["VisibilityTimeout"] >= 6 * FUNCTIONS["RobotSender"]["Timeout"]


def test_the_keys_of_robots_are_read_by_those_who_send_alone() -> None:
    readers = {
        role for role, statement in statements() if "kms:Decrypt" in listed(statement["Action"])
    }
    writers = {
        role for role, statement in statements() if "kms:Encrypt" in listed(statement["Action"])
    }

    # Who publishes to a topic decrypts with the key as well; those two have nothing of the robots' rows to open.
    publishing = {"NoticeReleaserRole", "NoticeStreamRole", "TopicKey"}
    assert readers - publishing == {"RobotSenderRole", "NoticesApiRole"}
    assert writers == {"NoticesApiRole"}


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_tells_somebody(name: str) -> None:
    assert ALARMS[name]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert ALARMS[name]["TreatMissingData"] in {"notBreaching", "breaching"}


GIVES_A_SIGN_OF_LIFE = {"PointsClock", "NoticeReleaser", "RobotSender"}
"""Their runs of each minute: what ends in an error is none, and some minutes of silence are an alarm."""


BEHIND_THE_API = {name for name in FUNCTIONS if name.endswith("Api")}


def test_a_function_behind_the_api_that_fails_is_told_by_the_alarm_on_its_server_errors() -> None:
    (alarm,) = (one for one in ALARMS.values() if one.get("MetricName") == "5xx")

    assert (alarm["Namespace"], alarm["Threshold"]) == ("AWS/ApiGateway", 1)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - GIVES_A_SIGN_OF_LIFE - BEHIND_THE_API))
def test_every_other_function_has_an_error_alarm(name: str) -> None:
    watched = [
        alarm["Dimensions"] for alarm in ALARMS.values() if alarm.get("MetricName") == "Errors"
    ]

    assert [{"Name": "FunctionName", "Value": {"Ref": name}}] in watched


@pytest.mark.parametrize("name", [queue for queue in QUEUES if queue.endswith("DeadLetters")])
def test_every_dead_letter_queue_has_an_alarm(name: str) -> None:
    watched = [
        alarm["Dimensions"] for alarm in ALARMS.values() if alarm.get("Namespace") == "AWS/SQS"
    ]

    assert [{"Name": "QueueName", "Value": {"Ref": name}}] in watched


@pytest.mark.parametrize(
    "clock",
    ["AssemblyClock", "Clock", "NoticeReleaser", "PointsClock", "Reconciler", "ReportWorker"],
)
def test_a_clock_whose_runs_stay_away_or_fail_is_an_alarm(clock: str) -> None:
    alarm = ALARMS[f"{clock}SilenceAlarm"]
    ended, *counted = alarm["Metrics"]
    figures = {one["Id"]: one["MetricStat"]["Metric"] for one in counted}

    assert alarm["TreatMissingData"] == "breaching"
    assert ended["Expression"] == "begun - failed"
    assert [figures[name]["MetricName"] for name in ("begun", "failed")] == [
        "Invocations",
        "Errors",
    ]
    for figure in figures.values():
        assert figure["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": clock}}]
    assert not any(one["ReturnData"] for one in counted)


def test_a_clock_that_a_queue_starts_as_well_gives_a_sign_of_life_of_its_own() -> None:
    alarm = ALARMS["RobotSenderHeartbeatAlarm"]
    own = FUNCTIONS["RobotSender"]["Environment"]["Variables"]

    assert alarm["MetricName"] == "RobotSenderHeartbeat"
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Dimensions"][0]["Value"] == own["POWERTOOLS_SERVICE_NAME"]


def test_all_clocks_count_what_they_cannot_see_to_under_one_figure() -> None:
    alarm = ALARMS["ClockFailuresAlarm"]
    everywhere = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]

    assert alarm["Namespace"] == everywhere["POWERTOOLS_METRICS_NAMESPACE"]
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "clocks"}]


def test_a_day_is_shorter_than_a_day_on_the_local_cloud_alone() -> None:
    day = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["POINTS_DAY_SECONDS"]

    assert day["Fn::If"][0] == "IsLocal"
    assert day["Fn::If"][2] == "86400"
    assert TEMPLATE["Conditions"]["IsLocal"] == {"Fn::Equals": [{"Ref": "Stage"}, "local"]}


@pytest.mark.parametrize(
    ("alarm", "missing", "service"),
    [
        ("LedgerFaultsAlarm", "notBreaching", "ledgers"),
        (
            "LedgerVerificationsAlarm",
            "breaching",
            FUNCTIONS["PointsClock"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"],
        ),
    ],
)
def test_a_ledger_that_is_not_sound_or_not_verified_is_an_alarm(
    alarm: str, missing: str, service: str
) -> None:
    assert ALARMS[alarm]["TreatMissingData"] == missing
    assert ALARMS[alarm]["Dimensions"] == [{"Name": "service", "Value": service}]


@pytest.mark.parametrize(
    "path",
    ["template.yaml", "infra/data.yaml", "infra/identity.yaml", "infra/escalation.asl.json"],
)
def test_no_arn_and_no_host_is_tied_to_one_partition(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")

    assert not re.search(r"arn:aws\b", text)
    assert not re.search(r"[a-z]\.amazonaws\.com(\.cn|/)", text)


def test_service_principals_are_the_same_in_both_partitions() -> None:
    principals = [
        node["Service"]
        for node in nested(RESOURCES)
        if isinstance(node, dict) and "Service" in node
    ]
    principals += [each["Principal"] for each in of_type("AWS::Lambda::Permission").values()]

    assert principals
    for principal in principals:
        assert re.fullmatch(r"[a-z0-9]+\.amazonaws\.com", principal), principal


@pytest.mark.parametrize("stack", STACKS)
def test_data_that_must_stay_in_china_is_refused_elsewhere(stack: str) -> None:
    rule = STACKS[stack]["Rules"]["ChinaResidencyStaysInChina"]

    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "DataResidency"}, "china"]}
    assert rule["Assertions"][0]["Assert"] == {
        "Fn::Contains": [["cn-north-1", "cn-northwest-1"], {"Ref": "AWS::Region"}]
    }


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(
    ("rule", "when", "then"),
    [
        (
            "LocalStageStaysLocal",
            {"Fn::Equals": [{"Ref": "Stage"}, "local"]},
            {"Fn::Equals": [{"Ref": "AWS::AccountId"}, "000000000000"]},
        ),
        (
            "RealDataInChinaIsHeldThere",
            {
                "Fn::And": [
                    {"Fn::Equals": [{"Ref": "Stage"}, "production"]},
                    {"Fn::Contains": [["cn-north-1", "cn-northwest-1"], {"Ref": "AWS::Region"}]},
                ]
            },
            {"Fn::Equals": [{"Ref": "DataResidency"}, "china"]},
        ),
    ],
)
def test_a_stage_that_does_not_belong_here_is_refused(
    stack: str, rule: str, when: Any, then: Any
) -> None:
    said = STACKS[stack]["Rules"][rule]

    assert said["RuleCondition"] == when
    assert said["Assertions"][0]["Assert"] == then


# What other tables turn away is a 503, a late stream or a failed clock.
@pytest.mark.parametrize(
    ("table", "what", "operation"),
    [
        *((name, "Read", "Query") for name in ("IncidentsTable", "RegistryTable")),
        *(
            (name, "Write", "TransactWriteItems")
            for name in ("IncidentsTable", "NoticesTable", "ObligationsTable", "PointsTable")
        ),
    ],
)
def test_a_table_that_turns_requests_away_is_an_alarm(
    table: str, what: str, operation: str
) -> None:
    alarm = ALARMS[f"{table}{what}ThrottlesAlarm"]

    # Counted by request, and so for the table and its indexes alike.
    assert alarm["MetricName"] == "ThrottledRequests"
    assert [dimension["Name"] for dimension in alarm["Dimensions"]] == ["TableName", "Operation"]
    assert alarm["Dimensions"][1]["Value"] == operation
    assert table in texts(alarm["Dimensions"][0])


def test_the_nightly_verification_is_tried_again_and_missed_only_after_a_whole_night() -> None:
    alarm = ALARMS["LedgerVerificationsAlarm"]
    a_day = 86_400

    assert FUNCTIONS["PointsClock"]["EventInvokeConfig"]["MaximumRetryAttempts"] == 2
    # However the windows lie, one without a verification is longer than the time between two of them.
    assert a_day + alarm["Period"] <= alarm["Period"] * alarm["EvaluationPeriods"] <= 7 * a_day


def test_the_state_machine_is_known_only_to_whoever_starts_it() -> None:
    knowing = {
        name
        for name, function in FUNCTIONS.items()
        if "ESCALATION_ARN" in function.get("Environment", {}).get("Variables", {})
    }

    assert knowing == {"IncidentStream"}
    assert "ESCALATION_ARN" not in TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    assert "Name" not in RESOURCES["Escalation"]["Properties"]


def test_figures_by_route_are_paid_for_by_nobody() -> None:
    stage = RESOURCES["ApiStage"]["Properties"]
    settings = [stage["DefaultRouteSettings"], *stage["RouteSettings"].values()]

    assert not any(each.get("DetailedMetricsEnabled") for each in settings)


PEOPLE = {"CALENDARS", "PERSON#*", "UNIT#*"}


@pytest.mark.parametrize(
    ("role", "more"),
    [
        *((f"{name}Role", set[str]()) for name in ("DeskApi", "ExportWorker", "NoticeStream")),
        *((f"{name}Role", set[str]()) for name in ("EscalationTimer", "Reconciler", "NoticesApi")),
        *((f"{name}Role", set[str]()) for name in ("NoticeReleaser", "RobotSender")),
        *((f"{name}Role", {"TILE#*"}) for name in ("IncidentsApi", "Open311Api")),
        *((f"{name}Role", {"TILE#*"}) for name in ("FieldApi", "WorkspaceApi", "SyncApi")),
        *((f"{name}Role", {"HOUSEHOLD#*"}) for name in ("AssemblyApi", "PointsApi", "PointsClock")),
        *((f"{name}Role", {"HOUSEHOLD#*"}) for name in ("EnforcementApi", "Clock")),
        *((f"{name}Role", {"HOUSEHOLD#*"}) for name in ("ServicesApi", "EconomyApi")),
    ],
)
def test_of_the_registry_others_read_the_rows_they_need_and_no_resident(
    role: str, more: set[str]
) -> None:
    reads = [
        statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for owner, statement in statements()
        if owner == role and statement["Sid"] == "ReadRegistry"
    ]

    assert [set(keys) for keys in reads] == [PEOPLE | more]


def test_every_route_but_the_public_ones_asks_for_a_token() -> None:
    guarded = [route for route in ROUTES.values() if route["AuthorizationType"] == "JWT"]
    unguarded = {r["RouteKey"] for r in ROUTES.values() if r["AuthorizationType"] != "JWT"}

    assert {key for key in unguarded if not key.startswith("OPTIONS ")} == set(PUBLIC_ROUTES)
    assert all(route["AuthorizerId"] == {"Ref": "Authorizer"} for route in guarded)


def test_every_path_answers_a_preflight_without_a_token() -> None:
    keys = {str(route["RouteKey"]) for route in ROUTES.values()}

    asked = {key.split(" ")[1] for key in keys if key.startswith(("ANY ", "POST "))}
    answered = {key.split(" ")[1] for key in keys if key.startswith("OPTIONS ")}
    below = tuple(path.removesuffix("{proxy+}") for path in answered if path.endswith("{proxy+}"))

    assert answered <= asked
    assert [path for path in asked - answered if not path.startswith(below)] == []


def test_every_public_route_has_a_throttle_of_its_own() -> None:
    settings = RESOURCES["ApiStage"]["Properties"]["RouteSettings"]
    named = {str(ROUTES[route]["RouteKey"]) for route in RESOURCES["ApiStage"]["DependsOn"]}

    assert named == set(settings)
    assert set(settings) == set(PUBLIC_ROUTES)
    assert settings[PUBLIC_ROUTE]["ThrottlingRateLimit"] == {"Ref": "TrackThrottleRate"}


def test_ballots_are_told_to_no_stream() -> None:
    assert "StreamSpecification" not in TABLES["BallotsTable"]


def test_of_a_village_and_its_points_a_stream_tells_keys_alone() -> None:
    views = {
        name: TABLES[name]["StreamSpecification"]
        for name in (
            "AssemblyTable",
            "PointsTable",
            "EnforcementTable",
            "ServicesTable",
            "EconomyTable",
            "ReportsTable",
        )
    }

    assert all(view == {"StreamViewType": "KEYS_ONLY"} for view in views.values())


def test_who_tells_of_histories_reads_of_them_what_is_told_and_no_ballot() -> None:
    (readable,) = (
        statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for owner, statement in statements()
        if owner == "NoticeStreamRole" and statement["Sid"] == "ReadHistories"
    )

    assert set(readable) == {f"{kind}#*" for kind in ABOUT}
    assert actions_of("NoticeStreamRole", "BallotsTable") == set()


def test_access_logs_lead_to_no_person() -> None:
    logged = RESOURCES["ApiStage"]["Properties"]["AccessLogSettings"]["Format"]

    assert json.loads(logged)["request_id"] == "$context.requestId"
    assert not re.search(r"identity|context\.path|authorizer\.claims|userAgent", logged)


@pytest.mark.parametrize(
    "name", [name for name, r in RESOURCES.items() if r["Type"] not in UNTAGGABLE]
)
def test_whatever_can_carry_tags_says_app_stage_and_county(name: str) -> None:
    assert tags_of(RESOURCES[name]) == {
        "app": "sizhi",
        "stage": {"Ref": "Stage"},
        "county": {"Ref": "CountyCode"},
    }


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_retried_and_caught(name: str) -> None:
    task = TASKS[name]

    assert ["States.ALL"] in [retry["ErrorEquals"] for retry in task["Retry"]]
    assert task["Catch"][-1]["ErrorEquals"] == ["States.ALL"]
    assert task["TimeoutSeconds"] > FUNCTIONS["EscalationTimer"]["Timeout"]


def test_a_clock_that_is_no_longer_wanted_stands_down_without_a_retry() -> None:
    fire = ASL["States"]["Fire"]

    assert fire["Retry"][0] == {"ErrorEquals": ["TimerNoLongerWanted"], "MaxAttempts": 0}
    assert fire["Catch"][0] == {"ErrorEquals": ["TimerNoLongerWanted"], "Next": "StoodDown"}
    assert ASL["States"]["StoodDown"]["Type"] == "Succeed"


def test_a_wake_up_costs_two_transitions() -> None:
    states = ASL["States"]

    assert ASL["StartAt"] == "AwaitWake"
    assert (states["AwaitWake"]["Next"], states["Fire"]["Next"]) == ("Fire", "AwaitWake")


def test_the_state_machine_speaks_jsonpath() -> None:
    assert not [node for node in nested(ASL) if isinstance(node, dict) and "QueryLanguage" in node]
    assert not [text for text in texts(ASL) if text.startswith("{%")]


def test_the_state_machine_is_given_every_value_it_names() -> None:
    named = set(re.findall(r"\$\{(\w+)\}", json.dumps(ASL)))

    assert named == set(RESOURCES["Escalation"]["Properties"]["DefinitionSubstitutions"])


def test_nobody_signs_up_by_themselves() -> None:
    pool = IDENTITY["Resources"]["UserPool"]["Properties"]
    client = IDENTITY["Resources"]["Client"]["Properties"]

    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_a_client_signs_in_by_a_code_and_never_by_a_token_in_an_address() -> None:
    client = IDENTITY["Resources"]["Client"]["Properties"]

    assert client["GenerateSecret"] is False
    _, with_page, without = client["AllowedOAuthFlows"]["Fn::If"]
    assert (with_page, without) == (["code"], {"Ref": "AWS::NoValue"})
    assert IDENTITY["Resources"]["SignInPage"]["Condition"] == "HasSignInPage"
    assert IDENTITY["Parameters"]["SignInDomain"]["Default"] == ""


def test_identity_stays_out_of_the_template_that_goes_to_china() -> None:
    assert not [r for r in RESOURCES.values() if r["Type"].startswith("AWS::Cognito::")]


def embedded_json(path: str) -> list[str]:
    """Every text of a stack that AWS will read as JSON."""
    found = [text.strip() for text in texts(resolved(made(path)["Resources"]))]
    return [text for text in found if text.startswith(("{", "["))]


@pytest.mark.parametrize("path", ["template.yaml", "infra/data.yaml", "infra/identity.yaml"])
def test_every_json_a_stack_embeds_can_be_read(path: str) -> None:
    for text in embedded_json(path):
        json.loads(text)


def test_the_dashboard_shows_no_figure_twice() -> None:
    body = json.loads(resolved(RESOURCES["Dashboard"])["Properties"]["DashboardBody"])

    for widget in body["widgets"]:
        shown = [json.dumps(metric) for metric in widget["properties"]["metrics"]]
        assert len(shown) == len(set(shown)), widget["properties"]["title"]


def test_the_state_machine_can_be_read_once_its_values_are_filled_in() -> None:
    text = (ROOT / "infra" / "escalation.asl.json").read_text(encoding="utf-8")

    filled = re.sub(r"\$\{(\w+)\}", lambda name: f"<{name[1]}>", text)

    assert json.loads(filled)["States"]


def test_whoever_goes_through_the_county_town_by_town_may_list_its_towns() -> None:
    may = {role for role, statement in statements() if statement.get("Sid") == "ListTowns"}

    assert may == {"DeskApiRole", "ReconcilerRole"}
