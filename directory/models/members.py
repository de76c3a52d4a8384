"""Somebody is asked to work in an organisation's pages and diary: by an e-mail with a link that works once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.models.organisations import MemberRole, Organisation


class MemberInvitation(models.Model):
    """Its link is signed, and opens while nobody has used it or taken it back, until it expires."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=12, choices=MemberRole)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("taken back", null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(used_at=None, ended_at=None),
                name="member_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
                name="member_invitation_used_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(ended_at=None), name="member_invitation_used_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in MemberRole]), name="member_invitation_role"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
