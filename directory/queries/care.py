"""Listings by what was said about personal care: those to look at, and each one's last answers."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from directory.models import CareAnswers, MemberRole, PersonalAssistantProfile, Service, Status


@dataclass(frozen=True)
class Standing:
    """What counts, and what waits for the council."""

    counts: CareAnswers | None
    waits: CareAnswers | None


def standing(subject: Service | PersonalAssistantProfile) -> Standing:
    given = list(subject.care_answers.select_related("answered_by", "agreed_by"))
    counting = [one for one in given if one.counts_from]
    counts = max(counting, key=lambda one: (one.counts_from, one.pk), default=None)
    waits = given[0] if given and given[0].counts_from is None else None
    return Standing(counts, waits)


def waiting() -> QuerySet[CareAnswers]:
    """Answers that would take a listing out of the rules, the oldest first: the newest of each listing alone."""
    newer = CareAnswers.objects.filter(pk__gt=OuterRef("pk"))
    overtaken = Exists(newer.filter(service=OuterRef("service"))) | Exists(
        newer.filter(personal_assistant=OuterRef("personal_assistant"))
    )
    found = CareAnswers.objects.filter(~overtaken, counts_from=None)
    return found.select_related("service__organisation", "personal_assistant", "answered_by").order_by("pk")


def unregistered() -> QuerySet[Service]:
    """Personal care that cannot be published until there is a live registration."""
    found = Service.objects.filter(Service.unregistered(), gives_personal_care=True).exclude(status=Status.PUBLISHED)
    return found.select_related("organisation").order_by("name", "pk")


def services() -> QuerySet[Service]:
    """With `said`: the sort that counts, or None where nobody was asked."""
    return Service.objects.select_related("organisation").annotate(said=_last("service")).order_by("name", "pk")


def assistants() -> QuerySet[PersonalAssistantProfile]:
    return PersonalAssistantProfile.objects.annotate(said=_last("personal_assistant")).order_by("name", "pk")


def unasked_services() -> QuerySet[Service]:
    found = Service.objects.annotate(said=_last("service")).filter(said=None)
    return found.select_related("organisation").order_by("name", "pk")


def unasked_assistants() -> QuerySet[PersonalAssistantProfile]:
    found = PersonalAssistantProfile.objects.annotate(said=_last("personal_assistant")).filter(said=None)
    return found.order_by("name", "pk")


def answers_for_somebody(user: User) -> bool:
    """A manager of an organisation, or a personal assistant, with listings or without yet."""
    manages = user.memberships.filter(ended_at=None, role=MemberRole.MANAGER).exists()
    return manages or hasattr(user, "personal_assistant")


def hers(user: User) -> tuple[list[Service], list[PersonalAssistantProfile]]:
    """The listings that somebody answers for: of organisations she manages, and her own profile."""
    manages = Q(organisation__members__user=user, organisation__members__role=MemberRole.MANAGER)
    mine = services().filter(manages, organisation__members__ended_at=None).distinct()
    return list(mine), list(assistants().filter(user=user))


def _last(field: str) -> Subquery:
    given = CareAnswers.objects.filter(**{field: OuterRef("pk")}, counts_from__isnull=False)
    return Subquery(given.order_by(F("counts_from").desc(), "-pk").values("sort")[:1])
