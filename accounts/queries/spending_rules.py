"""Which rules hold for a person's cards on a day."""

from collections.abc import Callable
from datetime import date

from django.db.models import DateField, Q, QuerySet
from django.utils import timezone

from accounts.kept import Given, Kept
from accounts.models import CardAccount, Person, Pot, SpendingRule
from accounts.shops import kind_in_words, shop_key
from accounts.spending import Reason, RuleFacts

Kind = SpendingRule.Kind


def in_force(on: date | Given) -> QuerySet[SpendingRule]:
    holds = Q(expires_on=None) | Q(expires_on__gte=on)
    return SpendingRule.objects.filter(holds, ended_at=None, starts_on__lte=on)


def of(person: Person, on: date) -> list[SpendingRule]:
    """Those that name this person, the newest first."""
    return list(in_force(on).filter(person=person).select_related("author"))


def to_look_at(pot: Pot, shop: str, pence: int) -> list[str]:
    """Rules that may stand against something she asks about, in words: those that name the shop, and those of a kind of
    shop, since a question does not say which kind it is."""
    asked = shop_key(shop)
    found = of(pot.person, timezone.localdate())
    return [
        f"{rule.shop or kind_in_words(rule.category)}: {rule.reason}" for rule in found if rule.shop_key in ("", asked)
    ]


def ask_for_facts(account: CardAccount, on: date) -> Callable[[], list[RuleFacts]]:
    """What the decision needs, in one query; asked now, read by the call. Plan and regulations are about the personal
    budget: on her own money only unlawful goods are refused."""
    about_her = account.kind == CardAccount.Kind.BUDGET
    answer = _of_budget.ask(on=on, person=account.person_id) if about_her else _of_own_money.ask(on=on)
    return lambda: [RuleFacts(pk, Reason(kind), shop, category) for pk, kind, shop, category in answer()]


def _facts(whose: Q) -> QuerySet[SpendingRule, tuple[int, str, str, str]]:
    found = in_force(Given("on", DateField())).filter(whose)
    return found.order_by("pk").values_list("pk", "kind", "shop_key", "category")


UNLAWFUL = Q(kind=Kind.UNLAWFUL_GOODS)
_of_own_money = Kept(lambda: _facts(UNLAWFUL))
_of_budget = Kept(lambda: _facts(UNLAWFUL | Q(person_id=Given("person", Person._meta.pk))))
