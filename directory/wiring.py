"""What the directory hands to lower rooms, once, when the project starts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import daily, desks, second_factor
from accounts import slots as person_slots
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms import about, access, counts, support
from design import slots as shell
from design.formats import counted
from directory import (
    ages,
    documents,
    having_room,
    held_here,  # noqa: F401
    offers,
    retention_rules,  # noqa: F401
    shortlist,
    telling,
    things,
)
from directory.actions import approvals, feedback_moderation, feeds, freshness, open_data, page_files, renewals
from directory.models import FeedbackSettings, OrganisationFeedback, PersonalAssistantProfile, Status, TaxonomyTerm
from directory.queries import approvals as approval_lists
from directory.queries import claims as claim_lists
from directory.queries import feeds as feed_lists
from directory.queries import moderation as change_lists
from directory.queries import successions as ended
from search import answers, facets, fresh, windows
from search.documents import Kind, also_say
from search.documents import register as register_kind
from search.facets import FacetGroup

TIMES = {"morning": "Mornings", "afternoon": "Afternoons", "evening": "Evenings", "night": "Nights"}


def named(taxonomy: str) -> facets.Labels:
    """The names of a taxonomy's terms, as they stand now."""
    return lambda: dict(TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy).values_list("slug", "name"))


def approvers_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.APPROVE_PROVIDERS):
        return None
    today = timezone.localdate()
    waiting = approval_lists.desk(show="to-check", day=today).count()
    ending = approval_lists.desk(show="ending", day=today).count()
    lapsed = approval_lists.desk(show="lapsed", day=today).count()
    appeals = approval_lists.appeals().count()
    line = f"{counted(appeals, 'appeal')} to answer. " if appeals else ""
    line += f"{waiting} to check. {ending} with something that ends within 60 days. {lapsed} lapsed."
    return desks.Desk("Approvals", line, reverse("staff-approvals"), icon="shield-check")


def moderators_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.MODERATE_LISTINGS):
        return None
    found = change_lists.counts()
    line = (
        f"{found['waiting']} to answer. {found['live']} went live and wait for a look. {found['imports']} from imports."
    )
    if change_lists.FEEDBACK in found:
        line += f" {found[change_lists.FEEDBACK]} from what people say."
    return desks.Desk("Changes to pages", line, reverse("staff-moderation"), icon="pencil")


def feeds_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.KEEP_DIRECTORY):
        return None
    found = [one for one in feed_lists.feeds() if not one.feed.stopped_at]
    troubled = sum(bool(one.last and one.last.trouble) for one in found)
    waiting = feed_lists.differences_waiting()
    line = f"{counted(len(found), 'feed')} read. {troubled} with trouble. {counted(waiting, 'difference')} to look at."
    return desks.Desk("Feeds and imports", line, reverse("staff-feeds"), icon="repeat")


def successors_desk(user: User) -> desks.Desk | None:
    """The desk shows while a registration has ended and nobody has said who goes on."""
    waiting = ended.waiting().count() if may(user, Permission.KEEP_DIRECTORY) else 0
    if not waiting:
        return None
    line = f"{counted(waiting, 'service')} without a registration. Did somebody take over?"
    return desks.Desk("Successors", line, reverse("staff-successors"), icon="repeat")


def works_for_somebody(user: User) -> bool:
    """Providers and personal assistants: they see where people live and when. Not yet who only applies."""
    shown = PersonalAssistantProfile.objects.filter(user=user).exclude(status=Status.DRAFT)
    return user.memberships.filter(ended_at=None).exists() or shown.exists()


def shortlist_link(request: HttpRequest) -> dict[str, Any] | None:
    """Only once there is something on it: read from the cookie, so it costs no query."""
    kept = shortlist.read(request)
    href = reverse("directory-shortlist")
    return {"label": f"Your shortlist ({len(kept)})", "href": href, "section": "shortlist"} if kept else None


def lapse(at: datetime) -> str:
    return f"{approvals.lapse_due(at)} lapsed, {renewals.remind_due(at)} reminded"


