"""An order that somebody at the council places for a person who is on the telephone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from accounts.wording import ROLES
from marketplace.models.orders import Order


class Fact(models.TextChoices):
    """What may be asked so as to know who is calling. Only that it was asked is kept, never what was said."""

    BORN_ON = "born_on", "Date of birth"
    POSTCODE = "postcode", "Address and postcode"
    PHONE = "phone", "Telephone number that we hold"
    CASE_REFERENCE = "case_reference", "Case reference"
    PRACTITIONER = "practitioner", "Who works with them at the council"


class TelephoneOrder(models.Model):
    """One call: who took it, for whom, which two facts were asked and when, and the order that came of it."""

    class End(models.TextChoices):
        PLACED = "placed", "Ordered"
        NOT_KNOWN = "not_known", "We could not tell who was calling"
        GIVEN_UP = "given_up", "Nothing was ordered"
        LAPSED = "lapsed", "Left unfinished"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="telephone_orders")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    desk = models.CharField("role in which it was taken", max_length=20)
    first_fact = models.CharField("first fact asked", max_length=20, choices=Fact, blank=True)
    second_fact = models.CharField("second fact asked", max_length=20, choices=Fact, blank=True)
    checked_at = models.DateTimeField("identity checked at", null=True, blank=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="telephone_order")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, first_fact="", second_fact="")
                | (
                    Q(checked_at__isnull=False)
                    & ~Q(first_fact="")
                    & ~Q(second_fact="")
                    & ~Q(first_fact=F("second_fact"))
                ),
                name="telephone_order_two_facts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="telephone_order_ended_at_and_as",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False, ended_as="placed", checked_at__isnull=False)
                | (Q(order=None) & ~Q(ended_as="placed")),
                name="telephone_order_placed_after_a_check",
            ),
            models.UniqueConstraint(
                fields=["person", "taken_by"], condition=Q(ended_at=None), name="telephone_order_one_open_call"
            ),
        ]
        indexes = [models.Index(fields=["taken_at"], name="telephone_order_of_a_day")]

    def __str__(self) -> str:
        return f"Call {self.pk}"

    @property
    def facts(self) -> list[str]:
        """In words, which two were asked."""
        return [Fact(fact).label for fact in (self.first_fact, self.second_fact) if fact]

    @property
    def desk_words(self) -> str:
        """As the person reads it: "practitioners’ desk"."""
        return f"{ROLES[self.desk].lower()}s’ desk"
