"""What people tell the council: complaints, compliments, comments; what was done, and what was written to them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.people import ContactFormat, Person
from cms.complaint_rules import KINDS, OPEN, OUTCOMES, STAGES, SUBJECTS, Kind, Stage, longest

LONGEST = 5_000  # characters of what somebody writes
CONSENTS = {
    "named": "Yes, with my name",
    "unnamed": "Yes, but not my name",
    "no": "No",
}


def somebody(related: str = "+", **more: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name=related,
        **{"null": True, "blank": True, **more},
    )


class Complaint(models.Model):
    """One thing that somebody told us. Complaints have a clock set by law (cms.complaint_rules)."""

    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField("of the journey, so that it is sent once", max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    subject = models.CharField(max_length=12, choices=list(SUBJECTS.items()))
    stage = models.CharField(max_length=12, choices=list(STAGES.items()), default=Stage.RECEIVED)
    version = models.PositiveIntegerField(default=0)
    words = models.TextField("what happened", max_length=LONGEST)
    wish = models.TextField("what would put it right", max_length=LONGEST, blank=True)
    staff_named = models.CharField("somebody at the council whom it is about", max_length=150, blank=True)
    # what it is about: a page, or a thing that a higher room knows (cms.about)
    about_kind = models.CharField(max_length=40, blank=True)
    about_ref = models.CharField(max_length=80, blank=True)
    about_words = models.CharField(max_length=200, blank=True)
    # who told us, and how to answer
    made_by = somebody("complaints")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="complaints")
    name = models.CharField(max_length=150, blank=True)
    contact_format = models.CharField(max_length=20, choices=ContactFormat, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(max_length=400, blank=True)
    consent = models.CharField("may be passed on", max_length=8, choices=list(CONSENTS.items()), blank=True)
    # the clock
    received_at = models.DateTimeField()
    due_on = models.DateField("when the next step is due", null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField("agreed with the person", null=True, blank=True)
    agreed_with_person = models.BooleanField(null=True, blank=True)
    plan = models.TextField("how it is handled", max_length=LONGEST, blank=True)
    outcome = models.CharField(max_length=12, choices=list(OUTCOMES.items()), blank=True)
    answer = models.TextField(max_length=LONGEST * 2, blank=True)
    put_right = models.TextField("what we have done or will do", max_length=LONGEST, blank=True)
    answered_by = somebody()
    answered_at = models.DateTimeField(null=True, blank=True)
    learning = models.TextField(max_length=LONGEST, blank=True)
    closed_by = somebody()
    closed_at = models.DateTimeField(null=True, blank=True)
    passed_words = models.TextField("what was passed on", max_length=LONGEST, blank=True)
    handler = somebody("complaints_to_handle")
    reminded_for = models.DateField("the handler was reminded of", null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["due_on", "received_at"], name="complaint_due"),
            models.Index(fields=["received_at"], name="complaint_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="complaint_answered_at_and_words",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False) | (~Q(stage=Stage.CLOSED) & Q(closed_at=None)),
                name="complaint_closed_at_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(answer_by=None, agreed_with_person=None)
                | Q(answer_by__isnull=False, agreed_with_person__isnull=False),
                name="complaint_answer_by_and_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.COMPLAINT, stage__in=["planned", "looked_into"], answer_by=None),
                name="complaint_plan_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.received_at)

    @property
    def longest_on(self) -> date:
        return longest(self.received_on)


class ComplaintEvent(models.Model):
    """One step, or a note of the staff. `shown` says whether the person may read the words."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=20)
    from_stage = models.CharField(max_length=12, blank=True)
    to_stage = models.CharField(max_length=12, blank=True)
    words = models.TextField(max_length=LONGEST, blank=True)
    shown = models.BooleanField(default=False)
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} of complaint {self.complaint_id}"


class ComplaintSubject(models.Model):
    """Somebody whom a complaint is about: she does not see it, nor handle it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="subjects")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    recorded_by = somebody()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="complaint_subject_once")]

    def __str__(self) -> str:
        return f"user {self.user_id} in complaint {self.complaint_id}"


class ComplaintLetter(models.Model):
    """What is written to somebody about it: by e-mail to an address without a sign-in, or made and posted by staff."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="letters")
    step = models.CharField(max_length=20)
    format = models.CharField(max_length=20, choices=ContactFormat)
    title = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = somebody()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="complaint_letter_to_send")]

    def __str__(self) -> str:
        return f"letter {self.pk} about complaint {self.complaint_id}"


class ComplimentPassed(models.Model):
    """A compliment on its way to somebody it is about, who reads it when signed in."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="passed")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="compliments")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["complaint", "to"], name="compliment_passed_once")]

    def __str__(self) -> str:
        return f"compliment {self.complaint_id} to user {self.to_id}"
