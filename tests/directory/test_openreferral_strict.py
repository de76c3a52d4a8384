"""What is asked of the open feed is read as its own OpenAPI writes it, no more kindly than that (issue 8 §4)."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked",
    [
        *("minimum_age=1_0", "maximum_age=%D9%A1", "minimum_age=+5"),
        *("start_time=2026", "end_time=1010101010101010", "start_time=T09:00", "minimum_age=%205"),
    ],
)
def test_numbers_and_times_in_odd_letters_are_refused(client, asked):
    answer = client.get(f"/api/openreferral/services?{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "asked", ["minimum_age=18", "maximum_age=17.5", "minimum_age=5e-324", "start_time=09:00", "end_time=17:00:00Z"]
)
def test_plain_ones_are_read(client, asked):
    assert client.get(f"/api/openreferral/services?{asked}").status_code == 200
