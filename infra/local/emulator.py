# pyright: reportMissingImports=false
# ruff: noqa: SLF001 - what is put right here has no public name
"""Start MiniStack with some differences to AWS put right, so that the template needs no exception.

- A Python function's error carries the class of its exception as `errorType`, as on Lambda.
  MiniStack says `Runtime.HandlerError` for all of them, and no state machine could catch one by name.
- A DynamoDB stream batch of which a function reports failed items is delivered again, as a whole.
  MiniStack drops the failed items.
- Stream records that no function has read yet survive a restart. MiniStack keeps how far each function
  has read, but not the records, and would pass over as many new ones.
- More calls at once than `LAMBDA_ACCOUNT_CONCURRENCY` wait for their turn. Each needs a process with a
  cold start of its own; AWS would have room for a thousand, MiniStack turns them away.
- A function counts as its role in a policy's conditions (`aws:PrincipalArn`), as on AWS; MiniStack names the session.
- A call that logs nothing is answered at once. MiniStack waits 50 ms for a first line, ten times as long as
  the call itself takes; a line that comes late stands in the log of the next call.
- An HTTP API answers a browser's questions (CORS) as its template says. MiniStack keeps the template's `AllowOrigins` by that name, and
  looks for `allowOrigins`.
- An alarm on a sum of figures (metric math) is made on the first of them. MiniStack refuses it, and takes no figures of functions anyway.
- The loopback counts as a secure transport, so that a bucket policy that refuses plain HTTP stays
  in force for everybody else.

It runs in `.venv-cloud`, alone: nothing of the project is imported.
"""

from __future__ import annotations

import copy
import functools
import re
import time
from typing import Any

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import apigateway, dynamodb, lambda_svc
from ministack.services.cloudformation import provisioners

MARK = "\nerror class: "
WAITS_FOR_A_PROCESS = 25
"""Seconds; an HTTP API gives a function 30."""
SESSION = re.compile(r"arn:(\S+?):sts::(\d+):assumed-role/([^/]+)/")
WAITS_FOR_A_LOG_LINE = 0.002
TRACE = '"trace": traceback.format_exc()})'


def name_errors() -> None:
    """Let function errors carry the name of their class."""
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    if script.count(TRACE) != 1:
        raise SystemExit("this release of MiniStack reports function errors in another way")
    marked = f'"trace": traceback.format_exc() + {MARK!r} + type(e).__name__}})'
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(TRACE, marked)
    execute = lambda_svc._execute_function_warm

    def with_error_class(*args: Any, **kwargs: Any) -> dict[str, Any]:
        result = execute(*args, **kwargs)
        log, mark, name = str(result.get("log", "")).rpartition(MARK)
        if mark and result.get("error"):
            result["log"] = log
            result["body"]["errorType"] = name.strip()
        return result

    lambda_svc._execute_function_warm = with_error_class


def deliver_failed_items_again() -> None:
    """Let a stream batch with failed items fail as a whole."""
    execute = lambda_svc._execute_function

    def with_redelivery(func: dict[str, Any], event: Any, *args: Any) -> dict[str, Any]:
        result = execute(func, event, *args)
        answer = result.get("body")
        records = event.get("Records") if isinstance(event, dict) else None
        from_stream = bool(records) and records[0].get("eventSource") == "aws:dynamodb"
        if from_stream and isinstance(answer, dict) and answer.get("batchItemFailures"):
            body = {"errorType": "BatchItemFailures", "errorMessage": str(answer)}
            return {**result, "error": True, "body": body}
        return result

    lambda_svc._execute_function = with_redelivery


def keep_streams() -> None:
    """Let stream records be saved and restored with their tables."""
    save, load = dynamodb.get_state, dynamodb.load_persisted_state
    stores = {
        "stream_records": dynamodb._stream_records,
        "stream_trimmed": dynamodb._stream_trimmed,
    }

    def with_streams() -> dict[str, Any]:
        return {**save(), **{name: copy.deepcopy(store) for name, store in stores.items()}}

    def loaded(data: dict[str, Any]) -> None:
        load(data)
        for name, store in stores.items():
            store.update(data.get(name, {}))

    dynamodb.get_state, dynamodb.load_persisted_state = with_streams, loaded


def queue_calls() -> None:
    """Let a call wait for a free process instead of being turned away."""
    acquire = lambda_svc._acquire_execution_slot

    def in_turn(*args: Any) -> tuple[str | None, str | None]:
        until = time.monotonic() + WAITS_FOR_A_PROCESS
        while (slot := acquire(*args))[1] == "account" and time.monotonic() < until:
            time.sleep(0.02)
        return slot

    lambda_svc._acquire_execution_slot = in_turn


def name_roles() -> None:
    """Let a policy's condition on who calls see the role, not the session."""
    resolve = iam_evaluator._resolve_condition_key

    def with_role(key: str, ctx: Any) -> Any:
        value = resolve(key, ctx)
        session = SESSION.match(str(value)) if key.lower() == "aws:principalarn" else None
        return f"arn:{session[1]}:iam::{session[2]}:role/{session[3]}" if session else value

    iam_evaluator._resolve_condition_key = with_role


def answer_without_logs() -> None:
    """Let a call that logged nothing answer without waiting for its log."""
    worker = lambda_runtime.Worker
    worker._drain_stderr_bounded = functools.partialmethod(
        worker._drain_stderr_bounded, first_line_wait=WAITS_FOR_A_LOG_LINE
    )


def read_cors() -> None:
    """Let an HTTP API's CORS settings be read as CloudFormation writes them."""
    answer, preflight = apigateway._cors_response_headers, apigateway._cors_preflight_response

    def named(settings: dict[str, Any]) -> dict[str, Any]:
        return {name[:1].lower() + name[1:]: value for name, value in settings.items()}

    apigateway._cors_response_headers = lambda settings, origin: answer(named(settings), origin)
    apigateway._cors_preflight_response = lambda settings, origin: preflight(
        named(settings), origin
    )


def take_sums() -> None:
    """Let an alarm on several figures be made, on the first of them."""
    record = provisioners._cw_metric_alarm_record

    def on_the_first(name: str, props: dict[str, Any]) -> dict[str, Any]:
        told = [one["MetricStat"] for one in props.get("Metrics") or () if "MetricStat" in one]
        if not told:
            return record(name, props)
        first = told[0]
        plain = {key: value for key, value in props.items() if key != "Metrics"}
        return record(name, plain | first["Metric"] | {"Period": first["Period"]})

    provisioners._cw_metric_alarm_record = on_the_first


def trust_loopback() -> None:
    """Let requests of this machine count as sent over TLS."""
    pin = app.pin_request_origin

    def pinned(source: str, secure: bool) -> None:
        pin(source, secure or source in {"127.0.0.1", "::1"})

    app.pin_request_origin = pinned


if __name__ == "__main__":
    name_errors()
    deliver_failed_items_again()
    keep_streams()
    queue_calls()
    name_roles()
    answer_without_logs()
    read_cors()
    take_sums()
    trust_loopback()
    app.main()
