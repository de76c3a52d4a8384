"""An offer to act for somebody is read and answered on a page, and taken back on the person's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import duties
from accounts.actions import capacity
from accounts.models import ContactFormat, Notice, Standing
from accounts.roles import Basis, Role, Scope
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db
YES = {"answer": "yes", "words": "", "read": duties.VERSION}
NO = {"answer": "no", "words": "I live too far away.", "read": duties.VERSION}


@pytest.fixture
def joan():
    return make.person("Joan Whitfield")


@pytest.fixture
def amira():
    return make.user("Amira Whitfield")


@pytest.fixture
def offer(joan, amira):
    return make.offer(joan, amira, Scope.SEE_BALANCE, Scope.PAY, pay_per_purchase_pence=20_000)


@pytest.fixture
def hers(amira):
    return sessions.enter(Client(), amira)


def page_of(mandate, name: str = "one") -> str:
    return reverse(f"money-acting-{name}", args=[mandate.pk])


def test_she_finds_the_offer_reads_what_it_asks_and_accepts(hers, joan, offer):
    listed = words(hers.get(reverse("money-acting")))
    assert "You are asked to act for them" in listed and "Act for Joan Whitfield" not in listed
    shown = words(hers.get(page_of(offer)))
    assert "You can see how much money there is and pay (up to £200 a purchase)" in shown
    assert all(duty.words in shown for duty in duties.of(Basis.NOMINATED, "Joan"))
    assert "Choose yes or no" in words(hers.post(page_of(offer), {"answer": ""}))
    assert "Check your answer" in words(hers.post(page_of(offer), YES))
    offer.refresh_from_db()
    assert offer.standing == Standing.OFFERED
    assert hers.post(page_of(offer), {**YES, "confirm": "1"}).url == reverse("money-acting")
    offer.refresh_from_db()
    assert offer.standing == Standing.ACCEPTED
    assert "You accepted this on" in words(hers.get(page_of(offer)))


def test_who_read_an_old_page_reads_the_new_one(hers, offer):
    shown = words(hers.post(page_of(offer), {**YES, "read": "March 2020", "confirm": "1"}))
    assert "What this asks of you has changed" in shown
    offer.refresh_from_db()
    assert offer.accepted_at is None


def test_she_says_no_and_the_person_reads_it(client, hers, joan, offer):
    assert "Say no" in words(hers.post(page_of(offer), NO))
    hers.post(page_of(offer), {**NO, "confirm": "1"})
    assert "You said no on" in words(hers.get(page_of(offer)))
    sessions.enter(client, joan.user)
    shown = words(client.get(reverse("accounts-details")))
    assert "Amira Whitfield said no on" in shown and "I live too far away." in shown


def test_the_person_sees_that_it_waits_and_takes_it_back(client, hers, joan, offer):
    sessions.enter(client, joan.user)
    assert "Not answered yet" in words(client.get(reverse("accounts-details")))
    end = reverse("accounts-mandate-end", args=[offer.pk])
    assert client.get(reverse("accounts-mandate-pause", args=[offer.pk])).url == end
    assert "has not answered yet" in words(client.get(end))
    assert "is not asked any more" in words(client.post(end, follow=True))
    assert "This is over" in words(hers.get(page_of(offer)))


def test_what_was_not_answered_in_time_says_so_on_both_sides(client, hers, joan, offer):
    offer.offered_until = timezone.localdate() - timedelta(days=1)
    offer.save()
    hers.post(page_of(offer), {**YES, "confirm": "1"})
    assert "The time to answer ended on" in words(hers.get(page_of(offer)))
    sessions.enter(client, joan.user)
    assert "Amira Whitfield did not answer by" in words(client.get(reverse("accounts-details")))


def test_in_easy_read_it_is_the_same_offer_and_the_same_answer(joan, amira, offer):
    client = sessions.enter(Client(), make.person("Edith", contact_format=ContactFormat.EASY_READ).user)
    mine = make.offer(joan, client.get("/").wsgi_request.user, *Scope)
    shown = client.get(page_of(mine)).content.decode()
    assert shown.count("wm-easy__line") >= len(Scope) + len(duties.DUTIES[Basis.NOMINATED])
    assert all(duty.easy in words(client.get(page_of(mine))) for duty in duties.of(Basis.NOMINATED, "Joan"))
    client.post(f"{page_of(mine)}?easy=1", {**YES, "confirm": "1"})
    mine.refresh_from_db()
    assert mine.standing == Standing.ACCEPTED


def test_she_stops_at_any_time_and_her_card_with_it(joan, amira):
    """Her own word is enough, on whichever basis; the person is told."""
    account = money.card_account(10_000, person=joan)
    given = make.mandate(joan, amira, Scope.PAY, basis=Basis.AUTHORISED)
    card = money.card(account, holder=amira)
    hers = sessions.enter(Client(), amira, acting=given)
    shown = words(hers.get(page_of(given, "stop")))
    assert f"Your card ending {card.last4} stops for good" in shown and "the council looks for somebody else" in shown
    assert hers.post(page_of(given, "stop")).status_code == 302
    given.refresh_from_db()
    card.refresh_from_db()
    assert (given.is_open(), card.state) == (False, "closed")
    assert hers.get(page_of(given, "stop")).url == page_of(given)
    assert Notice.objects.filter(to=joan.user, subject="Somebody does not act for you any more").exists()


def test_a_strangers_offer_is_not_there(client, joan, offer):
    for who in (joan.user, make.person("Edith Marlow").user):
        sessions.enter(client, who)
        assert [client.get(page_of(offer, name)).status_code for name in ("one", "stop")] == [404, 404]
        assert [client.post(page_of(offer, name), YES).status_code for name in ("one", "stop")] == [404, 404]


def test_the_practitioner_sees_how_it_stands(practitioner, edith, amira):
    made = make.offer(edith, amira, Scope.ORDER)
    shown = words(practitioner.get(at(edith)))
    assert "Not answered yet" in shown and "Take the offer back" in shown and "Pause this" not in shown
    make.accepted(made)
    assert "Accepted" in words(practitioner.get(at(edith)))


def test_no_subject_of_an_email_says_for_whom(amira, joan, offer):
    make.accepted(offer)
    assert not any("Joan" in notice.subject or "Amira" in notice.subject for notice in Notice.objects.all())


ASK = {
    "name": "Nia Marlow",
    "email": "nia@example.org",
    "basis": "viewer",
    "scopes": ["see_balance"],
    "per_purchase": "",
    "per_month": "",
    **{f"starts_on_{part}": getattr(timezone.localdate(), part) for part in ("day", "month", "year")},
}


def test_the_person_asks_somebody_herself_and_tells_the_number(client, joan):
    """Care Act 2014 s.31: the person chooses who acts for her."""
    sessions.enter(client, joan.user)
    ask = reverse("accounts-mandate-offer")
    assert "Check whom you ask" in words(client.post(ask, ASK))
    assert "Tell Nia Marlow this number" in words(client.post(ask, {**ASK, "confirm": "1"}))
    made = joan.mandates.get()
    assert (made.standing, made.recorded_by, made.basis) == (Standing.OFFERED, joan.user, "viewer")
    assert not joan.letters.exists() and not Notice.objects.filter(to=joan.user).exists()  # she did it herself
    assert "has been asked to act" in words(client.post(ask, {**ASK, "confirm": "1"}))


@pytest.mark.parametrize("basis", [Basis.AUTHORISED, Basis.DEPUTY, Basis.ATTORNEY])
def test_nobody_offers_what_the_council_records(client, joan, basis):
    sessions.enter(client, joan.user)
    client.post(reverse("accounts-mandate-offer"), {**ASK, "basis": basis, "confirm": "1"})
    assert joan.mandates.count() == 0


def test_who_cannot_decide_about_this_money_asks_nobody(client, joan):
    by = make.staff(Role.PRACTITIONER)
    capacity.record_loss(person=joan, lost_on=timezone.localdate(), reference="MCA 7", by=by)
    sessions.enter(client, joan.user)
    assert "Ask somebody to act for you" not in words(client.get(reverse("accounts-details")))
    shown = words(client.post(reverse("accounts-mandate-offer"), {**ASK, "confirm": "1"}))
    assert "cannot decide about this money for now" in shown
