"""Capacity to decide about this money is lost and comes back (Care Act 2014 ss.31-32; Mental Capacity Act 2005)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import capacity, cards, mandate_pauses, mandates
from accounts.actions.capacity import CapacityRefused
from accounts.actions.mandates import MandateRefused
from accounts.models import AuditLine, ContactFormat, Notice, RestReason
from accounts.permissions import mandates_of, may_for
from accounts.roles import Basis, Role, Scope
from accounts.spending import Reason
from tests import sessions
from tests.accounts.screens import at, boxes, words
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db
GIVEN = [Basis.NOMINATED, Basis.BROKER, Basis.VIEWER]
DAY = date(2026, 5, 4)
LOST = {"lost_on": DAY, "reference": "MCA 12/26"}
BACK = {"returned_on": date(2026, 8, 3), "reference": "MCA 40/26"}


@pytest.fixture
def joan():
    return make.person("Joan Whitfield")


@pytest.fixture
def samuel():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def given(joan, basis):
    return make.mandate(joan, make.user(f"{basis.value.capitalize()} Whitfield"), Scope.SEE_BALANCE, basis=basis)


@pytest.mark.parametrize("basis", Basis)
def test_while_it_is_lost_only_what_the_law_put_there_lets_anybody_act(joan, samuel, basis):
    """s.31 needs the person's own capacity; s.32, an attorney and a deputy do not."""
    mandate = given(joan, basis)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    acts = may_for(mandate.delegate, joan, Scope.SEE_BALANCE)
    assert acts is (basis not in GIVEN)
    mandate.refresh_from_db()
    assert (mandate.ended_at, mandate.is_paused()) == (None, not acts)


@pytest.mark.parametrize("basis", GIVEN)
def test_while_it_is_lost_nobody_starts_or_gives_what_the_person_would_give(joan, samuel, basis):
    mandate = given(joan, basis)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    for by in (joan.user, samuel):
        with pytest.raises(MandateRefused):
            mandate_pauses.resume(mandate=mandate, by=by)
        with pytest.raises(MandateRefused):
            make.mandate(joan, make.user("Nia Marlow"), Scope.SEE_BALANCE, basis=basis, by=by)
    assert given(joan, Basis.AUTHORISED).recorded_by != joan.user


@pytest.mark.parametrize("basis", GIVEN)
def test_when_it_is_back_the_person_decides_and_nothing_starts_by_itself(joan, samuel, basis):
    mandate = given(joan, basis)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    capacity.record_return(person=joan, by=samuel, **BACK)
    assert mandates_of(mandate.delegate) == []
    with pytest.raises(MandateRefused):
        mandate_pauses.resume(mandate=mandate, by=samuel)
    assert mandate_pauses.resume(mandate=mandate, by=joan.user) is True


def test_when_it_is_back_an_authorised_person_rests_and_others_go_on(joan, samuel):
    """s.32 is for somebody who lacks capacity. A court's order and a power of attorney are not for the council."""
    authorised, attorney, deputy = (given(joan, basis) for basis in (Basis.AUTHORISED, Basis.ATTORNEY, Basis.DEPUTY))
    capacity.record_loss(person=joan, by=samuel, **LOST)
    assert capacity.record_return(person=joan, by=samuel, **BACK) == [authorised]
    assert capacity.deciding(joan) == [attorney, deputy]
    with pytest.raises(MandateRefused):
        mandate_pauses.resume(mandate=authorised, by=samuel, reference="Panel 9")
    capacity.record_loss(person=joan, by=samuel, lost_on=date(2026, 9, 1), reference="MCA 51/26")
    assert mandate_pauses.resume(mandate=authorised, by=samuel, reference="Panel 9") is True


def test_who_was_authorised_does_not_start_again_once_it_is_back_though_it_rested_before(joan, samuel):
    """Care Act 2014 s.32 is for somebody who lacks capacity."""
    capacity.record_loss(person=joan, by=samuel, **LOST)
    mandate = given(joan, Basis.AUTHORISED)
    mandate_pauses.pause(mandate=mandate, by=samuel, reason=RestReason.WORRY, reference="Panel 3")
    assert capacity.record_return(person=joan, by=samuel, **BACK) == [mandate]
    with pytest.raises(MandateRefused):
        mandate_pauses.resume(mandate=mandate, by=samuel, reference="Panel 4")


def test_an_attorney_is_the_persons_to_end_until_capacity_is_lost(joan, samuel):
    attorney = given(joan, Basis.ATTORNEY)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    attorney.refresh_from_db()
    with pytest.raises(MandateRefused):
        mandates.end(mandate=attorney, by=joan.user)
    with pytest.raises(MandateRefused):
        mandates.end(mandate=attorney, by=samuel)
    capacity.record_return(person=joan, by=samuel, **BACK)
    attorney.refresh_from_db()
    mandates.end(mandate=attorney, by=joan.user)
    assert attorney.ended_at is not None


def test_her_word_before_stays_her_word_after(joan, samuel):
    """What she had paused herself is not started by the loss or the return."""
    mandate = given(joan, Basis.NOMINATED)
    mandate_pauses.pause(mandate=mandate, by=joan.user)
    assert capacity.record_loss(person=joan, by=samuel, **LOST) == []
    capacity.record_return(person=joan, by=samuel, **BACK)
    mandate.refresh_from_db()
    assert (mandate.is_paused(), mandate.pause_reason) == (True, RestReason.ASKED)


