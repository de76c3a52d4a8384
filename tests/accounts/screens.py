"""What tests of screens share: a page read as words, a file as rows, a form sent."""

import csv
import re

from django.urls import reverse

from accounts.models import Person


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def boxes(name, on):
    return {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}


def rows(response):
    return list(csv.reader(response.content.decode().splitlines()))


def send(client, address, *, sure=False, **data):
    return client.post(address, {**data, **({"confirm": "1"} if sure else {})}, follow=True)


def page_of(name, *args):
    return reverse(f"staff-finance-{name}", args=args)


def at(person: Person, rest: str = "") -> str:
    return f"/staff/people/{person.pk}/{rest}"
