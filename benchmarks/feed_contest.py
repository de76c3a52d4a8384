"""One database full of services, and three addresses asked for in turn. JSON lines out."""

import json
import sys
import time
from typing import Any

import django

HELLO = "/health/live"
GOALS = {"a feed page of 100": 0.02, "a service's page": 0.05}


def play(vendor: str, services: int, rounds: int, requests: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    slug = fill(services)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    feed = "/api/openreferral/services?per_page={}&page=2"
    addresses = {"a feed page of 100": feed.format(100), "a service's page": f"/directory/{slug}/"}
    most = {"a feed page of 100": queries(feed.format(1)), "a service's page": 12}
    for name, address in addresses.items():
        found = contest(address, rounds, requests)
        line = {"name": f"{vendor}, {name}", "goal": GOALS[name], "queries": queries(address)}
        print(json.dumps(line | {"most_queries": most[name]} | found), flush=True)


def fill(services: int) -> str:
    from django.db import transaction

    from tests.factories import feed

    with transaction.atomic():
        made = [feed.rich(f"Lunch club {number}", times=1 + number % 3) for number in range(services)]
    return str(made[services // 2].slug)


def queries(address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(address)
    with CaptureQueriesContext(connection) as made:
        ask(address)
    return len(made)


def contest(address: str, rounds: int, requests: int) -> dict[str, Any]:
    """Both sides in turn; one round before the first warms up."""
    found: dict[str, Any] = {"hello_ms": [], "ours_ms": [], "ratios": []}
    for number in range(rounds + 1):
        hello, ours = taken(HELLO, requests), taken(address, requests)
        if number:
            found["hello_ms"].append(hello)
            found["ours_ms"].append(ours)
            found["ratios"].append(hello / ours)
    return found


def taken(address: str, requests: int) -> float:
    """Milliseconds of one request."""
    started = time.perf_counter()
    for _ in range(requests):
        ask(address)
    return (time.perf_counter() - started) * 1_000 / requests


def ask(address: str) -> None:
    from django.core.cache import cache
    from django.test import Client

    cache.clear()  # nothing is remembered, and nobody is throttled
    response = Client().get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


if __name__ == "__main__":
    play(sys.argv[1], *map(int, sys.argv[2:]))
