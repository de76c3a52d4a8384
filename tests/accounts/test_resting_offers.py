"""An offer to act for somebody that rests: nobody acts, nobody accepts, and what the person reads of it is so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import duties
from accounts.actions import capacity, mandate_offers, mandate_pauses, mandates
from accounts.actions.mandates import MandateRefused
from accounts.models import ContactFormat, Letter, Mandate, Notice, RestReason, Standing
from accounts.permissions import may_for
from accounts.roles import Basis, Role, Scope
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
FORMATS = [ContactFormat.PRINT, ContactFormat.EASY_READ]
FALSE = ["act for you again", "can do things for you here again", "stay booked", "stays booked", "cannot act for you"]


@pytest.fixture
def amira():
    return make.user("Amira Whitfield")


@pytest.fixture
def worried():
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


def asked(amira, **person):
    return make.offer(make.person("Joan Whitfield", **person), amira, *Scope)


def pause(offer, by):
    return mandate_pauses.pause(mandate=offer, by=by, reason=RestReason.WORRY)


def test_an_offer_that_the_council_paused_out_of_worry_is_not_accepted(amira, worried):
    """Our own rule: while the council looks, nothing that worries it begins."""
    offer = asked(amira)
    joan, other = offer.person, make.offer(offer.person, amira, Scope.ORDER, basis=Basis.BROKER)
    assert pause(offer, worried) is True
    for each in (offer, other):
        with pytest.raises(MandateRefused, match="This rests for now"):
            mandate_offers.accept(mandate=each, by=amira, read=duties.VERSION)
    with pytest.raises(MandateRefused, match="The council paused this"):
        mandate_pauses.resume(mandate=offer, by=joan.user)
    mandates.end(mandate=offer, by=joan.user)
    given = {"basis": Basis.NOMINATED, "evidence": "Her word", "scopes": [Scope.PAY], "starts_on": timezone.localdate()}
    with pytest.raises(MandateRefused, match="We have paused Amira"):
        mandates.name_delegate(person=joan, name="Amira", email=amira.email, by=joan.user, **given)
    assert not any(may_for(amira, joan, scope) for scope in Scope)
    assert not Notice.objects.filter(to=amira, subject__contains="paused").exists()  # it let her do nothing


@pytest.mark.parametrize("by", ["person", "delegate", "stranger"])
def test_nobody_but_the_council_pauses_an_offer(amira, by):
    offer = asked(amira)
    who = {"person": offer.person.user, "delegate": amira, "stranger": make.user("Somebody Else")}[by]
    with pytest.raises(MandateRefused):
        pause(offer, who)


def test_an_offer_is_paused_out_of_worry_and_for_nothing_else(amira, worried):
    with pytest.raises(MandateRefused, match="The offer can be taken back"):
        mandate_pauses.pause(mandate=asked(amira), by=worried, reason=RestReason.ASKED)


@pytest.mark.parametrize("chosen", FORMATS)
def test_the_letters_about_an_offer_say_that_nobody_acts_yet(amira, worried, chosen):
    offer = asked(amira, contact_format=chosen)
    pause(offer, worried)
    mandate_pauses.resume(mandate=offer, by=worried)
    paused, goes_on = [f"{one.subject} {one.body}" for one in Letter.objects.order_by("pk")]
    assert all(words in paused for words in ("cannot say yes", "was asked to"))
    assert "nothing for you until they" in goes_on and "can answer until" in goes_on
    assert not [false for false in FALSE for body in (paused, goes_on) if false in body]


def test_an_offer_that_goes_on_waits_for_an_answer_and_lets_nobody_act(amira, worried):
    offer = asked(amira)
    pause(offer, worried)
    assert mandate_pauses.resume(mandate=offer, by=worried) is True
    assert (offer.standing, may_for(amira, offer.person, Scope.PAY)) == (Standing.OFFERED, False)
    assert mandate_offers.accept(mandate=offer, by=amira, read=duties.VERSION) is True


def test_an_offer_whose_time_is_over_does_not_go_on(amira, worried):
    offer = asked(amira)
    pause(offer, worried)
    Mandate.objects.filter(pk=offer.pk).update(offered_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(MandateRefused, match="They can be asked again"):
        mandate_pauses.resume(mandate=offer, by=worried)
    with pytest.raises(MandateRefused, match="The time to answer is over"):
        pause(Mandate.objects.get(pk=offer.pk), worried)


@pytest.mark.parametrize("chosen", FORMATS)
def test_who_could_not_answer_is_not_said_to_have_kept_silent(client, amira, worried, chosen):
    offer = asked(amira, contact_format=chosen)
    pause(offer, worried)
    mandate_offers.tell_lapsed(timezone.now() + timedelta(days=40))
    assert "could not say yes" in Letter.objects.last().body and "did not answer" not in Letter.objects.last().body
    Mandate.objects.filter(pk=offer.pk).update(offered_until=timezone.localdate() - timedelta(days=1))
    shown = words(sessions.enter(client, offer.person.user).get(reverse("accounts-details")))
    assert "could not say yes" in shown and "did not answer" not in shown


@pytest.mark.parametrize("easy", ["", "1"])
def test_the_person_lets_an_offer_go_on_that_rested_with_her_capacity(client, amira, worried, easy):
    """Care Act 2014 s.31: a nomination needs her capacity, and with it she decides again. It is in true words."""
    offer, today = asked(amira), timezone.localdate()
    capacity.record_loss(person=offer.person, lost_on=today, reference="MCA 7", by=worried)
    capacity.record_return(person=offer.person, returned_on=today, reference="MCA 8", by=worried)
    sessions.enter(client, offer.person.user)
    shown = words(client.get(reverse("accounts-details"), {"easy": easy}))
    assert "cannot say yes" in shown and "They can answer until" not in shown
    page = reverse("accounts-mandate-resume", args=[offer.pk])
    shown = words(client.get(page, {"easy": easy}))
    assert "be able to answer again?" in shown and "act for you again" not in shown
    assert "can answer again" in words(client.post(page, follow=True))
    offer.refresh_from_db()
    assert (offer.standing, offer.paused_at) == (Standing.OFFERED, None)


def test_a_practitioner_pauses_an_open_offer_with_a_reason(practitioner, edith, amira):
    offer = make.offer(edith, amira, Scope.ORDER)
    shown = words(practitioner.get(at(edith)))
    assert "We are worried: pause the offer" in shown
    page = at(edith, f"delegates/{offer.pk}/pause/")
    shown = words(practitioner.get(page))
    assert "While it is paused they cannot accept it" in shown and "The person asked for it" not in shown
    assert "Choose why it is paused" in words(practitioner.post(page, {}))
    assert "cannot say yes to acting for" in words(practitioner.post(page, {"reason": "worry"}, follow=True))
    offer.refresh_from_db()
    assert (offer.pause_reason, offer.is_open()) == (RestReason.WORRY, True)
    assert "They cannot accept while it is paused" in words(practitioner.get(at(edith)))
    assert "can answer again" in words(
        practitioner.post(at(edith, f"delegates/{offer.pk}/start-again/"), {}, follow=True)
    )


def test_a_refused_end_says_what_to_do(amira):
    """A deputy is changed by the Court of Protection (Mental Capacity Act 2005 s.16): an empty form is refused too."""
    joan = make.person("Joan Whitfield")
    deputy = make.mandate(joan, amira, Scope.PAY, basis=Basis.DEPUTY)
    refused = sessions.enter(Client(), joan.user).post(reverse("accounts-mandate-end", args=[deputy.pk]))
    shown = words(refused)
    assert (refused.status_code, "There is a problem" in shown) == (403, True)
    assert "The council or the court ends this one. Call us and we will explain how." in shown
    deputy.refresh_from_db()
    assert deputy.is_open()
