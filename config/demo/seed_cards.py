"""What else can happen with a card: odd purchases with Joan's, one in the post, one frozen by the council."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.actions import cards
from accounts.actions.cards import Taken
from accounts.models import Card, CardAuthorisation
from config.demo.seed_marketplace import Scene
from config.demo.seed_money import ago
from config.demo.seed_year_days import Year

OF_JOAN = "joan@aldermere.example"


def day(scene: Scene, days: int) -> None:
    """What Joan's card did on that day."""
    if days in ON_DAYS:
        ON_DAYS[days](joans(scene), ago(scene.now, days, hour=13))


def joans(scene: Scene) -> Card:
    return Card.objects.select_related("account__person").get(holder__email=OF_JOAN, kind=Card.Kind.VIRTUAL)


def asked(card: Card, at: datetime, merchant: str, category: str, pence: int, **more: object) -> CardAuthorisation:
    reference = f"demo-joan-{merchant}-{pence}"
    return cards.authorise(
        card=card,
        reference=reference,
        merchant=merchant,
        category=category,
        pence=pence,
        at=at,
        **more,  # type: ignore[arg-type]
    )


def took(purchase: CardAuthorisation, pence: int, at: datetime, **more: object) -> None:
    taken = Taken(
        f"{purchase.issuer_reference}-took",
        pence,
        purchase.merchant_name,
        **more,  # type: ignore[arg-type]
    )
    cards.take(card=purchase.card, authorisation=purchase, taken=taken, at=at)


def waiting_time(card: Card, at: datetime) -> None:
    """The taxi waited outside the surgery, and took more than it had asked for."""
    took(asked(card, at, "Priory Taxis", "taxicabs", 1_200), 1_450, at + timedelta(hours=2))


def from_belgium(card: Card, at: datetime) -> None:
    """Bulbs ordered from abroad: the rate was another when the shop took the money."""
    bulbs = asked(card, at, "Bulbes de Bruges", "florists", 1_552, **cards.foreign("eur", 1_800))
    took(bulbs, 1_571, at + timedelta(days=1), currency="eur", minor_units=1_800)


def tea_for_two(card: Card, at: datetime) -> None:
    """A hotel held money for a tea that was never had."""
    asked(card, at, "Harrowby Hotel", "hotels", 2_600)


def never_taken(card: Card, at: datetime) -> None:
    for tea in CardAuthorisation.objects.filter(card=card, merchant_name="Harrowby Hotel"):
        cards.expire(authorisation=tea, at=at)


def on_the_bus(card: Card, at: datetime) -> None:
    """The bus asks nobody while it drives."""
    cards.take(card=card, taken=Taken("demo-joan-bus", 260, "Alder Valley Bus", "bus_lines"), at=at)


def a_stranger_to_us(card: Card, at: datetime) -> None:
    """Money back from a market stall where she had paid in cash."""
    cards.give_back(card=card, taken=Taken("demo-joan-stall", 350, "Northgate Market"), at=at)


def sold_out(card: Card, at: datetime) -> None:
    took(asked(card, at, "Coldwell Farm Shop", "grocery", 1_240), 980, at + timedelta(days=1))


def there_and_back(card: Card, at: datetime) -> None:
    taxi = asked(card, at, "Priory Taxis", "taxicabs", 800)
    cards.increase(authorisation=taxi, to_pence=1_150, at=at + timedelta(hours=1))
    took(taxi, 1_150, at + timedelta(hours=2))


def in_the_post(card: Card, at: datetime) -> None:
    """Joan wants one to hold in her hand, too."""
    cards.issue(
        account=card.account,
        holder=card.holder,
        pot=card.pot,
        by=card.holder,
        kind=Card.Kind.PHYSICAL,
        phone="+447700900702",
        at=at,
    )


ON_DAYS: dict[int, Callable[[Card, datetime], None]] = {
    33: waiting_time,
    28: from_belgium,
    24: tea_for_two,
    17: never_taken,
    15: on_the_bus,
    12: a_stranger_to_us,
    9: sold_out,
    5: there_and_back,
    3: in_the_post,
}


def frozen_by_the_council(year: Year) -> None:
    """A payment with Megan's card looked odd to Samuel, who tries to reach her."""
    card = year.residents["megan"].card
    if card is None:
        raise ValueError("Megan has no card.")
    card.refresh_from_db()
    cards.freeze(card=card, by=year.scene.user("practitioner"), reason="odd", at=ago(year.now, 1, hour=16))
