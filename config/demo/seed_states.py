"""What else can happen to requests, offers and services, so that no state waits for somebody to make it."""

from typing import Any

from config.demo.seed_money import ago
from config.demo.seed_year_orders import Year, ask
from directory.actions import approvals, services
from directory.models import Service
from marketplace.actions import listings, orders

ANSWERED = ("megan", "colin", "yusuf")  # their sellers have said yes to the next four weeks


def all_of_it(year: Year) -> None:
    the_next_four_weeks(year)
    taken_back(year)
    nobody_answered(year)
    approval_stopped(year)
    off_sale(year)
    taken_down(year)


def the_next_four_weeks(year: Year) -> None:
    """The money came today: who waits for no contribution asks for the visits to come; some sellers have answered."""
    for one in [one for one in year.residents.values() if "contribution" not in one.told]:
        for number, support in enumerate(one.told["support"]):
            made = ask(year, one, support, year.now, f"next-{number}", first=3)
            if one.key in ANSWERED:
                orders.accept(order=made, by=year.seller(made), at=year.now, send=False)


def wish(listing: str, pot: str, day: str, hour: int, minutes: int) -> dict[str, Any]:
    return {"listing": listing, "pot": pot, "days": [day], "hour": hour, "minutes": minutes, "weeks": 1}


def taken_back(year: Year) -> None:
    """Dorothy asked for a cleaner, and her niece came instead."""
    dorothy, at = year.residents["dorothy"], ago(year.now, 12, hour=10)
    made = ask(year, dorothy, wish("weekly-sparkle", "Mornings at home", "thu", 14, 120), at, "sparkle")
    orders.withdraw(order=made, by=dorothy.buyer, at=ago(year.now, 12, hour=16), send=False)


def nobody_answered(year: Year) -> None:
    """Megan asked Callum, who was on holiday: after two days the clock ended it."""
    made = wish("callum-reid", "Seeing people", "wed", 15, 90)
    ask(year, year.residents["megan"], made, ago(year.now, 9, hour=10), "callum")
    orders.expire_due(ago(year.now, 7, hour=12), send=False)


def approval_stopped(year: Year) -> None:
    """Yusuf's request ended when the council suspended Piotr's approval."""
    made = wish("piotr-mazur", "Everyday life", "thu", 18, 60)
    ask(year, year.residents["yusuf"], made, ago(year.now, 2, hour=10), "piotr")
    piotr = year.scene.sale["piotr-mazur"].personal_assistant
    approval = piotr.approvals.get()  # type: ignore[union-attr]  # an offer of an assistant has one
    why = "A complaint is being looked into."
    approvals.suspend(approval=approval, by=year.scene.user("approver"), reason=why, at=ago(year.now, 1))


def off_sale(year: Year) -> None:
    """Five people at most swim at once: no new bookings until the spring."""
    pool = year.scene.sale["warm-water-sessions"]
    listings.pause(listing=pool, by=None, at=ago(year.now, 15))
    weekends_away(year)


def weekends_away(year: Year) -> None:
    """Grace wrote an offer of Hollybank's two days ago and has not put it on sale yet."""
    other = year.scene.sale["hollybank-companions"]
    listings.create(
        by=year.scene.user("hollybank"),
        at=ago(year.now, 2),
        payee=other.payee,
        service=other.service,
        **other.terms_as_they_stand()
        | {
            "title": "A day out with a companion",
            "unit": "day",
            "price_pence": 11_500,
            "minimum_minutes": 360,
            "free_cancel_hours": 72,
            "included": "Somebody with you for six hours. Tickets and meals are extra.",
        },
    )


def taken_down(year: Year) -> None:
    film = Service.objects.get(slug="film-on-a-friday")
    why = "The projector is broken until the spring."
    services.withdraw(service=film, by=year.scene.user("editor"), reason=why, at=ago(year.now, 22))
