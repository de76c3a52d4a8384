"""The people an organisation may send to somebody's home, and what it says it checked of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from design.formats import day
from directory.approval_rules import CheckKind, DbsLevel
from directory.models.organisations import Organisation

STAFF_CHECKS = (
    CheckKind.DBS,
    CheckKind.IDENTITY,
    CheckKind.RIGHT_TO_WORK,
    CheckKind.REFERENCES,
    CheckKind.TRAINING,
)


def photo_name(member: "StaffMember", name: str) -> str:
    """Never the name of the file that was sent: it may hold a person's."""
    return f"staff/{uuid.uuid4().hex}.jpg"


class StaffMember(models.Model):
    """Somebody whom an organisation sends. Their name is as residents read it: perhaps only a first name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField("name, as people see it", max_length=80)
    photo = models.ImageField(upload_to=photo_name, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="staff_member_has_a_name"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None) | Q(left_at__isnull=False, left_by__isnull=False),
                name="staff_member_left_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.left_at is None


class StaffCheck(models.Model):
    """One check that the organisation says it made. Of a DBS check only level and date, never what it says."""

    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in STAFF_CHECKS])
    level = models.CharField(max_length=30, blank=True, choices=[(level.value, level.label) for level in DbsLevel])
    on_update_service = models.BooleanField("on the DBS update service", default=False)
    checked_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in STAFF_CHECKS]), name="staff_check_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=CheckKind.DBS.value, level__in=[level.value for level in DbsLevel])
                | (~Q(kind=CheckKind.DBS.value) & Q(level="", on_update_service=False)),
                name="staff_check_level_of_dbs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.checked_on}"

    @property
    def words(self) -> str:
        """Enhanced DBS, on the update service, checked on 3 September 2026"""
        what = self.get_level_display() or self.get_kind_display()
        service = ", on the update service" if self.on_update_service else ""
        return f"{what}{service}, checked on {day(self.checked_on)}"
