from django.conf import settings
from django.db import models

from cms.link_rules import LONGEST


class ConfirmedLink(models.Model):
    """An address of another site that somebody opened and found right. This machine asks no other site by itself."""

    address = models.CharField(max_length=LONGEST, unique=True)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="confirmed_links"
    )

    def __str__(self) -> str:
        return self.address
