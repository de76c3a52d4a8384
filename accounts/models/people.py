"""The person whose support it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ContactFormat(models.TextChoices):
    EMAIL = "email", "E-mail"
    PRINT = "print", "Letter"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy Read"
    TELEPHONE = "telephone", "Telephone call"


class Person(models.Model):
    """A resident, carer or self-funder. She may have no sign-in: then staff and paper serve her."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    name = models.CharField("full name", max_length=150)
    case_reference = models.CharField(
        "reference in the case system",
        max_length=40,
        unique=True,
        null=True,
        blank=True,
    )
    contact_format = models.CharField(max_length=20, choices=ContactFormat, default=ContactFormat.EMAIL)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    died_on = models.DateField(null=True, blank=True)
    death_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    death_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(died_on=None, death_recorded_by=None, death_recorded_at=None)
                | Q(died_on__isnull=False, death_recorded_by__isnull=False, death_recorded_at__isnull=False),
                name="person_death_recorded_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]
