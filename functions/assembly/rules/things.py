"""What there is in self-government that has a life of its own."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a thing is."""

    VILLAGE = "VILLAGE"
    BODY = "BODY"
    COMPOSITION = "COMPOSITION"
    MATTER = "MATTER"
    KIN = "KIN"
    MEETING = "MEETING"
    ROLL = "ROLL"
    VOTE = "VOTE"
    KEY = "KEY"
    PUBLICATION = "PUBLICATION"
    OBJECTION = "OBJECTION"
    DUTY = "DUTY"
    VILLAGE_RULES = "VILLAGE_RULES"
    VIEW = "VIEW"
    SUBMISSIONS = "SUBMISSIONS"
    CEREMONY = "CEREMONY"
    REVIEW = "REVIEW"
    IDEA = "IDEA"
