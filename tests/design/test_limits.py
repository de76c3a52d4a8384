"""How often one address may do what anybody may do."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from design.limits import too_often, visitor


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    cache.clear()


def asked_from(address, times=1):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return [too_often(request, "test", times=2, seconds=10**9) for _ in range(times)]


def test_the_first_few_are_free_and_then_there_is_a_wait():
    free, also_free, wait = asked_from("192.0.2.1", times=3)
    assert (free, also_free) == (0, 0)
    assert 0 < wait <= 10**9


def test_another_address_is_not_made_to_wait():
    asked_from("192.0.2.1", times=3)
    assert asked_from("192.0.2.2") == [0]


def test_a_proxy_that_does_not_say_for_whom_it_asks_is_one_visitor_and_no_error(settings):
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
    assert visitor(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")) == "unknown"
