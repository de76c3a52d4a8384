"""What people say about organisations: of whom, what is shown, what waits for a moderator, what somebody wrote."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from directory import public
from directory.cqc_boundary import Part
from directory.feedback_rules import OPEN, TO_REPLY, ReplyState, State
from directory.models import (
    CareAnswers,
    FeedbackReply,
    FeedbackReport,
    FeedbackSettings,
    Organisation,
    OrganisationFeedback,
    OrganisationMember,
    PersonalAssistantProfile,
    Service,
    Status,
)

BY_HERSELF = ("sole trader", "self-employed", "self employed")


def organisations() -> QuerySet[Organisation]:
    """Of which people may say and read how it was: the council has switched it on, they have something on the site,
    and they are no personal assistant under another name."""
    switched_on = Exists(FeedbackSettings.objects.filter(is_on=True))
    return public.public_organisations().filter(switched_on).exclude(is_one_person())


def is_one_person() -> Q:
    """Somebody who works alone is a personal assistant, however she registered: of these nothing is published (CQC
    calls gathering it an "ongoing role"). Said by the answers about care, the legal form, or who is there."""
    later = CareAnswers.objects.filter(
        service=OuterRef("service"), counts_from__isnull=False, answered_at__gt=OuterRef("answered_at")
    )
    alone = CareAnswers.objects.filter(
        ~Exists(later),
        ~Q(service__status=Status.DRAFT),  # a manager writes a draft by herself, and would hide what people say
        service__organisation=OuterRef("pk"),
        answers__part=Part.ALONE.value,
        counts_from__isnull=False,
    )
    here = OrganisationMember.objects.filter(organisation=OuterRef("pk"), ended_at=None)
    assistants = PersonalAssistantProfile.objects.filter(user=OuterRef("user")).exclude(status=Status.DRAFT)
    form = Q()
    for words in BY_HERSELF:
        form |= Q(legal_status__icontains=words)
    only_assistants = Q(Exists(here.filter(Exists(assistants)))) & ~Q(Exists(here.filter(~Exists(assistants))))
    return Q(Exists(alone)) | form | only_assistants


def is_alone(organisation: Organisation) -> bool:
    return Organisation.objects.filter(is_one_person(), pk=organisation.pk).exists()


def works_elsewhere(feedback: OrganisationFeedback) -> bool:
    """Whoever wrote it belongs to another organisation here: perhaps a rival, perhaps not."""
    others = OrganisationMember.objects.filter(user=feedback.written_by_id, ended_at=None)
    return others.exclude(organisation=feedback.organisation_id).exists()


def is_spoken_of(organisation: Organisation) -> bool:
    return organisations().filter(pk=organisation.pk).exists()


def said_of(services: QuerySet[Service]) -> QuerySet[Service]:
    """Each with `is_spoken_of`: whether people may say how it was with its organisation."""
    return services.annotate(is_spoken_of=Exists(organisations().filter(pk=OuterRef("organisation"))))


def services_of(organisation: Organisation) -> QuerySet[Service]:
    """Those that somebody may name."""
    return public.shown().filter(organisation=organisation).order_by("name", "pk")


def shown(organisation: Organisation) -> QuerySet[OrganisationFeedback]:
    """The newest first, and nothing else decides."""
    found = organisation.feedback.filter(state=State.SHOWN)
    return found.select_related("service", "reply").order_by("-sent_at", "-pk")


def whole() -> QuerySet[OrganisationFeedback]:
    return OrganisationFeedback.objects.select_related("organisation", "service", "reply", "report", "decided_by")


def mine(user: int) -> QuerySet[OrganisationFeedback]:
    return whole().filter(written_by=user).order_by("-sent_at", "-pk")


def open_of(user: int, organisation: Organisation) -> OrganisationFeedback | None:
    return mine(user).filter(organisation=organisation, state__in=OPEN).first()


def to_read(organisations: list[int]) -> QuerySet[OrganisationFeedback]:
    """What an organisation reads: once a moderator said yes, as others read it."""
    return whole().filter(organisation__in=organisations, state__in=TO_REPLY).order_by("-sent_at", "-pk")


def to_answer() -> QuerySet[OrganisationFeedback]:
    """A piece, a reply or a report that waits for a moderator, `since` when; what has waited longest first."""
    waits = Q(state=State.WAITING)
    reply = Q(reply__state=ReplyState.WAITING, state__in=TO_REPLY)
    report = Q(report__isnull=False, report__decided_at=None, state__in=TO_REPLY)
    since = Case(When(waits, then="sent_at"), When(reply, then="reply__sent_at"), default="report__sent_at")
    return whole().filter(waits | reply | report).annotate(since=since).order_by("since", "pk")


def answered() -> QuerySet[OrganisationFeedback]:
    """All others that somebody decided about: what was decided last is first."""
    found = whole().filter(decided_at__isnull=False).exclude(pk__in=to_answer().order_by().values("pk"))
    return found.order_by(F("decided_at").desc(), "-pk")


def due(today: date) -> QuerySet[OrganisationFeedback]:
    """Their days to reply are over, and people can read it there. A reply that came in time and waits for us is waited
    for; one that was sent, or changed, after them is not. Nor does it go up while we owe an answer to whoever asked us
    to look again, which an organisation can do once."""
    found = OrganisationFeedback.objects.filter(state=State.APPROVED, shows_on__lte=today)
    in_time = FeedbackReply.objects.filter(
        feedback=OuterRef("pk"), state=ReplyState.WAITING, sent_at__date__lt=OuterRef("shows_on")
    )
    there = organisations().filter(pk=OuterRef("organisation"))
    asked = not_answered().filter(feedback=OuterRef("pk"))
    return found.filter(~Exists(in_time), ~Exists(asked), Exists(there)).order_by("pk")


def not_answered() -> QuerySet[FeedbackReport]:
    """Where an organisation asked us to look again."""
    return FeedbackReport.objects.filter(decided_at=None)
