"""How likely chance alone makes a number: exact tails of the binomial, by which what stands out is told from what varies."""

from __future__ import annotations

from math import exp, lgamma, log, log1p


def tail(least: int, trials: int, probability: float) -> float:
    """Return how likely at least so many of some trials succeed.

    Parameters
    ----------
    probability
        Of each, between 0 and 1.
    """
    if least <= 0 or probability >= 1:
        return 1.0
    if least > trials or probability <= 0:
        return 0.0
    total, at = 0.0, least
    mode = trials * probability
    while at <= trials:
        term = exp(
            lgamma(trials + 1)
            - lgamma(at + 1)
            - lgamma(trials - at + 1)
            + at * log(probability)
            + (trials - at) * log1p(-probability)
        )
        total += term
        if at > mode and term < total * 1e-12:
            break
        at += 1
    return min(total, 1.0)


def stands_out(count: int, total: int, places: int, one_in: int, looks: int) -> bool:
    """Tell whether a place has more of what is spread over several than chance explains.

    Parameters
    ----------
    total, places
        How many there are over how many places that are as likely as each other.
    one_in
        How often a false alarm may come: once in so many boards.
    looks
        At how many numbers the board looks; each has its part of that chance (Bonferroni).
    """
    if places < 2:
        return False
    return tail(count, total, 1 / places) * looks * one_in < 1
