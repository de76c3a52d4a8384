"""No spouse, partner or close relative of the household is paid, unless the council has decided that it is necessary.

Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), regulation 3.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import ledger
from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Role, Scope
from marketplace.actions import clock, necessity, necessity_ends, orders, timesheets, visits
from marketplace.actions.moves import Refused
from marketplace.actions.necessity import NecessityRefused
from marketplace.models import EmployedAssistant, NecessityDecision
from marketplace.queries import necessity as found
from marketplace.states import SILENCE
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import money

pytestmark = pytest.mark.django_db
SPOUSE, CARE, MANAGEMENT = "spouse", NecessityDecision.WhatFor.CARE, NecessityDecision.WhatFor.MANAGEMENT


@pytest.fixture
def rosa():
    return people.person("Rosa Alvarez")


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


def decided(person, profile, by, **more) -> NecessityDecision:
    review_on = timezone.localdate(more.get("at")) + timedelta(days=180)
    given = {
        "relation": SPOUSE,
        "what_for": CARE,
        "reasons": "Nobody else speaks her language.",
        "review_on": review_on,
    }
    return necessity.record(person=person, profile=profile, by=by, **{**given, **more})


def code(do, *args, **more) -> str:
    with pytest.raises(Refused) as caught:
        do(*args, **more)
    return caught.value.code


def of_the_household(pot, listing):
    return market.order(listing, pot, not_household=False)


def test_a_booking_from_a_relative_of_the_household_is_refused_without_it(rosa, samuel):
    pot, listing = market.pot(rosa), market.listing()
    assert code(of_the_household, pot, listing) == "household"
    made = decided(rosa, listing.personal_assistant, samuel)
    order = of_the_household(pot, listing)
    assert (order.necessity, order.not_household_at) == (made, None)


def test_it_is_of_this_person_this_relative_and_care(rosa, samuel):
    """Necessary for management or administration is another decision (regulation 3(2)(b))."""
    pot, listing = market.pot(rosa), market.listing()
    decided(rosa, market.assistant("Ada Quill"), samuel)
    decided(people.person("Edith Marlow"), listing.personal_assistant, samuel)
    decided(rosa, listing.personal_assistant, samuel, what_for=MANAGEMENT)
    assert code(of_the_household, pot, listing) == "household"


def test_who_lives_elsewhere_needs_no_decision(rosa, samuel):
    order = market.order(market.listing(), market.pot(rosa))
    assert (order.necessity, order.not_household_at is not None) == (None, True)


def test_one_of_the_household_is_employed_by_the_decision_alone(rosa, samuel):
    maria = market.maria()
    employ = {"person": rosa, "profile": maria, "not_household": False, "by": rosa.user}
    assert code(timesheets.employ, **employ) == "household"
    made = decided(rosa, maria, samuel)
    assert timesheets.employ(**employ).necessity == made


def test_the_books_hold_nobody_employed_without_a_word_or_a_decision(rosa):
    job = market.employed(rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployedAssistant.objects.filter(pk=job.pk).update(not_household_at=None)


def test_what_is_done_after_it_has_ended_is_not_paid_by_anybodys_yes(rosa, samuel):
    listing = market.listing()
    made = decided(rosa, listing.personal_assistant, samuel, at=market.soon(-10))
    visit = market.recorded(listing, market.pot(rosa), not_household=False)
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel, at=visit.starts_at - timedelta(days=1))
    visit.refresh_from_db()
    assert code(visits.confirm, visit=visit, by=rosa.user) == "household"
    assert clock.confirm_silent(visit.delivered_at + SILENCE) == 0


def test_what_was_done_until_it_ended_is_paid(rosa, samuel):
    listing = market.listing()
    made = decided(rosa, listing.personal_assistant, samuel, at=market.soon(-10))
    visit = market.recorded(listing, market.pot(rosa), not_household=False)
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel)
    visit.refresh_from_db()
    assert visits.confirm(visit=visit, by=rosa.user).state == "settled"


def test_hours_of_a_week_after_it_ended_are_not_agreed(rosa, samuel):
    maria = market.maria()
    made = decided(rosa, maria, samuel, at=market.soon(-40))
    job = timesheets.employ(person=rosa, profile=maria, not_household=False, by=rosa.user, at=market.soon(-39))
    sheet = market.timesheet(job)
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel, at=market.soon(-30))
    sheet.employed.refresh_from_db()
    assert code(timesheets.agree, timesheet=sheet, shown_version=sheet.version, by=rosa.user) == "household"


def test_what_is_booked_after_it_has_ended_is_cancelled_and_the_money_is_back(rosa, samuel):
    """Regulation 3 stops the payment, not the person's choice: nobody decided to cancel, so nothing is owed."""
    listing, pot = market.listing(), market.pot(rosa)
    made = decided(rosa, listing.personal_assistant, samuel)
    free = ledger.balance(pot.available)
    booked = market.coming(listing, pot, not_household=False)
    asked = market.waiting(listing, pot, not_household=False, first=market.soon(9))
    assert necessity_ends.seen(made, timezone.now()).visits == booked.visits.count()
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel)
    assert {visit.state for visit in booked.visits.all()} == {"cancelled"}
    asked.refresh_from_db()
    assert (asked.state, ledger.balance(pot.available)) == ("stopped", free)
    subjects = set(Notice.objects.filter(to=listing.personal_assistant.user).values_list("subject", flat=True))
    assert {f"Visits are cancelled ({booked.reference})", f"A request has ended ({asked.reference})"} <= subjects
    assert Notice.objects.filter(to=rosa.user, subject=f"Visits are cancelled ({booked.reference})").exists()


