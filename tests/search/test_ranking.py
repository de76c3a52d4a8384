"""The published order: points for match, nearness, freshness and completeness; then distance; then age."""

import random
from itertools import pairwise

import pytest

from search import completeness, ranking
from search.ranking import Candidate, Candidates, Points, points

TODAY = 740_000


def order(*candidates):
    return [candidate.id for candidate in Candidates.of(candidates).by_points(TODAY)]


def test_the_points_are_added_up():
    best = Candidate(1, 8.0, 0.4, TODAY, 5)
    assert points(best, 8.0, TODAY) == Points(10, 6, 2, 1)
    assert points(best, 8.0, TODAY).total == 19
    assert points(Candidate(2, 4.4, 3.2, TODAY - 300, 3), 8.0, TODAY) == Points(6, 3, 1, 0)


@pytest.mark.parametrize(
    ("miles", "expected"),
    [(0, 6), (1, 6), (1.04, 6), (1.06, 5), (2, 5), (3, 4), (5, 3), (10, 2), (20, 1), (20.2, 0), (9_999, 0), (None, 3)],
)
def test_nearness_goes_in_bands_as_people_read_the_distance(miles, expected):
    assert ranking.nearness_points(miles) == expected


@pytest.mark.parametrize(("ago", "expected"), [(0, 2), (183, 2), (184, 1), (365, 1), (366, 0), (-1, 2)])
def test_freshness(ago, expected):
    assert ranking.freshness_points(TODAY - ago, TODAY) == expected


def test_never_confirmed_is_not_fresh():
    assert ranking.freshness_points(0, TODAY) == 0


def test_points_only_fall_as_things_get_worse():
    for steps in (ranking.NEARNESS, ranking.FRESHNESS):
        assert all(a[0] < b[0] and a[1] > b[1] > 0 for a, b in pairwise(steps))


def test_the_order_is_that_of_the_points():
    rng = random.Random(5)  # noqa: S311 - the same test data each time
    candidates = [
        Candidate(
            n, rng.uniform(0, 9), rng.choice([None, rng.uniform(0, 40)]), rng.choice([0, TODAY - n]), rng.randint(0, 5)
        )
        for n in range(500)
    ]
    best = max(one.score for one in candidates)

    def key(one):
        nearest = (True, 0) if one.miles is None else (False, round(one.miles / ranking.MILES_TOLD_APART))
        return (-points(one, best, TODAY).total, *nearest, one.id)

    assert list(Candidates.of(candidates).by_points(TODAY)) == sorted(candidates, key=key)


def test_a_near_person_comes_before_a_slightly_better_match_far_away():
    near, far = Candidate(2, 7.0, 0.8), Candidate(1, 10.0, 7.0)
    assert order(far, near) == [2, 1]
    assert order(Candidate(1, 10.0, 7.0), Candidate(2, 4.0, 0.8)) == [1, 2]


def test_the_same_points_go_by_distance_and_then_by_age():
    assert order(Candidate(1, 1, 0.9), Candidate(3, 1, 0.2), Candidate(2, 1, 0.22)) == [2, 3, 1]
    assert order(Candidate(1, 1, None), Candidate(2, 1, 4.9)) == [2, 1]


def test_no_scores_at_all():
    assert order(Candidate(2, 0.0), Candidate(1, 0.0)) == [1, 2]
    assert ranking.match_points(0.0, 0.0) == 0
    assert order() == []


def test_tiny_differences_of_arithmetic_change_nothing():
    rng = random.Random(3)  # noqa: S311 - the same test data each time
    candidates = [Candidate(n, rng.choice([1.0, 2.5, 7.3, 9.1]), rng.uniform(0, 9)) for n in range(200)]
    shaken = [Candidate(c.id, c.score * (1 + rng.uniform(-1e-6, 1e-6)), c.miles) for c in candidates]
    rng.shuffle(shaken)
    assert order(*shaken) == order(*candidates)


def test_a_candidate_has_room_for_nothing_else():
    assert list(Candidate._fields) == ["id", "score", "miles", "confirmed_on", "completeness"]


EMPTY = {"summary": " ", "body": "short", "price_pence": None, "hours": [], "places": [], "anywhere": False}
SAID = {"summary": "x", "body": "x" * 200, "price_pence": 0, "hours": [1], "places": [1], "anywhere": True}


def test_completeness_is_whether_a_thing_is_said():
    assert sum(completeness.parts(**EMPTY).values()) == 0
    assert sum(completeness.parts(**SAID).values()) == len(completeness.PARTS)
    one_by_one = [sum(completeness.parts(**(EMPTY | {name: SAID[name]})).values()) for name in SAID]
    assert one_by_one == [1] * len(SAID)
