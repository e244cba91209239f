"""One measured process: bare client, a function's cold start, or many warm requests. Started by `measure`, never by hand.

It ends without shutting the interpreter down, as a Lambda environment does not shut down between start and answer.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(what: str, *more: str) -> None:
    """Do what is named and leave."""
    {
        "bare": _bare,
        "cold": _cold,
        "forked": _forked,
        "warm": _warm,
        "by_hand": _by_hand,
        "peer": _peer,
        "compare": _compare,
    }[what](*more)
    sys.stdout.flush()
    os._exit(0)


def _bare() -> None:
    import boto3

    boto3.client("dynamodb")


def _cold(artifact: str, function: str, request: str) -> None:
    sys.path[0] = artifact
    os.environ["_HANDLER"] = function
    module, _, name = function.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    county = _beside("county")
    stub = _beside("stub")
    stub.install(stub.Storage(county.items(), county.page()))
    told = handler(getattr(county, request)(), county.Context())
    _must_succeed(told)


def _forked(artifact: str, function: str, file: str) -> None:
    """Import a function, and let a process of its own answer each event first; tell what each came to.

    Of events that ask for the same, the others are left out once one was answered well.
    """
    sys.path[0] = artifact
    os.environ["_HANDLER"] = function
    module, _, name = function.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    county, stub = _beside("county"), _beside("stub")
    if (Path(artifact) / "kernel").is_dir():
        # What serves the web client's files asks no store.
        stub.install(stub.Storage(county.items(whole=True), county.page()))
    alike = json.loads(Path(file).read_text(encoding="utf-8"))
    for number, events in enumerate(alike):
        for event in events:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                _answer_and_leave(handler, event, county.Context(), number)
            _, ended = os.waitpid(child, 0)
            told = os.waitstatus_to_exitcode(ended)
            if told not in (_GOOD, _REFUSED):
                raise SystemExit(f"no answer to {event}")
            if told == _GOOD:
                break


_GOOD, _REFUSED = 40, 41
"""How a process ends that has answered."""


def _answer_and_leave(handler: Any, event: Any, context: Any, number: int) -> None:
    try:
        told = handler(event, context)
        status = told["statusCode"] if "requestContext" in event else 200
    except Exception:
        if "requestContext" in event:
            raise
        import traceback

        traceback.print_exc()
        status = 500
    spent = round(1e6 * time.process_time())
    sys.stdout.write(f"\nstatus {number} {status} {spent}\n")
    sys.stdout.flush()
    os._exit(_GOOD if status < 300 else _REFUSED)


def _warm(artifact: str, request: str, times: str) -> None:
    sys.path[0] = artifact
    handler = importlib.import_module("incidents.handler").api
    context = _beside("county").Context()
    _serve(lambda event: handler(event, context), request, int(times))


def _by_hand(artifact: str, request: str, times: str) -> None:
    sys.path[0] = artifact
    _serve(_beside("by_hand").handler, request, int(times))


def _peer(artifact: str, libraries: str, name: str, request: str, times: str) -> None:
    """Answer once, or warm up and answer so many times, with a counterpart and libraries of its own."""
    # The counterparts share our time and ids, and the stub knows ours to put itself in place of.
    sys.path[:1] = [
        str(Path(__file__).parent / "peers"),
        str(Path(__file__).parent),
        libraries,
        artifact,
    ]
    county, stub = _beside("county"), _beside("stub")
    storage = stub.Storage(county.items(), county.page())
    stub.install(storage, ours=False)
    handler = importlib.import_module(name).handler
    if int(times):
        _repeat(lambda event: handler(event, county.Context()), request, int(times), storage)
        return
    _must_succeed(handler(getattr(county, request)(), county.Context()))


def _compare(artifact: str) -> None:
    """Refuse to measure two things that are not the same: answers and requests to the store must be equal, but for the ids drawn."""
    sys.path[0] = artifact
    handler = importlib.import_module("incidents.handler").api
    by_hand, county, stub = _beside("by_hand"), _beside("county"), _beside("stub")
    clock = importlib.import_module("kernel.clock")
    storage = stub.Storage(county.items(), county.page())
    stub.install(storage)
    instant = clock.now()
    with clock.told_by(lambda: instant):
        for event in (county.report(), county.listing()):
            seen = [
                _without_ids(answer(event), storage)
                for answer in (lambda event: handler(event, county.Context()), by_hand.handler)
            ]
            if seen[0] != seen[1]:
                raise SystemExit(f"not the same work:\n{seen[0]}\n{seen[1]}")


def _without_ids(told: dict[str, Any], storage: Any) -> tuple[Any, Any]:
    answer = json.loads(_body_of(told))
    said = json.loads(storage.last.pop("TransactWriteItems", b"{}")).get("TransactItems", [])
    puts = [_written(one) for one in said]
    storage.last.clear()
    if not puts:
        return answer, None
    for put in puts:
        if "packed" in put:
            put["packed"] = {"S": _unpacked(put["packed"]["S"])}
    text = json.dumps(
        [answer, sorted(puts, key=lambda item: item["sk"]["S"] + item["pk"]["S"][:4])],
        sort_keys=True,
    )
    incident = next(item for item in puts if item["sk"]["S"] == "INCIDENT")
    for name in ("id", "case_code", "change_id"):
        text = text.replace(incident[name]["S"], name)
    kept = json.loads(text)
    for item in kept[1]:
        if "packed" in item:
            item["packed"] = json.loads(item["packed"]["S"])
    return kept[0], kept[1]


def _written(one: dict[str, Any]) -> dict[str, Any]:
    """Return the item that is put, or how one is altered, under its key."""
    if "Put" in one:
        return one["Put"]["Item"]
    return {**one["Update"]["Key"], "altered": {"S": json.dumps(one["Update"], sort_keys=True)}}


def _unpacked(packed: str) -> str:
    import base64
    import zlib

    return zlib.decompress(base64.b64decode(packed)).decode()


def _body_of(told: dict[str, Any]) -> str:
    if not told["isBase64Encoded"]:
        return told["body"]
    import base64
    import gzip

    return gzip.decompress(base64.b64decode(told["body"])).decode()


def _serve(answer: Callable[[dict[str, Any]], dict[str, Any]], request: str, times: int) -> None:
    county, stub = _beside("county"), _beside("stub")
    storage = stub.Storage(county.items(), county.page())
    stub.install(storage)
    _repeat(answer, request, times, storage)


def _repeat(
    answer: Callable[[dict[str, Any]], dict[str, Any]], request: str, times: int, storage: Any
) -> None:
    event = getattr(_beside("county"), request)()
    # However long a busy machine takes, what is remembered stays remembered: all do the same work.
    clock = importlib.import_module("kernel.clock")
    instant = clock.now()
    time.time = instant.timestamp
    with clock.told_by(lambda: instant):
        _at_one_instant(answer, event, request, times, storage)


def _at_one_instant(
    answer: Callable[[dict[str, Any]], dict[str, Any]],
    event: dict[str, Any],
    request: str,
    times: int,
    storage: Any,
) -> None:
    key = "idempotency-key" in event["headers"]
    told: dict[str, Any] = {}
    # Three to warm up: caches, pools and lazily built validators.
    for number in range(-3, times):
        if key:
            event["headers"]["idempotency-key"] = f"k-{number:06d}"
        if number == 0:
            _must_succeed(told)
            storage.asked.clear()
        told = answer(event)
    _must_succeed(told)
    expected = {
        "report": {"BatchGetItem": 1, "TransactWriteItems": 1},
        "listing": {"Query": 1, "BatchGetItem": 1},
    }
    if times and storage.asked != {
        name: count * times for name, count in expected[request].items()
    }:
        raise SystemExit(f"another number of calls than agreed: {storage.asked}")


def _must_succeed(told: dict[str, Any]) -> None:
    if told["statusCode"] not in (200, 201):
        raise SystemExit(f"not the answer that was to be measured: {told}")


def _beside(name: str) -> Any:
    """Import a module of this folder without the folder's package, which would bring the tests' own imports."""
    spec = importlib.util.spec_from_file_location(
        f"bench_{name}", Path(__file__).parent / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(*sys.argv[1:])