def test_visits_of_her_own_money_go_on(rosa, samuel):
    """The regulation is about a direct payment."""
    listing = market.listing()
    made = decided(rosa, listing.personal_assistant, samuel)
    own = market.coming(listing, money.own_money(100_000, person=rosa).pots.get())
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel)
    assert {visit.state for visit in own.visits.all()} == {"planned"}


def test_that_help_with_the_money_ends_cancels_no_visit_and_the_page_says_so(rosa, samuel):
    """Necessary for management is another decision than for care (regulation 3(2)(b))."""
    listing = market.listing()
    decided(rosa, listing.personal_assistant, samuel)
    made = decided(rosa, listing.personal_assistant, samuel, what_for=MANAGEMENT)
    order = of_the_household(market.pot(rosa), listing)
    assert necessity_ends.seen(made, timezone.now()) == necessity_ends.Ends(0, 0, 0)
    necessity.end(decision=made, reasons="Others can do it now.", by=samuel)
    assert {visit.state for visit in order.visits.all()} == {"requested"}


def test_after_it_has_ended_nothing_is_accepted_or_recorded(rosa, samuel):
    listing = market.listing()
    made = decided(rosa, listing.personal_assistant, samuel, at=market.soon(-10))
    pot = market.pot(rosa)
    visit = market.started(listing, pot, not_household=False)
    order = market.waiting(listing, pot, not_household=False)
    NecessityDecision.objects.filter(pk=made.pk).update(
        ended_at=market.soon(-5), ended_by=samuel, end_reasons="Others can."
    )
    assert code(orders.accept, order=order, by=listing.personal_assistant.user) == "household"
    recording = {"by": listing.personal_assistant.user, "minutes": visit.minutes}
    assert code(visits.deliver, visit=visit, **recording) == "household"


def test_silence_says_yes_again_from_the_day_on_which_it_was_decided_anew(rosa, samuel):
    listing = market.listing()
    first = decided(rosa, listing.personal_assistant, samuel, at=market.soon(-20))
    visit = market.recorded(listing, market.pot(rosa), not_household=False)
    NecessityDecision.objects.filter(pk=first.pk).update(
        ended_at=market.soon(-15), ended_by=samuel, end_reasons="To look again."
    )
    assert clock.confirm_silent(visit.delivered_at + SILENCE) == 0
    decided(rosa, listing.personal_assistant, samuel, at=visit.starts_at - timedelta(days=1))
    assert clock.confirm_silent(visit.delivered_at + SILENCE) == 1


def test_her_word_that_it_is_nobody_of_her_home_holds_until_the_council_knows(rosa, samuel):
    listing = market.listing()
    visit = market.recorded(listing, market.pot(rosa))
    made = decided(rosa, listing.personal_assistant, samuel, at=visit.starts_at - timedelta(days=1))
    NecessityDecision.objects.filter(pk=made.pk).update(
        ended_at=visit.starts_at - timedelta(days=1), ended_by=samuel, end_reasons="No."
    )
    assert code(visits.confirm, visit=visit, by=rosa.user) == "household"
    NecessityDecision.objects.filter(pk=made.pk).update(decided_at=timezone.now(), ended_at=timezone.now())
    assert visits.confirm(visit=visit, by=rosa.user).state == "settled"


def test_only_a_practitioner_who_has_no_part_in_it_decides(rosa, samuel):
    profile = market.assistant()
    acts = people.staff(Role.PRACTITIONER)
    people.mandate(rosa, acts, Scope.SEE_BALANCE)
    for by in (rosa.user, profile.user, people.staff(Role.FINANCE), acts):
        with pytest.raises(NecessityRefused, match="acts for neither"):
            decided(rosa, profile, by)
    made = decided(rosa, profile, samuel)
    with pytest.raises(NecessityRefused, match="acts for neither"):
        necessity.end(decision=made, reasons="No.", by=rosa.user)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reasons": " "}, "Write why"),
        ({"review_on": timezone.localdate()}, "within 12 months"),
        ({"review_on": timezone.localdate() + timedelta(days=400)}, "within 12 months"),
    ],
)
def test_it_has_reasons_and_a_day_to_look_again(rosa, samuel, wrong, said):
    with pytest.raises(NecessityRefused, match=said):
        decided(rosa, market.assistant(), samuel, **wrong)


