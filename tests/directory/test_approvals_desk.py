"""The approver's desk and a case: who may, what is listed, what a form refuses."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.actions import approvals, cases
from directory.models import Approval, ApprovalCheck, PersonalAssistantProfile
from tests.factories import accounts
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def approver(client):
    who = make.decider()
    accounts.sign_in(client, who)
    return who


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def approved(name="Ben Okafor", days=100, **fields):
    until = TODAY() + timedelta(days=days)
    known = {"state": "approved", "approved_on": until - timedelta(days=300), "until": until}
    decided = {"decided_at": make.NOON, "decided_by": make.decider()}
    made = make.approval(make.assistant(name), **{**known, **decided, **fields})
    for kind in ("identity", "insurance"):
        make.check(made, kind, checked_on=until - timedelta(days=300), expires_on=until)
    return made


def case(approval, screen="", **kwargs):
    return reverse(f"staff-approval{screen and '-'}{screen}", args=[approval.pk], **kwargs)


def check_form(**changes):
    on = {"checked_on_day": "3", "checked_on_month": "9", "checked_on_year": "2026"}
    return {"kind": "identity", "outcome": "passed", "evidence": "Passport seen in person", **on, **changes}


def test_the_desk_lists_who_waits_and_the_first_thing_to_do(client, approver):
    make.approval(make.assistant("Lucy Marchetti"))
    approved("Ben Okafor")
    words = text(client.get(reverse("staff-approvals"), {"show": "to-check"}))
    assert "To check (1)" in words
    assert "Lucy Marchetti" in words
    assert "Missing: Who they are and 1 more" in words
    assert "Ben Okafor" not in words


def test_who_proposed_is_on_the_list_so_that_another_knows_to_decide(client, approver):
    """Two people approve (issue 8, §2): the list says that one of them has spoken."""
    case_of = make.approval(make.assistant("Hannah Webb"), state="in_progress")
    for kind in ("identity", "insurance"):
        make.check(case_of, kind, checked_on=TODAY(), expires_on=TODAY() + timedelta(days=90))
    first = accounts.staff(Role.APPROVER, name="Ola First")
    approvals.propose(approval=case_of, by=first, reason="All holds", conditions="No nights")
    for query in ({}, {"show": "to-check"}):
        assert "Ola First proposed to approve. Another approver decides" in text(
            client.get(reverse("staff-approvals"), query)
        )
    approvals.approve(approval=case_of, by=approver)
    assert "On this condition: No nights" in text(client.get(case(case_of)))


def test_an_appeal_is_on_todays_list_and_on_the_desk_until_it_is_answered(client, approver):
    """Somebody who was suspended asks again (issue 8, §2): nobody should have to open her case to find it."""
    ruth, lucy = approved("Ruth Ablett"), accounts.user("Ruth Ablett")
    ruth.personal_assistant.user = lucy
    ruth.personal_assistant.save()
    first = make.decider()
    approvals.suspend(approval=ruth, by=first, reason="Insurance was cancelled")
    assert "Appeals to answer" not in text(client.get(reverse("staff-approvals")))
    asked = cases.appeal(approval=Approval.objects.get(), words="It was renewed", by=lucy)
    words = text(client.get(reverse("staff-approvals")))
    assert ("Appeals to answer (1)" in words, f"Anybody but {first.name}" in words) == (True, True)
    assert "1 appeal to answer." in text(client.get(reverse("staff-home")))
    cases.answer_appeal(appeal=asked, outcome="stands", answer="It was not", by=approver)
    assert "Appeals to answer" not in text(client.get(reverse("staff-approvals")))


def test_the_case_leads_to_the_public_page_only_while_there_is_one(client, approver):
    ruth = approved("Ruth Ablett")
    PersonalAssistantProfile.objects.update(status="published")
    assert "Public page" in text(client.get(case(ruth)))
    approvals.suspend(approval=ruth, by=approver, reason="Insurance was cancelled")
    assert "Public page" not in text(client.get(case(ruth)))


def test_what_ends_within_60_days_is_found(client, approver):
    approved("Ends Soon", days=60)
    approved("Ends Later", days=61)
    words = text(client.get(reverse("staff-approvals"), {"show": "ending"}))
    assert "Ends Soon" in words
    assert "Ends Later" not in words


def test_what_lapsed_is_listed_as_lapsed_at_midnight(client, approver):
    approved("Yesterday", days=-1)
    approved("Today", days=0)
    lapsed = text(client.get(reverse("staff-approvals"), {"show": "lapsed"}))
    holding = text(client.get(reverse("staff-approvals"), {"show": "approved"}))
    assert ("Yesterday" in lapsed, "Today " in lapsed) == (True, False)
    assert ("Yesterday" in holding, "Today" in holding) == (False, True)


def test_what_was_withdrawn_is_found_again(client, approver):
    """By an approver or by whoever applied: not what nobody here ever saw, nor what ended by the clock."""
    approved("Retired", state="withdrawn")
    approved("Has Ended", days=-1)
    approved("Ben Okafor")
    unseen = make.approval(make.assistant("Never Sent"), state="withdrawn")
    unseen.applications.create(applicant=accounts.user(), started_at=make.NOON, changed_at=make.NOON)
    taken_back = make.approval(make.assistant("Took Back"), state="withdrawn")
    taken_back.applications.create(
        applicant=accounts.user(), started_at=make.NOON, changed_at=make.NOON, sent_at=make.NOON
    )
    words = text(client.get(reverse("staff-approvals"), {"show": "withdrawn"}))
    assert ("Withdrawn (2)" in words, "Lapsed (1)" in words, "All (4)" in words) == (True, True, True)
    names = ("Retired", "Took Back", "Never Sent", "Has Ended", "Ben Okafor")
    assert [name for name in names if name in words] == ["Retired", "Took Back"]
    assert ("Missing:" in words, words.count("None yet Nothing")) == (False, 1)
    assert "Before this can be approved" not in text(client.get(case(taken_back)))


def test_an_empty_list_says_so_and_an_odd_filter_is_the_first_list(client, approver):
    assert "Nothing here" in text(client.get(reverse("staff-approvals"), {"show": "suspended"}))
    assert "Approvals: today" in text(client.get(reverse("staff-approvals"), {"show": "'; drop"}))


def section(words, title, until=None):
    part = words.split(f"{title} (")[1]
    return part.split(until)[0] if until else part


def test_today_says_what_ends_who_waits_and_what_to_renew(client, approver):
    approved("Ends Later", days=100)
    approved("Ends Third", days=30)
    ben = approved("Ben Okafor", days=1)
    approved("Has Ended", days=-3)
    make.approval(make.assistant("Newer"), applied_on=TODAY() - timedelta(days=1))
    make.approval(make.assistant("Older"), applied_on=TODAY() - timedelta(days=45))
    answer = client.get(reverse("staff-approvals"))
    words = text(answer)
    checks = section(words, "Checks that end within 60 days", "Applications that wait")
    assert checks.startswith("4)")
    assert checks.index("Ben Okafor") < checks.index("Ends Third")
    assert ("Insurance Tomorrow" in checks, "In 30 days" in checks, "Ends Later" in checks) == (True, True, False)
    assert f"{case(ben, 'check')}?kind=insurance" in answer.content.decode()
    waiting = section(words, "Applications that wait", "Approvals to renew")
    assert waiting.index("Older Support with Confidence 45 days") < waiting.index("Newer")
    assert "Missing: Who they are and 1 more" in waiting
    renewals = section(words, "Approvals to renew")
    assert "Has Ended Support with Confidence Has ended 3 days ago" in renewals
    assert renewals.startswith("3)")


def test_only_the_latest_check_of_a_kind_ends(client, approver):
    ben = approved("Ben Okafor", days=20)
    make.check(ben, "insurance", checked_on=TODAY(), expires_on=TODAY() + timedelta(days=365))
    checks = section(text(client.get(reverse("staff-approvals"))), "Checks that end within 60 days", "Applications")
    assert ("Who they are" in checks, "Insurance" in checks) == (True, False)


def test_a_check_that_a_later_one_failed_does_not_end(client, approver):
    ben = approved("Ben Okafor", days=20)
    make.check(ben, "training", checked_on=TODAY() - timedelta(days=9), expires_on=TODAY() + timedelta(days=5))
    make.check(ben, "training", outcome="not_passed", evidence="", checked_on=TODAY(), expires_on=None)
    checks = section(text(client.get(reverse("staff-approvals"))), "Checks that end within 60 days", "Applications")
    assert (checks.startswith("2)"), "Training" in checks) == (True, False)
    assert "Training" not in text(client.get(reverse("staff-approvals"), {"show": "approved"}))


def test_with_nothing_to_do_today_says_so(client, approver):
    words = text(client.get(reverse("staff-approvals")))
    assert ("No check ends soon" in words, "Nobody waits" in words, "Nothing to renew" in words) == (True, True, True)


@pytest.mark.parametrize("query", [{}, {"show": "to-check"}])
def test_the_desk_costs_the_same_for_one_and_three(client, approver, django_assert_num_queries, query):
    def some(number):
        make.check(make.approval(make.assistant(f"Waits {number}")))
        approved(f"Ends {number}", days=10)
        approved(f"Ended {number}", days=-10)

    queries = 27 if not query else 19
    some(1)
    client.get(reverse("staff-approvals"), query)
    with django_assert_num_queries(queries):
        client.get(reverse("staff-approvals"), query)
    some(2)
    some(3)
    with django_assert_num_queries(queries):
        client.get(reverse("staff-approvals"), query)


def test_a_case_shows_its_checks_and_what_happened(client, approver):
    approval = approved()
    words = text(client.get(case(approval)))
    assert "Holds: Who they are" in words
    assert "Suspend at once" in words
    assert client.get(reverse("staff-approval", args=[999])).status_code == 404


def test_a_check_is_recorded(client, approver):
    approval = make.approval()
    answer = client.post(case(approval, "check"), check_form())
    assert (answer.status_code, answer.url) == (302, case(approval))
    check = ApprovalCheck.objects.get()
    assert (check.kind, check.checked_on, check.expires_on, check.checked_by) == (
        "identity",
        date(2026, 9, 3),
        date(2029, 9, 3),
        approver,
    )
    assert Approval.objects.get().state == "in_progress"


def test_the_same_check_sent_twice_is_one(client, approver):
    approval = make.approval()
    for _ in range(2):
        client.post(case(approval, "check"), check_form())
    assert ApprovalCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Choose what was checked"),
        ({"outcome": ""}, "Choose the outcome"),
        ({"checked_on_year": "2999"}, "The date of the check must be today or in the past"),
        ({"checked_on_month": "13"}, "Enter a real date"),
        ({"kind": "dbs", "evidence": ""}, "Choose the level of the criminal record check"),
        ({"kind": "dbs", "level": "enhanced"}, "we keep nothing of what the certificate says"),
        (
            {"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2020"},
            "The check must end after the day on which it was made",
        ),
    ],
)
def test_a_wrong_check_is_kept_out_and_stays_on_the_page(client, approver, changes, sentence):
    answer = client.post(case(make.approval(), "check"), check_form(**changes))
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "Error: " in text(answer)
    assert ApprovalCheck.objects.count() == 0


def test_approve_suspend_and_withdraw(client, approver):
    approval = make.approval(state="in_progress")
    for kind in ("identity", "insurance"):
        make.check(approval, kind, checked_on=TODAY(), expires_on=TODAY() + timedelta(days=90))
    approvals.propose(approval=approval, by=make.decider(), reason="All holds")
    steps = []
    for screen in ("approve", "suspend", "withdraw"):
        assert client.get(case(approval, screen)).status_code == 200
        answer = client.post(case(approval, screen), {"answer": "approve", "reason": "Because"})
        steps.append((answer.status_code, Approval.objects.get().state))
    assert steps == [(302, "approved"), (302, "suspended"), (302, "withdrawn")]


def test_an_approval_with_something_missing_is_refused_in_words(client, approver):
    approval = make.approval(state="in_progress")
    answer = client.post(case(approval, "approve"), {"reason": "All is well"})
    assert answer.status_code == 200
    assert "These checks are missing or have ended: Who they are, Insurance." in text(answer)
    assert Approval.objects.get().state == "in_progress"


def test_suspension_needs_a_reason(client, approver):
    approval = approved()
    answer = client.post(case(approval, "suspend"), {"reason": " "})
    assert "Write why, so that others understand it later" in text(answer)
    assert Approval.objects.get().state == "approved"


def test_deciding_twice_is_said_and_changes_nothing(client, approver):
    approval = approved()
    client.post(case(approval, "suspend"), {"reason": "A complaint"})
    again = client.post(case(approval, "suspend"), {"reason": "A complaint"})
    assert "cannot become suspended" in text(again)
    assert approval.events.count() == 1


SCREENS = ["", "check", "approve", "suspend", "withdraw"]


@pytest.mark.parametrize("screen", SCREENS)
def test_other_staff_are_told_no_and_strangers_are_led_to_sign_in(client, screen):
    approval = approved()
    assert client.get(case(approval, screen)).status_code == 302
    accounts.sign_in(client, accounts.staff(Role.FINANCE))
    assert client.get(case(approval, screen)).status_code == 403
    assert client.post(case(approval, screen or "suspend"), {"reason": "x"}).status_code == 403
    assert Approval.objects.get().state == "approved"


def test_the_wrong_method_is_refused(client, approver):
    approval = approved()
    assert client.post(reverse("staff-approvals")).status_code == 405
    assert client.post(case(approval)).status_code == 405
    assert client.delete(case(approval, "check")).status_code == 405
