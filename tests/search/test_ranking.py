"""The published order: words in steps, then distance, then how lately confirmed, then age. Nothing else."""

import random

from search.ranking import Candidate, match_step, ordered


def order(*candidates):
    return [candidate.id for candidate in ordered(candidates)]


def test_words_come_first_in_coarse_steps():
    assert order(Candidate(1, 5.0, 0.1), Candidate(2, 10.0, 9.0)) == [2, 1]
    assert order(Candidate(1, 9.99, 9.0), Candidate(2, 10.0, 0.1), Candidate(3, 9.8, 0.1)) == [2, 3, 1]


def test_then_distance_then_confirmation_then_age():
    near, far, phone = Candidate(3, 1, 1.0), Candidate(2, 1, 5.0), Candidate(1, 1, None)
    assert order(phone, far, near) == [3, 2, 1]
    assert order(Candidate(1, 1, 1.01, 5), Candidate(2, 1, 0.99, 9), Candidate(3, 1, 1.0, 9)) == [2, 3, 1]


def test_no_scores_at_all():
    assert order(Candidate(2, 0.0), Candidate(1, 0.0)) == [1, 2]
    assert match_step(0.0, 0.0) == 0


def test_tiny_differences_of_arithmetic_change_nothing():
    rng = random.Random(3)  # noqa: S311 - the same test data each time
    candidates = [Candidate(n, rng.choice([1.0, 2.5, 7.3, 9.1]), rng.uniform(0, 9)) for n in range(200)]
    shaken = [Candidate(c.id, c.score * (1 + rng.uniform(-1e-6, 1e-6)), c.miles) for c in candidates]
    rng.shuffle(shaken)
    assert order(*shaken) == order(*candidates)


def test_a_candidate_has_room_for_nothing_else():
    assert list(Candidate._fields) == ["id", "score", "miles", "confirmed_on"]