def test_it_stands_once_and_the_person_is_told(rosa, samuel):
    profile = market.assistant()
    made = decided(rosa, profile, samuel)
    with pytest.raises(NecessityRefused, match="stands already"):
        decided(rosa, profile, samuel)
    assert necessity.end(decision=made, reasons="Others can do it now.", by=samuel) is True
    assert necessity.end(decision=made, reasons="Others can do it now.", by=samuel) is False
    told = set(Notice.objects.filter(to=rosa.user).values_list("subject", flat=True))
    assert told == {"The council has decided something about your direct payment"}
    lines = AuditLine.objects.filter(subject=f"necessity:{made.pk}").order_by("pk")
    assert [line.action for line in lines] == ["necessity.recorded", "necessity.ended"]
    assert all("language" not in str(line.detail) for line in lines)


def test_who_reads_easy_read_is_told_so(samuel):
    edith = people.person("Edith Marlow", contact_format=ContactFormat.EASY_READ)
    decided(edith, market.assistant(), samuel)
    assert "[tick] You can pay them with your money." in Letter.objects.get(person=edith).body


def test_a_review_that_is_late_stops_nobodys_care(rosa, samuel):
    made = decided(rosa, market.assistant(), samuel, at=timezone.now() - timedelta(days=300))
    assert (made.is_late, made.stands_on(timezone.localdate())) == (True, True)


# Its pages


def test_a_practitioner_decides_and_ends_it_and_the_person_sees_that_it_stands(rosa, samuel):
    market.pot(rosa)
    profile, hers = market.assistant(), sessions.enter(Client(), rosa.user)
    staff = sessions.enter(Client(), samuel)
    decide = reverse("staff-person-family-decide", args=[rosa.pk])
    on = timezone.localdate() + timedelta(days=100)
    typed = {"profile": profile.pk, "relation": SPOUSE, "what_for": CARE, "reasons": "Nobody else speaks her language."}
    typed |= {f"review_on_{part}": getattr(on, part) for part in ("day", "month", "year")}
    assert b"Enter why it is necessary" in staff.post(decide, {**typed, "reasons": ""}).content
    assert b"Check your answers" in staff.post(decide, typed).content
    index = reverse("staff-person-family", args=[rosa.pk])
    assert staff.post(decide, {**typed, "confirm": "1"}).url == index
    made = NecessityDecision.objects.get()
    assert b"Stands" in staff.get(index).content
    assert b"Nobody else speaks her language." in hers.get(reverse("money-home")).content
    end = reverse("staff-person-family-end", args=[rosa.pk, made.pk])
    assert staff.post(end, {"reasons": "Others can do it now.", "confirm": "1"}).url == index
    assert b"Nobody else speaks her language." not in hers.get(reverse("money-home")).content
    assert staff.get(end).status_code == 404


def test_where_it_stands_the_question_is_not_asked(rosa, samuel):
    maria = market.maria()
    hers = sessions.enter(Client(), rosa.user)
    page = reverse("timesheet-employ", args=[maria.slug])
    assert b"Say that they are not" in hers.post(page).content
    decided(rosa, maria, samuel)
    assert b"The council decided on" in hers.get(page).content
    assert hers.post(page).url == reverse("timesheets")


def test_a_decision_made_anew_pays_again_and_no_tick_says_otherwise(rosa, samuel):
    """What the council knows of the household a form does not undo (SI 2014/2871, regulation 3)."""
    profile = market.maria()
    given = {"person": rosa, "profile": profile, "by": samuel, "relation": "spouse", "what_for": "care"}
    when = {"reasons": "Nobody else can.", "review_on": timezone.localdate() + timedelta(days=100)}
    first = necessity.record(**given, **when)
    job = timesheets.employ(person=rosa, profile=profile, not_household=False, by=rosa.user)
    necessity.end(decision=first, reasons="To look again.", by=samuel)
    assert Notice.objects.get(to=profile.user).subject == "Something about your work has changed"
    other = people.person("Edith Marlow")
    other_decision = necessity.record(**{**given, "person": other}, **when)
    necessity.end(decision=other_decision, reasons="Not any more.", by=samuel)
    with pytest.raises(Refused, match="Call us"):
        timesheets.employ(person=other, profile=profile, not_household=True, by=other.user)
    today = timezone.localdate()
    NecessityDecision.objects.update(
        ended_at=timezone.now() - timedelta(days=10), decided_at=timezone.now() - timedelta(days=20)
    )
    assert not found.pays(rosa, profile.pk, True, today)
    necessity.record(**given, **when)
    assert found.pays(rosa, job.personal_assistant_id, True, today)
