"""Whatever is awarded and taken away, a tally is what counting the villages anew comes to, and its two sums are one."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from reports.stars.rules import tallies

CODES = ("a", "b", "c", "d", "e")
HELD = st.sets(st.sampled_from(CODES)).map(lambda held: tuple(sorted(held)))
CHANGES = st.lists(st.tuples(st.integers(min_value=0, max_value=6), HELD), max_size=40)


def naive(held: dict[int, tuple[str, ...]]) -> tuple[dict[str, int], dict[str, int]]:
    levels = Counter(str(len(stars)) for stars in held.values() if stars)
    return dict(levels), dict(Counter(code for stars in held.values() for code in stars))


@given(CHANGES)
def test_a_tally_is_what_counting_the_villages_anew_comes_to(
    changes: list[tuple[int, tuple[str, ...]]],
) -> None:
    held: dict[int, tuple[str, ...]] = {}
    tally = tallies.nothing("140426106", 2026)

    for village, stars in changes:
        tally = tallies.counted(tally, held.get(village, ()), stars)
        held[village] = stars

        assert (dict(tally.levels), dict(tally.stars)) == naive(held)
        assert tally.by_level == tally.by_star


@given(st.lists(st.dictionaries(st.integers(0, 6), HELD, max_size=7), max_size=5))
def test_a_county_is_what_counting_all_its_villages_comes_to(
    towns: list[dict[int, tuple[str, ...]]],
) -> None:
    kept: list[tallies.StarTally] = []
    for number, villages in enumerate(towns):
        tally = tallies.nothing(f"14042610{number}", 2026)
        for stars in villages.values():
            tally = tallies.counted(tally, (), stars)
        kept.append(tally)
    everyone = dict(enumerate(stars for villages in towns for stars in villages.values()))

    whole = tallies.together(kept, "140426", 2026)

    assert (dict(whole.levels), dict(whole.stars)) == naive(everyone)
