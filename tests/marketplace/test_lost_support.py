"""A registration with CQC ends: people with visits booked are warned, and the council speaks with each (issue 8 §2)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.refused import Refused
from accounts.models import Letter, Notice
from accounts.roles import Role, Scope
from directory.actions import services
from marketplace.actions import lost_support
from marketplace.actions.visits import cancel_costs
from marketplace.models import Order, SupportTalk, Visit
from marketplace.queries import lost_support as found
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
TEMPLATE = "marketplace/emails/registration_ended"


@pytest.fixture
def care():
    service = directory.service("Care at home", gives_personal_care=True, cqc_location_id="1-1")
    service.terms.add(directory.term("topic", "home-care"))
    directory.member(service.organisation, people.user("Grace Hollis"))
    return service


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez", phone="01632 960 555")


@pytest.fixture
def booked(care, rosa):
    made = market.coming(market.listing(service=care), market.pot(rosa), weeks=2)
    care.refresh_from_db()
    return made


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


def end(care):
    services.end_registration(service=care, on=timezone.localdate(), by=None)


def told():
    return list(Notice.objects.filter(template=TEMPLATE).order_by("pk"))


def text(response):
    return " ".join(response.content.decode().split())


def entered(user):
    return sessions.enter(Client(), user)


def test_the_person_and_all_who_see_the_order_are_told_once_and_nothing_is_cancelled(care, rosa, booked):
    """Not who may only see how much there is: the visits are not theirs to see."""
    sees = people.mandate(rosa, people.user("Amira"), Scope.SEE_BALANCE, Scope.SEE_LINES).delegate
    people.mandate(rosa, people.user("Viewer"), Scope.SEE_BALANCE)
    before = list(booked.visits.values_list("state", "version"))
    end(care)
    end(care)
    assert [notice.to for notice in told()] == [rosa.user, sees]
    assert list(booked.visits.values_list("state", "version")) == before
    assert Order.objects.get().state == "accepted"
    assert all("care" not in notice.subject.lower() and "CQC" not in notice.subject for notice in told())
    assert "Rosa Alvarez has visits booked" in told()[1].body
    assert "You have visits booked" in told()[0].body
    assert all(reverse("directory-find") in notice.body for notice in told())


def test_on_paper_the_letter_is_whole(care):
    joan = people.person("Joan Whitfield", signs_in=False, contact_format="paper")
    market.coming(market.listing(service=care), market.pot(joan), by=delegate_of(joan))
    care.refresh_from_db()
    end(care)
    body = Letter.objects.get(template=TEMPLATE).body
    assert "You can find somebody else. We can help you with that." in body
    assert "http" not in body


def delegate_of(person):
    return people.mandate(
        person, people.user("Amira"), Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY
    ).delegate


def test_people_hear_also_where_the_page_was_down_already(care, rosa, booked):
    services.withdraw(service=care, by=None, reason="Moved")
    end(care)
    assert [notice.to for notice in told()] == [rosa.user]


def test_the_orders_page_says_what_to_do_next(care, rosa, booked):
    page = reverse("marketplace-order", args=[booked.reference])
    assert "not registered at the moment" not in text(entered(rosa.user).get(page))
    end(care)
    said = text(entered(rosa.user).get(page))
    assert "Hollybank Home Care is not registered at the moment" in said
    assert 'href="/directory/?topic=home-care">find somebody else' in said
    assert reverse("marketplace-order-cancel", args=[booked.reference]) in said
    assert "is not registered with CQC for your visits" in text(entered(rosa.user).get(reverse("money-home")))
    confirm = text(entered(rosa.user).get(reverse("marketplace-order-cancel", args=[booked.reference])))
    assert "Hollybank Home Care is not registered for this at the moment, so this costs nothing." in confirm


def test_cancelling_costs_nothing_from_that_day(care, booked):
    end(care)
    visit = Visit.objects.first()
    assert cancel_costs(visit, visit.starts_at) == 0


def test_the_council_speaks_with_each_person_and_the_list_forgets_nobody(care, rosa, booked, samuel):
    end(care)
    staff = entered(samuel)
    lost = found.waiting(samuel, timezone.now())[0]
    assert (lost.person, lost.service, len(lost.visits), lost.talk) == (rosa, care, 2, None)
    assert "Nobody yet" in text(staff.get(reverse("staff-lost-support")))
    assert "Nobody has spoken with 1 yet." in text(staff.get("/staff/"))
    one = reverse("staff-lost-support-one", args=[rosa.pk, care.pk])
    assert "01632 960 555" in text(staff.get(one))
    assert "Write what you agreed" in text(staff.post(one, {"words": " "}))
    for _ in range(2):  # a double click
        assert staff.post(one, {"words": "Ben comes instead"}).url == reverse("staff-lost-support")
    assert SupportTalk.objects.get().words == "Ben comes instead"
    assert "1 booking. Somebody has spoken with each." in text(staff.get("/staff/"))
    assert "Samuel Osei" in text(staff.get(reverse("staff-lost-support")))
    assert len(found.waiting(samuel, timezone.now())) == 1, "the visits are still booked"


def test_nobody_without_lost_visits_is_on_the_list(care, rosa, booked, samuel):
    staff = entered(samuel)
    assert found.waiting(samuel, timezone.now()) == []
    assert "Nobody to speak with" in text(staff.get(reverse("staff-lost-support")))
    assert staff.get(reverse("staff-lost-support-one", args=[rosa.pk, care.pk])).status_code == 404
    assert "Support without a registration" not in text(staff.get("/staff/"))


def test_nobody_writes_down_a_talk_about_whom_they_act_for(care, rosa, booked, samuel):
    end(care)
    people.mandate(rosa, samuel, Scope.SEE_BALANCE)
    assert found.waiting(samuel, timezone.now()) == []
    with pytest.raises(Refused, match="no part in it"):
        lost_support.spoke(person=rosa, service=care, words="All is well", by=samuel)
    with pytest.raises(Refused, match="no part in it"):
        lost_support.spoke(person=rosa, service=care, words="All is well", by=people.user("Grace"))


def test_the_list_costs_the_same_for_one_and_for_three(care, booked, samuel, django_assert_num_queries):
    end(care)
    for name in ("Joan", "Tom"):
        other = directory.service(f"Care of {name}", gives_personal_care=True, cqc_location_id=f"1-{name}")
        directory.member(other.organisation, people.user(f"Manager {name}"))
        market.coming(market.listing(service=other), market.pot(people.person(name)))
        other.refresh_from_db()
        services.end_registration(service=other, on=date(2026, 11, 22), by=None)
    with django_assert_num_queries(3):
        assert len(found.waiting(samuel, timezone.now())) == 3
