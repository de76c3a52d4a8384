"""What somebody has typed on the way to an order."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from marketplace.models.listings import Listing
from marketplace.models.orders import Order


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Draft(models.Model):
    """One journey through the booking questions, kept on our side. Its token makes it one order at most."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "person", "listing"], condition=Q(order=None), name="draft_one_open_journey"
            )
        ]

    def __str__(self) -> str:
        return self.token
