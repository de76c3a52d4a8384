"""What an hour costs here today, by kind of support: the prices of offers that can be booked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from marketplace.models import Listing
from marketplace.pricing import Unit
from marketplace.queries.supply import ASSISTANTS, Supply
from marketplace.spreads import Spread, spread


@dataclass(frozen=True)
class Hourly:
    """None where there are fewer than five prices."""

    kind: str
    weekdays: Spread | None
    weekends: Spread | None


def prices(supply: Supply, day: date) -> list[Hourly]:
    """By kind, those with a price only. An offer without a weekend price asks the same every day."""
    weekdays: dict[str, list[int]] = defaultdict(list)
    weekends: dict[str, list[int]] = defaultdict(list)
    rows = Listing.objects.on_sale(day).filter(unit=Unit.HOUR)
    for service, assistant, pence, weekend in rows.values_list(
        "service_id", "personal_assistant_id", "price_pence", "weekend_price_pence"
    ):
        for kind in (ASSISTANTS,) if assistant else supply.kinds_of.get(service, ()):
            weekdays[kind].append(pence)
            weekends[kind].append(weekend or pence)
    return [Hourly(kind, spread(weekdays[kind]), spread(weekends[kind])) for kind in supply.kinds if weekdays[kind]]
