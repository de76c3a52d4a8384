"""What a person bought from her budget, by card or by an order, as one thing: when, where, how much, from which pots.

Only here is it read how much a purchase came to: what a shop holds or took (which may be more than it asked for) less
what it gave back, what an order holds or paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import memos
from accounts.models import CardAccount, CardAuthorisation, Payment, Person, Pot, PurchaseQuestion
from accounts.models.covers import COVERED
from accounts.queries import asks

State = CardAuthorisation.State
CARD, PAYMENT = "card", "payment"


@dataclass(frozen=True)
class Bought:
    """`key` is "card:12" or "payment:7", whether it is covered or not. `parts`: pence by pot, in the order drawn.

    `pence` is what it comes to, held or paid; `paid_pence` and `back_pence` what was paid and what was given back.
    """

    key: str
    memo: str
    words: str
    at: datetime
    pence: int
    parts: Sequence[tuple[Pot, int]]
    paid_pence: int = 0
    back_pence: int = 0
    question: PurchaseQuestion | None = None

    @property
    def is_covered(self) -> bool:
        return self.question is not None

    @property
    def labels(self) -> str:
        return ", ".join(pot.label for pot, _ in self.parts)


def by_card(person: Person) -> QuerySet[CardAuthorisation]:
    found = CardAuthorisation.objects.filter(card__account__person=person, card__account__kind=CardAccount.Kind.BUDGET)
    nothing = Q(state=State.DECLINED) | Q(state__in=(State.REVERSED, State.EXPIRED), captured_pence=0)
    return found.exclude(nothing)


def by_order(person: Person) -> QuerySet[Payment]:
    return Payment.objects.filter(pot__person=person, pot__budget__isnull=False)


def standing(person: Person) -> list[tuple[datetime, str]]:
    """When and which, the last first: light, to be paged."""
    cards = [(at, f"{CARD}:{pk}") for pk, at in by_card(person).values_list("pk", "asked_at")]
    orders = [(at, f"{PAYMENT}:{pk}") for pk, at in by_order(person).values_list("pk", "held_at")]
    return sorted([*cards, *orders], reverse=True)


def load(person: Person, keys: Iterable[str]) -> list[Bought]:
    """These purchases of hers, in this order. As many queries however many they are."""
    keys = list(keys)
    ids: dict[str, list[int]] = {CARD: [], PAYMENT: []}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in ids and number.isdecimal() and len(number) < 19:
            ids[kind].append(int(number))
    cards = by_card(person).filter(pk__in=ids[CARD])
    orders = by_order(person).filter(pk__in=ids[PAYMENT])
    found = {each.key: each for each in [*of_cards(cards), *of_orders(orders)]}
    return [found[key] for key in keys if key in found]


def of_cards(rows: QuerySet[CardAuthorisation]) -> list[Bought]:
    rows = rows.select_related("purchase__cover__question").prefetch_related("draws__pot")
    return [
        Bought(
            key=f"{CARD}:{each.pk}",
            memo=f"card:{each.pk}",
            words=each.merchant_name,
            at=each.asked_at,
            pence=taken_pence(each),
            parts=by_pot(each),
            paid_pence=each.captured_pence,
            back_pence=each.refunded_pence,
            question=_question(each),
        )
        for each in rows
    ]


def by_pot(authorisation: CardAuthorisation) -> list[tuple[Pot, int]]:
    """Pence by pot, in the order first drawn; what a shop took beyond what there was came from none."""
    found: dict[int, tuple[Pot, int]] = {}
    for draw in authorisation.draws.all():
        if draw.pot:
            before = found.get(draw.pot.pk, (draw.pot, 0))[1]
            found[draw.pot.pk] = (draw.pot, before + draw.pence)
    return list(found.values())


def taken_pence(authorisation: CardAuthorisation) -> int:
    promised = authorisation.pence if authorisation.state == State.APPROVED else 0
    return max(promised, authorisation.captured_pence) - authorisation.refunded_pence


def of_orders(rows: QuerySet[Payment]) -> list[Bought]:
    found = list(rows.select_related("purchase__cover__question", "pot", "payee"))
    words = memos.words(f"{each.purpose}:{each.reference}" for each in found)
    return [
        Bought(
            key=f"{PAYMENT}:{each.pk}",
            memo=f"{each.purpose}:{each.reference}",
            words=words.get(f"{each.purpose}:{each.reference}", each.payee.name),
            at=each.held_at,
            pence=each.held_pence - each.released_pence - each.refunded_pence,
            parts=[(each.pot, each.held_pence)],
            paid_pence=each.captured_pence,
            back_pence=each.refunded_pence,
            question=_question(each),
        )
        for each in found
    ]


def _question(row: CardAuthorisation | Payment) -> PurchaseQuestion | None:
    purchase = getattr(row, "purchase", None)
    cover = getattr(purchase, "cover", None) if purchase else None
    return cover.question if cover else None


def one(person: Person, key: str) -> Bought | None:
    return next(iter(load(person, [plain(key)])), None)


def plain(key: str) -> str:
    """card:12:covered → card:12"""
    return key.removesuffix(COVERED)


def within(question: PurchaseQuestion) -> tuple[datetime, datetime]:
    """From the moment of asking to the end of the last day."""
    until = question.until or question.asked_on
    return question.asked_at, timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))


def fits(question: PurchaseQuestion, bought: Bought, left: int) -> bool:
    """In its time, and within what it still covers."""
    first, end = within(question)
    return question.is_yes and not bought.is_covered and first <= bought.at < end and 0 < bought.pence <= left


def likely(question: PurchaseQuestion, bought: Bought) -> bool:
    """The same shop; or, where none was named, the same pot."""
    shop, words = question.shop.casefold().strip(), bought.words.casefold()
    if shop:
        return shop in words or words in shop
    return question.pot_id in {pot.pk for pot, _ in bought.parts}


def candidates(question: PurchaseQuestion, most: int = 20) -> list[Bought]:
    """What she may have meant by this yes: the likely first, then the last."""
    left, (first, end) = asks.left_pence(question), within(question)
    cards = of_cards(by_card(question.person).filter(asked_at__gte=first, asked_at__lt=end))
    orders = of_orders(by_order(question.person).filter(held_at__gte=first, held_at__lt=end))
    found = [each for each in [*cards, *orders] if fits(question, each, left)]
    found.sort(key=lambda each: each.at, reverse=True)
    found.sort(key=lambda each: not likely(question, each))
    return found[:most]


def answers_for(person: Person, bought: Bought) -> list[PurchaseQuestion]:
    """Yeses that may be about this purchase and that nobody has named yet."""
    return [each for each in asks.open_yeses(person) if fits(each, bought, each.left) and likely(each, bought)]  # type: ignore[attr-defined]
