"""The person whose support it is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


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
    born_on = models.DateField("date of birth", null=True, blank=True)
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="who works with her at the council",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people_worked_with",
    )
    needs_asked_on = models.DateField("asked about communication needs", null=True, blank=True)
    needs_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="who said or asked it last",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    no_sign_in = models.BooleanField("wants no sign-in: staff and paper serve her", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    died_on = models.DateField(null=True, blank=True)
    death_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    death_recorded_at = models.DateTimeField(null=True, blank=True)

    capacity_lost_on = models.DateField("cannot decide about this money since", null=True, blank=True)
    capacity_reference = models.CharField("reference of the assessment", max_length=100, blank=True)
    capacity_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    capacity_lost_on=None,
                    capacity_reference="",
                    capacity_recorded_by=None,
                    capacity_recorded_at=None,
                )
                | Q(
                    capacity_lost_on__isnull=False,
                    capacity_recorded_by__isnull=False,
                    capacity_recorded_at__isnull=False,
                )
                & ~Q(capacity_reference=""),
                name="person_capacity_recorded_at_and_by",
            ),
            models.CheckConstraint(condition=Q(user=None) | Q(no_sign_in=False), name="person_signs_in_or_not"),
            models.CheckConstraint(
                condition=Q(died_on=None, death_recorded_by=None, death_recorded_at=None)
                | Q(died_on__isnull=False, death_recorded_by__isnull=False, death_recorded_at__isnull=False),
                name="person_death_recorded_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def get_short_name(self) -> str:
        """As a template greets a sign-in."""
        return self.first_name


class CommunicationNeed(models.Model):
    """What somebody needs so as to understand and be understood (Accessible Information Standard, DAPB1605)."""

    class Kind(models.TextChoices):
        INTERPRETER = "interpreter", "An interpreter for another language"
        BSL = "bsl", "A British Sign Language interpreter"
        LIPREADING = "lipreading", "To see your face, for lipreading"
        HEARING_LOOP = "hearing_loop", "A hearing loop"
        DEAFBLIND = "deafblind", "A deafblind guide or manual"
        TEXT = "text", "Text messages or Relay UK, not voice calls"
        SHORT_WORDS = "short_words", "Short words, one thing at a time"
        MORE_TIME = "more_time", "More time to answer"
        SYMBOLS = "symbols", "Pictures, symbols or a communication book"
        SOMEBODY_THERE = "somebody_there", "Somebody with them, or an advocate"
        OTHER = "other", "Something else"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="communication_needs")
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.CharField("more about it", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at=None), name="communication_need_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="communication_need_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class Caring(models.Model):
    """Who cares for whom, unpaid. It lets nobody see or do anything: that takes a mandate."""

    carer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cares_for")
    cared_for = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carers")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carer", "cared_for"], condition=Q(ended_at=None), name="caring_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(carer=F("cared_for")), name="caring_for_another"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="caring_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} for {self.cared_for_id}"
