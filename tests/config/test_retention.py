"""How long we keep things is a table that anybody can read, and each day's work keeps to it (issue: "retention periods
are a readable table, and a job that runs keeps them")."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import daily, retention
from accounts.actions import downloads, invitations, last_looks, welfare
from accounts.actions.retention import PeriodRefused, set_period
from accounts.models import AuditLine, DataDownload, Invitation, LastLook, Notice, WelfareCheck
from accounts.roles import Role
from cms.actions import complaint_steps, saved_searches
from cms.actions import feedback as answers
from cms.models import Complaint, PageFeedback, SavedSearch
from directory.actions import cases, claims, feedback_moderation, members, references, suggestions
from directory.claim_rules import Way
from directory.models import (
    CasePaper,
    ChangeProposal,
    MemberInvitation,
    OrganisationClaim,
    OrganisationFeedback,
    Referee,
)
from marketplace.actions import drafts, handover
from marketplace.models import Draft, HandoverLink
from search.models import FoundCount, SearchCount
from tests import sessions
from tests.accounts.screens import send, words
from tests.factories import accounts as people
from tests.factories import cms, directory, feedback, front_door, pages, setting_up
from tests.factories import marketplace as market
from tests.factories import welfare as told

pytestmark = pytest.mark.django_db
PUBLIC = "/privacy/how-long/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def e_mails(at):
    Notice.objects.create(to=people.user(), template="t", subject="s", queued_at=at, sent_at=at)
    return Notice.objects.filter(sent_at=at)


def old_invitations(at):
    by = people.staff(Role.PRACTITIONER)
    made = invitations.by_email(
        person=setting_up.newcomer(), email="e@example.org", by=by, at=at - invitations.LINK_LASTS
    )
    return Invitation.objects.filter(pk=made.pk)


def unfinished(at):
    person = people.person()
    made = drafts.begin(listing=market.listing(), person=person, by=person.user, at=at)
    return Draft.objects.filter(pk=made.pk)


def handover_links(at):
    person = people.person("Rosa Alvarez")
    begun = at - timedelta(days=1)
    handover.write(person=person, part="to_know", text="Ring twice", by=person.user, at=begun)
    given = {"receiver": "Nia Hale", "email": "nia@example.org", "lasts": timedelta(days=1), "agreed": True}
    made = handover.give(person=person, by=person.user, at=begun, **given)
    return HandoverLink.objects.filter(pk=made.link.pk, receiver="Nia Hale")


def searches(at):
    day, figures = timezone.localdate(at), {"times": 9, "in_vain": 0, "milliseconds": 1, "slowest": 1, "slow": 0}
    SearchCount.objects.create(day=day, digest="x", engine="embedded", missed=0, **figures)
    return SearchCount.objects.filter(day=day)


def saved(at):
    made = saved_searches.save(owner=people.user(), name="Lunch", asked="q=lunch", at=at)
    saved_searches.set_emails(saved=made, on=False, by=made.owner, at=at)
    return SavedSearch.objects.filter(pk=made.pk)


def page_comments(at):
    made = answers.give(page=cms.an_advice_page(), useful=False, comment="My mother has dementia", at=at)
    return PageFeedback.objects.filter(pk=made.pk).exclude(comment="")


def comments(at):
    made = front_door.complaint(
        kind="comment", name="Arthur Bell", email="a@example.org", contact_format="email", at=at
    )
    handler = front_door.handler()
    complaint_steps.file(complaint=front_door.taken(made, handler), learning="Thanks", by=handler, at=at)
    return Complaint.objects.filter(pk=made.pk, name="Arthur Bell")


def downloads_made(at):
    made = downloads.ask(by=people.user(), at=at - downloads.LATE)
    downloads.make_due(at)
    return DataDownload.objects.filter(pk=made.pk)


def all_well(at):
    person = people.person()
    made = welfare.answer(check=told.asked(person, at=at), answer="well", by=person.user, at=at)
    return WelfareCheck.objects.filter(pk=made.pk)


def last_look(at):
    someone = people.person()
    last_looks.look(person=someone, by=someone.user, at=at)
    return LastLook.objects.filter(person=someone)


def approval_papers(at):
    by = directory.decider()
    made = cases.send_paper(approval=directory.approval(), kind="identity", sent=directory.photo(), by=by, at=at)
    return CasePaper.objects.filter(pk=made.pk, removed_at=None)


def found_counts(at):
    made = FoundCount.objects.create(day=timezone.localdate(at), kind="service", ref="1", digest="x", times=9)
    return FoundCount.objects.filter(pk=made.pk)


def claims_answered(at):
    claim = claims.ask(organisation=pages.page().organisation, way=Way.COUNCIL, by=people.user(), at=at)
    claims.decline(claim=claim, reasons="We do not know you", by=pages.moderator(), at=at)
    return OrganisationClaim.objects.filter(pk=claim.pk)


def member_invitations(at):
    of = directory.organisation()
    given = {"email": "sam@post.example", "role": "finance", "by": pages.writer(of)}
    made = members.invite(organisation=of, at=at, **given)
    MemberInvitation.objects.filter(pk=made.pk).update(expires_at=at)
    return MemberInvitation.objects.filter(pk=made.pk)


def suggestions_answered(at):
    made = suggestions.suggest(subject=pages.page(), words="My mother has dementia and they hung up", at=at)
    suggestions.pass_on(proposal=made, by=pages.moderator(), at=at)
    return ChangeProposal.objects.filter(pk=made.pk).exclude(words="")


def references_given(at):
    given = {"name": "Ann Lee", "email": "ann@post.example", "by": directory.decider(), "at": at}
    made = references.ask(approval=directory.approval(), **given)
    return Referee.objects.filter(pk=made.pk).exclude(email="")


def feedback_shown(at):
    of, moderator = feedback.organisation(), pages.moderator()
    made = feedback.shown(of, moderator=moderator, at=at)
    return OrganisationFeedback.objects.filter(pk=made.pk)


def feedback_refused(at):
    made = feedback.waiting(feedback.organisation(), at=at - timedelta(days=30))
    feedback_moderation.refuse(feedback=made, reasons="It names somebody", by=pages.moderator(), at=at)
    return OrganisationFeedback.objects.filter(pk=made.pk)


# For each rule: what makes one thing that was over at a moment, and finds it as long as it is there.
KEPT = {
    "e_mails": e_mails,
    "invitations": old_invitations,
    "drafts": unfinished,
    "handover_links": handover_links,
    "searches": searches,
    "saved_searches": saved,
    "page_comments": page_comments,
    "comments": comments,
    "downloads": downloads_made,
    "all_well": all_well,
    "last_looks": last_look,
    "approval_papers": approval_papers,
    "found": found_counts,
    "claims": claims_answered,
    "member_invitations": member_invitations,
    "suggestions": suggestions_answered,
    "references": references_given,
    "feedback": feedback_shown,
    "feedback_over": feedback_refused,
}
every_kind = pytest.mark.parametrize("key", KEPT)


def test_each_rule_is_tried_here():
    assert {each.key for each in retention.periods()} == set(KEPT)


@every_kind
def test_what_is_past_its_time_goes_what_is_not_stays_and_twice_changes_nothing_more(key):
    days, now = timedelta(days=retention.period(key).days), timezone.now()
    young = KEPT[key](now - days + timedelta(days=1))
    old = KEPT[key](now - days - timedelta(days=1))
    assert (old.count(), young.count()) == (1, 1)
    assert retention.keep(key, now) == 1
    assert (old.count(), young.count()) == (0, 1)
    assert retention.keep(key, now) == 0
    assert young.count() == 1


def test_each_row_of_the_public_table_has_a_rule_that_runs_each_day_and_each_rule_has_a_row():
    shown = words(Client().get(PUBLIC))
    said = {key: told for key, told, _ in daily.run(timezone.now())}
    for each in retention.periods():
        assert each.rule.what in shown
        assert each.lasts in shown
        assert said[f"kept_{each.key}"] == "0 past their time are gone"
    assert shown.count(retention.OWN_RULE) == len(KEPT)
    assert {key for key in said if key.startswith("kept_")} == {f"kept_{key}" for key in KEPT}


def test_what_the_rules_clear_leaves_the_audit_log_as_it_was():
    """Audit rows hold ids, never names, and stay."""
    now = timezone.now()
    for make in KEPT.values():
        make(now - timedelta(days=4_000))
    before = AuditLine.objects.count()
    for key in KEPT:
        assert retention.keep(key, now) >= 1, key  # to ask if all is well is an e-mail too
    assert AuditLine.objects.count() == before


# The council's own rules


def test_an_administrator_changes_how_long_and_it_holds_at_the_next_run():
    gwen = people.staff(Role.ADMINISTRATOR, name="Gwen Price")
    desk = sessions.enter(Client(), gwen)
    at = reverse("staff-how-long-change", args=["drafts"])
    old = unfinished(timezone.now() - timedelta(days=10))
    said = words(send(desk, at, days="7", why="Nobody goes on after a week"))
    assert "cannot be brought back" in said
    send(desk, at, sure=True, days="7", why="Nobody goes on after a week")
    assert "7 days" in words(Client().get(PUBLIC))
    assert (retention.keep("drafts", timezone.now()), old.count()) == (1, 0)
    shown = words(desk.get(reverse("staff-how-long")))
    assert "Nobody goes on after a week" in shown
    assert "Gwen Price" in shown
    line = AuditLine.objects.get(action="retention.set")
    assert (line.by, line.detail) == (str(gwen.pk), {"days": 7, "before": 30})


@pytest.mark.parametrize(
    ("days", "why", "says"),
    [
        ("", "x", "Enter a number of days"),
        ("soon", "x", "Enter a number of days, as a whole number"),
        ("0", "x", "Enter 1 or more"),
        ("9999", "x", "Enter 3650 or fewer"),
        ("7", "", "Enter why"),
        ("30", "x", "It is 30 days already."),
    ],
)
def test_what_makes_no_sense_is_kept_out_in_words(days, why, says):
    desk = sessions.enter(Client(), people.staff(Role.ADMINISTRATOR))
    assert says in words(send(desk, reverse("staff-how-long-change", args=["drafts"]), sure=True, days=days, why=why))
    assert retention.period("drafts").days == 30


def test_what_the_law_says_nobody_changes(monkeypatch):
    by_law = retention.Rule(
        "Certificates", "they were seen", "The law says so.", 183, lambda before: 0, source="An Act"
    )
    registry = retention.Registry("retention")
    registry.register("certificates", by_law)
    monkeypatch.setattr(retention, "_rules", registry)
    gwen = people.staff(Role.ADMINISTRATOR)
    with pytest.raises(PeriodRefused):
        set_period(key="certificates", days=7, why="Sooner", by=gwen)
    desk = sessions.enter(Client(), gwen)
    assert desk.get(reverse("staff-how-long-change", args=["certificates"])).status_code == 404
    assert "An Act" in words(Client().get(PUBLIC))


SAID = {1: "1 day", 30: "30 days", 90: "90 days", 365: "1 year", 396: "13 months", 730: "2 years"}


@pytest.mark.parametrize(("days", "said"), SAID.items())
def test_days_are_said_as_people_say_them(days, said):
    assert retention.in_words(days) == said


def test_the_tables_cost_as_many_queries_however_many_decisions(django_assert_num_queries):
    gwen = people.staff(Role.ADMINISTRATOR)
    desk = sessions.enter(Client(), gwen)
    costs = []
    for days in (7, 8, 9):
        set_period(key="drafts", days=days, why="So", by=gwen)
        with django_assert_num_queries(1):
            retention.periods()
        costs.append(queries_of(desk))
    assert costs[0] == costs[2]


def queries_of(desk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        desk.get(reverse("staff-how-long"))
    return len(caught)
