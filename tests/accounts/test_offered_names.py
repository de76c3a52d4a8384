"""Asking somebody to act for one does not tell whether their address has a sign-in here, nor whose it is."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import mandate_offers, mandates, people
from accounts.held import Who
from accounts.held_here import did
from accounts.models import ContactFormat, Letter, Mandate, Notice
from accounts.roles import Basis, Role, Scope
from tests import sessions
from tests.accounts.screens import at, words
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
TYPED = "Nia from the choir"
KNOWN, NEW = "known@example.org", "new@example.org"
TODAY = timezone.localdate()
ASK = {
    "name": TYPED,
    "basis": "viewer",
    "scopes": ["see_balance"],
    "per_purchase": "",
    "per_month": "",
    **{f"starts_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
}
VIEW = {"basis": Basis.VIEWER, "evidence": "Her word", "scopes": [Scope.SEE_BALANCE], "starts_on": TODAY}


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture(autouse=True)
def has_a_sign_in():
    return make.user("Antonia Marlow-Webb", email=KNOWN)


def bare(text: str) -> str:
    """Without what differs by itself: the address that was typed, the number, and her own address."""
    return re.sub(r"\b\d{6}\b|joan\d+", "…", text.replace(KNOWN, NEW))


def journey(email: str, way: str) -> list[str]:
    """All that a person sees of an offer, from asking to its end."""
    joan = make.person("Joan Whitfield", contact_format=ContactFormat.PRINT)
    client = sessions.enter(Client(), joan.user)
    ask, easy = reverse("accounts-mandate-offer"), {"easy": "1"} if way == "easy" else {}
    sent = {**ASK, "email": email}
    seen = [client.post(ask, sent, query_params=easy), client.post(ask, {**sent, "confirm": "1"}, query_params=easy)]
    made = joan.mandates.get()
    own = [reverse(f"accounts-mandate-{name}", args=[made.pk]) for name in ("end", "pause", "resume")]
    seen += [client.get(page, easy, follow=True) for page in [reverse("accounts-details"), *own]]
    seen.append(client.post(ask, {**sent, "confirm": "1"}, query_params=easy))
    over(made, way)
    seen.append(client.get(reverse("accounts-details"), easy, follow=True))
    told = [*Letter.objects.filter(person=joan), *Notice.objects.filter(to=joan.user)]
    actions = [action for _, action in did(Who(joan.user, joan))]
    return [*(bare(words(page)) for page in seen), *(f"{one.subject} {one.body}" for one in told), *actions]


def over(made: Mandate, way: str) -> None:
    if way == "taken back":
        mandates.end(mandate=made, by=made.person.user)
    else:
        mandate_offers.tell_lapsed(timezone.now() + timedelta(days=40))
        Mandate.objects.filter(pk=made.pk).update(offered_until=TODAY - timedelta(days=1))


@pytest.mark.parametrize("way", ["lapsed", "taken back", "easy"])
def test_an_address_with_a_sign_in_and_one_without_look_the_same_to_the_person(way):
    """UK GDPR art. 5(1)(f): that somebody uses this site may say that they, or theirs, need care."""
    known, new = journey(KNOWN, way), journey(NEW, way)
    assert known == new
    assert any(TYPED in page for page in known) and not any("Antonia" in page for page in known)


def test_what_she_reads_of_an_answer_is_the_typed_name_or_after_a_yes_the_real_one(has_a_sign_in):
    joan = make.person("Joan Whitfield", contact_format=ContactFormat.PRINT)
    asked = mandates.name_delegate(person=joan, name=TYPED, email=KNOWN, by=joan.user, **VIEW).mandate
    mandate_offers.decline(mandate=asked, by=has_a_sign_in)
    again = mandates.name_delegate(person=joan, name=TYPED, email=KNOWN, by=joan.user, **VIEW).mandate
    make.accepted(again)
    no, yes = Letter.objects.filter(person=joan).order_by("pk")
    assert TYPED in no.body and "Antonia" not in no.body
    assert "Antonia Marlow-Webb said yes" in yes.body
    shown = words(sessions.enter(Client(), joan.user).get(reverse("accounts-details")))
    assert f"{TYPED} said no on" in shown and "Antonia Marlow-Webb" in shown


def test_nor_does_a_letter_say_it_when_the_council_asks_for_her(has_a_sign_in):
    joan = make.person("Joan Whitfield", contact_format=ContactFormat.PRINT)
    samuel = make.staff(Role.PRACTITIONER)
    mandates.name_delegate(person=joan, name=TYPED, email=KNOWN, by=samuel, **VIEW)
    body = Letter.objects.get(person=joan).body
    assert f"We have asked {TYPED} to act for you" in body and "Antonia" not in body


def test_a_name_that_somebody_else_typed_before_is_not_shown_either():
    """Two people ask the same address; the second does not read what the first calls them."""
    joan, rosa = make.person("Joan Whitfield"), make.person("Rosa Alvarez")
    mandates.name_delegate(person=joan, name="Granddad", email=NEW, by=joan.user, **VIEW)
    mandates.name_delegate(person=rosa, name=TYPED, email=NEW, by=rosa.user, **VIEW)
    shown = words(sessions.enter(Client(), rosa.user).get(reverse("accounts-details")))
    assert TYPED in shown and "Granddad" not in shown


def test_her_list_is_not_in_the_order_of_names_that_she_may_not_know(has_a_sign_in):
    joan = make.person("Joan Whitfield")
    people.rename(user=has_a_sign_in, name="Aaron", by=has_a_sign_in)
    mandates.name_delegate(person=joan, name="Zoe", email=KNOWN, by=joan.user, **VIEW)
    mandates.name_delegate(person=joan, name="Mina", email=NEW, by=joan.user, **VIEW)
    shown = words(sessions.enter(Client(), joan.user).get(reverse("accounts-details")))
    assert shown.index("Mina") < shown.index("Zoe")


def test_a_practitioner_sees_who_it_is_and_what_the_person_reads(practitioner, edith, samuel):
    """Who records a mandate has checked whom it is for (Care Act 2014 ss.31-32)."""
    mandates.name_delegate(person=edith, name=TYPED, email=KNOWN, by=samuel, **VIEW)
    shown = words(practitioner.get(at(edith)))
    assert "Antonia Marlow-Webb" in shown and f"reads the name that was typed: {TYPED}" in shown


def test_the_books_hold_no_offer_without_a_name(has_a_sign_in):
    made = make.offer(make.person("Joan Whitfield"), has_a_sign_in, Scope.ORDER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=made.pk).update(name="")
