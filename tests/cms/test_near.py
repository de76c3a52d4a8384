"""Whoever stands near to a person neither reads, hears of, counts nor decides a concern about her: it may be they.

Our own rule.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import safeguarding
from accounts.actions import mandate_pauses, mandates
from accounts.actions import people as set_up
from accounts.models import AuditLine, Notice
from accounts.roles import Role, Scope
from accounts.safeguarding import Worry
from cms import near
from cms.actions import concerns
from cms.actions.refusals import Refused
from cms.front_desks import concerns_desk
from cms.models import Concern
from cms.queries import concerns as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import front_door as make

pytestmark = pytest.mark.django_db
QUEUE = "/staff/concerns/"


@pytest.fixture
def joan():
    return people.person("Joan Whitfield")


@pytest.fixture
def ruth():
    """Of safeguarding, and Joan's delegate."""
    return make.safeguarding()


@pytest.fixture
def fatima():
    return make.safeguarding("Fatima Khan")


def handed_over(joan) -> Concern:
    samuel = people.staff(Role.PRACTITIONER, name="Samuel Osei")
    safeguarding.hand_over(Worry(joan, "Cash that she cannot explain.", "welfare:17", samuel, timezone.now()))
    return Concern.objects.get()


def delegate(joan, ruth):
    people.mandate(joan, ruth, Scope.SEE_BALANCE)


def asked(joan, ruth):
    people.offer(joan, ruth, Scope.SEE_BALANCE)


def paused(joan, ruth):
    made = people.mandate(joan, ruth, Scope.SEE_BALANCE)
    mandate_pauses.pause(mandate=made, by=joan.user)


def stepped_down(joan, ruth):
    mandates.end(mandate=people.mandate(joan, ruth, Scope.SEE_BALANCE), by=ruth)


def herself(joan, ruth):
    joan.user = ruth
    joan.save()


def carer(joan, ruth):
    set_up.record_carer(carer=people_of(ruth), cared_for=joan, by=ruth)


def cared_for(joan, ruth):
    set_up.record_carer(carer=joan, cared_for=people_of(ruth), by=ruth)


def people_of(user):
    return set_up.create(name=user.name, user=user, by=user)


TIES = [delegate, asked, paused, stepped_down, herself, carer, cared_for]


def pages(made):
    steps = [reverse("staff-concern-step", args=[made.reference, slug]) for slug in ("note", "tests", "unlink")]
    return [reverse(f"staff-concern{name}", args=[made.reference]) for name in ("", "-link")] + steps


@pytest.mark.parametrize("tie", TIES)
def test_neither_list_count_page_nor_step_tells_her(joan, ruth, fatima, tie):
    tie(joan, ruth)
    made = handed_over(joan)
    hers, others = (sessions.enter(Client(), who) for who in (ruth, fatima))
    assert made.person == joan
    assert made.reference not in hers.get(QUEUE).content.decode()
    assert concerns_desk(ruth).line == "0 to decide. 0 to close."
    assert {hers.get(page).status_code for page in pages(made)} == {404}
    assert {hers.post(page, {"words": "x"}).status_code for page in pages(made)[1:]} == {404}
    assert hers.post(reverse("staff-concern-take", args=[made.reference])).status_code == 404
    assert made.reference in others.get(QUEUE).content.decode()
    assert concerns_desk(fatima).line.startswith("1 to decide")
    assert "Cash that she cannot explain." in others.get(pages(made)[0]).content.decode()


def test_no_email_tells_her_now_or_when_it_is_late(joan, ruth, fatima):
    delegate(joan, ruth)
    before = Notice.objects.filter(to=ruth).count()
    made = handed_over(joan)
    Concern.objects.filter(pk=made.pk).update(due_on="2026-01-02")
    assert concerns.tell_late(timezone.now()) == 1
    assert Notice.objects.filter(to=ruth).count() == before
    assert Notice.objects.filter(to=fatima, subject__contains=made.reference).count() == 2


def test_no_action_is_hers_though_she_had_the_page_open_before(joan, ruth, fatima):
    made = handed_over(joan)
    concerns.take(concern=made, by=ruth)
    delegate(joan, ruth)
    for act in (
        lambda: concerns.note(concern=made, words="x", by=ruth),
        lambda: concerns.look(concern=made, by=ruth, page="concern"),
        lambda: concerns.link(concern=made, person=None, why="It is not her", by=ruth),
        lambda: concerns.take(concern=made, by=ruth),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "near"
    assert concerns.take(concern=made, by=fatima).lead == fatima


def test_nor_does_she_read_who_looked_at_it(joan, ruth, fatima):
    delegate(joan, ruth)
    made = handed_over(joan)
    concerns.look(concern=made, by=fatima, page="concern")
    assert list(found.looks(ruth)) == [] and found.looks(fatima).count() == 1
    shown = sessions.enter(Client(), ruth).get(reverse("staff-concern-looks")).content.decode()
    assert made.reference not in shown


def test_who_links_one_to_somebody_near_gives_it_to_her_colleagues(joan, ruth, fatima):
    delegate(joan, ruth)
    made = concerns.take(concern=make.concern(), by=ruth)
    client = sessions.enter(Client(), ruth)
    sent = {"q": "Joan", "choose": "1", "person": joan.pk, "why": "She wrote her name"}
    shown = client.post(reverse("staff-concern-link", args=[made.reference]), sent, follow=True).content.decode()
    assert "your colleagues go on with it" in shown and made.reference not in shown
    made.refresh_from_db()
    assert (made.person, made.lead) == (joan, None)


def test_where_nobody_else_is_left_an_administrator_hears(joan, ruth):
    delegate(joan, ruth)
    admin = people.staff(Role.ADMINISTRATOR, name="Ines Roca")
    made = handed_over(joan)
    told = Notice.objects.get(to=admin)
    assert made.reference in told.subject and "Joan" not in told.subject + told.body
    assert not Notice.objects.filter(to=ruth, subject__contains=made.reference).exists()


def test_a_concern_about_nobody_we_know_is_everybodys(joan, ruth):
    delegate(joan, ruth)
    made = make.concern()
    assert list(found.queue("undecided", ruth)) == [made] and found.may_see(ruth, made)


def test_the_log_says_who_handed_over_and_no_words(joan, ruth):
    made = handed_over(joan)
    line = AuditLine.objects.get(action="concern.raised")
    assert (line.subject, line.detail) == (f"concern:{made.pk}", {"source": "staff"})
    assert near.near(ruth) == frozenset()
