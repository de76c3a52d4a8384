"""That the council spoke with somebody whose booked support lost its registration."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from directory.models import Service


class SupportTalk(models.Model):
    """What was agreed with a person about one service that may not go on. The newest says how it stands."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="support_talks")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="support_talks")
    words = models.TextField("what was agreed", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="support_talk_says_what")]

    def __str__(self) -> str:
        return f"Talk {self.pk}"
