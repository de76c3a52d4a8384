"""Price and notice terms: the columns an offer has and an order keeps as they stood."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from marketplace import pricing

UNIT_CHOICES = [
    (pricing.Unit.HOUR.value, "An hour"),
    (pricing.Unit.VISIT.value, "A visit"),
    (pricing.Unit.DAY.value, "A day"),
    (pricing.Unit.ITEM.value, "An item"),
]
TERM_FIELDS = (
    "title",
    "unit",
    "price_pence",
    "weekend_price_pence",
    "minimum_minutes",
    "free_cancel_hours",
    "late_cancel_percent",
    "included",
    "seller_name",
    "seller_address",
)


class OfferTerms(models.Model):
    """What is sold, by whom, for how much, and what cancelling late costs."""

    title = models.CharField(max_length=150)
    unit = models.CharField("what one price buys", max_length=6, choices=UNIT_CHOICES)
    price_pence = models.PositiveIntegerField()
    weekend_price_pence = models.PositiveIntegerField(null=True, blank=True)
    minimum_minutes = models.PositiveSmallIntegerField(
        "shortest visit, or how long one lasts where the price is not for an hour", default=60
    )
    free_cancel_hours = models.PositiveSmallIntegerField("notice for cancelling free of charge", default=24)
    late_cancel_percent = models.PositiveSmallIntegerField(
        "part of the price owed after that", default=0, validators=[MaxValueValidator(100)]
    )
    included = models.TextField("what is included")
    seller_name = models.CharField("who the seller is, in law", max_length=150)
    # where to write to the seller: for a personal assistant never their home
    seller_address = models.CharField("where to write to the seller", max_length=250, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=list(pricing.Unit)), name="%(class)s_unit"),
            models.CheckConstraint(
                condition=Q(price_pence__gt=0) & (Q(weekend_price_pence=None) | Q(weekend_price_pence__gt=0)),
                name="%(class)s_prices_are_positive",
            ),
            models.CheckConstraint(condition=Q(late_cancel_percent__lte=100), name="%(class)s_late_percent"),
            models.CheckConstraint(
                condition=~Q(unit="hour") | Q(minimum_minutes__gt=0), name="%(class)s_an_hourly_visit_has_a_length"
            ),
        ]

    @property
    def terms(self) -> pricing.Terms:
        return pricing.Terms(
            pricing.Unit(self.unit),
            self.price_pence,
            self.weekend_price_pence,
            self.minimum_minutes,
            self.free_cancel_hours,
            self.late_cancel_percent,
        )

    @property
    def is_hourly(self) -> bool:
        return self.unit == pricing.Unit.HOUR

    def terms_as_they_stand(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in TERM_FIELDS}
