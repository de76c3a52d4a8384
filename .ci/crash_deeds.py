"""What residents, sellers and finance do at the site, each as the one request that counts after those that lead to it.

Used under load (crash_client.py), and alone against a process that will die at a named place (crash_points.py).
"""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crash_visitor import Answer, Visitor

SENT = re.compile(r"^/marketplace/orders/(\w+)/sent/$")
FILE = re.compile(r"/staff/finance/payments/(\d{6}-\w{4})/")


class Refused(Exception):
    """The site said no: nothing was done."""


@dataclass
class Lane:
    """One resident and the manager who answers her, with an offer, a pot, and visits that were to be yesterday."""

    resident: Visitor
    manager: Visitor
    slug: str
    pot: int
    visits: list[list[Any]]


@dataclass
class Asked:
    """The last page before an order: what its button sends."""

    form: dict[str, str]
    weeks: int

    @property
    def token(self) -> str:
        return self.form["token"]


def journey(lane: Lane, weeks: int) -> Asked:
    """Every question of a booking answered, up to "Check your answers"."""
    book = f"/marketplace/book/{lane.slug}/"
    lane.resident.get(f"{book}when/")
    day = date.today() + timedelta(days=random.randint(5, 90))  # noqa: DTZ011  any day will do
    on = {"first_on_day": day.day, "first_on_month": day.month, "first_on_year": day.year}
    often = {"repeat": "weekly", "weeks": weeks} if weeks > 1 else {"repeat": "once", "weeks": ""}
    answers = {
        "when": {**on, "start": f"{random.randint(8, 18)}:30"},
        "how-often": {"minutes": 120, **often},
        "money": {"pot": lane.pot},
        "your-rights": {"start_early": "on", "not_household": "on"},
    }
    for step, form in answers.items():
        went_on(lane.resident.press(f"{book}{step}/", form))
    return Asked(lane.resident.get(f"{book}check/").hidden, weeks)


def order(lane: Lane, asked: Asked) -> str:
    """The order's reference."""
    answer = lane.resident.post(f"/marketplace/book/{lane.slug}/check/", asked.form)
    found = SENT.match(went_on(answer).location)
    if not found:
        raise Refused(answer.location)
    return found[1]


def accept(lane: Lane, reference: str) -> None:
    need_token(lane.manager)
    went_on(lane.manager.post(f"/provider/orders/{reference}/accept/"))


def record(lane: Lane, reference: str, number: int) -> None:
    """An hour and a half of the two that were agreed."""
    path = f"/provider/orders/{reference}/visits/{number}/record/"
    need_token(lane.manager)
    went_on(lane.manager.post(path, {"hours": 1, "minutes": 30}))


def seen(visitor: Visitor, path: str) -> dict[str, str]:
    """What a page's hidden fields say of how things stood when it was shown."""
    answer = visitor.get(path)
    return {name: value for name, value in answer.hidden.items() if name == "version"}


def confirm_path(reference: str, number: int) -> str:
    return f"/marketplace/orders/{reference}/visits/{number}/confirm/"


def refund_path(reference: str, number: int) -> str:
    return f"/provider/orders/{reference}/visits/{number}/refund/"


def confirm(lane: Lane, reference: str, number: int, shown: dict[str, str]) -> None:
    went_on(lane.resident.post(confirm_path(reference, number), shown))


def give_back(lane: Lane, reference: str, number: int, pence: int, shown: dict[str, str]) -> None:
    form = {"pounds": f"{pence / 100:.2f}", "reason": "We came late", **shown}
    went_on(lane.manager.post(refund_path(reference, number), form))


def prepare(ann: Visitor) -> str:
    """The file's reference. Raises Refused where there is nobody to pay."""
    if "Prepare a payment file" not in ann.get("/staff/finance/payments/").text:
        raise Refused("nobody to pay")
    answer = went_on(ann.post("/staff/finance/payments/prepare/"))
    found = FILE.search(answer.location)
    if not found:
        raise Refused(answer.location)
    return found[1]


def waiting(ann: Visitor) -> list[str]:
    """Files that nobody has released yet."""
    page = ann.get("/staff/finance/payments/").text
    rest = page.partition("Files to check")[2]
    return sorted(set(FILE.findall(rest.partition("Ready to pay")[0]))) if rest else []


def release(bo: Visitor, reference: str) -> None:
    """Raises Refused where less is owed by now than when it was prepared."""
    page = f"/staff/finance/payments/{reference}/"
    need_token(bo)
    went_on(bo.post(f"{page}release/"))
    if ">Released<" not in bo.get(page).text.partition("</h1>")[0]:
        raise Refused(reference)


def cancel(ann: Visitor, reference: str) -> None:
    went_on(ann.post(f"/staff/finance/payments/{reference}/cancel/"))


def need_token(visitor: Visitor) -> None:
    """A form's token: the one of an earlier page of the same browser will do, here of a page that is always open."""
    if not visitor.token:
        visitor.get("/accounts/name/")


def went_on(answer: Answer) -> Answer:
    """The site does what was asked and leads on; a page instead of that says what is wrong."""
    if answer.status != 302:
        words = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2])[:400]
        raise Refused(f"{answer.status} {words}")
    return answer
