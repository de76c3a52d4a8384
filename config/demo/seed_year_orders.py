"""The year of the eight as the other modules hold it, and how one of them asks for four weeks of visits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from config.demo.seed_directory import DAYS
from config.demo.seed_marketplace import Scene, seller
from config.demo.seed_money import ago
from config.demo.seed_year import Resident
from marketplace.actions import orders
from marketplace.models import Order, Visit

FOUR_WEEKS = 28


@dataclass
class Year:
    """The eight, the county they live in, and how many visits each has had."""

    scene: Scene
    residents: dict[str, Resident]
    had: Counter[str] = field(default_factory=Counter)
    away: set[str] = field(default_factory=set)  # who orders nothing at the moment
    sellers: dict[int, User] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.scene.now

    def of(self, visit: Visit) -> Resident:
        return next(one for one in self.residents.values() if one.person.pk == visit.order.person_id)

    def seller(self, order: Order) -> User:
        return self.sellers.setdefault(order.listing_id, seller(order.listing, self.scene))


def order(year: Year, one: Resident, support: dict[str, Any], days: int, token: str) -> Order:
    """Asked for and agreed on that day."""
    asked_at = ago(year.now, days, hour=10)
    made = ask(year, one, support, asked_at, token)
    return orders.accept(order=made, by=year.seller(made), at=asked_at + timedelta(hours=5), send=False)


def ask(year: Year, one: Resident, support: dict[str, Any], asked_at: datetime, token: str, first: int = 2) -> Order:
    wish = orders.Wish(
        listing=year.scene.sale[support["listing"]],
        person=one.person,
        pot=one.pot(support["pot"]),
        starts_at=tuple(dates(asked_at, support, first)),
        minutes=support["minutes"],
        token=f"demo-{one.key}-{token}",
        start_early=True,
        not_household=True,
    )
    return orders.place(wish=wish, by=one.buyer, at=asked_at, send=False)


def dates(asked_at: datetime, support: dict[str, Any], first: int) -> Iterable[datetime]:
    """Each of its weekdays in the four weeks that begin so many days later."""
    for later in range(first, first + FOUR_WEEKS * support.get("weeks", 4) // 4):
        on = timezone.localtime(asked_at) + timedelta(days=later)
        if DAYS[on.weekday()] in support["days"]:
            yield timezone.make_aware(datetime.combine(on.date(), time(support["hour"])))
