"""When somebody last looked at a person's money, so that the page can say what has changed since."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.people import Person

SAME_LOOK = timedelta(hours=1)  # going back and forth between pages is one look


class LastLook(models.Model):
    """One for each who looks and each person. `before_at` is the look before the one at `seen_at`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="last_look_once"),
            models.CheckConstraint(
                condition=Q(before_at=None) | Q(before_at__lt=F("seen_at")), name="last_look_before_this_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.person_id}"

    def is_over(self, now: datetime) -> bool:
        return now - self.seen_at > SAME_LOOK

    def before(self, now: datetime) -> datetime | None:
        """The look before this one: what has happened since is news."""
        return self.seen_at if self.is_over(now) else self.before_at
