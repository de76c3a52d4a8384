"""What people are told on paper or by telephone, because e-mail is not their way or they have no sign-in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.invitations import Invitation
from accounts.models.people import ContactFormat, Person


class Letter(models.Model):
    """A letter to print and post, or words to say on the telephone. Its text goes once that was done.

    An invitation's letter has no code in it: that is made when the letter is printed, and is on the paper only.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    template = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    format = models.CharField(max_length=20, choices=ContactFormat)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    queued_at = models.DateTimeField()
    printed_at = models.DateTimeField("last printed", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField("posted, or told by telephone", null=True, blank=True)
    dropped_at = models.DateTimeField("not needed any more", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="letter_done_at_and_by",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(dropped_at=None), name="letter_done_or_dropped"),
        ]
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(done_at=None, dropped_at=None), name="letter_to_send"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    @property
    def is_call(self) -> bool:
        return self.format == ContactFormat.TELEPHONE and self.invitation_id is None