def claims_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.MODERATE_LISTINGS):
        return None
    waiting, new = claim_lists.waiting()
    line = f"{waiting} to look at, or to post a code to. {counted(new, 'new organisation')}."
    return desks.Desk("Who runs what", line, reverse("staff-claims"), icon="key")


def freshness_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.MODERATE_LISTINGS):
        return None
    waiting = ages.to_call(timezone.localdate()).count()
    return desks.Desk(
        "Pages to confirm", f"{waiting} not confirmed for a while.", reverse("staff-freshness"), icon="phone"
    )


def confirmed_desk(user: User) -> desks.Desk | None:
    if not may(user, Permission.SEE_SUPPLY):
        return None
    share = ages.share(timezone.localdate())
    line = f"{share.percent} of pages confirmed in the last {share.months} months."
    return desks.Desk("How fresh the directory is", line, reverse("staff-freshness-share"), icon="chart")


def keep_fresh(at: datetime) -> str:
    done = freshness.due(at)
    return f"{done.reminded} reminders, {done.warned} last warnings, {done.hidden} hidden"


def read_feeds(at: datetime) -> str:
    read, troubled = feeds.read_due(at=at)
    return f"{read} read, {troubled} with trouble"


def turn(at: datetime) -> str:
    return f"{documents.refresh_turning(timezone.localdate(at))} services with new times or prices"


def give_away(at: datetime) -> str:
    made = open_data.write_due(at)
    return f"{made.records} services and people in the open data" if made else "the open data is of today"


def show_feedback(at: datetime) -> str:
    return f"{feedback_moderation.show_due(at)} pieces of feedback shown, as their days to reply are over"


def your_feedback(user: User) -> tuple[str, str] | None:
    """While the council has it, and as long as there is something of hers."""
    if FeedbackSettings.current().is_on or OrganisationFeedback.objects.filter(written_by=user).exists():
        return ("What you said about organisations", reverse("directory-your-feedback"))
    return None


def clear_files(_at: datetime) -> str:
    return f"{page_files.clear()} photos and documents that no page has"


facets.register(FacetGroup("topic", "Kind of support", named("topic"), rank=15))
facets.register(FacetGroup("time", "Time of day", lambda: TIMES, in_order=True, rank=31))
for group in ("need", "for", "access"):
    facets.name_values(group, named(group))
facets.name_values("approved", lambda: {"cqc": "CQC registered"})
register_kind(
    Kind(
        "service",
        "Services",
        documents.services,
        plural="services",
        rank=20,
        template="directory/_result.html",
    )
)
register_kind(
    Kind(
        "personal_assistant",
        "Personal assistants",
        documents.personal_assistants,
        plural="personal assistants",
        rank=30,
        template="directory/_result.html",
    )
)
answers.register("service", telling.manner("service"))
answers.register("personal_assistant", telling.manner("personal-assistant", whole_miles=True))
for kind in (documents.SERVICE, documents.ASSISTANT):
    windows.register(kind, having_room.finder(kind))
    also_say(kind, having_room.cards(kind))
fresh.say_by(ages.fresh_steps)
ADMINISTERED = (
    "approvalscheme",
    "levelforsupport",
    "requiredcheck",
    "taxonomyterm",
    "freshnesssettings",
    "feedbacksettings",
)
access.administer("directory", ADMINISTERED)
shell.register("nav", shortlist_link)
desks.register("approvals", approvers_desk)
desks.register("moderation", moderators_desk)
desks.register("claims", claims_desk)
desks.register("freshness", freshness_desk)
desks.register("confirmed", confirmed_desk)
desks.register("feeds", feeds_desk)
desks.register("successors", successors_desk)
person_slots.links.register("feedback", your_feedback)
second_factor.required_for("providers", works_for_somebody)
daily.register("approvals", lapse)
daily.register("services", turn)
daily.register("freshness", keep_fresh)
daily.register("feeds", read_feeds)
daily.register("feedback", show_feedback)
daily.register("open_data", give_away)  # after all that takes pages down
counts.register("services", offers.services)
counts.register("personal_assistants", offers.personal_assistants)
support.register("directory", offers.offer)
about.register_all(things.KINDS, things.ADDRESSES)
daily.register("page_files", clear_files)
