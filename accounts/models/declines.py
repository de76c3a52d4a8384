"""Why a purchase was declined, as it stood at that moment, so that it can be explained at any time."""

from django.db import models
from django.db.models import Q

from accounts.models.cards import CardAuthorisation
from accounts.models.spending_rules import SpendingRule


class Declined(models.Model):
    """The facts behind a decline. `pots` are [pot id, pence that were free, whether set aside for emergencies].

    `told_at` is when its holder and the person were written to; several declines of one card share one letter, which is
    at the last of them (`accounts.actions.declines`).
    """

    authorisation = models.OneToOneField(CardAuthorisation, on_delete=models.PROTECT, related_name="declined")
    rule = models.ForeignKey(SpendingRule, on_delete=models.PROTECT, null=True, related_name="+")
    limit_pence = models.PositiveIntegerField("what was left of the limit", null=True)
    short_by_pence = models.PositiveIntegerField(default=0)
    pots = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["authorisation"], condition=Q(told_at=None), name="declined_to_tell")]

    def __str__(self) -> str:
        return f"Decline {self.authorisation_id}"

    @property
    def there_pence(self) -> int:
        """What a card could have spent: without what is set aside for emergencies."""
        return sum(pence for _, pence, aside in self.pots if not aside)
