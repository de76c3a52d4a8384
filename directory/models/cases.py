"""An approver's case beside its checks: decisions by two people, notes, papers, references, appeals, complaints.

Of a criminal record check nothing is kept here but, with consent, the certificate's number (`DbsNumber`).
"""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cms.models import Complaint
from directory.approval_rules import CheckKind, State
from directory.models.approvals import KINDS, Approval

FOLDER = "approvals"  # of MEDIA_ROOT, where nothing but `directory.views.case_papers` serves from


def somebody(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


def pair(at: str, by: str) -> Q:
    """A CHECK: both or neither."""
    return Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


class ApprovalDecision(models.Model):
    """One person proposes an approval with reasons, another decides: the database keeps it so."""

    OUTCOMES = (("approved", "Approved"), ("sent_back", "Sent back"))

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="decisions")
    proposed_by = somebody()
    proposed_at = models.DateTimeField()
    reason = models.TextField()
    conditions = models.CharField("conditions, as people read them", max_length=250, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    answer = models.TextField(blank=True)
    decided_by = somebody(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=pair("decided_at", "decided_by"), name="decision_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | Q(outcome__in=["approved", "sent_back"], decided_at__isnull=False),
                name="decision_has_an_outcome_once_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="decision_by_two_people"
            ),
            models.UniqueConstraint(fields=["approval"], condition=Q(outcome=""), name="decision_one_open"),
        ]

    def __str__(self) -> str:
        return f"decision about {self.approval_id}"


class Appeal(models.Model):
    """Who was refused, suspended or withdrawn asks for somebody else to look at it."""

    OUTCOMES = (("stands", "The decision stands"), ("again", "We look at it again"))

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="appeals")
    words = models.TextField()
    made_by = somebody()
    made_at = models.DateTimeField()
    against = somebody(null=True)  # who made the decision, and so does not answer
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    answer = models.TextField(blank=True)
    answered_by = somebody(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=pair("answered_at", "answered_by"), name="appeal_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(against=None) | Q(answered_by=None) | ~Q(answered_by=F("against")),
                name="appeal_answered_by_another",
            ),
            models.UniqueConstraint(fields=["approval"], condition=Q(answered_at=None), name="appeal_one_open"),
        ]

    def __str__(self) -> str:
        return f"appeal about {self.approval_id}"


class CaseNote(models.Model):
    """What an approver writes down: a note, or what was said in the interview."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        INTERVIEW = "interview", "Interview"

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    text = models.TextField()
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="case_note_says_something")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


def paper_name(paper: "CasePaper", filename: str) -> str:
    """A random name. Of what somebody called the file nothing is kept."""
    return f"{FOLDER}/{secrets.token_hex(24)}.{CasePaper.ENDINGS[paper.content_type]}"


class CasePaper(models.Model):
    """Evidence for one check, drawn anew by `accounts.uploads`. It goes six months after it came."""

    JPEG, PDF = "image/jpeg", "application/pdf"
    ENDINGS = {JPEG: "jpg", PDF: "pdf"}

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=KINDS)
    content_type = models.CharField(max_length=20, choices=[(JPEG, "A photo"), (PDF, "A PDF")])
    file = models.FileField(upload_to=paper_name, max_length=120, blank=True)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField("bytes kept")
    sent_by = somebody()
    sent_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=CheckKind.DBS.value), name="case_paper_never_a_certificate"),
            models.CheckConstraint(
                condition=(Q(removed_at=None) & ~Q(file="")) | Q(removed_at__isnull=False, file=""),
                name="case_paper_there_or_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class PaperLook(models.Model):
    """Somebody opened a paper."""

    paper = models.ForeignKey(CasePaper, on_delete=models.PROTECT, related_name="looks")
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.at:%Y-%m-%d}"


class DbsNumber(models.Model):
    """The certificate's number, for rechecks by the update service: only while its holder consents."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="dbs_number")
    number = models.CharField(max_length=12)
    consented_on = models.DateField()
    recorded_by = somebody()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{12}$"), name="dbs_number_is_12_figures")
        ]

    def __str__(self) -> str:
        return f"number of {self.approval_id}"


class Referee(models.Model):
    """Somebody who was asked for a reference by a link. What they write only approvers read."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="referees")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    how_known = models.CharField("how they know the applicant", max_length=150, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    known_for = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    trusts = models.CharField(max_length=8, blank=True, choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")])

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at=None, words="") | (Q(given_at__isnull=False, token_hash="") & ~Q(words="")),
                name="referee_link_is_used_once",
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="referee_token_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CaseComplaint(models.Model):
    """A complaint that belongs to a case."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="complaints")
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+")
    attached_by = somebody()
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "complaint"], name="case_complaint_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.approval_id}"


class PrivateFeedback(models.Model):
    """What somebody says of a personal assistant's work: for the case alone. It is never shown, counted or rated."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="feedback")
    words = models.TextField()
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "private feedback"

    def __str__(self) -> str:
        return f"feedback in {self.approval_id}"


class Application(models.Model):
    """What an applicant fills in, until it is sent: the first time all, for a renewal the steps in `only`."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="applications")
    applicant = somebody()
    only: Any = models.JSONField("the steps of a renewal", null=True, blank=True)
    answers: Any = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval"], condition=Q(only__isnull=True), name="application_first_of_an_approval"
            ),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(only__isnull=False, sent_at=None), name="application_one_open_renewal"
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.approval_id}"

    @property
    def was_taken_back(self) -> bool:
        """Before it was sent: nobody else ends one that is being filled in."""
        return self.sent_at is None and not self.is_renewal and self.approval.state == State.WITHDRAWN

    @property
    def is_renewal(self) -> bool:
        return self.only is not None
