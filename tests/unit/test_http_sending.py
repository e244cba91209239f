"""How answers go out: compressed for who can read that, and not again to who has them."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode, b64encode

import pytest

from kernel.access import PUBLIC
from kernel.http import Api
from kernel.http.sending import CATALOGUE, COMPRESSED_FROM, sent
from kernel.texts import Text

OPEN = Text("开放", "open")
API = Api("test")
LONG = {"items": [{"description": f"第 {number} 件：路灯不亮"} for number in range(60)]}


@API.route("GET", "/list", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_list():
    return API.answer(200, LONG)


@API.route("GET", "/short", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_short():
    return API.answer(200, {"items": []})


@API.route("GET", "/thing", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_thing():
    return API.answer(200, LONG, version=7)


@API.route("GET", "/catalogue", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def read_catalogue():
    return API.answer(200, {"items": []}, headers=CATALOGUE)


@API.route("POST", "/list", access=PUBLIC, answers={200: (OPEN, None)}, summary=OPEN)
def write_list():
    return API.answer(200, LONG)


def go(path, method="GET", **headers):
    event = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "::1"},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    return API.handle(event, None)


def test_a_long_answer_is_compressed_for_who_reads_gzip():
    plain = go("/list")

    packed = go("/list", accept_encoding="br;q=1.0, gzip;q=0.8")

    assert packed["headers"]["Content-Encoding"] == "gzip"
    assert packed["isBase64Encoded"]
    unpacked = gzip.decompress(b64decode(packed["body"]))
    assert json.loads(unpacked) == json.loads(plain["body"]) == LONG
    assert len(b64decode(packed["body"])) < len(unpacked) / 3


@pytest.mark.parametrize("header", ["", "br", "gzip;q=0", "identity, gzip; q=0.0"])
def test_who_does_not_read_gzip_is_sent_the_text_itself(header):
    answer = go("/list", accept_encoding=header)

    assert "Content-Encoding" not in answer["headers"]
    assert json.loads(answer["body"]) == LONG


def test_caches_are_told_on_what_a_compressible_answer_depends():
    assert go("/list")["headers"]["Vary"] == "Accept-Encoding, Accept-Language, Authorization"


def test_a_short_answer_is_sent_as_it_is():
    answer = go("/short", accept_encoding="gzip")

    assert len(answer["body"]) < COMPRESSED_FROM
    assert "Content-Encoding" not in answer["headers"]


def test_who_has_an_answer_gets_no_body_again():
    tag = go("/list", accept_encoding="gzip")["headers"]["ETag"]

    again = go("/list", if_none_match=f'W/"other", {tag}')

    assert (again["statusCode"], again["body"]) == (304, "")
    assert again["headers"]["ETag"] == tag


def test_another_answer_has_another_tag():
    tag = go("/list")["headers"]["ETag"]

    assert go("/short", if_none_match=tag)["statusCode"] == 200


def test_the_version_of_a_thing_does_not_stand_for_its_answer():
    """What a caller may do with it changes with time and person, its version does not."""
    thing = go("/thing", if_none_match='"7"')

    assert thing["headers"]["ETag"] == '"7"'
    assert thing["statusCode"] == 200


def test_what_is_done_is_answered_whatever_a_client_has():
    assert "ETag" not in go("/list", "POST")["headers"]
    assert go("/list", "POST", if_none_match="*")["statusCode"] == 200


def test_a_catalogue_may_be_kept_for_a_while_and_nothing_else_may():
    kept = go("/catalogue")["headers"]

    assert kept["Cache-Control"] == "private, max-age=300"
    assert go("/list")["headers"]["Cache-Control"] == "no-store"
    again = go("/catalogue", if_none_match=kept["ETag"])
    assert again["headers"]["Cache-Control"] == "private, max-age=300"


def test_what_is_handed_over_in_base64_goes_out_as_it_is():
    workbook = b64encode(bytes(range(256)) * 8).decode()

    answer = sent(
        {"statusCode": 200, "headers": {}, "body": workbook, "isBase64Encoded": True},
        {"accept-encoding": "gzip"},
        "GET",
    )

    assert answer["body"] == workbook
    assert "Content-Encoding" not in answer["headers"]