def test_a_nominees_card_says_no_and_an_authorised_persons_goes_on(samuel):
    account = money.card_account(9_000)
    nominee, authorised = make.user("Nia Marlow"), make.user("Amira Whitfield")
    make.mandate(account.person, nominee, Scope.PAY)
    make.mandate(account.person, authorised, Scope.PAY, basis=Basis.AUTHORISED)
    hers = [money.card(account, holder=who) for who in (nominee, authorised)]
    capacity.record_loss(person=account.person, by=samuel, **LOST)
    asked = [cards.authorise(card=card, reference=f"c{card.pk}", merchant="Shop", pence=100) for card in hers]
    assert [one.decline_reason for one in asked] == [Reason.MANDATE_PAUSED, ""]


def test_each_step_is_on_record_with_its_reference(joan, samuel):
    nomination = given(joan, Basis.NOMINATED)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    capacity.record_return(person=joan, by=samuel, **BACK)
    capacity.record_return(person=joan, by=samuel, **BACK)
    lines = AuditLine.objects.filter(subject=f"person:{joan.pk}", action__startswith="person.capacity").order_by("pk")
    assert [(line.action, line.by, line.detail) for line in lines] == [
        (
            "person.capacity_lost",
            str(samuel.pk),
            {"on": "2026-05-04", "reference": "MCA 12/26", "rest": [nomination.pk]},
        ),
        ("person.capacity_back", str(samuel.pk), {"on": "2026-08-03", "reference": "MCA 40/26", "rest": []}),
    ]
    assert AuditLine.objects.get(action="mandate.paused").detail["reason"] == "capacity_lost"


def test_what_is_refused(joan, samuel):
    tomorrow = timezone.localdate() + timedelta(days=1)
    amira = make.staff(Role.PRACTITIONER, name="Amira Whitfield")
    make.mandate(joan, amira, Scope.SEE_BALANCE)
    for changed in ({"lost_on": tomorrow}, {"reference": " "}, {"by": amira}, {"by": joan.user}):
        with pytest.raises(CapacityRefused):
            capacity.record_loss(**{"person": joan, "by": samuel, **LOST, **changed})
    capacity.record_loss(person=joan, by=samuel, **LOST)
    with pytest.raises(CapacityRefused):
        capacity.record_return(person=joan, by=samuel, returned_on=DAY - timedelta(days=1), reference="MCA 40/26")


def test_everybody_is_told_and_the_person_in_her_format(samuel):
    """Accessible Information Standard: one letter in Easy Read, whoever's right rests."""
    joan = make.person("Joan Whitfield", contact_format=ContactFormat.EASY_READ)
    nomination, authorised = given(joan, Basis.NOMINATED), given(joan, Basis.AUTHORISED)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    letter = joan.letters.get()
    assert "[people] Authorised Whitfield will decide" in letter.body
    capacity.record_return(person=joan, by=samuel, **BACK)
    assert list(joan.letters.order_by("pk").values_list("subject", flat=True)) == [
        "Who decides about your money for now",
        "You decide about your money again",
    ]
    told = {
        who: list(Notice.objects.filter(to=who).order_by("pk").values_list("subject", flat=True))
        for who in (nomination.delegate, authorised.delegate)
    }
    assert told == {
        nomination.delegate: ["Acting for somebody is paused"],
        authorised.delegate: ["You decide for somebody from now on", "Acting for somebody is paused"],
    }


def test_a_practitioner_checks_writes_it_down_and_sees_who_decides(practitioner, edith):
    page = at(edith, "capacity/")
    typed = {"reference": "MCA 12/26", **boxes("on", DAY)}
    assert "Enter the reference of the assessment" in words(practitioner.post(page, boxes("on", DAY)))
    assert "Check your answers" in words(practitioner.post(page, typed))
    edith.refresh_from_db()
    assert edith.capacity_lost_on is None
    assert practitioner.post(page, {**typed, "confirm": "1"}).url == at(edith)
    assert "Nobody decides instead yet" in words(practitioner.get(at(edith)))
    make.mandate(edith, make.user("Dora Lane"), Scope.PAY, basis=Basis.AUTHORISED)
    assert "Dora Lane decides instead" in words(practitioner.get(at(edith)))
    back = {"reference": "MCA 40/26", **boxes("on", date(2026, 8, 3)), "confirm": "1"}
    assert practitioner.post(page, back).url == at(edith)
    assert "They decide about this money themselves" in words(practitioner.get(at(edith)))


def test_the_person_reads_it_on_her_page_and_why_nobody_starts(client, joan, samuel):
    nomination = given(joan, Basis.NOMINATED)
    capacity.record_loss(person=joan, by=samuel, **LOST)
    sessions.enter(client, joan.user)
    assert "you cannot decide about this money for now, since 4 May 2026" in words(client.get("/accounts/"))
    start = client.get(reverse("accounts-mandate-resume", args=[nomination.pk]))
    assert "This stays paused for now" in words(start)
