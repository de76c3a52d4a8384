"""A card of one's own: who may have one made, freeze it, open it again, stop it, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import notices, outside
from accounts.actions import cards
from accounts.actions.cards import CardRefused
from accounts.models import AuditLine, Card, Letter, Notice
from accounts.roles import Role, Scope
from tests.factories import money
from tests.factories.accounts import mandate, person, staff, user
from tests.fake_stripe.fixtures import by_client

pytestmark = pytest.mark.django_db
PHYSICAL, VIRTUAL = Card.Kind.PHYSICAL, Card.Kind.VIRTUAL
PHONE = "+447700900123"


@pytest.fixture
def account():
    return money.card_account(5_000, person=person(address="8 Weir Cottages, Alderford", postcode="AM3 2QT"))


@pytest.fixture
def rosa(account):
    return account.person.user


@pytest.fixture
def amira(account):
    amira = user("Amira Whitfield")
    mandate(account.person, amira, Scope.PAY)
    return amira


@pytest.fixture
def samuel():
    return staff(Role.PRACTITIONER, name="Samuel Osei")


def order(account, holder, by, **words):
    return cards.issue(account=account, holder=holder, pot=account.pots.get(), by=by, **words)


def told(template: str) -> list[str]:
    return list(Notice.objects.filter(template=f"accounts/emails/{template}").values_list("to__name", flat=True))


# Who may have one


def test_only_the_person_and_who_may_pay_for_her_has_a_card(account, rosa):
    looks_on = user("Vera Looks")
    mandate(account.person, looks_on, Scope.SEE_BALANCE)
    for holder in (user(), looks_on):
        with pytest.raises(CardRefused, match="somebody who may pay"):
            order(account, holder, rosa)
    assert Card.objects.count() == 0


def test_nobody_who_acts_for_her_orders_the_persons_card(account, rosa, amira):
    with pytest.raises(CardRefused, match="ordered by its holder"):
        order(account, rosa, amira)
    assert order(account, amira, amira).holder == amira


def test_plastic_needs_an_address(rosa):
    account = money.card_account(5_000)
    with pytest.raises(CardRefused, match="no address"):
        order(account, account.person.user, account.person.user, kind=PHYSICAL)
    assert order(account, account.person.user, account.person.user, kind=VIRTUAL).state == "active"


def test_the_code_goes_to_nobody_elses_phone(account, rosa, amira):
    order(account, rosa, rosa, phone=PHONE)
    with pytest.raises(CardRefused, match="somebody else’s number"):
        order(account, amira, amira, phone=PHONE)
    hers = order(account, amira, amira, phone="+447700900999")
    with pytest.raises(CardRefused, match="somebody else’s number"):
        cards.set_phone(card=hers, phone=PHONE, by=amira)
    account.person.phone = "07700 900555"
    account.person.save()
    with pytest.raises(CardRefused, match="somebody else’s number"):
        cards.set_phone(card=Card.objects.get(pk=hers.pk), phone="+447700900555", by=amira)
    assert Card.objects.get(pk=hers.pk).phone == "+447700900999"


def test_a_card_that_is_made_is_told_without_its_digits_in_the_subject(account, rosa, amira):
    card = order(account, rosa, rosa)
    order(account, amira, amira, kind=PHYSICAL)
    subjects = dict(Notice.objects.filter(template="accounts/emails/card_ready").values_list("to__name", "subject"))
    assert subjects == {"Rosa Alvarez": "Your card is ready", "Amira Whitfield": "Your card is on its way"}
    assert all(card.last4 not in subject for subject in subjects.values())


def test_who_wants_letters_gets_a_letter(account, rosa):
    account.person.contact_format = "print"
    account.person.save()
    order(account, rosa, rosa)
    assert [letter.subject for letter in Letter.objects.all()] == ["Your card is ready"]


def lives_at(person, address: str, postcode: str) -> None:
    person.address, person.postcode = address, postcode
    person.save()


def test_what_the_card_company_refuses_is_told_with_what_to_do(fake_stripe, client, settings):
    settings.CARD_ISSUER = "stripe"
    account = money.card_account(5_000)
    lives_at(account.person, "1 Mill Lane, Aldermere", "AM1 1AA")
    card = order(account, account.person.user, account.person.user, phone=PHONE)
    assert (card.state, told("card_ready")) == ("ordered", [])
    lives_at(account.person, "", "")  # and without an address Stripe refuses its holder
    fake_stripe.webhooks.deliver(by_client(client))
    outside.do_due(timezone.now())
    card.refresh_from_db()
    assert (card.state, card.issuer_reference, card.ended) == ("closed", "", "")
    assert told("card_not_made") == ["Rosa Alvarez"]
    lives_at(account.person, "1 Mill Lane, Aldermere", "AM1 1AA")
    assert order(account, account.person.user, account.person.user).state == "ordered"  # she may order again


# Freeze and unfreeze


def test_named_staff_freeze_with_a_reason_that_the_person_and_the_holder_are_told(account, amira, samuel):
    card = order(account, amira, amira)
    with pytest.raises(CardRefused, match="Say why"):
        cards.freeze(card=card, by=samuel)
    assert cards.freeze(card=card, by=samuel, reason="odd") is True
    assert cards.freeze(card=card, by=samuel, reason="odd") is False
    assert sorted(told("card_frozen")) == ["Amira Whitfield", "Rosa Alvarez"]
    body = Notice.objects.filter(template="accounts/emails/card_frozen").first().body
    assert "A payment did not look right to us." in body
    line = AuditLine.objects.get(action="card.frozen")
    assert (line.by, line.detail) == (str(samuel.pk), {"reason": "odd", "council": "yes"})


def test_what_the_council_froze_only_the_council_opens_with_a_word(account, rosa, amira, samuel):
    card = order(account, rosa, rosa)
    cards.freeze(card=card, by=samuel, reason="check")
    for who in (rosa, amira):
        with pytest.raises(CardRefused, match="The council froze this card"):
            cards.unfreeze(card=card, by=who)
    ann = staff(Role.FINANCE, name="Ann Lee")
    with pytest.raises(CardRefused, match="Say why"):
        cards.unfreeze(card=card, by=ann)
    assert cards.unfreeze(card=card, by=ann, reason="talked") is True
    assert (Card.objects.get().state, told("card_unfrozen")) == ("active", ["Rosa Alvarez"])


def test_who_left_the_council_leaves_its_freeze_behind(account, rosa, samuel):
    card = order(account, rosa, rosa)
    cards.freeze(card=card, by=samuel, reason="check")
    samuel.role_grants.all().delete()
    with pytest.raises(CardRefused, match="The council froze this card"):
        cards.unfreeze(card=card, by=rosa)


def test_the_council_freezes_what_she_had_frozen_herself(account, rosa, samuel):
    card = order(account, rosa, rosa)
    cards.freeze(card=card, by=rosa)
    assert cards.freeze(card=card, by=samuel, reason="misused") is True
    with pytest.raises(CardRefused, match="The council froze this card"):
        cards.unfreeze(card=card, by=rosa)


def test_a_new_card_is_no_way_round_what_the_council_froze(account, rosa, samuel):
    card = order(account, rosa, rosa)
    cards.freeze(card=card, by=samuel, reason="misused")
    ways = (
        lambda: order(account, rosa, rosa, kind=PHYSICAL),
        lambda: cards.give_up(card=card, ended=Card.Ended.LOST, by=rosa, kind=VIRTUAL),
        lambda: cards.give_up(card=card, ended=Card.Ended.NOT_WANTED, by=rosa),
        lambda: cards.replace(card=card, ended=Card.Ended.LOST, by=rosa),
    )
    for way in ways:
        with pytest.raises(CardRefused, match="The council froze this card"):
            way()
    assert [(one.pk, one.state) for one in Card.objects.all()] == [(card.pk, "frozen")]


def test_a_practitioner_who_acts_for_her_own_mother_is_a_daughter_here(account, rosa):
    both = staff(Role.PRACTITIONER, name="Paula Alvarez")
    mandate(account.person, both, Scope.PAY)
    card = order(account, rosa, rosa)
    assert cards.freeze(card=card, by=both) is True
    assert "council" not in AuditLine.objects.get(action="card.frozen").detail


# Lost and stopped


def test_a_lost_card_stops_and_the_new_one_takes_its_place(account, rosa):
    card = order(account, rosa, rosa, phone=PHONE)
    promised = cards.authorise(card=card, reference="r1", merchant="Shop", pence=700)
    newer = cards.give_up(card=card, ended=Card.Ended.LOST, by=rosa, kind=PHYSICAL)
    card.refresh_from_db()
    assert (card.state, card.ended, newer.replaces, newer.kind, newer.state, newer.phone) == (
        "closed",
        "lost",
        card,
        "physical",
        "posted",
        PHONE,
    )
    cards.capture(authorisation=promised)
    assert promised.state == "captured"
    with pytest.raises(CardRefused, match="stopped already"):
        cards.give_up(card=card, ended=Card.Ended.LOST, by=rosa, kind=PHYSICAL)


def test_a_delegate_does_not_stop_the_persons_card_and_the_person_stops_hers(account, rosa, amira):
    own, hers = order(account, rosa, rosa), order(account, amira, amira)
    with pytest.raises(CardRefused, match="You can freeze it"):
        cards.give_up(card=own, ended=Card.Ended.LOST, by=amira)
    assert cards.give_up(card=hers, ended=Card.Ended.NOT_WANTED, by=rosa) is None
    assert [Card.objects.get(pk=one.pk).state for one in (own, hers)] == ["active", "closed"]


def test_a_new_card_that_cannot_be_made_leaves_the_old_one_as_it_is(account, rosa):
    card = order(account, rosa, rosa)
    order(account, rosa, rosa, kind=PHYSICAL)
    with pytest.raises(CardRefused, match="of this kind already"):
        cards.give_up(card=card, ended=Card.Ended.LOST, by=rosa, kind=PHYSICAL)
    assert Card.objects.get(pk=card.pk).state == "active"


def test_staff_stop_the_card_of_somebody_who_calls_and_she_is_told(account, rosa, samuel):
    card = order(account, rosa, rosa)
    newer = cards.give_up(card=card, ended=Card.Ended.STOLEN, by=samuel, kind=VIRTUAL)
    assert (newer.replaces, told("card_stopped")) == (card, ["Rosa Alvarez"])
    assert AuditLine.objects.get(action="card.stopped").detail == {"reason": "stolen", "council": "yes"}
    with pytest.raises(CardRefused):
        cards.give_up(card=newer, ended=Card.Ended.LOST, by=staff(Role.EDITOR))


def test_a_new_phone_is_told_by_email_even_to_her_who_wants_letters(account, rosa):
    account.person.contact_format = "print"
    account.person.save()
    card = order(account, rosa, rosa)
    assert cards.set_phone(card=card, phone=PHONE, by=rosa) is True
    assert cards.set_phone(card=card, phone=PHONE, by=rosa) is False
    notices.send_due(timezone.now() + timedelta(hours=1))
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([rosa.email], "The telephone for your bank’s code was changed")
    ]
    assert "900123" not in mail.outbox[0].body
