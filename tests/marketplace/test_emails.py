"""E-mails say when, who and where to look: never what the support is for, and no names of people."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import notices
from accounts.actions import pauses as death
from accounts.models import Notice, User
from accounts.roles import Role
from directory.actions import approvals, capacity, services, successions
from marketplace import wiring
from marketplace.actions import (
    booking_proposals,
    handover,
    necessity,
    orders,
    pauses,
    places_reminders,
    proposals,
    queries,
    second_looks,
    timesheets,
    visits,
)
from marketplace.models import Query, SecondLook, Timesheet
from marketplace.states import Party
from tests.factories import accounts as people
from tests.factories import directory, employers
from tests.factories import marketplace as market
from tests.factories import plans as written
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "marketplace" / "templates" / "marketplace" / "emails"
PRIVATE = re.compile(r"Rosa Alvarez|wash|clean|dement|care|health|Weir Street|AM3", re.IGNORECASE)
SOON = NOW + timedelta(hours=2)


def listing():
    return market.listing(title="Help with washing for people with dementia", included="Personal care")


def every_way():
    """Orders that between them make every e-mail there is."""
    person = people.person(address="12 Weir Street", postcode="AM3 2QT")
    pot = market.pot(person, pence=200000)
    rosa, clerk = person.user, people.staff(Role.PRACTITIONER)

    def make(state, **fields):
        offer = listing()
        return getattr(market, state)(of=offer, pot=pot, **fields), offer.personal_assistant.user

    order, ben = make("order")
    orders.decline(order=order, reason="No", by=ben, at=SOON)
    order, _ = make("order")
    orders.withdraw(order=order, by=rosa, at=SOON)
    make("order")
    visit, ben = make("planned")
    visits.cancel(visit=visit, by=rosa, party=Party.PERSON, at=SOON)
    visit, ben = make("planned")
    visits.cancel(visit=visit, by=ben, party=Party.PROVIDER, at=SOON)
    order, _ = make("accepted", weeks=2)
    visits.cancel_rest(order=order, by=rosa, at=SOON)
    for answer in (proposals.accept, proposals.decline):
        visit, ben = make("planned")
        new = {"starts_at": visit.starts_at + timedelta(days=1), "minutes": 120, "by": rosa, "party": Party.PERSON}
        answer(proposal=proposals.propose(visit=visit, at=SOON, **new), by=ben, at=SOON)
    make("planned")
    visit, ben = make("planned")
    visits.agree_missed(visit=visits.miss(visit=visit, by=rosa, at=TUESDAY), by=ben, at=TUESDAY)
    visit, ben = make("settled")
    visits.refund(visit=visit, pence=100, reason="Sorry", by=ben, at=visit.ends_at)
    visit, ben = make("delivered")
    query = queries.ask(visit=visit, reason="Short", by=rosa, at=visit.ends_at)
    queries.give_side(query=query, answer="I was", by=ben, at=visit.ends_at)
    queries.decide(query=query, decision=Query.Decision.PAY, explanation="Fine", by=clerk, at=visit.ends_at)
    visit, ben = make("delivered")
    visits.deliver(visit=visit, minutes=90, by=ben, at=visit.ends_at)
    order, ben = make("order")
    market.accepted(order.listing, pot, first=TUESDAY + timedelta(days=2))
    approvals.suspend(approval=ben.personal_assistant.approvals.get(), by=clerk, reason="Care notes", at=SOON)
    written.agreed(people.person("Joan Whitfield"))
    written.sent_back(people.person("Tom Brennan"))
    give_a_handover_link(person)
    written.reviewed()
    hours_of_an_employee(people.person("Edith Lowe"))
    a_relative_is_paid(people.person("Olga Finch"))
    employers.agreed(employers.wage_pot(person=people.person("Una Reed", practitioner=clerk)))
    wiring.requests(TUESDAY + timedelta(days=30))
    wiring.visits(TUESDAY + timedelta(days=30))
    a_death(market.pot(people.person("Edna Marsh")))
    another_provider_takes_over(a_registration_that_ends(market.pot(people.person("Ivy Turner"))))
    places_that_were_said_a_while_ago()
    a_pause(market.pot(people.person("Joan Whitfield", address="12 Weir Street", postcode="AM3 2QT")))


def hours_of_an_employee(employer):
    """Sent, sent back, sent again, agreed."""
    job = market.employed(employer)
    maria = job.personal_assistant.user
    week = timesheets.start(employed=job, first_day=market.last_monday(), by=maria)
    timesheets.add_line(timesheet=week, starts_at=market.shift(), minutes=60, break_minutes=0, by=maria)
    week = timesheets.send(timesheet=again(week), by=maria)
    week = timesheets.send_back(timesheet=again(week), reason="One more hour", by=employer.user)
    week = timesheets.send(timesheet=again(week), by=maria)
    timesheets.agree(timesheet=again(week), shown_version=again(week).version, by=employer.user)


def a_relative_is_paid(person):
    """It is decided, and ended; the reasons are not for an e-mail."""
    by = people.staff(Role.PRACTITIONER)
    given = {"relation": "spouse", "what_for": "care", "reasons": "Nobody else may wash her.", "by": by}
    on = timezone.localdate() + timedelta(days=90)
    made = necessity.record(person=person, profile=market.maria(), review_on=on, **given)
    necessity.end(decision=made, reasons="Her health is better.", by=by)
    sells, pot = listing(), market.pot(person, label="More")
    made = necessity.record(person=person, profile=sells.personal_assistant, review_on=on, **given)
    market.coming(sells, pot, not_household=False)
    market.waiting(sells, pot, not_household=False, first=market.soon(9))
    necessity.end(decision=made, reasons="Her health is better.", by=by)
    look = second_looks.ask(decision=made, words="He still has to wash her.", by=person.user)
    finding = second_looks.Finding(SecondLook.Result.KEPT, "Others wash her now.")
    second_looks.answer(look=look, finding=finding, by=people.staff(Role.PRACTITIONER))
    proposal = market.proposal(listing(), pot)
    booking_proposals.agree(proposal=proposal, by=person.user)


def again(week):
    return Timesheet.objects.get(pk=week.pk)


def a_pause(pot):
    """Begun before the second of three visits, which is recorded all the same; ended; never answered."""
    order = market.accepted(of=listing(), pot=pot, weeks=3)
    rosa, first = pot.person.user, order.visits.get(number=1)
    visits.take_back_missed(visit=visits.miss(visit=first, by=rosa, at=TUESDAY), by=rosa, at=TUESDAY)
    wish = pauses.Wish(pot.person, "hospital", date(2026, 11, 25))
    pause = pauses.start(wish=wish, by=rosa, at=TUESDAY + timedelta(hours=9))
    second = order.visits.get(number=2)
    by = market.seller_user(order.listing)
    visits.deliver(visit=second, minutes=120, by=by, at=second.ends_at)
    pauses.end(pause=pause, back_on=date(2026, 12, 2), by=rosa, at=second.ends_at)
    queries.ask_unanswered(second.ends_at + timedelta(days=28))


def a_death(pot):
    """A request, visits to come, and one recorded for the day after."""
    market.order(listing(), pot, first=TUESDAY + timedelta(days=5))
    order = market.accepted(listing(), pot, weeks=3)
    at = order.visits.get(number=1).ends_at
    finance = people.staff(Role.FINANCE)
    death.record_death(person=pot.person, died_on=TUESDAY.date() - timedelta(days=1), by=finance, at=at)
    visits.deliver(visit=order.visits.get(number=1), minutes=120, by=market.seller_user(order.listing), at=at)
    queries.hand_over(at + timedelta(days=3))


def a_registration_that_ends(pot):
    """Of an organisation that gives personal care, with a visit still to come."""
    seller = directory.organisation("Hollybank")
    at_home = directory.service("Washing at home", organisation=seller, gives_personal_care=True, cqc_location_id="1-1")
    of = market.listing(service=at_home)
    market.coming(of, pot)
    of.service.refresh_from_db()
    services.end_registration(service=of.service, on=timezone.localdate(), by=None)
    directory.member(seller, people.user("Grace Hollis"))
    return of.service


def another_provider_takes_over(service):
    """The visit goes along, and both providers hear of it."""
    other = directory.organisation("Oak Homes", email="hello@oak.example")
    directory.member(other, people.user("Olu Peters"))
    given = {"gives_personal_care": True, "cqc_location_id": "1-2", "status": "published"}
    successor = directory.service("Oak House", organisation=other, **given)
    successions.take_over(service=service, successor=successor, by=people.staff(Role.EDITOR))


def places_that_were_said_a_while_ago():
    profile = market.assistant("Ada Quill")
    now = timezone.now()
    capacity.say(of=profile, lines=[capacity.Line(2, "morning")], by=None, at=now - timedelta(days=8))
    places_reminders.remind_due(now)


def give_a_handover_link(person):
    handover.write(person=person, part="to_know", text="Rosa Alvarez has dementia", by=person.user, at=NOW)
    amira = people.user("Amira Whitfield")
    people.mandate(person, amira, "handover")
    given = {"receiver": "Nia Hale", "email": "nia@example.org", "lasts": timedelta(days=1), "agreed": True}
    handover.give(person=person, by=amira, at=NOW, **given)


OF_OWN_CARDS = {"payment_failed", "request_unpaid"}  # sent in own_card/, where there is a Stripe


def test_every_template_is_sent_and_says_nothing_private():
    every_way()
    sent, signed = Notice.objects.filter(template__startswith="marketplace/"), f"{notices.signed()}\n"
    templates = {path.stem.removesuffix("_letter").removesuffix("_easy_read") for path in FOLDER.glob("*.txt")}
    assert {notice.template.rsplit("/")[-1] for notice in sent} == templates - OF_OWN_CARDS
    assert {
        notice.template: PRIVATE.findall(f"{notice.subject} {notice.body.removesuffix(signed)}") for notice in sent
    } == {notice.template: [] for notice in sent}
    assert [notice.subject for notice in sent if re.search(r"Ben|Okafor", notice.subject)] == []


def test_each_has_a_subject_and_a_link():
    every_way()
    for notice in Notice.objects.filter(template__startswith="marketplace/", sent_at=None):  # not those dropped
        assert 10 < len(notice.subject) < 80
        assert "http://testserver/" in notice.body
        assert "&#" not in notice.body


def test_everybody_who_keeps_an_organisations_diary_is_told_and_nobody_else():
    service = directory.service()
    names = {"manager": "Grace Hollis", "scheduler": "Sid Planner", "finance": "Clerk Coin"}
    for role, name in names.items():
        directory.member(service.organisation, people.user(name), role=role)
    gone = directory.member(service.organisation, people.user("Gone Away")).user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    market.order(market.listing(service=service))
    told = Notice.objects.filter(template="marketplace/emails/request_new").values_list("to__name", flat=True)
    assert sorted(told) == ["Grace Hollis", "Sid Planner"]


def test_a_delegate_is_told_only_while_her_mandate_holds():
    pot = market.pot(people.person("Joan Whitfield"))
    amira = people.user("Amira Whitfield")
    mandate = people.mandate(pot.person, amira, "see_balance", "see_lines", "order", "pay")
    order = market.order(pot=pot, by=amira)
    people.mandates.end(mandate=mandate, by=pot.person.user, at=NOW)
    orders.accept(order=order, by=market.seller_user(order.listing), at=SOON)
    told = Notice.objects.filter(template="marketplace/emails/request_accepted").values_list("to__name", flat=True)
    assert list(told) == ["Joan Whitfield"]
