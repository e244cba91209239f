"""Citations in answers: one shape, and law only where it is law here."""

from __future__ import annotations

from typing import Any

import pytest

SHAPE = {"source", "article", "confidence", "valid_from", "valid_to", "note"}
POLICIES = "/v1/incidents/policies"


def shown(county: Any, language: str = "zh") -> dict[str, list[dict[str, Any]]]:
    answer = county.go("GET", POLICIES, by="village", headers={"accept-language": language})
    found: dict[str, list[dict[str, Any]]] = {}
    for one in answer.body["citations"]:
        found.setdefault(one["for"], []).append(one["citation"])
    return found


def test_a_policy_says_what_each_number_rests_on_and_none_of_other_places_is_law(county):
    said = shown(county)

    assert {frozenset(one) for cited in said.values() for one in cited} == {frozenset(SHAPE)}
    assert [one["confidence"] for one in said["limits.general.town"]] == ["law-a", "law-a"]
    assert said["limits.general.town"][0]["source"] == "唐山市12345政务服务便民热线条例"
    assert said["limits.urgent.county"][0]["confidence"] == "assumed"
    assert said["duties.town-illegal-building"][0]["article"].startswith("第三十七条第二款")
    assert "law" not in {one["confidence"] for cited in said.values() for one in cited}


def test_a_citation_is_told_in_the_language_of_the_reader(county):
    (said, *_) = shown(county, "en")["limits.general.town"]

    assert said["source"] == "Tangshan Regulation on the 12345 line"
    assert said["article"] == "art. 24"


def test_what_a_county_cites_of_its_own_is_kept_with_its_words_and_is_not_law(county):
    document = county.go("GET", POLICIES, by="admin").body["policy"]
    own = {"for": "rating", "law": "county-rule", "note": "黎政办〔2026〕3号"}

    kept = county.go("PUT", POLICIES, document | {"sources": [own]}, by="admin")

    assert kept.status == 200
    assert kept.body["policy"]["sources"] == [own]
    (said,) = [one["citation"] for one in kept.body["citations"] if one["for"] == "rating"]
    assert (said["source"], said["confidence"]) == ("本县规定", "seen")
    assert said["note"] == "黎政办〔2026〕3号"


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"for": "rating", "law": "law-of-nowhere"}, "sources.0"),
        ({"for": "rating", "law": "civil-code", "articles": ["9999"]}, "sources.0"),
        ({"for": "rating", "source": "某规定", "confidence": "law"}, "sources.0.law"),
        ({"for": "rating", "law": "civil-code", "confidence": "certain"}, "sources.0.confidence"),
    ],
)
def test_a_citation_of_nothing_in_the_catalogue_is_refused(county, source, field):
    document = county.go("GET", POLICIES, by="admin").body["policy"]

    refused = county.go("PUT", POLICIES, document | {"sources": [source]}, by="admin")

    assert refused.status == 422
    assert field in {error["field"] for error in refused.body["errors"]}


def test_the_sample_rule_book_says_what_its_numbers_rest_on(village):
    answer = village.go("GET", "rule-books/sample")

    said = {one["for"]: one["citation"] for one in answer.body["citations"]}
    assert said["parameters.adult_age"]["confidence"] == "law"
    assert said["parameters.objection_days"]["confidence"] == "assumed"
    assert said["parameters.public_days"]["article"] == "第三十五条第四款"


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"valid_from": "2026-11-23"}, 200),
        ({"valid_from": "2026-11-24"}, 422),
        ({"valid_from": "2026-11-23", "valid_to": "2026-11-22"}, 422),
    ],
)
def test_a_policy_holds_from_no_day_to_come(county, dates, status):
    document = county.go("GET", POLICIES, by="admin").body["policy"]

    answer = county.go("PUT", POLICIES, document | dates, by="admin")

    assert answer.status == status
