"""What a card refuses, and why: exactly three kinds of rule, and no other (domain.md §3, "No blanket bans").

The Care Act 2014 leaves it to the person how her needs are met. So a rule is unlawful goods, a limit of the law quoted
by its section, or a line of one person's plan with a reason, an author and a last day. The constraints hold it.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models.people import Person
from accounts.shops import shop_key
from accounts.spending import UNLAWFUL_CATEGORIES
from accounts.statutes import STATUTES

NAMES_NOTHING = Q(shop="", shop_key="", category="")
NAMES_ONE = (~Q(shop="") & ~Q(shop_key="") & Q(category="")) | (Q(shop="", shop_key="") & ~Q(category=""))
FOR_EVERYBODY, FOR_ONE = Q(person=None), Q(person__isnull=False)


class SpendingRule(models.Model):
    """Refuses one shop or one kind of shop to one person; for everybody, unlawful goods alone.

    A limit of the law for everybody names no shop and no kind of shop: it is there to be quoted. `shop_key` is how the
    shop is known again (`accounts.shops`). The person reads `reason`.
    """

    class Kind(models.TextChoices):
        UNLAWFUL_GOODS = "unlawful_goods", "Unlawful goods"
        STATUTORY_LIMIT = "statutory_limit", "A limit of the law"
        PLAN_LINE = "plan_line", "A line of the plan"

    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="spending_rules")
    shop = models.CharField(max_length=120, blank=True)
    shop_key = models.CharField(max_length=120, blank=True)
    category = models.CharField("kind of shop, as card companies write it", max_length=80, blank=True)
    statute = models.CharField(max_length=40, blank=True, choices=[(key, law.name) for key, law in STATUTES.items()])
    reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField("what the author was then", max_length=80)
    starts_on = models.DateField()
    expires_on = models.DateField("last day", null=True, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="unlawful_goods", statute="", shop="", category__in=sorted(UNLAWFUL_CATEGORIES))
                | (Q(kind="statutory_limit") & Q(statute__in=sorted(STATUTES)))
                | (Q(kind="plan_line", statute="") & FOR_ONE & Q(expires_on__isnull=False)),
                name="spending_rule_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(kind="unlawful_goods") & FOR_EVERYBODY
                | Q(kind="statutory_limit") & FOR_EVERYBODY & NAMES_NOTHING
                | FOR_ONE & NAMES_ONE & ~Q(reason=""),
                name="spending_rule_bans_nothing_for_everybody",
            ),
            models.CheckConstraint(condition=~Q(author_role=""), name="spending_rule_has_an_author"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("starts_on")), name="spending_rule_dates"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="spending_rule_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "shop_key", "category"],
                condition=Q(ended_at=None),
                name="spending_rule_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Spending rule {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.shop_key = shop_key(self.shop)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """In words, what the constraints hold."""
        if said := why_not(self):
            raise ValidationError(said)


def why_not(rule: SpendingRule) -> str:
    """Why this is no rule that may be, in a sentence; nothing where it may."""
    match rule.kind:
        case SpendingRule.Kind.UNLAWFUL_GOODS:
            return _why_not_unlawful(rule)
        case SpendingRule.Kind.STATUTORY_LIMIT:
            return _why_not_of_the_law(rule)
        case SpendingRule.Kind.PLAN_LINE:
            return _why_not_of_a_plan(rule)
    return "A rule is unlawful goods, a limit of the law, or a line of one person’s plan. There is no other kind."


def _why_not_unlawful(rule: SpendingRule) -> str:
    if rule.person_id or rule.category not in UNLAWFUL_CATEGORIES or rule.shop or rule.statute:
        return "For everybody we refuse only what it is against the law to sell."
    return ""


def _why_not_of_the_law(rule: SpendingRule) -> str:
    if rule.statute not in STATUTES:
        return "Say which law it is, by its section."
    if rule.person_id is None:
        if rule.shop or rule.category:
            return "A limit of the law for everybody names no shop and no kind of shop: they sell lawful things."
        return ""
    return _why_not_for_one(rule)


def _why_not_of_a_plan(rule: SpendingRule) -> str:
    if rule.person_id is None:
        return "A line of a plan is one person’s: there are no bans for everybody."
    if rule.statute:
        return "A line of a plan quotes no law."
    if rule.expires_on is None:
        return "Say until which day it holds."
    return _why_not_for_one(rule)


def _why_not_for_one(rule: SpendingRule) -> str:
    if bool(shop_key(rule.shop)) == bool(rule.category):
        return "Name one shop, or one kind of shop."
    if not rule.reason.strip():
        return "Say why. The person reads it."
    if rule.expires_on and rule.starts_on and rule.expires_on < rule.starts_on:
        return "The last day must be today or later."
    return ""
