"""What is put off at a cold start is only put off: whoever asks for it gets it. A new release that moves names fails here."""

import json
import subprocess
import sys
from pathlib import Path

FUNCTIONS = Path(__file__).parents[2] / "functions"


def fresh(code):
    """Run code in a process that has imported nothing yet, and return what it prints."""
    ran = subprocess.run(
        [sys.executable, "-c", "import sys, json; from kernel import cold\n" + code],
        cwd=FUNCTIONS,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_every_name_that_is_placed_stands_where_it_is_said_to_stand():
    told = fresh(
        "import importlib\n"
        "from kernel import deferred\n"
        "placed = [(p, n, h) for p, names in deferred._DEFERRED.items() for n, h in names.items()]\n"
        "print(json.dumps([hasattr(importlib.import_module(f'{p}.{h}'), n) for p, n, h in placed]))"
    )

    assert told
    assert all(told)


def test_the_resolver_loads_none_of_what_our_functions_do_not_use():
    told = fresh(
        "import kernel.http, kernel.fields, kernel.ids\n"
        "unused = ['asyncio', 'aws_lambda_powertools.event_handler.appsync',\n"
        "          'aws_lambda_powertools.utilities.data_classes.sqs_event']\n"
        "print(json.dumps([name for name in unused if name in sys.modules]))"
    )

    assert told == []


def test_a_deferred_package_has_everything_it_has_without_us():
    told = fresh(
        "import aws_lambda_powertools.event_handler as handler\n"
        "from aws_lambda_powertools.event_handler import AppSyncResolver, content_types\n"
        "from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source\n"
        "assert not hasattr(handler, 'nothing')\n"
        "print(json.dumps([name for name in handler.__all__ if not hasattr(handler, name)]))"
    )

    assert told == []


def test_what_no_function_calls_is_not_loaded_until_somebody_does():
    told = fresh(
        "import importlib\n"
        "import kernel.storage.dynamo\n"
        "from kernel import deferred\n"
        "loaded = [name for name in ('botocore.client', 'urllib3') if name in sys.modules]\n"
        "from pynamodb.connection.table import TableConnection\n"
        "made = TableConnection('t', region='us-east-1')\n"
        "there = [hasattr(importlib.import_module(m), n) for m, ns in deferred._NEVER_CALLED.items() for n in ns]\n"
        "print(json.dumps([loaded, there, type(made).__mro__[1].__name__, 'botocore.client' in sys.modules]))"
    )

    assert told == [[], [True, True], "object", True]


def test_a_clock_loads_no_models_of_requests():
    told = fresh(
        "import importlib\n"
        "clocks = ['assembly.service.wind_clock', 'composition.clock',\n"
        "          'enforcement.service.wind_clock', 'services.service.wind_clock', 'economy.service.wind_clock',\n"
        "          'points.service.see_to_what_is_due', 'points.service.verify_ledger']\n"
        "found = []\n"
        "for name in clocks:\n"
        "    clock = importlib.import_module(name)\n"
        "    [effect.load() for effect in getattr(clock, 'EFFECTS', {}).values()]\n"
        "    found.append('pydantic' in sys.modules)\n"
        "print(json.dumps(found))"
    )

    assert told == [False] * 7


def test_the_collector_works_again_once_the_entry_point_is_loaded():
    told = fresh(
        "import gc\n"
        "before = gc.isenabled()\n"
        "cold.ready({})\n"
        "print(json.dumps([before, gc.isenabled(), gc.get_freeze_count() > 0]))"
    )

    assert told == [False, True, True]
