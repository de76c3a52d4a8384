"""An offer that went from one provider to another: who was paid before, who is paid from then on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Payee
from directory.models import Organisation
from marketplace.models.listings import Listing


class SaleHandover(models.Model):
    """What was earned before stays with `from_payee`, whose desk still shows it. Never changed afterwards."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="handovers")
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="handed_over")
    to_payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="took_over")
    orders = models.PositiveIntegerField("orders that went along", default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_payee=F("to_payee")), name="sale_handed_over_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.from_payee_id} to {self.to_payee_id}"
