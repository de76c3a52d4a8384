"""Concerns about somebody's safety. Only `cms.queries.concerns` reads them, for those who may see them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.people import Person
from accounts.section_42 import ANSWERS
from cms.concern_rules import DECISIONS, STAGES, Stage

from .complaints import LONGEST, somebody

DANGER = {"yes": "Yes", "no": "No", "not_sure": "I am not sure"}
SOURCES = {
    "form": "The form on this site",
    "complaint": "A complaint",
    "message": "A message that was reported",
    "listing": "A listing that was reported",
    "handover": "A handover sheet",
    "staff": "A member of staff",
}
WISHES = {
    "asked": "We asked the person",
    "said_by_other": "Somebody who speaks for the person told us",
    "not_safe": "It was not safe to ask yet",
    "not_yet": "Not asked yet",
}


def test(words: str) -> models.CharField:
    return models.CharField(words, max_length=10, choices=list(ANSWERS.items()), blank=True)


def reasons() -> models.TextField:
    return models.TextField(max_length=LONGEST, blank=True)


class Concern(models.Model):
    """Something that somebody is worried about, until a second person of safeguarding closes it."""

    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField("of the form, so that it is sent once", max_length=40, unique=True)
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    source_ref = models.CharField(max_length=80, blank=True)
    about_words = models.CharField("the page it came from", max_length=200, blank=True)
    words = models.TextField("what worries somebody", max_length=LONGEST)
    whom = models.TextField("who it is about, and where they are", max_length=1_000, blank=True)
    danger = models.CharField("in danger now", max_length=10, choices=list(DANGER.items()), blank=True)
    wanted = models.TextField("what the person wants, as we were told", max_length=1_000, blank=True)
    reporter = models.CharField("who told us", max_length=150, blank=True)
    reach = models.TextField("how and when it is safe to reach them", max_length=400, blank=True)
    raised_by = somebody()
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    stage = models.CharField(max_length=10, choices=list(STAGES.items()), default=Stage.NEW)
    version = models.PositiveIntegerField(default=0)
    lead = somebody("concerns_to_handle")
    # the three tests of section 42(1), each with its reasons
    needs = test("has needs for care and support")
    needs_why = reasons()
    risk = test("is experiencing abuse or neglect, or at risk of it")
    risk_why = reasons()
    protect = test("because of those needs cannot protect themselves")
    protect_why = reasons()
    # making safeguarding personal
    wishes = models.CharField(max_length=15, choices=list(WISHES.items()), default="not_yet")
    wishes_words = reasons()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=list(DECISIONS.items()), blank=True)
    decision_why = reasons()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("how it ended", max_length=LONGEST, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    late_told_at = models.DateTimeField("safeguarding was told that it is late", null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        default_permissions = ()  # nothing for an admin to give: cms.queries.concerns is the only door
        indexes = [models.Index(fields=["stage", "raised_at"], name="concern_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & ~Q(decision_why="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="concern_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(stage=Stage.CLOSED) & Q(closed_at=None, closed_by=None)),
                name="concern_closed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | (Q(decided_by__isnull=False) & ~Q(closed_by=F("decided_by"))),
                name="concern_closed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.DECIDED, Stage.CLOSED], decided_at__isnull=False)
                | Q(stage__in=[Stage.NEW, Stage.TRIAGE], decided_at=None),
                name="concern_decided_and_stage",
            ),
            models.CheckConstraint(  # section 42(2): where all three are so, the council must make enquiries
                condition=~Q(needs="yes", risk="yes", protect="yes", decision__in=["other", "nothing"]),
                name="concern_duty_is_met",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: ""}) | ~Q(**{f"{name}_why": ""}), name=f"concern_{name}_has_reasons"
                )
                for name in ("needs", "risk", "protect")
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    @property
    def is_late(self) -> bool:
        return self.stage in (Stage.NEW, Stage.TRIAGE) and self.due_on < timezone.localdate()


class ConcernEvent(models.Model):
    """One step of a concern, or a note."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=20)
    words = models.TextField(max_length=LONGEST, blank=True)
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} of concern {self.concern_id}"


class ConcernLook(models.Model):
    """Somebody of safeguarding opened a concern. Every look is kept."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    page = models.CharField("what was opened", max_length=20)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="concern_look_at")]

    def __str__(self) -> str:
        return f"look at concern {self.concern_id}"
