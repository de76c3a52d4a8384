"""People and roles of an organisation: asked, joined, changed, ended (issue 8, §1)."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, Notice
from directory.actions import members
from directory.member_rules import LASTS
from directory.models import MemberInvitation, MemberRole, OrganisationMember
from directory.refusals import Moved, Refused
from tests import sessions
from tests.factories import accounts, pages
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
SAM = "sam@hollybank.example"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def organisation():
    return make.organisation("Hollybank")


@pytest.fixture
def grace(organisation):
    return pages.writer(organisation)


@pytest.fixture
def desk(grace):
    return sessions.enter(Client(), grace)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def held(user):
    return list(OrganisationMember.objects.filter(user=user, ended_at=None).values_list("role", flat=True))


def asked(organisation, by, role=MemberRole.SCHEDULER, email=SAM, **more):
    return members.invite(organisation=organisation, email=email, role=role, by=by, **more)


def sam(email=SAM):
    return accounts.user("Sam Field", email=email)


def link(invitation):
    return reverse("provider-join", args=[members.token(invitation)])


def test_a_manager_asks_after_checking_her_answers_and_somebody_joins_by_the_link(desk, organisation, grace):
    where, given = reverse("provider-people-invite"), {"email": " Sam@hollybank.example", "role": "scheduler"}
    check = text(desk.post(where, given))
    assert ("Check your answers" in check, MemberInvitation.objects.exists()) == (True, False)
    desk.post(where, {**given, "confirm": "1"})
    notice = Notice.objects.get()
    assert (notice.address, "Hollybank" in notice.subject) == (SAM, False)
    address = re.search(r"/provider/join/\S+", notice.body)[0]
    who = sam()
    visitor = sessions.enter(Client(), who)
    assert "Hollybank" in text(visitor.get(address))
    assert held(who) == []  # looking is no answer
    visitor.post(address)
    assert held(who) == ["scheduler"]
    assert Notice.objects.filter(to=grace, template__endswith="member_joined").exists()
    assert AuditLine.objects.filter(action__in=["member.invited", "member.joined"]).count() == 2


def test_a_link_works_once(organisation, grace):
    invitation, who = asked(organisation, grace), sam()
    members.accept(invitation=invitation, by=who)
    OrganisationMember.objects.filter(user=who).update(ended_at=timezone.now(), ended_by=grace)
    with pytest.raises(Moved):
        members.accept(invitation=invitation, by=who)
    assert (held(who), Client().get(link(invitation)).status_code) == ([], 410)


def test_a_link_expires(organisation, grace):
    now = timezone.now()
    invitation, who = asked(organisation, grace, at=now - LASTS), sam()
    with pytest.raises(Moved):
        members.accept(invitation=invitation, by=who, at=now)
    assert held(who) == []


def test_a_link_that_nobody_signed_opens_nothing(organisation, grace):
    invitation = asked(organisation, grace)
    wrong = members.token(invitation)[:-2] + "xx"
    assert Client().get(reverse("provider-join", args=[wrong])).status_code == 410


def test_a_link_that_was_passed_on_lets_nobody_in(organisation, grace):
    invitation, other = asked(organisation, grace), sam("other@post.example")
    answer = sessions.enter(Client(), other).post(link(invitation), follow=True)
    assert ("another address" in text(answer), held(other)) == (True, [])


def test_a_link_ends_with_the_part_of_whoever_sent_it(organisation, grace):
    invitation, who = asked(organisation, grace), sam()
    second = pages.writer(organisation, name="Olu Peters")
    members.end(member=OrganisationMember.objects.get(user=grace), by=second)
    with pytest.raises(Moved):
        members.accept(invitation=invitation, by=who)


def test_taken_back_or_asked_again_the_first_link_is_over(desk, organisation, grace):
    first, who = asked(organisation, grace), sam()
    second = asked(organisation, grace, role=MemberRole.FINANCE)
    with pytest.raises(Moved):
        members.accept(invitation=first, by=who)
    desk.post(reverse("provider-people-take-back", args=[second.pk]))
    with pytest.raises(Moved):
        members.accept(invitation=second, by=who)


def test_without_a_sign_in_she_is_led_to_sign_in_or_make_one_and_comes_back(organisation, grace):
    address = link(asked(organisation, grace))
    page = Client().get(address).content.decode()
    assert (f"/accounts/login/?next={address.replace(':', '%3A')}" in page.replace("%2F", "/"), "signup" in page) == (
        True,
        True,
    )
    assert Client().post(address).headers["Location"].startswith("/accounts/login/")


def test_whoever_joins_needs_a_second_step_before_the_desk_opens(organisation, grace):
    who = sam()
    client = Client()
    client.force_login(who)
    client.post(link(asked(organisation, grace)))
    assert held(who) == ["scheduler"]
    assert "/accounts/" in client.get(reverse("provider-home")).headers["Location"]


def test_a_role_is_changed_after_checking_and_both_parts_stay_to_be_read(desk, organisation, grace):
    who = pages.writer(organisation, "scheduler", "Sam Field")
    member = OrganisationMember.objects.get(user=who)
    where = reverse("provider-people-role", args=[member.pk])
    assert "Check your answers" in text(desk.post(where, {"role": "finance"}))
    assert held(who) == ["scheduler"]
    desk.post(where, {"role": "finance", "confirm": "1"})
    assert (held(who), OrganisationMember.objects.filter(user=who).count()) == (["finance"], 2)
    assert Notice.objects.get(to=who).template.endswith("member_role")


def test_a_part_is_ended_at_once_and_she_is_told(desk, organisation):
    who = pages.writer(organisation, "finance", "Sam Field")
    hers = sessions.enter(Client(), who)
    assert hers.get(reverse("provider-money")).status_code == 200
    where = reverse("provider-people-end", args=[OrganisationMember.objects.get(user=who).pk])
    desk.get(where)
    assert held(who) == ["finance"]
    desk.post(where)
    assert (held(who), hers.get(reverse("provider-money")).status_code) == ([], 403)
    assert Notice.objects.get(to=who).template.endswith("member_ended")


def test_the_last_manager_stays(desk, organisation, grace):
    shut = pages.writer(organisation, name="Olu Peters")
    type(shut).objects.filter(pk=shut.pk).update(is_active=False)  # nobody who can sign in
    mine = OrganisationMember.objects.get(user=grace)
    given = {"role": "finance", "confirm": "1"}
    said = text(desk.post(reverse("provider-people-role", args=[mine.pk]), given, follow=True))
    assert ("This is the only manager" in said, held(grace)) == (True, ["manager"])
    page = desk.get(reverse("provider-people-end", args=[mine.pk]), follow=True).content.decode()
    assert ("You are its only manager" in page, reverse("provider-people-invite") in page) == (True, True)
    assert "Leave now" not in page
    said = text(desk.post(reverse("provider-leave"), follow=True))
    assert ("This is the only manager" in said, held(grace)) == (True, ["manager"])


@pytest.mark.parametrize("role", ["scheduler", "finance", "manager"])
def test_somebody_leaves_by_herself_and_everybody_is_told(organisation, grace, role):
    who = pages.writer(organisation, role, "Sam Field")
    hers = sessions.enter(Client(), who)
    assert reverse("provider-leave") in hers.get(reverse("provider-home")).content.decode()
    hers.get(reverse("provider-leave"))
    assert held(who) == [role]  # looking ends nothing
    answer = hers.post(reverse("provider-leave"))
    assert (answer.url, held(who), hers.get(reverse("provider-home")).status_code) == ("/", [], 403)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "You have left Hollybank. Its managers are told by e-mail."
    ]
    told = {notice.to.pk: notice.template.rsplit("/")[-1] for notice in Notice.objects.all()}
    assert told == {who.pk: "member_ended", grace.pk: "member_left"}
    assert AuditLine.objects.filter(action="member.left").count() == 1


def test_leaving_ends_every_role_and_the_links_she_sent(organisation, grace):
    who = pages.writer(organisation, "manager", "Sam Field")
    make.member(organisation, who, "finance")
    invitation = asked(organisation, who, email="kim@hollybank.example")
    other = make.member(make.organisation("Ash"), who)
    client = sessions.enter(Client(), who)
    client.post(reverse("provider-choose"), {"seller": f"org-{organisation.pk}"})
    assert "You asked 1 person to join" in text(client.get(reverse("provider-leave")))
    members.leave(organisation=organisation, by=who)
    assert list(OrganisationMember.objects.filter(user=who, ended_at=None)) == [other]
    assert "manager and finance" in Notice.objects.get(to=grace).body
    assert Client().get(link(invitation)).status_code == 410
    with pytest.raises(Moved):
        members.leave(organisation=organisation, by=who)


def test_another_manager_may_take_over(organisation, grace):
    second = pages.writer(organisation, name="Olu Peters")
    members.change_role(member=OrganisationMember.objects.get(user=grace), role=MemberRole.SCHEDULER, by=second)
    assert held(grace) == ["scheduler"]


@pytest.mark.parametrize("role", ["scheduler", "finance"])
def test_only_a_manager_does_any_of_this(organisation, grace, role):
    other = pages.writer(organisation, role, "Sam Field")
    mine = OrganisationMember.objects.get(user=other)
    for act in (
        lambda: asked(organisation, other),
        lambda: members.change_role(member=mine, role=MemberRole.MANAGER, by=other),
        lambda: members.end(member=mine, by=other),
        lambda: members.take_back(invitation=asked(organisation, grace), by=other),
    ):
        with pytest.raises(Refused), transaction.atomic():
            act()


def test_a_manager_of_another_organisation_finds_nobody(desk):
    other = OrganisationMember.objects.get(user=pages.writer(make.organisation("Other"), name="Olu Peters"))
    for name in ("role", "end"):
        assert desk.get(reverse(f"provider-people-{name}", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(desk, organisation, grace, number, django_assert_num_queries):
    for each in range(number):
        pages.writer(organisation, "finance", f"Sam {each}")
        asked(organisation, grace, email=f"s{each}@post.example", at=timezone.now() - timedelta(hours=1))
    desk.get(reverse("provider-people"))
    with django_assert_num_queries(10):
        desk.get(reverse("provider-people"))


def test_no_row_says_that_it_was_used_and_not_by_whom(organisation, grace):
    made = asked(organisation, grace)
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberInvitation.objects.filter(pk=made.pk).update(used_at=timezone.now())
