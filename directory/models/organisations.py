"""Who offers support, and who may act for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.models.records import Record


class Organisation(Record):
    """A company, charity, public body or group that offers services."""

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    legal_status = models.CharField(max_length=60, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    cqc_provider_id = models.CharField("CQC provider id", max_length=30, blank=True)

    class Meta(Record.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def phone(self) -> str:
        first = next(iter(self.phones.all()), None)
        return first.number if first else ""

    def managers(self) -> "models.QuerySet[OrganisationMember]":
        """Those whose sign-in is open, with their users."""
        held = self.members.filter(role=MemberRole.MANAGER, ended_at=None, user__is_active=True)
        return held.select_related("user").order_by("pk")


class MemberRole(models.TextChoices):
    MANAGER = "manager", "Manager"
    SCHEDULER = "scheduler", "Scheduler"
    FINANCE = "finance", "Finance"


class OrganisationMember(models.Model):
    """Somebody who may act for an organisation, from when to when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=MemberRole)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "role"],
                condition=Q(ended_at=None),
                name="member_holds_a_role_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="member_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} of {self.organisation_id}"
