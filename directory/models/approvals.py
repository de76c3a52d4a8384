"""The approval scheme: which checks it asks for, what was checked of whom, and every decision."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel, State
from directory.models.organisations import Organisation
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.records import exactly_one
from directory.models.services import Service
from directory.models.taxonomies import TaxonomyTerm

STATES = [(state.value, state.label) for state in State]
KINDS = [(kind.value, kind.label) for kind in CheckKind]
OUTCOMES = [(outcome.value, outcome.label) for outcome in CheckOutcome]
SINCE_DBS = "What has happened since the criminal record check"
LEVELS = [(level.value, level.label) for level in DbsLevel]
DECIDED = [State.APPROVED.value, State.SUSPENDED.value, State.LAPSED.value]


class ApprovalScheme(models.Model):
    """A scheme in its own words: what it is, and what it is not."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    logo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    logo_text = models.CharField("words for whoever does not see the logo", max_length=60, blank=True)
    run_by = models.CharField("who checks", max_length=120)
    what_it_is = models.TextField()
    what_it_is_not = models.TextField()
    code_of_conduct = models.TextField("code of conduct, a sentence on each line", blank=True)
    covers = models.ManyToManyField(
        TaxonomyTerm, blank=True, related_name="+", verbose_name="kinds of support it covers; none chosen: all"
    )
    for_assistants = models.BooleanField("personal assistants can apply", default=True)
    for_organisations = models.BooleanField("organisations can apply", default=True)
    for_services = models.BooleanField("an organisation can apply for one of its services", default=True)
    brand = models.CharField("licensed brand that it belongs to", max_length=120, blank=True)
    brand_licence = models.CharField("number of the licence", max_length=60, blank=True)
    brand_until = models.DateField("last day of the licence", null=True, blank=True)
    term_months = models.PositiveSmallIntegerField("longest time an approval holds", default=36)

    def __str__(self) -> str:
        return self.name

    def takes(self, kind: str) -> bool:
        """Whether a personal_assistant, an organisation or a service can be approved in it."""
        return {
            "personal_assistant": self.for_assistants,
            "organisation": self.for_organisations,
            "service": self.for_services,
        }[kind]

    def brand_on(self, day: date) -> str:
        """Somebody else's brand is named only while we hold a licence for it."""
        licensed = bool(self.brand_licence) and self.brand_until is not None and day <= self.brand_until
        return self.brand if licensed else ""

    @property
    def code(self) -> list[str]:
        """What whoever applies says yes to, sentence by sentence."""
        return self.code_of_conduct.splitlines()

    @property
    def says_no_recommendation(self) -> bool:
        """The passport says it where the scheme's own words do not."""
        return "not a recommendation" in self.what_it_is_not.lower()


class RequiredCheck(models.Model):
    """A check that a scheme asks for, and how long it holds."""

    scheme = models.ForeignKey(ApprovalScheme, on_delete=models.CASCADE, related_name="required_checks")
    kind = models.CharField(max_length=20, choices=KINDS)
    months_valid = models.PositiveSmallIntegerField()
    evidence_wanted = models.CharField("what to send or show", max_length=250, blank=True)
    dbs_level = models.CharField("least level, of a criminal record check", max_length=20, choices=LEVELS, blank=True)
    deciders = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name="who may decide; nobody chosen: all approvers",
    )
    for_assistants = models.BooleanField(default=True)
    for_organisations = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "kind"], name="required_check_once"),
            models.CheckConstraint(condition=Q(months_valid__gt=0), name="required_check_holds_for_some_time"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LevelForSupport(models.Model):
    """The least level of a criminal record check, where somebody helps with this."""

    scheme = models.ForeignKey(ApprovalScheme, on_delete=models.CASCADE, related_name="levels")
    support = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=LEVELS)

    class Meta:
        verbose_name = "DBS level for a kind of support"
        verbose_name_plural = "DBS levels for kinds of support"
        constraints = [models.UniqueConstraint(fields=["scheme", "support"], name="level_for_support_once")]

    def __str__(self) -> str:
        return f"{self.support}: {self.get_level_display()}"


class Approval(models.Model):
    """One subject's standing in one scheme. `until` is its last day: at midnight it has lapsed."""

    scheme = models.ForeignKey(ApprovalScheme, on_delete=models.PROTECT, related_name="approvals")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals")
    state = models.CharField(max_length=12, choices=STATES, default=State.APPLIED.value)
    applied_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    until = models.DateField("last day", null=True, blank=True)
    reminded_on = models.DateField("last reminded to renew on", null=True, blank=True)
    conditions = models.CharField("conditions, as people read them", max_length=250, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-applied_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("personal_assistant", "organisation", "service"), name="approval_of_one"
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="approval_state"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approval_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None, until=None)
                | Q(approved_on__isnull=False, until__isnull=False, until__gte=F("approved_on")),
                name="approval_approved_on_and_until",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(approved_on__isnull=False, decided_at__isnull=False),
                name="approval_was_decided",
            ),
            *[
                models.UniqueConstraint(
                    fields=["scheme", subject],
                    condition=~Q(state=State.WITHDRAWN.value),
                    name=f"approval_one_of_{subject}",
                )
                for subject in ("personal_assistant", "organisation", "service")
            ],
        ]

    def __str__(self) -> str:
        return f"Approval {self.pk}"

    @property
    def subject(self) -> PersonalAssistantProfile | Organisation | Service:
        subject = self.personal_assistant or self.organisation or self.service
        if subject is None:
            raise ValueError("An approval is always somebody's.")
        return subject

    @property
    def held_by(self) -> PersonalAssistantProfile | Organisation:
        """The assistant, or the organisation whose managers answer for it."""
        subject = self.subject
        return subject.organisation if isinstance(subject, Service) else subject


class ApprovalCheck(models.Model):
    """One check as it was made. Of a DBS check we keep the level, the outcome, the date and who looked: no more."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=KINDS)
    level = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    checked_as = models.CharField("who checked, as people see it", max_length=120)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField()
    expires_on = models.DateField("last day", null=True, blank=True)
    evidence = models.CharField("what was seen", max_length=250, blank=True)
    not_covered = models.CharField("what it does not cover", max_length=250, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("checked_on")), name="check_expires_after_it"
            ),
            models.CheckConstraint(
                condition=~Q(kind=CheckKind.DBS.value) | Q(level__in=[level.value for level in DbsLevel], evidence=""),
                name="check_dbs_keeps_no_contents",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CheckKind.DBS.value) | Q(not_covered__in=["", SINCE_DBS]),
                name="check_dbs_says_our_words_alone",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in CheckOutcome]), name="check_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.checked_on}"
