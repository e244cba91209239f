"""Residents with identity numbers through the deployed functions: entered one by one, and imported."""

from __future__ import annotations

from typing import Any

import httpx
from stdnum.iso7064 import mod_11_2

from tests.deployed import DeployedCounty, eventually

HOUSEHOLD = "h-001"
WITHIN = 60


def number_of_nobody(born: str, order: int) -> str:
    """An identity number of the right form; no place has the code 000000."""
    body = f"000000{born}{order:03d}"
    return body + mod_11_2.calc_check_digit(body)


def entered(county: DeployedCounty, resident: str, number: str) -> httpx.Response:
    path = f"/v1/registry/households/{HOUSEHOLD}/residents/{resident}"
    body = {"name": "演示新居民", "resident_id_number": number}
    return county.call("village_officer", "PUT", path, json=body)


def checked(county: DeployedCounty, content: bytes) -> dict[str, Any]:
    """Announce, upload and check a file of residents; return the import once the worker is done with it."""
    wanted = {"kind": "residents", "format": "csv", "file_name": "r.csv", "size": len(content)}
    job = county.post("county_admin", "/v1/registry/imports", json=wanted).json()
    sent = httpx.put(
        job["upload"]["url"],
        content=content,
        headers=job["upload"]["headers"],
        timeout=30,
        trust_env=False,
    )
    assert sent.status_code == 200, sent.text
    return moved(county, job["id"], "check")


def moved(county: DeployedCounty, import_id: str, action: str) -> dict[str, Any]:
    """Take a step; return the import once the worker is done with it."""
    path = f"/v1/registry/imports/{import_id}"
    asked = county.post("county_admin", f"{path}/transitions", json={"action": action})
    assert asked.status_code == 200, asked.text

    def settled() -> dict[str, Any] | None:
        told: dict[str, Any] = county.get("county_admin", path).json()
        return None if told["status"] in {"checking", "applying"} else told

    return eventually(settled, f"the {action} of an import")


def test_a_resident_born_before_there_were_place_codes_is_registered(cloud: DeployedCounty) -> None:
    told = entered(cloud, "r-e2e-1", number_of_nobody("19350712", 901))

    assert told.status_code == 201, told.text
    assert told.json()["id_tail"][:-4] == "*" * 14


def test_a_number_that_is_none_is_refused_and_one_of_fifteen_digits_with_its_own_word(
    cloud: DeployedCounty,
) -> None:
    wrong = entered(cloud, "r-e2e-2", number_of_nobody("19350712", 902)[:-1] + "?")
    old = entered(cloud, "r-e2e-2", "000000350712902")

    assert (wrong.status_code, old.status_code) == (422, 422)
    assert [one["field"] for one in old.json()["errors"]] == ["resident_id_number"]
    assert "15位" in old.text
    assert "15位" not in wrong.text


def test_residents_are_imported_with_their_numbers(cloud: DeployedCounty) -> None:
    number = number_of_nobody("19480229", 903)
    lines = (
        "居民编号,户编号,姓名,身份证号",
        f"r-e2e-3,{HOUSEHOLD},演示老人,{number}",
        f"r-e2e-4,{HOUSEHOLD},演示青年,{number_of_nobody('20010101', 904)}",
    )

    told = checked(cloud, "\r\n".join(lines).encode())
    assert (told["status"], told["error_count"]) == ("checked", 0), told
    told = moved(cloud, told["id"], "apply")

    assert (told["status"], told["created"]) == ("applied", 2), told
    home = cloud.get("village_officer", f"/v1/registry/households/{HOUSEHOLD}").json()
    tails = {one["resident_id"]: one["id_tail"] for one in home["residents"]}
    assert tails["r-e2e-3"] == "*" * 14 + number[-4:]


def test_everybody_in_the_demo_county_has_an_identity_number_on_record(
    cloud: DeployedCounty,
) -> None:
    home = cloud.get("village_officer", "/v1/registry/households/h-002").json()

    assert home["residents"]
    assert all(one["id_tail"] for one in home["residents"])
