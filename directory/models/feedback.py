"""What people say in public about an organisation, its reply, and whether the council has this at all.

Never about a personal assistant: there is no column for one. No marks and no numbers: nothing can be counted up.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.contrib.settings.models import register_setting

from accounts.models.spending_settings import Thresholds
from directory import feedback_rules as rules
from directory.approval_rules import Labelled
from directory.feedback_rules import Knows, Named, ReplyState, State
from directory.models.cases import pair, somebody
from directory.models.organisations import Organisation
from directory.models.services import Service

MOST = 1_000  # letters of one answer


def choices(of: type[Labelled]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in of]


def one_of(of: type[Labelled], field: str) -> Q:
    return Q(**{f"{field}__in": [one.value for one in of]})


def among(states: frozenset[State]) -> Q:
    return Q(state__in=sorted(state.value for state in states))


@register_setting(icon="openquote")
class FeedbackSettings(Thresholds):
    """Off as it comes: a council that shows what people say answers for it, so it says yes to that first."""

    is_on = models.BooleanField(
        "people can say how it was with an organisation, and everybody reads it",
        default=False,
        help_text="A moderator reads each piece first. Never about personal assistants.",
    )
    reply_days = models.PositiveSmallIntegerField(
        "days for the organisation to reply before people read it",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="No law gives the days: a week is our own rule.",
    )

    class Meta:
        verbose_name = "what people say about organisations"


class OrganisationFeedback(models.Model):
    """One piece. What was written stays beside what is shown, until it is taken down."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="feedback")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    knows = models.CharField("how you know it", max_length=5, choices=choices(Knows))
    named = models.CharField("how you are named", max_length=10, choices=choices(Named))
    first_name = models.CharField("first name that is shown", max_length=60, blank=True)
    good = models.TextField("what was good", blank=True)
    better = models.TextField("what could be better", blank=True)
    shown_good = models.TextField("what was good, as shown", blank=True)
    shown_better = models.TextField("what could be better, as shown", blank=True)
    state = models.CharField(max_length=10, choices=choices(State), default=State.WAITING.value)
    sent_at = models.DateTimeField("sent, with her yes to showing it")
    reasons = models.TextField("why it was sent back, refused or taken down", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = somebody(null=True, blank=True)
    shows_on = models.DateField("people read it from", null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("refused or taken down", null=True, blank=True)

    class Meta:
        verbose_name_plural = "organisation feedback"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=one_of(State, "state"), name="feedback_state"),
            models.CheckConstraint(condition=one_of(Knows, "knows"), name="feedback_knows"),
            models.CheckConstraint(condition=one_of(Named, "named"), name="feedback_named"),
            models.CheckConstraint(
                condition=~Q(named=Named.CARER.value) | Q(knows=Knows.CARES.value), name="feedback_carer_cares"
            ),
            models.CheckConstraint(
                condition=Q(named=Named.FIRST_NAME.value) | Q(first_name=""), name="feedback_name_only_if_wanted"
            ),
            models.CheckConstraint(
                condition=Q(state=State.TAKEN_DOWN.value) | ~Q(good="") | ~Q(better=""), name="feedback_says_something"
            ),
            models.CheckConstraint(condition=pair("decided_at", "decided_by"), name="feedback_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING.value, State.TAKEN_DOWN.value]) | Q(decided_at__isnull=False),
                name="feedback_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENT_BACK.value, State.REFUSED.value]) | ~Q(reasons=""),
                name="feedback_says_why",
            ),
            models.CheckConstraint(
                condition=~among(rules.TO_REPLY)
                | (Q(shows_on__isnull=False) & (~Q(shown_good="") | ~Q(shown_better=""))),
                name="feedback_shows_something_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SHOWN.value) | Q(shown_at__isnull=False), name="feedback_shown_at"
            ),
            models.CheckConstraint(
                condition=(among(rules.OVER) & Q(ended_at__isnull=False)) | (~among(rules.OVER) & Q(ended_at=None)),
                name="feedback_ended_at",
            ),
            models.UniqueConstraint(
                fields=["organisation", "written_by"],
                condition=among(rules.OPEN),
                name="feedback_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"

    @property
    def by_line(self) -> str:
        return rules.by_line(self.named, self.knows, self.first_name)

    @property
    def is_edited(self) -> bool:
        """A moderator took something out."""
        return self.state in rules.TO_REPLY and (self.shown_good, self.shown_better) != (self.good, self.better)

    @property
    def names_service(self) -> bool:
        """While it is up, and still theirs."""
        of = self.service
        return of is not None and of.is_shown and of.organisation_id == self.organisation_id

    @property
    def answered(self) -> "FeedbackReply | None":
        return getattr(self, "reply", None)

    @property
    def looked_at_again(self) -> "FeedbackReport | None":
        return getattr(self, "report", None)


class FeedbackReply(models.Model):
    """What the organisation answers: one to each piece, and a moderator reads it first, too."""

    feedback = models.OneToOneField(OrganisationFeedback, on_delete=models.CASCADE, related_name="reply")
    words = models.TextField("your reply")
    state = models.CharField(max_length=10, choices=choices(ReplyState), default=ReplyState.WAITING.value)
    written_by = somebody()
    sent_at = models.DateTimeField()
    reasons = models.TextField("why it was sent back", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = somebody(null=True, blank=True)

    class Meta:
        verbose_name_plural = "feedback replies"
        constraints = [
            models.CheckConstraint(condition=one_of(ReplyState, "state"), name="feedback_reply_state"),
            models.CheckConstraint(condition=~Q(words=""), name="feedback_reply_says_something"),
            models.CheckConstraint(condition=pair("decided_at", "decided_by"), name="feedback_reply_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(state=ReplyState.WAITING.value) | Q(decided_at__isnull=False),
                name="feedback_reply_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplyState.SENT_BACK.value) | ~Q(reasons=""), name="feedback_reply_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Reply to {self.feedback_id}"

    @property
    def is_shown(self) -> bool:
        return self.state == ReplyState.SHOWN


class FeedbackReport(models.Model):
    """The organisation asks the moderators to look at a piece again: once."""

    feedback = models.OneToOneField(OrganisationFeedback, on_delete=models.CASCADE, related_name="report")
    words = models.TextField("why you asked us to look again")
    written_by = somebody()
    sent_at = models.DateTimeField()
    answer = models.TextField("what we answered", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = somebody(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="feedback_report_says_why"),
            models.CheckConstraint(
                condition=pair("decided_at", "decided_by"), name="feedback_report_decided_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, answer="") | (Q(decided_at__isnull=False) & ~Q(answer="")),
                name="feedback_report_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Report of {self.feedback_id}"
